#include "scenarios/engine/located_json.h"

#include <fmt/core.h>

#include <algorithm>
#include <unordered_set>

#include "fakes/wire/json_reader.h"

namespace cloche::scenarios {

std::string Place::text() const { return line == 0 ? file : fmt::format("{}:{}:{}", file, line, column); }

const LocatedJson* LocatedJson::find(std::string_view name) const {
  const auto found = std::ranges::find(members_, name, &Member::name);
  return found == members_.end() ? nullptr : &found->value;
}

Json LocatedJson::json() const {
  switch (shape_) {
    case Shape::scalar:
      return scalar_;
    case Shape::array: {
      Json array = Json::array();
      for (const LocatedJson& element : elements_) array.push_back(element.json());
      return array;
    }
    case Shape::object: {
      Json object = Json::object();
      for (const Member& member : members_) object[member.name] = member.value.json();
      return object;
    }
  }
  return nullptr;
}

class LocatedJsonParser {
 public:
  LocatedJsonParser(std::string_view text, const std::string& file) : text_(text), file_(file) {}

  LocatedJson document() {
    if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
    skip_space();
    LocatedJson root = value("a JSON value", 0);
    skip_space();
    if (at_ < text_.size()) refuse(fmt::format("expected the end of the file, not {}", here()));
    return root;
  }

 private:
  LocatedJson value(std::string_view wanted, int depth) {
    LocatedJson node;
    node.line_ = line_;
    node.column_ = column_;
    if (at_ >= text_.size()) refuse(fmt::format("expected {}, not the end of the file", wanted));
    switch (text_[at_]) {
      case '{':
        node.shape_ = LocatedJson::Shape::object;
        read_object(node, depth);
        break;
      case '[':
        node.shape_ = LocatedJson::Shape::array;
        read_array(node, depth);
        break;
      case '"':
        node.scalar_ = string();
        break;
      default:
        node.scalar_ = word(wanted);
    }
    return node;
  }

  void enter(int depth) {
    if (depth >= LocatedJson::max_depth)
      refuse(fmt::format("expected at most {} objects and arrays in each other", LocatedJson::max_depth));
    advance(1);
    skip_space();
  }

  void read_object(LocatedJson& node, int depth) {
    enter(depth);
    if (take('}')) return;
    std::unordered_set<std::string> names;
    do {
      skip_space();
      LocatedJson::Member member;
      member.line = line_;
      member.column = column_;
      if (at_ >= text_.size() || text_[at_] != '"')
        refuse(fmt::format("expected a member's name in quotes, not {}", here()));
      member.name = string();
      if (!names.insert(member.name).second)
        throw FileError(member.in(file_), fmt::format("the member \"{}\" is here twice", member.name));
      skip_space();
      if (!take(':')) refuse(fmt::format("expected ':' after \"{}\", not {}", member.name, here()));
      skip_space();
      member.value = value(fmt::format("the value of \"{}\"", member.name), depth + 1);
      node.members_.push_back(std::move(member));
      skip_space();
    } while (take(','));
    if (!take('}'))
      refuse(fmt::format("expected ',' or '}}' after the member \"{}\", not {}", node.members_.back().name,
                         here()));
  }

  void read_array(LocatedJson& node, int depth) {
    enter(depth);
    if (take(']')) return;
    do {
      skip_space();
      node.elements_.push_back(value("an element", depth + 1));
      skip_space();
    } while (take(','));
    if (!take(']')) refuse(fmt::format("expected ',' or ']' after the element, not {}", here()));
  }

  std::string string() {
    std::size_t end = at_ + 1;
    for (; end < text_.size() && text_[end] != '"'; ++end) {
      if (text_[end] == '\n') break;
      if (text_[end] == '\\') ++end;
    }
    if (end >= text_.size() || text_[end] != '"') refuse("expected a '\"' at the end of this string");
    const std::string_view token = text_.substr(at_, end + 1 - at_);
    try {
      wire::JsonReader reader(token);
      std::string result = reader.string();
      reader.finish();
      advance(token.size());
      return result;
    } catch (const JsonSyntaxError& error) {
      refuse(fmt::format("this string is not JSON's: {}", error.message));
    }
  }

  /// A number, true, false or null.
  Json word(std::string_view wanted) {
    constexpr std::string_view allowed =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-._$'";
    const auto end = text_.find_first_not_of(allowed, at_);
    const std::string_view token = text_.substr(at_, end == std::string_view::npos ? end : end - at_);
    if (token == "true" || token == "false" || token == "null") {
      advance(token.size());
      return token == "null" ? Json(nullptr) : Json(token == "true");
    }
    const bool is_number = !token.empty() && (token[0] == '-' || (token[0] >= '0' && token[0] <= '9'));
    if (!is_number) {
      refuse(fmt::format("expected {}, not {}", wanted, token.empty() ? here() : fmt::format("'{}'", token)));
    }
    try {
      wire::JsonReader reader(token);
      reader.peek();
      Json number = reader.number();
      reader.finish();
      const bool is_long = number.is_number_float() && token.find_first_of(".eE") == std::string_view::npos;
      if (is_long && fmt::format("{:.0f}", number.get<double>()) != token)
        refuse(fmt::format("'{}' has more digits than a number here keeps: as a string it has all", token));
      advance(token.size());
      return number;
    } catch (const JsonSyntaxError&) {
      refuse(fmt::format("'{}' is not a number of JSON", token));
    }
  }

  void skip_space() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t' || text_[at_] == '\r'))
      advance(1);
  }

  bool take(char wanted) {
    if (at_ >= text_.size() || text_[at_] != wanted) return false;
    advance(1);
    return true;
  }

  void advance(std::size_t bytes) {
    for (const char c : text_.substr(at_, bytes)) {
      if (c == '\n') {
        ++line_;
        column_ = 1;
      } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {  // not the rest of a character
        ++column_;
      }
    }
    at_ += bytes;
  }

  std::string here() const {
    if (at_ >= text_.size()) return "the end of the file";
    const char c = text_[at_];
    if (c > ' ' && c < '\x7f') return fmt::format("'{}'", c);
    return fmt::format("the byte {:#04x}", static_cast<unsigned char>(c));
  }

  [[noreturn]] void refuse(const std::string& message) const {
    throw FileError({file_, line_, column_}, message);
  }

  std::string_view text_;
  const std::string& file_;
  std::size_t at_ = 0;
  int line_ = 1;
  int column_ = 1;
};

LocatedJson LocatedJson::parse(std::string_view text, const std::string& file) {
  return LocatedJsonParser(text, file).document();
}

}  // namespace cloche::scenarios
