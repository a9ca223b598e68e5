#pragma once
// The version of Cloche, as CMake's project() says it.
#include <string_view>

namespace cloche::front {

inline constexpr std::string_view version = CLOCHE_VERSION;

}  // namespace cloche::front
