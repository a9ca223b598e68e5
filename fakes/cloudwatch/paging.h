#pragma once
// A NextToken: where a list goes on, as text that says nothing to who holds it.
#include <optional>
#include <string>
#include <string_view>

#include "fakes/core/digest.h"

namespace cloche::cloudwatch {

inline std::string next_token(std::string_view place) { return base64(place); }
/// nullopt where it is no token.
inline std::optional<std::string> place_of(std::string_view token) { return base64_decode(token); }

}  // namespace cloche::cloudwatch
