#pragma once
// The order in which resources are made: each after those that it needs, and among those that could come next
// the first by name, so that a template is always deployed in the same order.
#include <map>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "emulator/deploy/template_source.h"

namespace cloche::deploy {

/// A name, and the names that it needs; those that are not keys are left out of account.
using Dependencies = std::map<std::string, std::set<std::string>>;

/// Names that need each other in a circle, by name.
struct Circle {
  std::vector<std::string> names;
  /// "Circular dependency between resources: [A, B]"
  std::string message() const;
};

/// All names in their order, or those that stand in the way of one.
std::variant<std::vector<std::string>, Circle> creation_order(const Dependencies& dependencies);

/// The resources of a template in their order; throws TemplateError where some need each other in a circle.
std::vector<std::string> order_of_resources(const Template& source, const Dependencies& dependencies);

}  // namespace cloche::deploy
