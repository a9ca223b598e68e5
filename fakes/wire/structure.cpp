#include "fakes/wire/structure.h"

#include "fakes/core/fault.h"

namespace cloche::wire {

using model::Kind;

namespace {

/// Whether a getter for `wanted` may read a member of kind `kind`.
bool fits(Kind wanted, Kind kind) {
  switch (wanted) {
    case Kind::integer:
      return model::is_integer(kind);
    case Kind::double_number:
      return model::is_number(kind);
    default:
      return wanted == kind;
  }
}

}  // namespace

const model::Member& Structure::known(std::string_view member) const {
  const model::Member* found = shape_->member(member);
  if (found == nullptr) fail("{} has no member {}", shape_->name, member);
  return *found;
}

const Json* Structure::find(std::string_view member) const {
  known(member);
  return value_of(member);
}

const Json* Structure::value_of(std::string_view member) const {
  if (!document_->is_object()) return nullptr;
  const auto found = document_->find(member);
  return found != document_->end() && !found->is_null() ? &*found : nullptr;
}

const Json* Structure::find(std::string_view member, Kind kind) const {
  if (!fits(kind, known(member).shape->kind))
    fail("{}.{} is of another kind than it is read as", shape_->name, member);
  return value_of(member);
}

const Json& Structure::get(std::string_view member, Kind kind) const {
  const Json* value = find(member, kind);
  if (value == nullptr) fail("{}.{} is absent", shape_->name, member);
  return *value;
}

const std::string& Structure::string(std::string_view member) const {
  return get(member, Kind::string).get_ref<const std::string&>();
}

std::int64_t Structure::integer(std::string_view member) const {
  return get(member, Kind::integer).get<std::int64_t>();
}

double Structure::number(std::string_view member) const {
  return get(member, Kind::double_number).get<double>();
}

bool Structure::boolean(std::string_view member) const { return get(member, Kind::boolean).get<bool>(); }

Time Structure::timestamp(std::string_view member) const {
  return from_millis(get(member, Kind::timestamp).get<std::int64_t>());
}

std::string Structure::blob(std::string_view member) const {
  return std::string(blob_bytes(get(member, Kind::blob)));
}

Structure Structure::structure(std::string_view member) const {
  return {*known(member).shape, get(member, Kind::structure)};
}

const Json& Structure::json(std::string_view member) const {
  const Json* value = find(member);
  if (value == nullptr) fail("{}.{} is absent", shape_->name, member);
  return *value;
}

std::string Structure::string_or(std::string_view member, std::string_view otherwise) const {
  const std::string* value = find_string(member);
  return value != nullptr ? *value : std::string(otherwise);
}

std::int64_t Structure::integer_or(std::string_view member, std::int64_t otherwise) const {
  return find_integer(member).value_or(otherwise);
}

bool Structure::boolean_or(std::string_view member, bool otherwise) const {
  return find_boolean(member).value_or(otherwise);
}

const std::string* Structure::find_string(std::string_view member) const {
  const Json* value = find(member, Kind::string);
  return value != nullptr ? &value->get_ref<const std::string&>() : nullptr;
}

std::optional<std::int64_t> Structure::find_integer(std::string_view member) const {
  const Json* value = find(member, Kind::integer);
  return value != nullptr ? std::optional(value->get<std::int64_t>()) : std::nullopt;
}

std::optional<bool> Structure::find_boolean(std::string_view member) const {
  const Json* value = find(member, Kind::boolean);
  return value != nullptr ? std::optional(value->get<bool>()) : std::nullopt;
}

std::optional<Time> Structure::find_timestamp(std::string_view member) const {
  const Json* value = find(member, Kind::timestamp);
  return value != nullptr ? std::optional(from_millis(value->get<std::int64_t>())) : std::nullopt;
}

std::optional<Structure> Structure::find_structure(std::string_view member) const {
  const Json* value = find(member, Kind::structure);
  return value != nullptr ? std::optional(Structure(*known(member).shape, *value)) : std::nullopt;
}

std::vector<Structure> Structure::structures(std::string_view member) const {
  std::vector<Structure> elements;
  const Json* list = find(member, Kind::list);
  const model::Shape& element = *known(member).shape->element->shape;
  if (element.kind != Kind::structure) fail("{}.{} is not a list of structures", shape_->name, member);
  if (list == nullptr) return elements;
  elements.reserve(list->size());
  for (const Json& value : *list) elements.emplace_back(element, value);
  return elements;
}

std::vector<std::string> Structure::strings(std::string_view member) const {
  const Json* list = find(member, Kind::list);
  if (known(member).shape->element->shape->kind != Kind::string)
    fail("{}.{} is not a list of strings", shape_->name, member);
  return list != nullptr ? list->get<std::vector<std::string>>() : std::vector<std::string>();
}

std::vector<std::pair<std::string_view, Structure>> Structure::entries(std::string_view member) const {
  std::vector<std::pair<std::string_view, Structure>> entries;
  const Json* map = find(member, Kind::map);
  const model::Shape& value = *known(member).shape->element->shape;
  if (value.kind != Kind::structure) fail("{}.{} is not a map of structures", shape_->name, member);
  if (map == nullptr) return entries;
  entries.reserve(map->size());
  for (const auto& [key, document] : map->get_ref<const Json::object_t&>())
    entries.emplace_back(key, Structure(value, document));
  return entries;
}

}  // namespace cloche::wire
