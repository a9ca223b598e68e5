#include "fakes/apigateway/openapi.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "fakes/core/api_error.h"

namespace cloche::apigateway {

namespace {

std::vector<std::string> paths_of(const ImportedApi& api) {
  std::vector<std::string> paths;
  for (const ImportedPath& path : api.paths) paths.push_back(path.path);
  return paths;
}

}  // namespace

TEST_CASE("settings come from the head of a definition") {
  const ImportedApi api = read_openapi(R"({
    "swagger": "2.0", "info": {"title": "pets", "version": "1.0", "description": "all"},
    "x-amazon-apigateway-binary-media-types": ["image/png"],
    "x-amazon-apigateway-policy": {"Version": "2012-10-17"},
    "definitions": {"Pet": {"type": "object", "description": "a pet"}},
    "x-amazon-apigateway-gateway-responses": {"THROTTLED": {"statusCode": 420, "responseTemplates": {"text/plain": "slow"}}},
    "paths": {}})",
                                       "");
  CHECK(api.settings == Json{{"name", "pets"},
                             {"version", "1.0"},
                             {"description", "all"},
                             {"binaryMediaTypes", {"image/png"}},
                             {"policy", R"({"Version":"2012-10-17"})"}});
  REQUIRE(api.models.size() == 1);
  CHECK(api.models.at(0).name == "Pet");
  CHECK(api.gateway_responses ==
        Json{{"THROTTLED", {{"statusCode", "420"}, {"responseTemplates", {{"text/plain", "slow"}}}}}});
}

TEST_CASE("an operation becomes a method with its integration") {
  const ImportedApi api = read_openapi(R"({
    "openapi": "3.0.1", "info": {"title": "pets"},
    "paths": {"/pets/{id}": {"parameters": [{"name": "id", "in": "path", "required": true}],
      "get": {"operationId": "GetPet", "parameters": [{"name": "page", "in": "query"}],
        "responses": {"200": {"headers": {"X": {"schema": {"type": "string"}}},
                              "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}}, "default": {}},
        "x-amazon-apigateway-integration": {"type": "mock", "passthroughBehavior": "when_no_match", "timeoutInMillis": 100,
          "responses": {"default": {"statusCode": "200", "responseParameters": {"method.response.header.X": "'1'"}},
                        "4..": {"statusCode": 400, "responseParameters": {"method.response.header.X": -1}}}}},
      "x-amazon-apigateway-any-method": {"responses": {},
        "x-amazon-apigateway-integration": {"type": "aws_proxy", "httpMethod": "post", "uri": "arn"}}}}})",
                                       "");
  REQUIRE(api.paths.size() == 1);
  const auto& methods = api.paths.at(0).methods;
  REQUIRE(methods.size() == 2);
  CHECK(methods.at(0).name == "GET");
  CHECK(methods.at(0).document ==
        Json{{"httpMethod", "GET"},
             {"authorizationType", "NONE"},
             {"apiKeyRequired", false},
             {"operationName", "GetPet"},
             {"requestParameters",
              {{"method.request.path.id", true}, {"method.request.querystring.page", false}}},
             {"methodResponses",
              {{"200",
                {{"statusCode", "200"},
                 {"responseParameters", {{"method.response.header.X", false}}},
                 {"responseModels", {{"application/json", "Pet"}}}}}}}});
  CHECK(methods.at(0).integration ==
        Json{{"type", "MOCK"}, {"passthroughBehavior", "WHEN_NO_MATCH"}, {"timeoutInMillis", 100}});
  REQUIRE(methods.at(0).responses.size() == 2);
  CHECK(methods.at(0).responses.at(0) == Json{{"statusCode", "400"},
                                                {"selectionPattern", "4.."},
                                                {"responseParameters", {{"method.response.header.X", "-1"}}}});
  CHECK(!methods.at(0).responses.at(1).contains("selectionPattern"));
  CHECK(methods.at(1).name == "ANY");
  CHECK(methods.at(1).integration == Json{{"type", "AWS_PROXY"}, {"httpMethod", "POST"}, {"uri", "arn"}});
}

TEST_CASE("security becomes a method's authorization") {
  const ImportedApi api = read_openapi(R"({
    "swagger": "2.0", "info": {"title": "a"},
    "securityDefinitions": {"key": {"type": "apiKey", "name": "x-api-key", "in": "header"},
                            "iam": {"type": "apiKey", "name": "Authorization", "in": "header", "x-amazon-apigateway-authtype": "awsSigv4"},
                            "own": {"type": "apiKey", "name": "Authorization", "in": "header", "x-amazon-apigateway-authtype": "custom",
                                    "x-amazon-apigateway-authorizer": {}}},
    "security": [{"key": []}],
    "paths": {"/a": {"get": {}, "put": {"security": [{"iam": []}]}, "post": {"security": [{"own": []}]}, "patch": {"security": [{"NONE": []}]}}}})",
                                       "");
  const auto& methods = api.paths.at(0).methods;  // get, patch, post, put
  CHECK(methods.at(0).document.at("apiKeyRequired") == true);
  CHECK(methods.at(1).document.at("apiKeyRequired") == false);
  CHECK(methods.at(1).document.at("authorizationType") == "NONE");
  CHECK(methods.at(2).document.at("authorizationType") == "CUSTOM");
  CHECK(methods.at(3).document.at("authorizationType") == "AWS_IAM");
}

TEST_CASE("a base path is ignored, put before each path, or put there without its first part") {
  const char* const text =
      R"({"swagger": "2.0", "info": {"title": "a"}, "basePath": "/v1/pets", "paths": {"/a/": {}, "/": {}}})";
  CHECK(paths_of(read_openapi(text, "")) == std::vector<std::string>{"/", "/a"});
  CHECK(paths_of(read_openapi(text, "prepend")) == std::vector<std::string>{"/v1/pets", "/v1/pets/a"});
  CHECK(paths_of(read_openapi(R"({"swagger": "2.0", "info": {"title": "a"}, "basePath": "v1/", "paths": {"/a": {}}})",
                              "prepend")) == std::vector<std::string>{"/v1/a"});
  CHECK(paths_of(read_openapi(text, "split")) == std::vector<std::string>{"/pets", "/pets/a"});
  const char* const newer =
      R"({"openapi": "3.0.1", "info": {"title": "a"}, "servers": [{"url": "https://x/{basePath}", "variables": {"basePath": {"default": "v2"}}}], "paths": {"/a": {}}})";
  CHECK(paths_of(read_openapi(newer, "prepend")) == std::vector<std::string>{"/v2/a"});
}

TEST_CASE("what is no definition is refused, and YAML is said not to be emulated") {
  const auto code = [](const char* text) {
    try {
      read_openapi(text, "");
    } catch (const ApiError& error) {
      return error.code + ": " + error.message;
    }
    return std::string();
  };
  CHECK(code("{") == "BadRequestException: Invalid OpenAPI input.");
  CHECK(code("{}") == "BadRequestException: Invalid OpenAPI input.");
  CHECK(code(R"({"openapi": "2.0", "info": {"title": "a"}})") ==
        "BadRequestException: Invalid OpenAPI input.");
  CHECK(code("openapi: 3.0.1").starts_with("NotEmulated"));
}

}  // namespace cloche::apigateway
