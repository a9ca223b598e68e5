#pragma once
#include <array>
#include <iterator>

#include "emulator/deploy/sam/events/event_source_mapping.h"

namespace cloche::deploy::sam {

/// The rules of all mappings, with a kind's own, which win.
template <std::size_t Own>
constexpr auto with_mapping_rules(const PropertyRule (&own)[Own]) {
  std::array<PropertyRule, std::size(mapping_rules) + Own> rules{};
  std::size_t count = 0;
  for (const PropertyRule& rule : own) rules[count++] = rule;
  for (const PropertyRule& rule : mapping_rules) {
    bool replaced = false;
    for (const PropertyRule& other : own) replaced = replaced || other.name == rule.name;
    rules[count++] = replaced ? own[0] : rule;  // one that is there already
  }
  return rules;
}

}  // namespace cloche::deploy::sam
