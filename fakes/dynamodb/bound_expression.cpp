#include "fakes/dynamodb/bound_expression.h"

#include <fmt/format.h>

#include <algorithm>

#include "fakes/dynamodb/attribute_value.h"

namespace cloche::dynamodb {

const Json* find(const Json& item, const Path& path, const Bindings& bindings) {
  const auto first = item.find(bindings.name(path.front()));
  if (first == item.end()) return nullptr;
  const Json* value = &*first;
  for (auto step = path.begin() + 1; step != path.end(); ++step) {
    const Json& content = content_of(*value);
    if (kind_of(*value) != (step->is_index ? Kind::L : Kind::M)) return nullptr;
    if (step->is_index) {
      if (step->number >= content.size()) return nullptr;
      value = &content[step->number];
    } else {
      const auto found = content.find(bindings.name(*step));
      if (found == content.end()) return nullptr;
      value = &*found;
    }
  }
  return value;
}

std::string show(const Path& path, const Bindings& bindings) {
  std::vector<std::string> steps;
  for (const auto& step : path) {
    steps.push_back(step.is_index ? fmt::format("[{}]", step.number) : bindings.name(step));
  }
  return fmt::format("[{}]", fmt::join(steps, ", "));
}

bool same(const Path& a, const Path& b, const Bindings& bindings) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](const PathStep& x, const PathStep& y) {
    if (x.is_index != y.is_index) return false;
    return x.is_index ? x.number == y.number : bindings.name(x) == bindings.name(y);
  });
}

}  // namespace cloche::dynamodb
