#include "fakes/dynamodb/attribute_value_input.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/dynamodb/attribute_name.h"
#include "fakes/dynamodb/attribute_value.h"
#include "fakes/dynamodb/errors.h"
#include "fakes/dynamodb/number.h"

namespace cloche::dynamodb {

namespace {

constexpr std::size_t max_nesting = 32;

[[noreturn]] void empty_value() {
  throw validation_error(
      "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
}

ApiError nested_too_deep() {
  return validation_error(
      "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond "
      "supported limit");
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

void normalize(Json& value, std::size_t depth);

void normalize_content(Kind kind, Json& content, std::size_t depth) {
  switch (kind) {
    case Kind::S:
    case Kind::B:
    case Kind::BOOL:
      return;
    case Kind::N:
      return normalize_number(content);
    case Kind::NULL_:
      if (content != true) throw invalid_parameters("Null attribute value types must have the value of true");
      return;
    case Kind::SS:
    case Kind::NS:
    case Kind::BS:
      return normalize_set(kind, content);
    case Kind::L:
    case Kind::M:
      if (depth == max_nesting) throw nested_too_deep();
      for (auto& element : content) normalize(element, depth + 1);
      return;
  }
}

// `depth`: how many lists and maps it stands in. A value that has more than one kind is only refused after
// each was looked at; the numbers come first (seen: {"S": "a", "N": "b"} is not a number).
void normalize(Json& value, std::size_t depth) {
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

void check_names_within(const Json& value, std::size_t depth);

void check_names_of_map(const Json& members, std::size_t depth) {
  for (const auto& [name, value] : members.get_ref<const Json::object_t&>()) {
    check_attribute_name(name);
    check_names_within(value, depth);
  }
}

// Of a value that was not looked at: what is nested too deeply, or is of no kind, is refused after this.
void check_names_within(const Json& value, std::size_t depth) {
  if (!value.is_object() || depth == max_nesting) return;
  const auto map = value.find("M");
  if (map != value.end() && map->is_object()) check_names_of_map(*map, depth + 1);
  const auto list = value.find("L");
  if (list == value.end() || !list->is_array()) return;
  for (const auto& element : *list) check_names_within(element, depth + 1);
}

bool is_normal_set(Kind kind, const Json& set) {
  constexpr std::size_t small = 8;
  if (!set.is_array() || set.empty() || set.size() > small) return false;
  for (auto element = set.begin(); element != set.end(); ++element) {
    if (!element->is_string() || std::find(set.begin(), element, *element) != element) return false;
    if (kind == Kind::NS && !Number::is_plain(element->get_ref<const std::string&>())) return false;
  }
  return true;
}

bool is_normal(const Json& value, std::size_t depth);

bool is_normal_map(const Json& map, std::size_t depth) {
  const auto& members = map.get_ref<const Json::object_t&>();
  return std::all_of(members.begin(), members.end(), [&](const auto& member) {
    return is_attribute_name(member.first) && is_normal(member.second, depth);
  });
}

bool is_normal(const Json& value, std::size_t depth) {
  if (!value.is_object() || value.size() != 1) return false;
  const auto& [name, content] = *value.get_ref<const Json::object_t&>().begin();
  const auto kind = find_kind(name);
  if (!kind) return false;
  switch (*kind) {
    case Kind::S:
    case Kind::B:
      return content.is_string();
    case Kind::N:
      return content.is_string() && Number::is_plain(content.get_ref<const std::string&>());
    case Kind::BOOL:
      return content.is_boolean();
    case Kind::NULL_:
      return content == true;
    case Kind::SS:
    case Kind::NS:
    case Kind::BS:
      return is_normal_set(*kind, content);
    case Kind::M:
      return depth < max_nesting && content.is_object() && is_normal_map(content, depth + 1);
    case Kind::L:
      return depth < max_nesting && std::all_of(content.begin(), content.end(), [&](const Json& element) {
               return is_normal(element, depth + 1);
             });
  }
  return false;
}

}  // namespace

void check_names(const Json& members) { check_names_of_map(members, 0); }

void normalize_value(Json& value) {
  check_names_within(value, 0);
  normalize(value, 0);
}

void normalize_item(Json& item) {
  check_names(item);
  for (auto& value : item) normalize(value, 0);
}

void check_nesting(const Json& value, std::size_t depth) {
  const Kind kind = kind_of(value);
  if (kind != Kind::L && kind != Kind::M) return;
  if (depth >= max_nesting) throw nested_too_deep();
  for (const auto& element : content_of(value)) check_nesting(element, depth + 1);
}

bool is_normal(const Json& members) { return is_normal_map(members, 0); }

NormalItem::NormalItem(const Json& item) : item_(&item) {
  if (is_normal_map(item, 0)) return;
  copy_ = std::make_unique<Json>(item);
  normalize_item(*copy_);
  item_ = copy_.get();
}

}  // namespace cloche::dynamodb
