#pragma once
// The words of filter patterns: what is between `{` and `}` or `[` and `]`, and the quoted and the regular
// expressions of all three kinds. Also the errors of a pattern, whose words are the real service's.
#include <string>
#include <string_view>

#include "fakes/core/api_error.h"

namespace cloche::logs {

ApiError invalid_filter_pattern();
/// "Invalid character(s) in term ':'".
ApiError invalid_characters(std::string_view characters);

bool is_filter_space(char c);
/// A letter, a digit or '_'; or a part of a character beyond ASCII (assumed).
bool is_filter_word(char c);
std::string_view without_spaces_around(std::string_view text);

class FilterLexer {
 public:
  explicit FilterLexer(std::string_view text) : rest_(text) {}

  /// Skips spaces; whether nothing is left.
  bool done();
  /// Skips spaces, and takes `symbol` if it comes next.
  bool take(std::string_view symbol);
  void expect(std::string_view symbol);
  /// Skips spaces, and takes the keyword if it comes next as a whole word.
  bool take_keyword(std::string_view keyword);
  /// The next character, if there is one, as it stands; '\0': none.
  char peek() const { return rest_.empty() ? '\0' : rest_.front(); }
  /// The text between quotes, its escapes (\" and \\) resolved; the quote must come next.
  std::string quoted();
  /// The text between two '%'; the first must come next.
  std::string_view regex();
  /// All that comes next up to a space or one of `end`; "": nothing.
  std::string_view word(std::string_view end);
  /// All letters, digits and '_' that come next, and what is in `also`.
  std::string_view name(std::string_view also = "");
  /// All that comes next up to `end`, which must come and is skipped.
  std::string_view until(char end);
  std::string_view rest() const { return rest_; }

 private:
  void skip_spaces();
  std::string_view take_length(std::size_t length);
  std::string_view rest_;
};

}  // namespace cloche::logs
