#pragma once
// Stages: names by which deployments are served, and the settings that hold there.
#include <string_view>

#include "fakes/apigateway/store.h"
#include "fakes/wire/service.h"

namespace cloche::apigateway {

/// NotFoundException where it is not there.
Named existing_stage(Store& store, std::string_view api, std::string_view name);

/// Adds a stage; `document` is what a client gave, with its deploymentId, which exists. BadRequestException
/// for a name or settings that API Gateway refuses, ConflictException where it is there.
Named add_stage(Store& store, std::string_view api, const std::string& name, Json document);

/// Applies the patch operations of a request to the stage's document.
void patch_stage(const wire::Call& call, Json& document, const wire::Structure& request);

/// What a stage's document says by itself: names and values of variables, settings of methods.
void check_stage(const Json& document);
void check_deployment(Store& store, std::string_view api, std::string_view deployment);
/// Of the stage itself, and of its canary.
void check_deployments(Store& store, std::string_view api, const Json& stage);

/// "" where the stage has no canary, or that has no deployment of its own.
std::string canary_deployment(const Json& stage);

/// Says what of a stage is kept and not applied.
void report_stage_settings(wire::Call& call, const Json& document);

/// Stage, as operations answer it.
Json stage_document(const Named& stage);

}  // namespace cloche::apigateway
