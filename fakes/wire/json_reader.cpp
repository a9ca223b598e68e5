#include "fakes/wire/json_reader.h"

#include <array>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "fakes/wire/utf8.h"

namespace cloche::wire {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Whether a byte of a string needs a look: a quote, a backslash, a control character, or the start of beyond
/// ASCII.
constexpr std::array<std::uint8_t, 256> special = [] {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t i = 0; i < 0x20; ++i) table[i] = 1;
  for (std::size_t i = 0x80; i < 0x100; ++i) table[i] = 2;
  table['"'] = 1;
  table['\\'] = 1;
  return table;
}();

void append_utf8(std::string& out, unsigned code) {
  const auto byte = [&out](unsigned bits) { out += static_cast<char>(static_cast<unsigned char>(bits)); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0 | (code >> 6));
    byte(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    byte(0xE0 | (code >> 12));
    byte(0x80 | ((code >> 6) & 0x3F));
    byte(0x80 | (code & 0x3F));
  } else {
    byte(0xF0 | (code >> 18));
    byte(0x80 | ((code >> 12) & 0x3F));
    byte(0x80 | ((code >> 6) & 0x3F));
    byte(0x80 | (code & 0x3F));
  }
}

}  // namespace

void JsonReader::fail(const char* message) const { throw JsonSyntaxError{message}; }

void JsonReader::skip_space() {
  while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\t' || *at_ == '\r')) ++at_;
}

void JsonReader::expect(char wanted) {
  skip_space();
  if (at_ == end_ || *at_ != wanted) fail("a character is missing");
  ++at_;
}

JsonReader::Token JsonReader::peek() {
  skip_space();
  if (at_ == end_) return Token::end;
  switch (*at_) {
    case '{':
      return Token::object;
    case '[':
      return Token::array;
    case '"':
      return Token::string;
    case 't':
      return Token::boolean_true;
    case 'f':
      return Token::boolean_false;
    case 'n':
      return Token::null;
    default: {
      bool decimal = false;
      number_end(decimal);
      return decimal ? Token::decimal : Token::integer;
    }
  }
}

void JsonReader::enter() {
  if (--depth_left_ < 0) fail("nested too deeply");
  ++at_;
}

void JsonReader::leave() {
  ++depth_left_;
  ++at_;
}

bool JsonReader::next_key(bool& first, std::string_view& key) {
  skip_space();
  if (at_ != end_ && *at_ == '}') {
    leave();
    return false;
  }
  if (!first) expect(',');
  first = false;
  skip_space();
  if (at_ == end_ || *at_ != '"') fail("a member's name is missing");
  key = string_view();
  expect(':');
  return true;
}

bool JsonReader::next_element(bool& first) {
  skip_space();
  if (at_ != end_ && *at_ == ']') {
    leave();
    return false;
  }
  if (!first) expect(',');
  first = false;
  return true;
}

std::string_view JsonReader::string_view() {
  const char* from = ++at_;
  bool ascii = true;
  for (;; ++at_) {
    if (at_ == end_) fail("a string does not end");
    const auto kind = special[static_cast<unsigned char>(*at_)];
    if (kind == 0) continue;
    if (kind == 2) {
      ascii = false;
    } else {
      break;
    }
  }
  if (*at_ == '"') {
    const std::string_view text(from, static_cast<std::size_t>(at_ - from));
    ++at_;
    if (!ascii && !is_well_formed_utf8(text)) fail("a string is not UTF-8");
    return text;
  }
  unescape(from);
  if (!is_well_formed_utf8(scratch_)) fail("a string is not UTF-8");
  return scratch_;
}

void JsonReader::unescape(const char* from) {
  scratch_.assign(from, at_);
  for (;; ++at_) {
    if (at_ == end_) fail("a string does not end");
    const char c = *at_;
    if (c == '"') break;
    if (static_cast<unsigned char>(c) < 0x20) fail("a string holds a control character");
    if (c != '\\') {
      scratch_ += c;
      continue;
    }
    if (++at_ == end_) fail("a string does not end");
    constexpr std::string_view escapes = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    if (const auto place = escapes.find(*at_); place != std::string_view::npos) {
      scratch_ += meanings[place];
    } else if (*at_ == 'u') {
      unsigned code = hex4();
      if (code >= 0xDC00 && code <= 0xDFFF) fail("a lone surrogate");
      if (code >= 0xD800 && code <= 0xDBFF) {
        if (end_ - at_ < 3 || at_[1] != '\\' || at_[2] != 'u') fail("a lone surrogate");
        at_ += 2;
        const unsigned low = hex4();
        if (low < 0xDC00 || low > 0xDFFF) fail("a lone surrogate");
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
      }
      append_utf8(scratch_, code);
    } else {
      fail("an unknown escape");
    }
  }
  ++at_;
}

