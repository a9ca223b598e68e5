#include "fakes/wire/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <array>
#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <unordered_map>

#include "fakes/core/fault.h"

namespace cloche::wire {

namespace {

constexpr std::uint32_t match_limit = 100'000;  // steps of backtracking: about a millisecond

struct FreeCode {
  void operator()(pcre2_code* code) const { pcre2_code_free(code); }
};
struct FreeMatchData {
  void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
};
struct FreeMatchContext {
  void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
};

struct Compiled {
  std::unique_ptr<pcre2_code, FreeCode> code;
  std::string error;  // where code is null
};

Compiled compile(std::string_view expression) {
  int error = 0;
  PCRE2_SIZE at = 0;
  Compiled compiled;
  compiled.code.reset(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(expression.data()), expression.size(),
                                    PCRE2_UTF | PCRE2_ANCHORED | PCRE2_ENDANCHORED, &error, &at, nullptr));
  if (!compiled.code) {
    std::array<PCRE2_UCHAR, 256> message{};
    pcre2_get_error_message(error, message.data(), message.size());
    compiled.error = std::string(reinterpret_cast<const char*>(message.data())) + " at " + std::to_string(at);
  }
  return compiled;
}

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

/// The bounds of a match; read by every match, changed by none.
std::unique_ptr<pcre2_match_context, FreeMatchContext> bounds() {
  std::unique_ptr<pcre2_match_context, FreeMatchContext> context(pcre2_match_context_create(nullptr));
  pcre2_set_match_limit(context.get(), match_limit);
  pcre2_set_depth_limit(context.get(), match_limit);
  pcre2_set_heap_limit(context.get(), 16 * 1024);  // KiB
  return context;
}

class Cache {
 public:
  const Compiled& find(std::string_view expression) {
    {
      const std::shared_lock lock(mutex_);
      if (const auto found = compiled_.find(expression); found != compiled_.end()) return found->second;
    }
    Compiled fresh = compile(expression);
    const std::unique_lock lock(mutex_);
    return compiled_.try_emplace(std::string(expression), std::move(fresh))
        .first->second;  // references into the map stay valid
  }

  pcre2_match_context* context() const { return context_.get(); }

 private:
  std::shared_mutex mutex_;
  std::unordered_map<std::string, Compiled, TextHash, std::equal_to<>> compiled_;
  std::unique_ptr<pcre2_match_context, FreeMatchContext> context_ = bounds();
};

Cache& cache() {
  static Cache instance;
  return instance;
}

}  // namespace

bool matches(std::string_view expression, std::string_view text) {
  const Compiled& compiled = cache().find(expression);
  if (!compiled.code) fail("PCRE2 does not take the pattern {}: {}", expression, compiled.error);
  const std::unique_ptr<pcre2_match_data, FreeMatchData> data(pcre2_match_data_create(1, nullptr));
  const int result = pcre2_match(compiled.code.get(), reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(),
                                 0, 0, data.get(), cache().context());
  return result >= 0 || result == PCRE2_ERROR_MATCHLIMIT || result == PCRE2_ERROR_DEPTHLIMIT ||
         result == PCRE2_ERROR_HEAPLIMIT;
}

std::string_view pattern_error(std::string_view expression) { return cache().find(expression).error; }

}  // namespace cloche::wire
