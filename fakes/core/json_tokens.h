#pragma once
// JSON text token by token, each with the place where it stands, for what must answer a mistake in a client's
// JSON with AWS's own words and place (event patterns, filter policies, the payloads of functions). AWS reads
// them with Jackson, a Java library; the words, and the columns that are one or two further than a person
// would count, are its.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cloche {

enum class JsonToken {
  start_object,
  end_object,
  start_array,
  end_array,
  name,
  string,
  integer,
  decimal,
  yes,
  no,
  null,
  end  // of the text
};

/// What Jackson was given: Java's characters, or bytes, which it reads a little otherwise. Bytes need not be
/// UTF-8, and a message shows them as they are.
enum class JsonSource { characters, bytes };

/// Text that is not JSON; `message` says where, in Jackson's words.
struct JsonTokenError {
  std::string message;
};

class JsonTokens {
 public:
  /// `text` must live as long as this; it is UTF-8 where it is given as characters.
  /// More than `max_depth` containers in one another are refused.
  explicit JsonTokens(std::string_view text, JsonSource source = JsonSource::characters, int max_depth = 500)
      : text_(text), source_(source), max_depth_(static_cast<std::size_t>(max_depth)) {}

  /// The next token. Throws JsonTokenError.
  JsonToken next();
  /// The name of the member that was read last.
  const std::string& name() const { return name_; }
  /// The content of a string, or the text of another token. Reads a string to its end: until then its place
  /// is its first character's.
  const std::string& value();

  /// `message` with the current place behind it: "…\n at [Source: (String)"{}"; line: 1, column: 2]".
  std::string located(std::string_view message) const;
  /// The same with the place where the value that was read last begins; before the first, that is column 0.
  std::string located_at_token(std::string_view message) const;

 private:
  struct Container {
    bool object;
    std::size_t start;
    std::size_t members = 0;
  };

  void skip_space();
  std::size_t length_of(std::string_view text) const;
  char next_character(std::string_view expectation);
  void read_name();
  JsonToken begin_value(char first);
  JsonToken read_number(char first);
  std::size_t read_digits(std::string_view where);
  JsonToken read_word(char first);
  JsonToken enter(JsonToken token);
  JsonToken leave(char mark);
  void finish_string();
  std::string read_string(std::string_view unfinished);
  void read_escape(std::string& into);
  void read_multibyte(char first, std::string& into);
  unsigned read_hex();

  std::string place(std::size_t offset) const;
  std::string place(std::size_t line, std::size_t column) const;
  [[noreturn]] void refuse(const std::string& message) const;
  [[noreturn]] void refuse_character(char character, std::string_view expectation) const;
  std::string described(std::size_t offset) const;

  std::string_view text_;
  JsonSource source_;
  std::size_t max_depth_;
  std::size_t position_ = 0;  // of the next character
  std::vector<Container> open_;
  std::optional<JsonToken> after_name_;  // a name is read together with the beginning of its value
  bool has_begun_ = false;               // there was a value
  std::size_t value_start_ = 0;
  bool in_string_ = false;  // a string has begun, and was not read yet
  std::string name_;
  std::string value_;
};

}  // namespace cloche
