#include "fakes/wire/model.h"

#include <algorithm>

namespace cloche::wire::model {

const Member* Shape::member(std::string_view member_name) const {
  // By hand: most names differ in their length or their last character, and comparing strings calls memcmp.
  if (member_name.empty()) return nullptr;
  for (const Member& candidate : members) {
    if (candidate.name.size() == member_name.size() && candidate.name.back() == member_name.back() &&
        candidate.name == member_name) {
      return &candidate;
    }
  }
  return nullptr;
}

const Operation* Service::operation(std::string_view operation_name) const {
  const auto found = std::ranges::lower_bound(operations, operation_name, {}, &Operation::name);
  return found != operations.end() && found->name == operation_name ? &*found : nullptr;
}

const Shape* Service::error(std::string_view name_or_code) const {
  for (const Shape* shape : errors) {
    if (shape->name == name_or_code) return shape;
  }
  for (const Shape* shape : errors) {
    if (!shape->error_code.empty() && shape->error_code == name_or_code) return shape;
  }
  return nullptr;
}

bool Service::speaks(Protocol wanted) const {
  return std::ranges::find(protocols, wanted) != protocols.end();
}

const Service* find_service(std::string_view name) {
  for (const Service* service : services()) {
    if (service->name == name) return service;
  }
  return nullptr;
}

}  // namespace cloche::wire::model
