#pragma once
// Checks a decoded document against its shape, as AWS's services do before an operation sees it: required
// members, lengths, ranges, patterns, enumerations. What is wrong is collected into one message, in AWS's
// words:
//   2 validation errors detected: Value null at 'tableName' failed to satisfy constraint: Member must not be
//   null; …
//
// Order: members as the model (or its patch) has them; of a member its enumeration, pattern, length or range
// (lower, then upper), and then what it holds. A constraint on the elements of a list, or on the keys or
// values of a map, is an error of the list or map: "Member must satisfy constraint: […]", "Map keys must …",
// "Map value must …". Not checked: what is opaque, and what REST puts in a URI or header as a prefix map.
#include "fakes/core/json.h"
#include "fakes/wire/model.h"

namespace cloche::wire {

/// Throws ApiError(service.validation_error, …) if `document` breaks a constraint of `shape`; at most 10 are
/// named.
void validate(const model::Service& service, const model::Shape& shape, const Json& document);

}  // namespace cloche::wire
