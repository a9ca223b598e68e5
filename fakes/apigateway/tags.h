#pragma once
// The tags of APIs and of their stages: a member of their documents.
#include "fakes/core/json.h"

namespace cloche::apigateway {

/// BadRequestException for tags that API Gateway refuses.
void check_tags(const Json& tags);

}  // namespace cloche::apigateway
