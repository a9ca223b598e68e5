#include "scenarios/engine/regular_expression.h"

#include <memory>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

namespace cloche::scenarios {

namespace {

struct FreeCode {
  void operator()(pcre2_code* code) const { pcre2_code_free(code); }
};
struct FreeMatch {
  void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
};
struct FreeContext {
  void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
};

constexpr std::uint32_t step_limit = 1'000'000;

PCRE2_SPTR units(std::string_view text) { return reinterpret_cast<PCRE2_SPTR>(text.data()); }

std::unique_ptr<pcre2_code, FreeCode> compiled(std::string_view expression, int& error) {
  PCRE2_SIZE offset = 0;
  return std::unique_ptr<pcre2_code, FreeCode>(
      pcre2_compile(units(expression), expression.size(), PCRE2_UTF | PCRE2_UCP, &error, &offset, nullptr));
}

}  // namespace

std::optional<std::string> expression_error(std::string_view expression) {
  int error = 0;
  if (compiled(expression, error)) return std::nullopt;
  char message[256] = "";
  pcre2_get_error_message(error, reinterpret_cast<PCRE2_UCHAR*>(message), sizeof message);
  return message;
}

bool found_in(std::string_view expression, std::string_view text) {
  int error = 0;
  const auto code = compiled(expression, error);
  if (!code) return false;
  const std::unique_ptr<pcre2_match_data, FreeMatch> data(
      pcre2_match_data_create_from_pattern(code.get(), nullptr));
  const std::unique_ptr<pcre2_match_context, FreeContext> context(pcre2_match_context_create(nullptr));
  pcre2_set_match_limit(context.get(), step_limit);
  return pcre2_match(code.get(), units(text), text.size(), 0, 0, data.get(), context.get()) >= 0;
}

}  // namespace cloche::scenarios
