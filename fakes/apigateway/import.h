#pragma once
// Bringing an OpenAPI definition into an API that is there: over what it has, or merged into it.
#include "fakes/apigateway/openapi.h"
#include "fakes/apigateway/store.h"
#include "fakes/wire/service.h"

namespace cloche::apigateway {

/// Replaces, or with `merge` adds to, the API's models, resources and gateway responses. What is wrong in the
/// definition is collected: BadRequestException "Errors found during import:…"; and so are warnings where
/// `fail_on_warnings`. Answers the warnings.
std::vector<std::string> import_into(wire::Call& call, Store& store, const RestApi& api,
                                     const ImportedApi& imported, bool merge, bool fail_on_warnings);

}  // namespace cloche::apigateway
