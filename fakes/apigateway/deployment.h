#pragma once
// Deployments: an API as it was at a moment, kept as a document of its own that nothing changes any more:
//   {"name", "endpointTypes", "disabled", "binaryMediaTypes",
//    "resources": [{"id", "path", "methods"}], "gatewayResponses": {type: document}}
#include <string>
#include <string_view>

#include "fakes/apigateway/store.h"

namespace cloche::apigateway {

/// Deploys the API as it is. BadRequestException where it has no method, or one without integration.
Deployment add_deployment(Store& store, const RestApi& api, const std::string& description);

/// Deployment, as operations answer it; with apiSummary where `with_summary`.
Json deployment_document(Store& store, std::string_view api, const Deployment& deployment, bool with_summary);

}  // namespace cloche::apigateway
