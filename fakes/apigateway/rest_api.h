#pragma once
// REST APIs as such: their settings, and what a new one begins with.
#include <string_view>

#include "fakes/apigateway/store.h"
#include "fakes/wire/service.h"

namespace cloche::apigateway {

/// NotFoundException where it is not there.
RestApi existing_api(Store& store, std::string_view id);

/// Fills in the defaults of a document that a client gave, and checks it.
void complete_api(Json& document);
/// BadRequestException for settings that API Gateway refuses.
void check_api(const Json& document);
/// Says which of them are kept and not applied.
void report_api_settings(wire::Call& call, const Json& document);

/// Adds an API of this (complete) document, with an id, a root resource and the models that every API has.
RestApi add_api(Store& store, Json document);
/// Resources with their methods, models and gateway responses of another one.
void copy_api(Store& store, const RestApi& from, const RestApi& to);

/// RestApi, as operations answer it.
Json api_document(const RestApi& api);

}  // namespace cloche::apigateway
