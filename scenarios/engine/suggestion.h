#pragma once
// What a person may have meant by a name that nobody knows.
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cloche::scenarios {

/// "; did you mean \"expect\"?" where one of `known` is close to `given`, else "; known are a, b and c" (the
/// first twenty).
std::string suggestion(std::string_view given, std::span<const std::string_view> known);

/// "a, b and c"
std::string in_words(std::span<const std::string_view> names, std::string_view last = "and");

}  // namespace cloche::scenarios
