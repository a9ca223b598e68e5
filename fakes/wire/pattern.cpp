#include "fakes/wire/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "fakes/core/fault.h"

namespace cloche::wire {

namespace {

// Steps of backtracking: about a millisecond, and some tenths of a second.
constexpr std::uint32_t match_limit = 100'000;
constexpr std::uint32_t own_match_limit = 10'000'000;

struct FreeCode {
  void operator()(pcre2_code* code) const { pcre2_code_free(code); }
};
struct FreeMatchData {
  void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
};
struct FreeMatchContext {
  void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
};

// What most of the models' patterns are: so many characters of one class, "[a-zA-Z0-9_.-]+". PCRE2 takes some
// 2,000 instructions for what is a look at each character.
struct CharacterClass {
  std::array<bool, 256> contains{};
  std::size_t least = 1;
  std::size_t most = 1;

  bool matches(std::string_view text) const {
    return text.size() >= least && text.size() <= most &&
           std::ranges::all_of(text, [&](char c) { return contains[static_cast<unsigned char>(c)]; });
  }
};

// "", "+", "*", "{3}", "{3,}", "{3,63}".
bool read_quantifier(std::string_view text, CharacterClass& characters) {
  if (text.empty()) return true;
  if (text == "+" || text == "*") {
    characters.least = text == "+" ? 1 : 0;
    characters.most = SIZE_MAX;
    return true;
  }
  if (text.size() < 3 || text.front() != '{' || text.back() != '}') return false;
  const char* const end = text.data() + text.size() - 1;
  const auto [stop, error] = std::from_chars(text.data() + 1, end, characters.least);
  if (error != std::errc()) return false;
  characters.most = characters.least;
  if (stop == end) return true;
  characters.most = SIZE_MAX;
  if (*stop != ',' || stop + 1 == end) return *stop == ',';
  const auto [last, last_error] = std::from_chars(stop + 1, end, characters.most);
  return last_error == std::errc() && last == end;
}

// nullopt where the expression is more than one class of plain ASCII characters and ranges.
std::optional<CharacterClass> read_class(std::string_view expression) {
  const auto close = expression.find(']');
  if (!expression.starts_with('[') || close == std::string_view::npos || close < 2) return std::nullopt;
  CharacterClass characters;
  if (!read_quantifier(expression.substr(close + 1), characters)) return std::nullopt;
  const std::string_view body = expression.substr(1, close - 1);
  const auto is_plain = [](char c) {
    return static_cast<unsigned char>(c) < 0x80 &&
           std::string_view("\\[^&").find(c) == std::string_view::npos;
  };
  if (!std::ranges::all_of(body, is_plain)) return std::nullopt;
  for (std::size_t i = 0; i < body.size(); ++i) {
    const auto first = static_cast<unsigned char>(body[i]);
    auto last = first;
    if (i + 2 < body.size() && body[i + 1] == '-') {
      last = static_cast<unsigned char>(body[i + 2]);
      i += 2;
    }
    if (last < first) return std::nullopt;
    std::fill(characters.contains.begin() + first, characters.contains.begin() + last + 1, true);
  }
  return characters;
}

struct Compiled {
  std::optional<CharacterClass> characters;  // where it is no more than that; `code` is made all the same
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
  } else {
    compiled.characters = read_class(expression);
  }
  return compiled;
}

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

/// The bounds of a match; read by every match, changed by none.
std::unique_ptr<pcre2_match_context, FreeMatchContext> bounds(std::uint32_t limit) {
  std::unique_ptr<pcre2_match_context, FreeMatchContext> context(pcre2_match_context_create(nullptr));
  pcre2_set_match_limit(context.get(), limit);
  pcre2_set_depth_limit(context.get(), limit);
  pcre2_set_heap_limit(context.get(), 16 * 1024);  // KiB
  return context;
}

class Cache {
 public:
  /// The expression's text and what it was compiled to; references into the map stay valid.
  const std::pair<const std::string, Compiled>& find(std::string_view expression) {
    const std::lock_guard lock(mutex_);
    if (const auto found = compiled_.find(expression); found != compiled_.end()) return *found;
    return *compiled_.try_emplace(std::string(expression), compile(expression)).first;
  }

  pcre2_match_context* context() const { return context_.get(); }
  pcre2_match_context* own_context() const { return own_context_.get(); }

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, Compiled, TextHash, std::equal_to<>> compiled_;
  std::unique_ptr<pcre2_match_context, FreeMatchContext> context_ = bounds(match_limit);
  std::unique_ptr<pcre2_match_context, FreeMatchContext> own_context_ = bounds(own_match_limit);
};

Cache& cache() {
  static Cache instance;
  return instance;
}

// Each thread remembers where it has found an expression, so that it need not take the lock again.
const Compiled& find(std::string_view expression) {
  thread_local std::unordered_map<std::string_view, const Compiled*> found;
  if (const auto known = found.find(expression); known != found.end()) return *known->second;
  const auto& [text, compiled] = cache().find(expression);
  found.emplace(text, &compiled);
  return compiled;
}

std::optional<bool> decide(std::string_view expression, std::string_view text, pcre2_match_context* context) {
  const Compiled& compiled = find(expression);
  if (compiled.characters) return compiled.characters->matches(text);
  if (!compiled.code) fail("PCRE2 does not take the pattern {}: {}", expression, compiled.error);
  thread_local const std::unique_ptr<pcre2_match_data, FreeMatchData> data(
      pcre2_match_data_create(1, nullptr));
  const int result = pcre2_match(compiled.code.get(), reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(),
                                 0, 0, data.get(), context);
  if (result == PCRE2_ERROR_MATCHLIMIT || result == PCRE2_ERROR_DEPTHLIMIT || result == PCRE2_ERROR_HEAPLIMIT)
    return std::nullopt;
  return result >= 0;
}

}  // namespace

bool matches(std::string_view expression, std::string_view text) {
  return decide(expression, text, cache().context()).value_or(true);
}

std::optional<bool> matches_own(std::string_view expression, std::string_view text) {
  return decide(expression, text, cache().own_context());
}

std::string_view pattern_error(std::string_view expression) { return find(expression).error; }

}  // namespace cloche::wire
