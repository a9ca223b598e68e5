#pragma once
// What a reader makes of a template's text, and how it refuses one. The readers: yaml_text.h, json_text.h.
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "emulator/deploy/positions.h"
#include "fakes/core/json.h"

namespace cloche::deploy {

struct SourceDocument {
  Json value;
  std::shared_ptr<const Place> place;
  std::size_t parts = 1;  // how many values it is made of
};

/// Text that is not well-formed. Its message is CloudFormation's.
struct SourceError {
  Position at;
  std::string message;
  std::string expected;
};

/// Deeper than any template needs, and what everything that goes through one (recursively) can take.
inline constexpr std::size_t max_template_depth = 200;
/// What aliases make of a text counts too (a "billion laughs" text is a few hundred bytes).
inline constexpr std::size_t max_template_parts = 250'000;

}  // namespace cloche::deploy
