#pragma once
#include <optional>
#include <string>

#include "fakes/core/json.h"

namespace cloche::deploy {

/// Fn::Cidr: `count` IPv4 blocks in `block` ("10.0.0.0/16"), each with `bits` bits for its addresses; a list
/// of strings. nullopt where they are no such numbers, or do not fit.
std::optional<Json> cidr_blocks(const std::string& block, const std::string& count, const std::string& bits);

}  // namespace cloche::deploy
