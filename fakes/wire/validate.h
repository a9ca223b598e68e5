#pragma once
// Checks a decoded document against its shape, as AWS's services do before an operation sees it: required members,
// lengths, ranges, patterns, enumerations. What is wrong is collected into one message, in AWS's words:
//   2 validation errors detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null; …
#include "fakes/core/json.h"
#include "fakes/wire/model.h"

namespace cloche::wire {

/// Throws ApiError("ValidationException", …) (the code that the service uses: see model patches) if `document` breaks a
/// constraint of `shape`; at most 10 are named in a message.
void validate(const model::Service& service, const model::Shape& shape, const Json& document);

}  // namespace cloche::wire
