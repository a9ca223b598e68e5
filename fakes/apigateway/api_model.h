#pragma once
// Models of an API: JSON schemas by name. Nothing is checked against them: request validators are not
// emulated.
#include <string>

#include "fakes/core/json.h"

namespace cloche::apigateway {

/// BadRequestException for a name that is not of letters and digits.
void check_model_name(const std::string& name);

/// BadRequestException where the schema in a model's document is not JSON.
void check_model_schema(const Json& document);

}  // namespace cloche::apigateway
