#include "emulator/deploy/dependency_graph.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <queue>

#include "emulator/deploy/json_pointer.h"

namespace cloche::deploy {

namespace {

/// Takes away again and again what nothing that is left leads to: what only needs a circle is not of it.
std::vector<std::string> circle_in(Dependencies left) {
  for (bool taken = true; taken;) {
    taken = false;
    std::set<std::string> needed;
    for (const auto& [name, needs] : left) {
      for (const std::string& need : needs) {
        if (left.contains(need)) needed.insert(need);
      }
    }
    for (auto entry = left.begin(); entry != left.end();) {
      const bool is_needed = needed.contains(entry->first);
      taken = taken || !is_needed;
      entry = is_needed ? std::next(entry) : left.erase(entry);
    }
  }
  std::vector<std::string> names;
  for (const auto& [name, needs] : left) names.push_back(name);
  return names;
}

}  // namespace

std::string Circle::message() const {
  return fmt::format("Circular dependency between resources: [{}]", fmt::join(names, ", "));
}

std::variant<std::vector<std::string>, Circle> creation_order(const Dependencies& dependencies) {
  std::map<std::string, std::size_t> missing;  // how many of its needs are not there yet
  std::map<std::string, std::vector<std::string>> needed_by;
  std::priority_queue<std::string, std::vector<std::string>, std::greater<>> ready;
  for (const auto& [name, needs] : dependencies) {
    std::size_t count = 0;
    for (const std::string& need : needs) {
      if (!dependencies.contains(need)) continue;
      needed_by[need].push_back(name);
      ++count;
    }
    missing[name] = count;
    if (count == 0) ready.push(name);
  }
  std::vector<std::string> order;
  while (!ready.empty()) {
    order.push_back(ready.top());
    ready.pop();
    for (const std::string& name : needed_by[order.back()]) {
      if (--missing[name] == 0) ready.push(name);
    }
  }
  if (order.size() == dependencies.size()) return order;
  Dependencies left = dependencies;
  for (const std::string& name : order) left.erase(name);
  return Circle{circle_in(std::move(left))};
}

std::vector<std::string> order_of_resources(const Template& source, const Dependencies& dependencies) {
  auto order = creation_order(dependencies);
  if (const auto* circle = std::get_if<Circle>(&order)) {
    throw source.error_at_key("/Resources/" + pointer_step(circle->names.front()), circle->message());
  }
  return std::get<std::vector<std::string>>(std::move(order));
}

}  // namespace cloche::deploy
