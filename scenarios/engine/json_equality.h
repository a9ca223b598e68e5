#pragma once
// Whether two values of JSON are equal, and which of two numbers is greater: by what they stand for, whatever
// holds them. A document's own comparison takes 18446744073709551615 for -1, and a whole number beyond 2^53
// for the double nearest to it.
#include <compare>

#include "fakes/core/json.h"

namespace cloche::scenarios {

/// Of two numbers; NaN is unordered.
std::partial_ordering compared_numbers(const Json& a, const Json& b);

bool are_equal(const Json& a, const Json& b);

}  // namespace cloche::scenarios
