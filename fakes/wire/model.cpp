#include "fakes/wire/model.h"

#include <algorithm>

namespace cloche::wire::model {

const Member* Shape::member(std::string_view member_name) const {
  const auto found = std::ranges::find(members, member_name, &Member::name);
  return found == members.end() ? nullptr : &*found;
}

const Operation* Service::operation(std::string_view operation_name) const {
  const auto found = std::ranges::lower_bound(operations, operation_name, {}, &Operation::name);
  return found == operations.end() || found->name != operation_name ? nullptr : &*found;
}

const Shape* Service::error(std::string_view error_name) const {
  const auto found = std::ranges::lower_bound(errors, error_name, {}, [](const Shape* shape) { return shape->name; });
  return found == errors.end() || (*found)->name != error_name ? nullptr : *found;
}

}  // namespace cloche::wire::model
