#include "fakes/core/json_tokens.h"

#include <fmt/format.h>

#include <utility>

namespace cloche {

namespace {

constexpr std::size_t shown_source = 500;  // characters, or bytes

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// How many UTF-16 units `text` has, which is how Java counts.
std::size_t units(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) {
    if (!continues_character(c)) count += static_cast<unsigned char>(c) >= 0xF0 ? 2 : 1;
  }
  return count;
}

void append_utf8(std::string& into, unsigned code) {
  const auto add = [&into](unsigned byte) { into += static_cast<char>(byte); };
  if (code < 0x80) {
    add(code);
  } else if (code < 0x800) {
    add(0xC0 | code >> 6);
    add(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    add(0xE0 | code >> 12);
    add(0x80 | (code >> 6 & 0x3F));
    add(0x80 | (code & 0x3F));
  } else {
    add(0xF0 | code >> 18);
    add(0x80 | (code >> 12 & 0x3F));
    add(0x80 | (code >> 6 & 0x3F));
    add(0x80 | (code & 0x3F));
  }
}

}  // namespace

JsonToken JsonTokens::next() {
  if (after_name_) {
    const JsonToken token = *std::exchange(after_name_, std::nullopt);
    return enter(token);
  }
  if (in_string_) finish_string();
  skip_space();
  if (position_ >= text_.size()) {
    if (open_.empty()) return JsonToken::end;
    const Container& container = open_.back();
    refuse(fmt::format("Unexpected end-of-input: expected close marker for {} (start marker at {})",
                       container.object ? "Object" : "Array", place(container.start)));
  }
  char c = text_[position_++];
  if (c == '}' || c == ']') return leave(c);
  const bool in_object = !open_.empty() && open_.back().object;
  if (!open_.empty() && open_.back().members++ > 0) {
    if (c != ',') {
      refuse_character(
          c, fmt::format("was expecting comma to separate {} entries", in_object ? "Object" : "Array"));
    }
    c = next_character(in_object ? " within/between Object entries" : " within/between Array entries");
  }
  if (!in_object) return enter(begin_value(c));
  if (c != '"') refuse_character(c, "was expecting double-quote to start field name");
  read_name();
  after_name_ = begin_value(next_character(" within/between Object entries"));
  return JsonToken::name;
}

const std::string& JsonTokens::value() {
  if (in_string_) finish_string();
  return value_;
}

std::string JsonTokens::located(std::string_view message) const {
  return fmt::format("{}\n at {}", message, place(position_));
}

std::string JsonTokens::located_at_token(std::string_view message) const {
  return fmt::format("{}\n at {}", message, has_begun_ ? place(value_start_) : place(1, 0));
}

std::size_t JsonTokens::length_of(std::string_view text) const {
  return source_ == JsonSource::bytes ? text.size() : units(text);
}

void JsonTokens::skip_space() {
  while (position_ < text_.size() && is_space(text_[position_])) ++position_;
}

char JsonTokens::next_character(std::string_view expectation) {
  skip_space();
  if (position_ >= text_.size()) refuse(fmt::format("Unexpected end-of-input{}", expectation));
  return text_[position_++];
}

void JsonTokens::read_name() {
  name_ = read_string(" in field name");
  const char colon = next_character(" within/between Object entries");
  if (colon != ':') refuse_character(colon, "was expecting a colon to separate field name and value");
}

JsonToken JsonTokens::begin_value(char first) {
  value_start_ = position_ - 1;
  has_begun_ = true;
  switch (first) {
    case '"':
      in_string_ = true;
      return JsonToken::string;
    case '{':
      value_ = first;
      return JsonToken::start_object;
    case '[':
      value_ = first;
      return JsonToken::start_array;
    case ']':
    case '}':
    case ',':
      refuse_character(first, "expected a value");
    default:
      return first == '-' || is_digit(first) ? read_number(first) : read_word(first);
  }
}

JsonToken JsonTokens::read_number(char first) {
  JsonToken token = JsonToken::integer;
  if (first == '-') {
    if (position_ >= text_.size()) refuse("Unexpected end-of-input in a Number value");
    first = text_[position_++];
    if (!is_digit(first)) {
      refuse(fmt::format(
          "Unexpected character ({}) in numeric value: expected digit (0-9) to follow minus sign, for valid "
          "numeric value",
          described(position_ - 1)));
    }
  }
  if (first == '0' && position_ < text_.size() && is_digit(text_[position_])) {
    refuse("Invalid numeric value: Leading zeroes not allowed");
  }
  while (position_ < text_.size() && is_digit(text_[position_])) ++position_;
  if (position_ < text_.size() && text_[position_] == '.') {
    ++position_;
    token = JsonToken::decimal;
    read_digits("Decimal point not followed by a digit");
  }
  if (position_ < text_.size() && (text_[position_] | 0x20) == 'e') {
    ++position_;
    token = JsonToken::decimal;
    if (position_ < text_.size() && (text_[position_] == '+' || text_[position_] == '-')) ++position_;
    read_digits("Exponent indicator not followed by a digit");
  }
  value_ = text_.substr(value_start_, position_ - value_start_);
  if (open_.empty() && position_ < text_.size() && !is_space(text_[position_])) {
    refuse_character(text_[position_++], "Expected space separating root-level values");
  }
  return token;
}

std::size_t JsonTokens::read_digits(std::string_view where) {
  const std::size_t start = position_;
  while (position_ < text_.size() && is_digit(text_[position_])) ++position_;
  if (position_ == start) {
    if (position_ >= text_.size()) refuse("Unexpected end-of-input in a Number value");
    ++position_;
    refuse(fmt::format("Unexpected character ({}) in numeric value: {}", described(position_ - 1), where));
  }
  return position_ - start;
}

JsonToken JsonTokens::read_word(char first) {
  const auto continues = [this](char c) {
    const char lower = static_cast<char>(c | 0x20);
    const auto byte = static_cast<unsigned char>(c);
    return is_digit(c) || c == '_' || c == '$' || (lower >= 'a' && lower <= 'z') ||
           (source_ == JsonSource::bytes ? byte >= 0xC0 : byte >= 0x80);
  };
  if (!continues(first)) {
    refuse_character(
        first,
        "expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')");
  }
  std::size_t end = position_;
  while (end < text_.size() && continues(text_[end])) ++end;
  value_ = text_.substr(value_start_, end - value_start_);
  position_ = end;
  if (value_ == "true") return JsonToken::yes;
  if (value_ == "false") return JsonToken::no;
  if (value_ == "null") return JsonToken::null;
  // Of bytes, what ended the token has been read, too.
  if (source_ == JsonSource::bytes && position_ < text_.size()) ++position_;
  refuse(fmt::format(
      "Unrecognized token '{}': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or "
      "'false')",
      value_));
}

JsonToken JsonTokens::enter(JsonToken token) {
  if (token == JsonToken::start_object || token == JsonToken::start_array) {
    if (open_.size() >= max_depth_)
      refuse(fmt::format("Document nesting depth ({}) exceeds the maximum allowed", max_depth_ + 1));
    open_.push_back({token == JsonToken::start_object, value_start_});
  }
  return token;
}

JsonToken JsonTokens::leave(char mark) {
  const bool object = mark == '}';
  if (open_.empty() || open_.back().object != object) {
    if (open_.empty()) refuse_character(mark, "expected a value");
    refuse(fmt::format("Unexpected close marker '{}': expected '{}' (for {} starting at {})", mark,
                       object ? ']' : '}', object ? "Array" : "Object", place(open_.back().start)));
  }
  open_.pop_back();
  value_ = mark;
  return object ? JsonToken::end_object : JsonToken::end_array;
}

void JsonTokens::finish_string() {
  in_string_ = false;
  value_ = read_string(": was expecting closing quote for a string value");
}

std::string JsonTokens::read_string(std::string_view unfinished) {
  std::string content;
  while (true) {
    if (position_ >= text_.size()) refuse(fmt::format("Unexpected end-of-input{}", unfinished));
    const char c = text_[position_++];
    if (c == '"') return content;
    if (c == '\\') {
      read_escape(content);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      refuse(fmt::format(
          "Illegal unquoted character ({}): has to be escaped using backslash to be included in string value",
          described(position_ - 1)));
    } else if (source_ == JsonSource::bytes && static_cast<unsigned char>(c) >= 0x80) {
      read_multibyte(c, content);
    } else {
      content += c;
    }
  }
}

void JsonTokens::read_multibyte(char first, std::string& into) {
  const auto lead = static_cast<unsigned char>(first);
  const int more = (lead & 0xE0) == 0xC0 ? 1 : (lead & 0xF0) == 0xE0 ? 2 : (lead & 0xF8) == 0xF0 ? 3 : 0;
  if (more == 0) refuse(fmt::format("Invalid UTF-8 start byte 0x{:x}", lead));
  into += first;
  for (int i = 0; i < more; ++i) {
    if (position_ >= text_.size()) refuse("Unexpected end-of-input in a string value");
    const char next = text_[position_++];
    if (!continues_character(next))
      refuse(fmt::format("Invalid UTF-8 middle byte 0x{:x}", static_cast<unsigned char>(next)));
    into += next;
  }
}

void JsonTokens::read_escape(std::string& into) {
  if (position_ >= text_.size()) refuse("Unexpected end-of-input in character escape sequence");
  constexpr std::string_view marks = "\"\\/bfnrt";
  constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
  const char mark = text_[position_++];
  if (const auto at = marks.find(mark); at != std::string_view::npos) {
    into += meanings[at];
    return;
  }
  if (mark != 'u') refuse(fmt::format("Unrecognized character escape {}", described(position_ - 1)));
  unsigned code = read_hex();
  if (code >= 0xD800 && code < 0xDC00 && text_.substr(position_, 2) == "\\u") {
    position_ += 2;
    const unsigned low = read_hex();
    if (low >= 0xDC00 && low < 0xE000) {
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    } else {
      append_utf8(into, 0xFFFD);
      code = low;
    }
  }
  append_utf8(into, code >= 0xD800 && code < 0xE000 ? 0xFFFD : code);
}

unsigned JsonTokens::read_hex() {
  unsigned code = 0;
  for (int i = 0; i < 4; ++i) {
    if (position_ >= text_.size()) refuse("Unexpected end-of-input in character escape sequence");
    const char c = text_[position_++];
    const char lower = static_cast<char>(c | 0x20);
    if (is_digit(c)) {
      code = code << 4 | static_cast<unsigned>(c - '0');
    } else if (lower >= 'a' && lower <= 'f') {
      code = code << 4 | static_cast<unsigned>(lower - 'a' + 10);
    } else {
      refuse_character(c, "expected a hex-digit for character escape sequence");
    }
  }
  return code;
}

std::string JsonTokens::place(std::size_t offset) const {
  const std::string_view before = text_.substr(0, offset);
  std::size_t line = 1;
  for (const char c : before) line += c == '\n';
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  return place(line, length_of(before.substr(line_start)) + 1);
}

std::string JsonTokens::place(std::size_t line, std::size_t column) const {
  const bool bytes = source_ == JsonSource::bytes;
  std::string_view shown = text_;
  std::string rest;
  if (const std::size_t length = length_of(text_); length > shown_source) {
    std::size_t end = 0;
    for (std::size_t count = 0; end < text_.size() && count < shown_source; ++end) {
      if (bytes || !continues_character(text_[end])) ++count;
    }
    while (!bytes && end < text_.size() && continues_character(text_[end])) ++end;
    shown = text_.substr(0, end);
    rest = fmt::format("[truncated {} {}]", length - shown_source, bytes ? "bytes" : "chars");
  }
  return fmt::format("[Source: ({})\"{}\"{}; line: {}, column: {}]", bytes ? "byte[]" : "String", shown, rest,
                     line, column);
}

void JsonTokens::refuse(const std::string& message) const { throw JsonTokenError{located(message)}; }

void JsonTokens::refuse_character(char, std::string_view expectation) const {
  refuse(fmt::format("Unexpected character ({}): {}", described(position_ - 1), expectation));
}

std::string JsonTokens::described(std::size_t offset) const {
  if (const auto byte = static_cast<unsigned char>(text_[offset]);
      source_ == JsonSource::bytes && byte >= 0x80 && byte < 0xA0) {
    return fmt::format("(CTRL-CHAR, code {})", byte);
  }
  std::size_t start = offset;
  while (start > 0 && continues_character(text_[start])) --start;
  std::size_t end = start + 1;
  while (end < text_.size() && continues_character(text_[end])) ++end;
  const std::string_view bytes = text_.substr(start, end - start);
  const auto first = static_cast<unsigned char>(bytes[0]);
  unsigned code = first;
  if (first >= 0xC0 && bytes.size() > 1) {
    code = first >= 0xF0 ? first & 0x07u : first >= 0xE0 ? first & 0x0Fu : first & 0x1Fu;
    for (const char c : bytes.substr(1)) code = code << 6 | (static_cast<unsigned char>(c) & 0x3Fu);
  }
  if (code < 0x20 || code == 0x7F) return fmt::format("(CTRL-CHAR, code {})", code);
  if (code > 0xFF) return fmt::format("'{}' (code {} / 0x{:x})", bytes, code, code);
  return fmt::format("'{}' (code {})", bytes, code);
}

}  // namespace cloche
