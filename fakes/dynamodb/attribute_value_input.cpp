#include "fakes/dynamodb/attribute_value_input.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/digest.h"
#include "fakes/dynamodb/attribute_value.h"
#include "fakes/dynamodb/errors.h"
#include "fakes/dynamodb/number.h"

namespace cloche::dynamodb {

namespace {

constexpr int max_nesting = 32;

constexpr const char* attribute_value_class = "com.amazonaws.dynamodb.v20120810.AttributeValue";

// ---- kinds of JSON; the words were seen from the real service, but where it says "assumed"

[[noreturn]] void not_a_structure() {
  throw serialization_error("Start of structure or map found where not expected");
}

[[noreturn]] void not_a_list(std::string_view java_class) {
  throw serialization_error("Unrecognized collection type " + std::string(java_class));
}

// What the service calls a JSON scalar.
std::string_view token_of(const Json& value) {
  if (value.is_boolean()) return value.get<bool>() ? "TRUE_VALUE" : "FALSE_VALUE";
  if (value.is_number_float()) return "DECIMAL_VALUE";
  return "NUMBER_VALUE";
}

void check_string(const Json& value) {
  if (value.is_string() || value.is_null()) return;
  if (value.is_array()) not_a_list("class java.lang.String");
  if (value.is_object()) not_a_structure();
  throw serialization_error(std::string(token_of(value)) + " cannot be converted to String");
}

// The texts that the service takes for a Boolean; that "no" is one was seen, the others are assumed.
bool is_boolean_text(const Json& value) {
  return value == "no" || value == "yes" || value == "true" || value == "false";
}

void check_boolean(const Json& value) {
  if (value.is_boolean() || value.is_null() || is_boolean_text(value)) return;
  if (value.is_array()) not_a_list("class java.lang.Boolean");
  if (value.is_object()) not_a_structure();
  if (value.is_string()) throw serialization_error("Unexpected token received from parser");
  throw serialization_error(std::string(token_of(value)) + " cannot be converted to Boolean");
}

int base64_digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

void check_base64(const std::string& text) {
  if (text.size() % 4 != 0) {
    throw serialization_error("Base64 encoded length is expected a multiple of 4 bytes but found: " +
                              std::to_string(text.size()));
  }
  // The last digit before the padding must not have bits that the padding cuts off; that is looked at first.
  const std::size_t last = text.find_last_not_of('=');
  const std::size_t padding = last == std::string::npos ? text.size() : text.size() - 1 - last;
  const int cut_off = padding == 1 ? 0x3 : padding == 2 ? 0xf : 0;
  if (last != std::string::npos && (std::max(0, base64_digit(text[last])) & cut_off) != 0) {
    throw serialization_error("Invalid last non-pad Base64 character dectected");
  }
  const auto wrong =
      std::find_if(text.begin(), text.end() - static_cast<std::ptrdiff_t>(std::min<std::size_t>(padding, 2)),
                   [](char c) { return base64_digit(c) < 0; });
  if (wrong != text.end() && !base64_decode(text)) {
    throw serialization_error(
        std::string("Invalid base 64 character: '").append(1, *wrong).append("'"));  // assumed
  }
}

void check_binary(const Json& value) {
  if (value.is_string()) return check_base64(value.get_ref<const std::string&>());
  if (value.is_null()) return;
  if (value.is_array()) not_a_list("class java.nio.ByteBuffer");
  if (value.is_object()) not_a_structure();
  throw serialization_error("only base-64-encoded strings are convertible to bytes");
}

template <class CheckElement>
void check_list(const Json& value, CheckElement check_element) {
  if (value.is_null()) return;
  if (value.is_object()) not_a_structure();
  if (!value.is_array()) throw serialization_error("Unexpected field type");
  for (const auto& element : value) check_element(element);
}

void check_content(Kind kind, const Json& content) {
  switch (kind) {
    case Kind::S:
    case Kind::N:
      return check_string(content);
    case Kind::B:
      return check_binary(content);
    case Kind::BOOL:
    case Kind::NULL_:
      return check_boolean(content);
    case Kind::SS:
    case Kind::NS:
      return check_list(content, check_string);
    case Kind::BS:
      return check_list(content, check_binary);
    case Kind::L:
      return check_list(content, [](const Json& element) { check_value_json(element); });
    case Kind::M:
      return check_item_json(content);
  }
}

// ---- values

[[noreturn]] void empty_value() {
  throw validation_error(
      "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
}

bool has_duplicates(const Json& set) {
  std::vector<std::string_view> elements;
  for (const auto& element : set) elements.emplace_back(element.get_ref<const std::string&>());
  std::sort(elements.begin(), elements.end());
  return std::adjacent_find(elements.begin(), elements.end()) != elements.end();
}

std::string listed(const Json& set) {
  std::string text;
  for (const auto& element : set) text += (text.empty() ? "" : ", ") + element.get_ref<const std::string&>();
  return "[" + text + "]";
}

void normalize_number(Json& content) {
  auto& text = content.get_ref<std::string&>();
  std::string plain = Number::parse(text).str();
  if (plain != text) text = std::move(plain);
}

void normalize_set(Kind kind, Json& content) {
  const std::string_view name = kind == Kind::SS ? "string" : "number";
  if (content.empty()) {
    throw kind == Kind::BS ? invalid_parameters("Binary sets should not be empty")
                           : invalid_parameters("An " + std::string(name) + " set  may not be empty");
  }
  for (auto& element : content) {
    if (element.is_null()) {  // assumed
      throw invalid_parameters("An " + std::string(kind == Kind::BS ? "binary" : name) +
                               " set may not have a null as a member");
    }
    if (kind == Kind::NS) normalize_number(element);
  }
  if (!has_duplicates(content)) return;
  if (kind == Kind::NS) throw validation_error("Input collection contains duplicates");
  if (kind == Kind::BS) {
    throw invalid_parameters("Input collection " + listed(content) + "of type BS contains duplicates.");
  }
  throw invalid_parameters("Input collection " + listed(content) + " contains duplicates.");
}

void normalize(Json& value, int depth);

void normalize_content(Kind kind, Json& content, int depth) {
  switch (kind) {
    case Kind::S:
    case Kind::B:
      return;
    case Kind::N:
      return normalize_number(content);
    case Kind::BOOL:
      if (content.is_string()) content = content == "yes" || content == "true";
      return;
    case Kind::NULL_:
      if (content == "yes" || content == "true") content = true;
      if (content != true) throw invalid_parameters("Null attribute value types must have the value of true");
      return;
    case Kind::SS:
    case Kind::NS:
    case Kind::BS:
      return normalize_set(kind, content);
    case Kind::L:
    case Kind::M:
      if (depth == max_nesting) {
        throw validation_error(
            "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond "
            "supported "
            "limit");
      }
      for (auto& element : content) normalize(element, depth + 1);
      return;
  }
}

// `depth`: how many lists and maps it stands in. A value that has more than one kind is only refused after
// each was looked at; the numbers come first (seen: {"S": "a", "N": "b"} is not a number).
void normalize(Json& value, int depth) {
  if (!value.is_object()) empty_value();
  if (value.size() == 1 && !value.begin()->is_null()) {
    const auto kind = find_kind(value.begin().key());
    if (!kind) empty_value();
    return normalize_content(*kind, *value.begin(), depth);
  }
  int kinds = 0;
  Kind found = Kind::S;
  static constexpr std::array order{Kind::N,  Kind::NS,   Kind::S,     Kind::B, Kind::SS,
                                    Kind::BS, Kind::BOOL, Kind::NULL_, Kind::L, Kind::M};
  for (const Kind kind : order) {
    const auto member = value.find(name_of(kind));
    if (member == value.end() || member->is_null()) continue;
    normalize_content(kind, *member, depth);
    found = kind;
    ++kinds;
  }
  if (kinds == 0) empty_value();
  if (kinds > 1) {
    throw validation_error(
        "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported "
        "datatypes");
  }
  if (value.size() > 1) value = make_value(found, std::move(value[std::string(name_of(found))]));
}

}  // namespace

void check_value_json(const Json& value, Place place) {
  if (value.is_null()) return;
  if (value.is_array()) not_a_list(std::string("class ") + attribute_value_class);
  if (!value.is_object()) {
    throw serialization_error(place == Place::member ? "Unexpected field type"
                                                     : "Unexpected value type in payload");
  }
  for (auto member = value.begin(); member != value.end(); ++member) {
    if (const auto kind = find_kind(member.key())) check_content(*kind, member.value());
  }
}

void check_item_json(const Json& item) {
  if (item.is_null()) return;
  if (item.is_array()) {
    not_a_list(std::string("java.util.Map<java.lang.String, ") + attribute_value_class + ">");
  }
  if (!item.is_object()) throw serialization_error("Unexpected field type");
  for (const auto& value : item) check_value_json(value);
}

void normalize_value(Json& value) { normalize(value, 0); }

void normalize_item(Json& item) {
  for (auto& value : item) normalize(value, 0);
}

}  // namespace cloche::dynamodb
