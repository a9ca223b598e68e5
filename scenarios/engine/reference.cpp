#include "scenarios/engine/reference.h"

#include <fmt/core.h>

#include <charconv>
#include <limits>
#include <nlohmann/json.hpp>

#include "fakes/core/clock.h"

namespace cloche::scenarios {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_';
}

template <class Number>
std::optional<Number> whole_number(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

class ReferenceParser {
 public:
  explicit ReferenceParser(std::string_view inside) : text_(inside) {}

  Reference read() {
    Reference reference;
    reference.name = name();
    if (!is_reference_name(reference.name)) refuse("a name begins with a letter");
    while (take('.')) reference.path.push_back(name());
    if (at_ < text_.size() && std::string_view("+-*/%").find(text_[at_]) != std::string_view::npos) {
      reference.operation = text_[at_++];
      reference.operand = name();
      if (!whole_number<std::int64_t>(reference.operand) && !parse_duration(reference.operand))
        refuse("a whole number or a duration comes after the sign");
    }
    if (take(':')) {
      const auto width = whole_number<int>(name());
      if (!width || *width < 1 || *width > 20) refuse("a width is a number from 1 to 20");
      reference.width = *width;
    }
    if (at_ < text_.size()) refuse(fmt::format("'{}' has no meaning there", text_[at_]));
    return reference;
  }

 private:
  std::string name() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_name_character(text_[at_])) ++at_;
    if (at_ == begin) refuse("a name is missing");
    return std::string(text_.substr(begin, at_ - begin));
  }
  bool take(char wanted) {
    if (at_ >= text_.size() || text_[at_] != wanted) return false;
    ++at_;
    return true;
  }
  [[noreturn]] void refuse(const std::string& why) const {
    throw ReferenceError(fmt::format("${{{}}} can't be read: {}", text_, why));
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::int64_t reckoned(const Json& value, const Reference& reference) {
  constexpr auto largest = std::numeric_limits<std::int64_t>::max();
  if (value.is_number_unsigned() && value.get<std::uint64_t>() > largest)
    throw ReferenceError(fmt::format("${{{}}} is too large a number to reckon with", reference.text()));
  const auto number = value.get<std::int64_t>();
  const auto operand = whole_number<std::int64_t>(reference.operand);
  if (!operand)
    throw ReferenceError(
        fmt::format("${{{}}} is a number, {} is a duration", reference.text(), reference.operand));
  std::int64_t result = 0;
  bool overflow = false;
  switch (reference.operation) {
    case '+':
      overflow = __builtin_add_overflow(number, *operand, &result);
      break;
    case '-':
      overflow = __builtin_sub_overflow(number, *operand, &result);
      break;
    case '*':
      overflow = __builtin_mul_overflow(number, *operand, &result);
      break;
    default:
      if (*operand == 0) throw ReferenceError(fmt::format("${{{}}} is divided by 0", reference.text()));
      // No operand has a sign, so a quotient fits.
      result = reference.operation == '/' ? number / *operand : number % *operand;
  }
  if (overflow) throw ReferenceError(fmt::format("${{{}}} becomes too large a number", reference.text()));
  return result;
}

std::string with_zeros(const Json& value, const Reference& reference) {
  if (!value.is_number_integer())
    throw ReferenceError(
        fmt::format("${{{}}} is not a whole number, which a width is for", reference.text()));
  return value.is_number_unsigned() ? fmt::format("{:0{}}", value.get<std::uint64_t>(), reference.width)
                                    : fmt::format("{:0{}}", value.get<std::int64_t>(), reference.width);
}

Json value_of(const Reference& reference, const Resolve& resolve) {
  Json value = resolve(reference);
  // A moment has been moved by who knows it.
  if (reference.operation != 0 && reference.name != "now") {
    if (!value.is_number_integer())
      throw ReferenceError(fmt::format("${{{}}} is not a whole number, to reckon with", reference.text()));
    value = reckoned(value, reference);
  }
  return reference.width != 0 ? Json(with_zeros(value, reference)) : value;
}

std::string as_text(const Json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

Json replaced_text(const std::string& text, const Resolve& resolve) {
  if (!has_reference(text)) return text;
  const std::vector<TextPart> parts = parse_text(text);
  if (parts.size() == 1 && parts[0].reference) return value_of(*parts[0].reference, resolve);
  std::string result;
  for (const TextPart& part : parts)
    result += part.reference ? as_text(value_of(*part.reference, resolve)) : part.text;
  return result;
}

}  // namespace

std::string Reference::text() const {
  std::string result = name;
  for (const std::string& part : path) result += "." + part;
  return result;
}

bool is_reference_name(std::string_view name) {
  if (name.empty() || is_digit(name[0])) return false;
  for (const char c : name) {
    if (!is_name_character(c)) return false;
  }
  return true;
}

std::vector<TextPart> parse_text(std::string_view text) {
  std::vector<TextPart> parts;
  std::string plain;
  while (!text.empty()) {
    const auto dollar = text.find("${");
    if (dollar == std::string_view::npos) break;
    if (dollar > 0 && text[dollar - 1] == '$') {
      plain.append(text.substr(0, dollar)).append("{");
      text.remove_prefix(dollar + 2);
      continue;
    }
    plain += text.substr(0, dollar);
    text.remove_prefix(dollar + 2);
    const auto end = text.find('}');
    if (end == std::string_view::npos) throw ReferenceError("a \"${\" has no \"}\" ($${ is a plain ${)");
    if (!plain.empty()) parts.push_back({std::exchange(plain, {}), std::nullopt});
    parts.push_back({"", ReferenceParser(text.substr(0, end)).read()});
    text.remove_prefix(end + 1);
  }
  plain += text;
  if (!plain.empty()) parts.push_back({std::move(plain), std::nullopt});
  return parts;
}

Json replaced(const Json& value, const Resolve& resolve) {
  if (value.is_string()) return replaced_text(value.get_ref<const std::string&>(), resolve);
  if (value.is_array()) {
    Json array = Json::array();
    for (const Json& element : value) array.push_back(replaced(element, resolve));
    return array;
  }
  if (value.is_object()) {
    Json object = Json::object();
    for (const auto& [name, member] : value.items())
      object[has_reference(name) ? as_text(replaced_text(name, resolve)) : name] = replaced(member, resolve);
    return object;
  }
  return value;
}

Json at_path(const Json& value, const Reference& reference) {
  const Json* at = &value;
  for (const std::string& part : reference.path) {
    const Json* next = nullptr;
    if (at->is_object()) {
      const auto found = at->find(part);
      if (found != at->end()) next = &*found;
    } else if (at->is_array()) {
      const auto index = whole_number<std::size_t>(part);
      if (index && *index < at->size()) next = &(*at)[*index];
    }
    if (next == nullptr)
      throw ReferenceError(fmt::format("${{{}}}: there is no \"{}\" in {}", reference.text(), part,
                                       at->dump().substr(0, 200)));
    at = next;
  }
  return *at;
}

}  // namespace cloche::scenarios
