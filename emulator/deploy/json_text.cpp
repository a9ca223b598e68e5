#include "emulator/deploy/json_text.h"

#include <fmt/core.h>

#include <cstdint>

namespace cloche::deploy {

namespace {

class JsonText {
 public:
  explicit JsonText(std::string_view text) : text_(text) {}

  SourceDocument read() {
    SourceDocument document = value(0);
    skip_space();
    if (at_ != text_.size()) refuse("the end of the text");
    return document;
  }

 private:
  [[noreturn]] void refuse(const std::string& expected) const {
    const Position here = position();
    throw SourceError{here,
                      fmt::format("Template format error: JSON not well-formed. (line {}, column {})",
                                  here.line, here.column),
                      expected};
  }

  Position position() const { return {line_, static_cast<int>(at_ - line_start_) + 1}; }

  void skip_space() {
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\n') {
        ++line_;
        line_start_ = at_ + 1;
      } else if (c != ' ' && c != '\t' && c != '\r') {
        return;
      }
    }
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }

  SourceDocument value(std::size_t depth) {
    skip_space();
    if (depth > max_template_depth) refuse("fewer levels");
    auto place = std::make_shared<Place>();
    place->value = position();
    SourceDocument document{nullptr, place};
    switch (peek()) {
      case '{':
        object(document, *place, depth);
        break;
      case '[':
        array(document, *place, depth);
        break;
      case '"':
        document.value = string();
        break;
      default:
        document.value = word();
        break;
    }
    return document;
  }

  void object(SourceDocument& document, Place& place, std::size_t depth) {
    document.value = Json::object();
    ++at_;
    skip_space();
    if (take('}')) return;
    do {
      skip_space();
      const Position key = position();
      if (peek() != '"') refuse("a name in quotes");
      std::string name = string();
      skip_space();
      if (!take(':')) refuse("a colon");
      SourceDocument member = value(depth + 1);
      if (!document.value.emplace(name, std::move(member.value)).second) {
        throw SourceError{key, fmt::format("Template format error: duplicate key '{}'", name),
                          "each name once"};
      }
      document.parts += member.parts;
      place.parts.emplace(std::move(name), Place::Part{key, std::move(member.place)});
      skip_space();
    } while (take(','));
    if (!take('}')) refuse("a comma or the end of the object");
  }

  void array(SourceDocument& document, Place& place, std::size_t depth) {
    document.value = Json::array();
    ++at_;
    skip_space();
    if (take(']')) return;
    do {
      SourceDocument element = value(depth + 1);
      place.parts.emplace(std::to_string(document.value.size()),
                          Place::Part{element.place->value, element.place});
      document.value.push_back(std::move(element.value));
      document.parts += element.parts;
      skip_space();
    } while (take(','));
    if (!take(']')) refuse("a comma or the end of the array");
  }

  Json word() {
    const std::size_t start = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 ||
                                  text_[at_] == '+' || text_[at_] == '-' || text_[at_] == '.')) {
      ++at_;
    }
    const std::string_view text = text_.substr(start, at_ - start);
    Json parsed = Json::parse(text, nullptr, false);
    if (parsed.is_discarded()) {
      at_ = start;
      refuse("a value");
    }
    return parsed;
  }

  std::string string() {
    std::string text;
    ++at_;
    while (true) {
      if (at_ >= text_.size()) refuse("the end of the string");
      const char c = text_[at_];
      if (static_cast<unsigned char>(c) < 0x20) refuse("an escape in place of a control character");
      ++at_;
      if (c == '"') return text;
      if (c == '\\') {
        escape(text);
      } else {
        text += c;
      }
    }
  }

  void escape(std::string& text) {
    const char c = peek();
    ++at_;
    switch (c) {
      case '"':
      case '\\':
      case '/':
        text += c;
        return;
      case 'b':
        text += '\b';
        return;
      case 'f':
        text += '\f';
        return;
      case 'n':
        text += '\n';
        return;
      case 'r':
        text += '\r';
        return;
      case 't':
        text += '\t';
        return;
      case 'u':
        break;
      default:
        --at_;
        refuse("an escape");
    }
    std::uint32_t point = unit();
    if (point >= 0xDC00 && point < 0xE000) refuse("a first surrogate");
    if (point >= 0xD800 && point < 0xDC00) {
      if (!take('\\') || !take('u')) refuse("a second surrogate");
      const std::uint32_t second = unit();
      if (second < 0xDC00 || second >= 0xE000) refuse("a second surrogate");
      point = 0x10000 + ((point - 0xD800) << 10) + (second - 0xDC00);
    }
    append(text, point);
  }

  std::uint32_t unit() {
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i) {
      const char c = peek();
      if (std::isxdigit(static_cast<unsigned char>(c)) == 0) refuse("four hexadecimal digits");
      const int digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
      value = value * 16 + static_cast<std::uint32_t>(digit);
      ++at_;
    }
    return value;
  }

  static void append(std::string& text, std::uint32_t point) {
    const auto byte = [&](std::uint32_t bits) { text += static_cast<char>(bits); };
    if (point < 0x80) {
      byte(point);
    } else if (point < 0x800) {
      byte(0xC0 | (point >> 6));
      byte(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
      byte(0xE0 | (point >> 12));
      byte(0x80 | ((point >> 6) & 0x3F));
      byte(0x80 | (point & 0x3F));
    } else {
      byte(0xF0 | (point >> 18));
      byte(0x80 | ((point >> 12) & 0x3F));
      byte(0x80 | ((point >> 6) & 0x3F));
      byte(0x80 | (point & 0x3F));
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1;
  std::size_t line_start_ = 0;
};

}  // namespace

SourceDocument read_json_text(std::string_view text) { return JsonText(text).read(); }

}  // namespace cloche::deploy