/// at_ is on the 'u', and then on the last digit.
unsigned JsonReader::hex4() {
  if (end_ - at_ < 5) fail("a string does not end");
  unsigned code = 0;
  const auto [stop, error] = std::from_chars(at_ + 1, at_ + 5, code, 16);
  if (error != std::errc() || stop != at_ + 5) fail("an unknown escape");
  at_ += 4;
  return code;
}

std::string JsonReader::string() { return std::string(string_view()); }

const char* JsonReader::number_end(bool& decimal) const {
  const char* at = at_;
  const auto digits = [&] {
    if (at == end_ || !is_digit(*at)) fail("neither a number nor another value");
    while (at != end_ && is_digit(*at)) ++at;
  };
  if (at != end_ && *at == '-') ++at;
  if (at != end_ && *at == '0') {
    ++at;
  } else {
    digits();
  }
  if (at != end_ && *at == '.') {
    decimal = true;
    ++at;
    digits();
  }
  if (at != end_ && (*at == 'e' || *at == 'E')) {
    decimal = true;
    ++at;
    if (at != end_ && (*at == '+' || *at == '-')) ++at;
    digits();
  }
  return at;
}

Json JsonReader::number() {
  bool decimal = false;
  const char* stop = number_end(decimal);
  const char* from = at_;
  at_ = stop;
  if (!decimal) {
    std::int64_t integer = 0;
    if (std::from_chars(from, stop, integer).ec == std::errc()) return integer;
    std::uint64_t large = 0;
    if (std::from_chars(from, stop, large).ec == std::errc()) return large;
  }
  double real = 0;
  if (std::from_chars(from, stop, real).ec != std::errc()) fail("a number is out of range");
  return real;
}

void JsonReader::literal(Token token) {
  const std::string_view wanted = token == Token::boolean_true    ? "true"
                                  : token == Token::boolean_false ? "false"
                                                                  : "null";
  if (static_cast<std::size_t>(end_ - at_) < wanted.size() || std::string_view(at_, wanted.size()) != wanted)
    fail("an unknown word");
  at_ += wanted.size();
}

Json JsonReader::value() {
  const Token token = peek();
  switch (token) {
    case Token::object: {
      enter();
      Json object = Json::object();
      auto& members = object.get_ref<Json::object_t&>();
      std::string_view key;
      for (bool first = true; next_key(first, key);) {
        std::string name(key);
        members.insert_or_assign(std::move(name), value());
      }
      return object;
    }
    case Token::array: {
      enter();
      Json array = Json::array();
      for (bool first = true; next_element(first);) array.push_back(value());
      return array;
    }
    case Token::string:
      return string();
    case Token::integer:
    case Token::decimal:
      return number();
    case Token::boolean_true:
    case Token::boolean_false:
      literal(token);
      return token == Token::boolean_true;
    case Token::null:
      literal(token);
      return nullptr;
    case Token::end:
      break;
  }
  fail("the text ends too early");
}

void JsonReader::skip() {
  const Token token = peek();
  switch (token) {
    case Token::object: {
      enter();
      std::string_view key;
      for (bool first = true; next_key(first, key);) skip();
      return;
    }
    case Token::array:
      enter();
      for (bool first = true; next_element(first);) skip();
      return;
    case Token::string:
      string_view();
      return;
    case Token::integer:
    case Token::decimal: {
      bool decimal = false;
      at_ = number_end(decimal);
      return;
    }
    case Token::boolean_true:
    case Token::boolean_false:
    case Token::null:
      literal(token);
      return;
    case Token::end:
      fail("the text ends too early");
  }
}

void JsonReader::finish() {
  skip_space();
  if (at_ != end_) fail("something follows the value");
}

}  // namespace cloche::wire
