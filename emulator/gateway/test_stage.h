#pragma once
// For tests: stages made by hand, and requests to them.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "emulator/gateway/request_context.h"
#include "fakes/apigateway/served_stage.h"

namespace cloche::gateway {

inline std::string integration_uri(const std::string& function) {
  return "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
         "arn:aws:lambda:us-east-1:000000000000:function:" +
         function + "/invocations";
}

/// A stage whose methods, "GET /pets/{id}", are answered by functions.
inline apigateway::ServedStage stage_with(const std::vector<std::string>& methods) {
  apigateway::ServedStage stage;
  stage.region = "us-east-1";
  stage.account = "000000000000";
  stage.api = "abcdefghij";
  stage.api_name = "pets";
  stage.stage = "prod";
  stage.deployment = "d1e2f3";
  for (const std::string& each : methods) {
    const std::size_t space = each.find(' ');
    const std::string path = each.substr(space + 1);
    if (stage.resources.empty() || stage.resources.back().path != path) stage.resources.push_back({path, {}});
    apigateway::ServedMethod method;
    method.name = each.substr(0, space);
    method.resource_id = "r123";
    method.resource_path = path;
    method.integration.type = "AWS_PROXY";
    method.integration.http_method = "POST";
    method.integration.uri = integration_uri("f");
    stage.resources.back().methods.push_back(std::move(method));
  }
  return stage;
}

struct TestRequest {
  wire::HttpRequest request;
  std::string path;

  TestRequest(std::string method, const std::string& target, wire::Headers headers = {},
              std::string body = "") {
    request.method = std::move(method);
    request.target = "/_aws/execute-api/abcdefghij/prod" + target;
    request.headers = std::move(headers);
    request.headers.add("Host", "localhost:4566");
    request.body = std::move(body);
    path = target.substr(0, target.find('?'));
  }

  RequestContext context() const {
    return {.request = request,
            .remote_address = "127.0.0.1",
            .path = path,
            .host = "",
            .request_id = "6f1b2a4e-0000-4000-8000-000000000000",
            .trace_id = "1-5759e988-bd862e3fe1be46a994272793",
            .time = *parse_iso8601("2015-04-09T12:34:56.789Z")};
  }
};

}  // namespace cloche::gateway
