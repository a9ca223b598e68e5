#pragma once
// Names that change with what they stand for: a version's with its code, a deployment's with its API.
#include <string>
#include <string_view>

#include "fakes/core/json.h"

namespace cloche::deploy::sam {

/// The SHA-1 of a text, or of a value as compact JSON with sorted keys, in hexadecimal; "" for what is empty.
std::string content_hash(const Json& data);
/// `prefix` with the first ten digits of that.
std::string hashed_id(std::string_view prefix, const Json& data);
/// `prefix` with `suffix` where it can be part of a logical id, else with its hash.
std::string suffixed_id(const std::string& prefix, const std::string& suffix);

}  // namespace cloche::deploy::sam
