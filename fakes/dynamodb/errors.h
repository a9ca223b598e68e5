#pragma once
// The errors of DynamoDB, in its words. Those that one operation alone throws stand in that operation's file.
#include <fmt/core.h>

#include <string>
#include <string_view>
#include <utility>

#include "fakes/core/api_error.h"

namespace cloche::dynamodb {

inline ApiError validation_error(std::string message) { return {"ValidationException", std::move(message)}; }

/// "One or more parameter values were invalid: …", the form of most of them.
inline ApiError invalid_parameters(std::string_view what) {
  return validation_error(fmt::format("One or more parameter values were invalid: {}", what));
}

/// Of a key in a request: other attributes than the table's key has, or of another type.
inline ApiError key_does_not_match_schema() {
  return validation_error("The provided key element does not match the schema");
}

/// Of an operation on items.
inline ApiError resource_not_found() { return {"ResourceNotFoundException", "Requested resource not found"}; }

/// Of an operation on a table.
inline ApiError table_not_found(std::string_view name) {
  return {"ResourceNotFoundException",
          fmt::format("Requested resource not found: Table: {} not found", name)};
}

inline ApiError resource_in_use(std::string message) {
  return {"ResourceInUseException", std::move(message)};
}
inline ApiError limit_exceeded(std::string message) { return {"LimitExceededException", std::move(message)}; }

/// `item`, in wire form, where the request asks to see what the condition was checked against; else null.
inline ApiError conditional_check_failed(Json item = nullptr) {
  Json members = item.is_null() ? Json(nullptr) : Json{{"Item", std::move(item)}};
  return {"ConditionalCheckFailedException", "The conditional request failed", 0, std::move(members)};
}

}  // namespace cloche::dynamodb
