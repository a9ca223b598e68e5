#include "fakes/apigateway/test_account.h"

namespace cloche::apigateway {

namespace {

// An API with one resource, and what names a method of it.
struct WithMethod : ApiGateway {
  std::string api = create();
  std::string pets = resource(api, root(api), "pets");
  Json get{{"restApiId", api}, {"resourceId", pets}, {"httpMethod", "GET"}};

  Json with(Json more) {
    Json request = get;
    request.update(more);
    return request;
  }
};

}  // namespace

TEST_CASE("a method is put once, read, changed and deleted") {
  WithMethod gateway;
  CHECK(gateway.method(gateway.api, gateway.pets) ==
        Json{{"httpMethod", "GET"}, {"authorizationType", "NONE"}, {"apiKeyRequired", false}});
  CHECK(gateway.message("PutMethod", gateway.with({{"authorizationType", "NONE"}})) ==
        "ConflictException: Method already exists for this resource");
  CHECK(gateway.update("UpdateMethod", gateway.get, "replace", "/operationName", "ListPets")
            .at("operationName") == "ListPets");
  const Json changed = gateway.update("UpdateMethod", gateway.get, "add",
                                      "/requestParameters/method.request.querystring.page", "true");
  CHECK(changed.at("requestParameters") == Json{{"method.request.querystring.page", true}});
  gateway.call("DeleteMethod", gateway.get);
  CHECK(gateway.message("GetMethod", gateway.get) ==
        "NotFoundException: Invalid Method identifier specified");
}

TEST_CASE("what a method refers to must be there") {
  WithMethod gateway;
  const auto error = [&](const Json& more) {
    Json request = gateway.with({{"authorizationType", "NONE"}});
    request.update(more);
    return gateway.message("PutMethod", request);
  };
  CHECK(error({{"httpMethod", "FETCH"}}) ==
        "BadRequestException: Invalid HttpMethod specified. Valid options are "
        "GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY");
  CHECK(error({{"authorizationType", "CUSTOM"}})
            .starts_with("BadRequestException: Invalid authorizer ID specified."));
  CHECK(error({{"requestModels", {{"application/json", "Pet"}}}}) ==
        "BadRequestException: Invalid model identifier specified: Pet");
  CHECK(error({{"requestParameters", {{"querystring.page", true}}}})
            .starts_with("BadRequestException: Invalid mapping expression specified: Validation Result:"));
  CHECK(error({{"resourceId", "x"}}) == "NotFoundException: Invalid Resource identifier specified");
}

TEST_CASE("authorization that nobody asks for is said") {
  WithMethod gateway;
  gateway.call("PutMethod", gateway.with({{"authorizationType", "AWS_IAM"}, {"apiKeyRequired", true}}));
  CHECK(gateway.unsupported.reported.size() == 2);
}

TEST_CASE("an integration has the defaults of the real service") {
  WithMethod gateway;
  gateway.proxy(gateway.api, gateway.pets);
  const Json integration{{"type", "AWS_PROXY"},
                         {"httpMethod", "POST"},
                         {"uri", function_uri("f")},
                         {"passthroughBehavior", "WHEN_NO_MATCH"},
                         {"timeoutInMillis", 29000},
                         {"cacheNamespace", gateway.pets},
                         {"cacheKeyParameters", Json::array()}};
  CHECK(gateway.call("GetIntegration", gateway.get) == integration);
  CHECK(gateway.call("GetMethod", gateway.get).at("methodIntegration") == integration);
  CHECK(gateway.update("UpdateIntegration", gateway.get, "replace", "/timeoutInMillis", "500")
            .at("timeoutInMillis") == 500);
  CHECK(gateway.update_error("UpdateIntegration", gateway.get, "replace", "/timeoutInMillis", "30000") ==
        "BadRequestException: Timeout should be between 50 ms and 29000 ms");
  gateway.call("DeleteIntegration", gateway.get);
  CHECK(gateway.message("GetIntegration", gateway.get) ==
        "NotFoundException: Invalid Integration identifier specified");
}

TEST_CASE("an integration that cannot be is refused") {
  WithMethod gateway;
  gateway.method(gateway.api, gateway.pets);
  const auto error = [&](const Json& more) { return gateway.message("PutIntegration", gateway.with(more)); };
  CHECK(error({{"type", "AWS_PROXY"}, {"uri", function_uri("f")}}) ==
        "BadRequestException: Enumeration value for HttpMethod must be non-empty");
  CHECK(error({{"type", "AWS_PROXY"}, {"integrationHttpMethod", "POST"}, {"uri", "f"}}) ==
        "BadRequestException: Invalid ARN specified in the request");
  CHECK(error({{"type", "AWS"},
               {"integrationHttpMethod", "POST"},
               {"uri", "arn:aws:apigateway:us-east-1:lambda:f"}}) ==
        "BadRequestException: AWS ARN for integration must contain path or action");
  CHECK(error({{"type", "AWS_PROXY"},
               {"integrationHttpMethod", "POST"},
               {"uri", "arn:aws:apigateway:us-east-1:sqs:path/1/queue"}})
            .starts_with(
                "BadRequestException: Integrations of type 'AWS_PROXY' currently only supports Lambda"));
  CHECK(error({{"type", "HTTP_PROXY"}, {"integrationHttpMethod", "GET"}, {"uri", "example.com"}}) ==
        "BadRequestException: Invalid HTTP endpoint specified for URI");
  CHECK(error({{"type", "MOCK"}, {"timeoutInMillis", 10}}) ==
        "BadRequestException: Timeout should be between 50 ms and 29000 ms");
  CHECK(error({{"type", "MOCK"}, {"integrationHttpMethod", "FOO"}}).starts_with("BadRequestException"));
  CHECK(error({{"type", "MOCK"}, {"httpMethod", "PUT"}}) ==
        "NotFoundException: Invalid Method identifier specified");
}

TEST_CASE("an integration's parameters come from what the method says that a request has") {
  WithMethod gateway;
  gateway.method(gateway.api, gateway.pets);
  gateway.update("UpdateMethod", gateway.get, "add", "/requestParameters/method.request.header.A", "true");
  const auto put = [&](const char* to, const char* from) {
    return gateway.with({{"type", "MOCK"}, {"requestParameters", {{to, from}}}});
  };
  for (const char* from : {"method.request.header.A", "method.request.multivalueheader.A",
                           "method.request.body", "'static'", "context.requestId", "stageVariables.a"})
    gateway.call("PutIntegration", put("integration.request.header.B", from));
  const std::string start =
      "BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : "
      "[Invalid mapping expression ";
  CHECK(gateway.message("PutIntegration", put("integration.request.header.B", "method.request.header.C")) ==
        start + "parameter specified: method.request.header.C]");
  CHECK(gateway.message("PutIntegration", put("B", "'b'")) == start + "parameter specified: B]");
  CHECK(gateway.message("PutIntegration", put("integration.request.header.B", "b")) ==
        start + "specified: b]");
}

TEST_CASE("a patch makes nothing that the model does not have") {
  WithMethod gateway;
  gateway.method(gateway.api, gateway.pets);
  gateway.call("PutIntegration", gateway.with({{"type", "MOCK"}}));
  for (const char* path : {"/contentHandling", "/connectionType", "/httpMethod"})
    CHECK_MESSAGE(gateway.update_error("UpdateIntegration", gateway.get, "replace", path, "X")
                      .starts_with("BadRequestException"),
                  path);
  const Json handled =
      gateway.update("UpdateIntegration", gateway.get, "replace", "/contentHandling", "CONVERT_TO_TEXT");
  CHECK(handled.at("contentHandling") == "CONVERT_TO_TEXT");
  CHECK(!gateway.update("UpdateIntegration", gateway.get, "replace", "/contentHandling", "")
             .contains("contentHandling"));
}

TEST_CASE("an integration that is not served is said") {
  WithMethod gateway;
  gateway.method(gateway.api, gateway.pets);
  gateway.call("PutIntegration", gateway.with({{"type", "HTTP_PROXY"},
                                               {"integrationHttpMethod", "GET"},
                                               {"uri", "https://example.com"}}));
  gateway.call(
      "PutIntegration",
      gateway.with({{"type", "MOCK"}, {"requestTemplates", {{"application/json", "#set($a = 1)"}}}}));
  gateway.call("PutIntegration",
               gateway.with({{"type", "MOCK"},
                             {"requestTemplates", {{"application/json", "{\"statusCode\": 200}"}}}}));
  CHECK(gateway.unsupported.reported.size() == 2);
}

TEST_CASE("responses of methods and integrations belong together") {
  WithMethod gateway;
  gateway.method(gateway.api, gateway.pets);
  const Json ok = gateway.with({{"statusCode", "200"}});
  CHECK(gateway.message("PutIntegrationResponse", ok) ==
        "NotFoundException: Invalid Integration identifier specified");
  gateway.call("PutIntegration", gateway.with({{"type", "MOCK"}}));
  CHECK(gateway.message("PutIntegrationResponse", ok) ==
        "NotFoundException: Invalid Response status code specified");

  Json method_response = ok;
  method_response["responseParameters"] = {{"method.response.header.X", false}};
  CHECK(gateway.call("PutMethodResponse", method_response).at("statusCode") == "200");
  CHECK(gateway.message("PutMethodResponse", ok) ==
        "ConflictException: Response already exists for this resource");
  Json response = ok;
  response["responseParameters"] = {{"method.response.header.X", "'1'"}};
  CHECK(gateway.call("PutIntegrationResponse", response) ==
        Json{{"statusCode", "200"}, {"responseParameters", {{"method.response.header.X", "'1'"}}}});
  response["responseParameters"] = {{"method.response.header.Y", "'1'"}};
  CHECK(
      gateway.message("PutIntegrationResponse", response) ==
      "BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : "
      "[Invalid mapping expression parameter specified: method.response.header.Y]");
  response["responseParameters"] = {{"method.response.header.X", "1"}};
  CHECK(
      gateway.message("PutIntegrationResponse", response) ==
      "BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : "
      "[Invalid mapping expression specified: 1]");
  CHECK(gateway.update_error("UpdateIntegrationResponse", ok, "replace", "/contentHandling", "X")
            .starts_with("BadRequestException"));

  for (const char* pattern : {"(", "[", "\\"}) {
    response = ok;
    response["selectionPattern"] = pattern;
    CHECK_MESSAGE(gateway.message("PutIntegrationResponse", response)
                      .starts_with("BadRequestException: Invalid selection pattern specified: "),
                  pattern);
    CHECK(gateway.update_error("UpdateIntegrationResponse", ok, "replace", "/selectionPattern", pattern)
              .starts_with("BadRequestException"));
  }
  for (const char* name :
       {"method.response.header.", "method.response.header.X Y", "method.response.header.\u00e9",
        "method.response.multivalueheader.", "method.response.body"}) {
    CHECK_MESSAGE(gateway
                      .update_error("UpdateMethodResponse", ok, "add",
                                    std::string("/responseParameters/") + name, "true")
                      .starts_with("BadRequestException"),
                  name);
  }
  CHECK(gateway.update("UpdateIntegrationResponse", ok, "replace", "/selectionPattern", "2..")
            .at("selectionPattern") == "2..");
  CHECK(gateway.call("GetIntegrationResponse", ok).at("selectionPattern") == "2..");
  gateway.call("DeleteIntegrationResponse", ok);
  CHECK(gateway.error("GetIntegrationResponse", ok).code == "NotFoundException");
  gateway.call("DeleteMethodResponse", ok);
  CHECK(gateway.error("GetMethodResponse", ok).code == "NotFoundException");
}

}  // namespace cloche::apigateway
