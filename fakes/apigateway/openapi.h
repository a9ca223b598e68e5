#pragma once
// OpenAPI definitions (2.0 and 3.0, in JSON), with API Gateway's extensions: what of them becomes settings,
// models, resources, methods and integrations of an API.
//
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "fakes/core/json.h"

namespace cloche::apigateway {

struct ImportedMethod {
  std::string name;             // "GET", "ANY"
  Json document;                // Method without integration
  Json integration;             // null: there is none
  std::vector<Json> responses;  // of the integration
};

struct ImportedPath {
  std::string path;  // "/pets/{id}"
  std::vector<ImportedMethod> methods;
};

struct ImportedModel {
  std::string name;
  std::string description;
  std::string schema;
};

struct ImportedApi {
  Json settings = Json::object();  // of RestApi
  std::vector<ImportedModel> models;
  std::vector<ImportedPath> paths;
  Json gateway_responses = Json::object();  // type → GatewayResponse
  std::vector<std::string> not_applied;     // what of it is not emulated
  std::vector<std::string> warnings;
};

/// How the base path of a definition is taken: "ignore", "prepend" or "split" (all but its first part).
ImportedApi read_openapi(const std::string& text, const std::string& base_path);

}  // namespace cloche::apigateway
