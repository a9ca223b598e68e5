#include "scenarios/engine/json_equality.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

namespace cloche::scenarios {

namespace {

// It has all that a 64-bit integer or a double has, to the last digit.
using Exact = long double;
static_assert(std::numeric_limits<Exact>::digits >= 64);

Exact exact(const Json& number) {
  if (number.is_number_unsigned()) return static_cast<Exact>(number.get<std::uint64_t>());
  if (number.is_number_integer()) return static_cast<Exact>(number.get<std::int64_t>());
  return static_cast<Exact>(number.get<double>());
}

}  // namespace

std::partial_ordering compared_numbers(const Json& a, const Json& b) { return exact(a) <=> exact(b); }

bool are_equal(const Json& a, const Json& b) {
  if (a.is_number() && b.is_number()) return compared_numbers(a, b) == std::partial_ordering::equivalent;
  if (a.type() != b.type()) return false;
  if (a.is_array()) return std::equal(a.begin(), a.end(), b.begin(), b.end(), are_equal);
  if (!a.is_object()) return a == b;
  return a.size() == b.size() && std::ranges::all_of(a.items(), [&](const auto& member) {
           const auto found = b.find(member.key());
           return found != b.end() && are_equal(member.value(), *found);
         });
}

}  // namespace cloche::scenarios
