#pragma once
// Parameters and results of AWS operations as scenarios write them, and as documents of the model: a blob is
// base64 text there and bytes here, a moment "2026-01-05T09:00:00Z" (or seconds) there and milliseconds here.
// What the model keeps opaque (DynamoDB's values) is the same in both.
#include <stdexcept>
#include <string>

#include "fakes/core/json.h"
#include "fakes/wire/model.h"
#include "scenarios/engine/located_json.h"

namespace cloche::scenarios {

/// A parameter that the operation lacks, or of another type than it has.
class ParameterError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Throws ParameterError. Constraints (lengths, patterns) are the service's to check.
Json aws_document(const wire::model::Shape& shape, const Json& parameters);
/// The way back, of an answer.
Json presented(const wire::model::Shape& shape, const Json& document);

/// Throws FileError where parameters in a file are unknown or of another type. References pass.
void check_parameters(const wire::model::Shape& shape, const LocatedJson& parameters,
                      const std::string& file);

}  // namespace cloche::scenarios
