#include "fakes/wire/codec.h"

namespace cloche::wire {

const std::string* PathLabels::find(std::string_view name) const {
  for (const auto& [label, value] : labels) {
    if (label == name) return &value;
  }
  return nullptr;
}

}  // namespace cloche::wire
