#pragma once
// Reads JSON text from front to back without building a tree: who reads knows what to expect and asks for it.
// Strict (RFC 8259, valid UTF-8, no lone surrogates) and bounded in depth, so that no text can exhaust the
// stack.
//
//   for (bool first = true; reader.next_key(first, key);) { … read the value … }
//
// Every function throws JsonSyntaxError where the text is not JSON. A reader borrows the text.
#include <cstdint>
#include <string>
#include <string_view>

#include "fakes/core/json.h"

namespace cloche::wire {

class JsonReader {
 public:
  enum class Token : std::uint8_t {
    object,
    array,
    string,
    integer,
    decimal,
    boolean_true,
    boolean_false,
    null,
    end
  };

  explicit JsonReader(std::string_view text, int max_depth = 512)
      : at_(text.data()), end_(text.data() + text.size()), depth_left_(max_depth) {}

  /// The kind of the value that comes next; it is not consumed. A number is a decimal if it has a fraction or
  /// an exponent.
  Token peek();

  /// After peek() said object or array: goes in.
  void enter();
  /// The next member's name (valid until the next call that reads a string); false, and out of the object, at
  /// its end.
  bool next_key(bool& first, std::string_view& key);
  /// Whether an element follows; false, and out of the array, at its end.
  bool next_element(bool& first);

  std::string string();
  /// A number: an integer where it is written as one and fits, else a double.
  Json number();
  /// true, false or null, of which peek() said which.
  void literal(Token token);
  /// Any value, as it is.
  Json value();
  /// Any value, checked and forgotten.
  void skip();
  /// Only white space may follow.
  void finish();

 private:
  [[noreturn]] void fail(const char* message) const;
  void skip_space();
  void expect(char wanted);
  void leave();
  const char* number_end(bool& decimal) const;
  /// Reads a string: the raw text between the quotes, or, if it has escapes, scratch_.
  std::string_view string_view();
  void unescape(const char* from);
  unsigned hex4();

  const char* at_;
  const char* end_;
  int depth_left_;
  std::string scratch_;
};

}  // namespace cloche::wire
