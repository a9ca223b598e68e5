#pragma once
// Which part of a template a service's words are about, where they name it: an error is shown at the line of
// the property rather than at that of its resource.
#include <string>
#include <string_view>

#include "fakes/core/json.h"

namespace cloche::deploy {

/// The member of `object` that `message` names first, as whole words: quoted ('MemorySize', 'memorySize.1',
/// [MemorySize]), after "property" or "parameter", or by itself where nobody could mean anything else
/// (MemorySize, but not Name). "" where it names none, or `object` is no object.
std::string mentioned_member(const Json& object, std::string_view message);

}  // namespace cloche::deploy
