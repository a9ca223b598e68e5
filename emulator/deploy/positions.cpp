#include "emulator/deploy/positions.h"

#include "emulator/deploy/json_pointer.h"

namespace cloche::deploy {

namespace {

/// What the SAM transform made carries the name of what it was made of: `TableRole` lies where `Table` does.
const Place::Part* origin_of(const Place& resources, std::string_view logical_id) {
  const Place::Part* best = nullptr;
  std::size_t length = 0;
  for (const auto& [name, part] : resources.parts) {
    if (name.size() > length && logical_id.starts_with(name)) {
      best = &part;
      length = name.size();
    }
  }
  return best;
}

}  // namespace

Positions::Found Positions::find(std::string_view pointer) const {
  const Place* place = root_.get();
  Found found{place->value, place->value};
  bool in_resources = false;
  for (const std::string& step : pointer_steps(pointer)) {
    const auto next = place->parts.find(step);
    const Place::Part* part = next == place->parts.end() ? nullptr : &next->second;
    if (part == nullptr && in_resources) part = origin_of(*place, step);
    if (part == nullptr) return found;
    found = {part->key, part->place->value};
    in_resources = place == root_.get() && step == "Resources";
    place = part->place.get();
  }
  return found;
}

}  // namespace cloche::deploy
