#pragma once
// For tests of API Gateway: an account, and short ways to an API with something in it.
#include <string>

#include "fakes/apigateway/service.h"
#include "fakes/apigateway/store.h"
#include "fakes/wire/operation_test.h"

namespace cloche::apigateway {

inline std::string function_uri(const std::string& function) {
  return "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
         "arn:aws:lambda:us-east-1:000000000000:function:" +
         function + "/invocations";
}

struct ApiGateway : wire::OperationTest {
  ApiGateway() : OperationTest({&definition()}) {}

  std::string create(const std::string& name = "pets") {
    return call("CreateRestApi", {{"name", name}})["id"];
  }
  std::string root(const std::string& api) {
    return call("GetRestApi", {{"restApiId", api}})["rootResourceId"];
  }
  std::string resource(const std::string& api, const std::string& parent, const std::string& part) {
    return call("CreateResource", {{"restApiId", api}, {"parentId", parent}, {"pathPart", part}})["id"];
  }
  Json method(const std::string& api, const std::string& resource, const std::string& name = "GET") {
    return call(
        "PutMethod",
        {{"restApiId", api}, {"resourceId", resource}, {"httpMethod", name}, {"authorizationType", "NONE"}});
  }
  /// A method that a function answers.
  void proxy(const std::string& api, const std::string& resource, const std::string& name = "GET",
             const std::string& function = "f") {
    method(api, resource, name);
    call("PutIntegration", {{"restApiId", api},
                            {"resourceId", resource},
                            {"httpMethod", name},
                            {"type", "AWS_PROXY"},
                            {"integrationHttpMethod", "POST"},
                            {"uri", function_uri(function)}});
  }
  std::string deploy(const std::string& api, const std::string& stage = "") {
    Json request{{"restApiId", api}};
    if (!stage.empty()) request["stageName"] = stage;
    return call("CreateDeployment", request)["id"];
  }
  Json update(const std::string& operation, Json request, const std::string& op, const std::string& path,
              const std::string& value = "") {
    request["patchOperations"] = {{{"op", op}, {"path", path}, {"value", value}}};
    return call(operation, request);
  }
  std::string update_error(const std::string& operation, Json request, const std::string& op,
                           const std::string& path, const std::string& value = "") {
    request["patchOperations"] = {{{"op", op}, {"path", path}, {"value", value}}};
    return message(operation, request);
  }
  /// "Code: message" of an operation that fails.
  std::string message(const std::string& operation, const Json& request) {
    const ApiError failed = error(operation, request);
    return failed.code + ": " + failed.message;
  }
  Json import(const Json& definition, const std::string& mode = "", const std::string& api = "") {
    const std::string text = definition.dump();
    Json request{{"body", Json::binary({text.begin(), text.end()})}};
    if (api.empty()) return call("ImportRestApi", request);
    request["restApiId"] = api;
    request["mode"] = mode;
    return call("PutRestApi", request);
  }
  ServedStagePtr served(const std::string& api, const std::string& stage) {
    return account.transact([&] { return served_stage(account, api, stage); });
  }
};

}  // namespace cloche::apigateway
