#include "emulator/deploy/resource_type.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "emulator/deploy/properties.h"
#include "emulator/deploy/property_error.h"
#include "emulator/deploy/resource_types/resource_types.h"
#include "fakes/core/arn.h"

namespace cloche::deploy {

namespace {

std::string_view first_step(std::string_view path) { return path.substr(0, path.find('.')); }

/// Takes what lies at `path` ("A.B") out of `value`, in every element of the lists on the way.
bool take_out(Json& value, std::string_view path) {
  if (value.is_array()) {
    bool found = false;
    for (Json& element : value) found = take_out(element, path) || found;
    return found;
  }
  if (!value.is_object()) return false;
  const std::string step(first_step(path));
  const auto part = value.find(step);
  if (part == value.end()) return false;
  if (step.size() == path.size()) {
    value.erase(part);
    return true;
  }
  return take_out(*part, path.substr(step.size() + 1));
}

/// What is not applied may lie deeper; its first step is a property too.
std::string known_properties(const ResourceType& type) {
  std::vector<std::string_view> names;
  for (const Property& property : type.properties) {
    if (property.name.find('.') == std::string_view::npos) names.push_back(property.name);
  }
  return fmt::format("one of {}", fmt::join(names, ", "));
}

}  // namespace

// CloudFormation shortens the parts of a name that would be too long; how it shares the room between them is
// assumed.
std::string Context::new_name(const NameForm& form) const {
  constexpr std::size_t random_length = 12;
  const std::string random = operations.account().ids().text(
      random_length, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
  const std::size_t room = form.longest - form.suffix.size() - random_length - 2;
  std::string stack_part = stack.name;
  std::string own_part = logical_id;
  if (stack_part.size() + own_part.size() > room) {
    own_part.resize(std::min(own_part.size(), std::max(room / 2, room - std::min(room, stack_part.size()))));
    stack_part.resize(std::min(stack_part.size(), room - own_part.size()));
  }
  return stack_part + "-" + own_part + "-" + random + std::string(form.suffix);
}

std::string Context::name_from(const Json& properties, std::string_view property,
                               const NameForm& form) const {
  const auto given = properties.find(property);
  if (given == properties.end()) return new_name(form);
  if (given->is_string()) return given->get<std::string>();
  if (given->is_number_integer()) return given->dump();
  throw PropertyError{"/" + std::string(property),
                      "Value of property " + std::string(property) + " must be of type String"};
}

std::string Context::arn(std::string_view service, std::string_view resource) const {
  return Arn{stack.partition, std::string(service), stack.region, stack.account, std::string(resource)}.str();
}

const Property* ResourceType::property(std::string_view property_name) const {
  const auto found = std::ranges::find(properties, property_name, &Property::name);
  return found == properties.end() ? nullptr : &*found;
}

bool ResourceType::has_attribute(std::string_view attribute) const {
  return std::ranges::find(attributes, attribute) != attributes.end();
}

const ResourceType* find_resource_type(std::string_view name) {
  for (const auto types : all_resource_types()) {
    const auto found = std::ranges::find(types, name, &ResourceType::name);
    if (found != types.end()) return &*found;
  }
  return nullptr;
}

void check_property_names(const ResourceType& type, const Json& properties) {
  for (const auto& [name, value] : properties.items()) {
    if (type.property(name) == nullptr)
      throw PropertyError{"/" + name, "Encountered unsupported property " + name, known_properties(type)};
  }
  for (const Property& property : type.properties) {
    if (property.required && !properties.contains(property.name)) {
      throw PropertyError{"", "Property " + std::string(property.name) + " cannot be empty."};
    }
  }
}

std::vector<std::string> take_out_not_applied(const ResourceType& type, Json& properties) {
  std::vector<std::string> taken;
  for (const Property& property : type.properties) {
    if (property.use == Use::not_applied && take_out(properties, property.name))
      taken.emplace_back(property.name);
  }
  return taken;
}

Change change_between(const ResourceType& type, const Json& before, const Json& after) {
  if (before == after) return Change::none;
  if (type.update == nullptr) return Change::replacement;
  for (const Property& property : type.properties) {
    if (property.use != Use::replaces) continue;
    const auto old = before.find(property.name);
    const auto now = after.find(property.name);
    const bool same = (old == before.end()) == (now == after.end()) && (old == before.end() || *old == *now);
    if (!same) return Change::replacement;
  }
  return type.must_replace != nullptr && type.must_replace(before, after) ? Change::replacement
                                                                          : Change::in_place;
}

void change_tags(const Context& context, const Tagging& tagging, const Json& named, const Json& before,
                 const Json& after) {
  const TagChange tags = tag_change(before, after);
  if (!tags.put.empty()) {
    Json request = named;
    request["Tags"] = tagging.form == Tagging::Form::list ? tags.put_list() : tags.put;
    context.call(tagging.service, tagging.tag, request);
  }
  if (!tags.removed.empty()) {
    Json request = named;
    request["TagKeys"] = tags.removed;
    context.call(tagging.service, tagging.untag, request);
  }
}

bool have_same_name(const ResourceType& type, const Json& one, const Json& other) {
  if (type.name_property.empty() || !one.contains(type.name_property)) return false;
  return !is_changed(one, other, type.name_property) &&
         (type.name_scope.empty() || !is_changed(one, other, type.name_scope));
}

// What is wrong with the request itself is for the operation that creates to say.
std::optional<Json> look_up(const Context& context, std::string_view service, std::string_view operation,
                            const Json& request) {
  try {
    return context.call(service, operation, request);
  } catch (const ApiError&) {
    return std::nullopt;
  }
}

bool is_not_found(const ApiError& error) {
  constexpr std::array codes{"ResourceNotFoundException",
                             "ResourceNotFound",
                             "NoSuchEntity",
                             "NotFoundException",
                             "NotFound",
                             "QueueDoesNotExist",
                             "AWS.SimpleQueueService.NonExistentQueue",
                             "DashboardNotFoundError"};
  return std::ranges::find(codes, error.code) != codes.end();
}

}  // namespace cloche::deploy
