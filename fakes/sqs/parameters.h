#pragma once
// Parameters as SQS asks for them: one at a time, in its own words.
#include <algorithm>
#include <string>
#include <string_view>

#include "fakes/sqs/errors.h"
#include "fakes/wire/structure.h"

namespace cloche::sqs {

/// Throws where it is absent or empty.
inline const std::string& required_string(const wire::Structure& request, std::string_view parameter) {
  const std::string* value = request.find_string(parameter);
  if (value == nullptr || value->empty()) throw missing_parameter(parameter);
  return *value;
}

/// Throws where a list or map is absent or empty.
inline const Json& required_json(const wire::Structure& request, std::string_view parameter) {
  const Json* value = request.find_json(parameter);
  if (value == nullptr || value->empty()) throw missing_parameter(parameter);
  return *value;
}

/// The number, where it is there; throws where it is out of its range. `reason` with its full stop.
inline std::optional<std::int64_t> number_within(const wire::Structure& request, std::string_view parameter,
                                                 std::int64_t least, std::int64_t most,
                                                 std::string_view reason) {
  const auto value = request.find_integer(parameter);
  if (value && (*value < least || *value > most)) throw invalid_value(*value, parameter, reason);
  return value;
}

/// Whether all of a name are letters, digits, hyphens and underscores, at most 80 of them, and at least one.
inline bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= 80 && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

}  // namespace cloche::sqs
