#pragma once
// DynamoDB items as plain JSON, and back. {"N": "3"} is 3, {"M": …} an object; a set is an array, sorted;
// bytes are base64 text. What a number loses in a double is kept as text.
#include "fakes/core/json.h"

namespace cloche::scenarios {

/// {"id": {"S": "a"}} as {"id": "a"}.
Json plain_item(const Json& item);
/// The way back, for keys: strings and numbers, and all else that JSON has a type for.
Json typed_item(const Json& plain);

}  // namespace cloche::scenarios
