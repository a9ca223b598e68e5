#include "emulator/gateway/proxy_event.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "emulator/gateway/test_stage.h"

namespace cloche::gateway {

namespace {

Json event_of(const TestRequest& request, apigateway::ServedStage stage) {
  const auto kept = std::make_shared<const apigateway::ServedStage>(std::move(stage));
  const Routes routes(kept);
  const auto match = routes.find(request.request.method, request.path);
  REQUIRE(match);
  return Json::parse(proxy_event(request.context(), *kept, *match));
}

}  // namespace

TEST_CASE("an event is what a Lambda proxy integration of a REST API sends") {
  const TestRequest request("GET", "/pets/7", {{"User-Agent", "curl/8"}, {"Accept", "*/*"}});
  CHECK(event_of(request, stage_with({"GET /pets/{id}"})) ==
        Json::parse(R"({
    "resource": "/pets/{id}",
    "path": "/pets/7",
    "httpMethod": "GET",
    "headers": {"Accept": "*/*", "Host": "abcdefghij.execute-api.us-east-1.amazonaws.com", "User-Agent": "curl/8",
                "X-Amzn-Trace-Id": "Root=1-5759e988-bd862e3fe1be46a994272793", "X-Forwarded-For": "127.0.0.1",
                "X-Forwarded-Port": "443", "X-Forwarded-Proto": "https"},
    "multiValueHeaders": {"Accept": ["*/*"], "Host": ["abcdefghij.execute-api.us-east-1.amazonaws.com"], "User-Agent": ["curl/8"],
                "X-Amzn-Trace-Id": ["Root=1-5759e988-bd862e3fe1be46a994272793"], "X-Forwarded-For": ["127.0.0.1"],
                "X-Forwarded-Port": ["443"], "X-Forwarded-Proto": ["https"]},
    "queryStringParameters": null,
    "multiValueQueryStringParameters": null,
    "pathParameters": {"id": "7"},
    "stageVariables": null,
    "requestContext": {
      "resourceId": "r123", "resourcePath": "/pets/{id}", "httpMethod": "GET", "extendedRequestId": ")" +
                    request.context().extended_id() + R"(",
      "requestTime": "09/Apr/2015:12:34:56 +0000", "path": "/prod/pets/7", "accountId": "000000000000", "protocol": "HTTP/1.1",
      "stage": "prod", "domainPrefix": "abcdefghij", "requestTimeEpoch": 1428582896789,
      "requestId": "6f1b2a4e-0000-4000-8000-000000000000",
      "identity": {"cognitoIdentityPoolId": null, "accountId": null, "cognitoIdentityId": null, "caller": null,
                   "sourceIp": "127.0.0.1", "principalOrgId": null, "accessKey": null, "cognitoAuthenticationType": null,
                   "cognitoAuthenticationProvider": null, "userArn": null, "userAgent": "curl/8", "user": null},
      "domainName": "abcdefghij.execute-api.us-east-1.amazonaws.com", "deploymentId": "d1e2f3", "apiId": "abcdefghij"},
    "body": null,
    "isBase64Encoded": false})"));
}

TEST_CASE("the members of an event come in the order in which AWS writes them") {
  const auto stage = std::make_shared<const apigateway::ServedStage>(stage_with({"GET /"}));
  const Routes routes(stage);
  const TestRequest request("GET", "/");
  const auto event =
      nlohmann::ordered_json::parse(proxy_event(request.context(), *stage, *routes.find("GET", "/")));
  std::vector<std::string> names;
  for (const auto& [name, value] : event.items()) names.push_back(name);
  CHECK(names == std::vector<std::string>{"resource", "path", "httpMethod", "headers", "multiValueHeaders",
                                          "queryStringParameters", "multiValueQueryStringParameters",
                                          "pathParameters", "stageVariables", "requestContext", "body",
                                          "isBase64Encoded"});
}

TEST_CASE("what comes several times is a list, and its last value") {
  const TestRequest request("GET", "/?a=1&b=x%20y+z&a=2&c&d=", {{"X-One", "1"}, {"x-one", "2"}});
  const Json event = event_of(request, stage_with({"GET /"}));
  CHECK(event.at("queryStringParameters") == Json{{"a", "2"}, {"b", "x y z"}, {"c", ""}, {"d", ""}});
  CHECK(event.at("multiValueQueryStringParameters") ==
        Json{{"a", {"1", "2"}}, {"b", {"x y z"}}, {"c", {""}}, {"d", {""}}});
  CHECK(event.at("headers").at("X-One") == "2");
  CHECK(event.at("multiValueHeaders").at("X-One") == Json{"1", "2"});
  CHECK(!event.at("headers").contains("x-one"));
}

TEST_CASE("headers of the connection stay behind, those of a proxy are continued") {
  const TestRequest request("POST", "/",
                            {{"Connection", "keep-alive"},
                             {"Content-Length", "2"},
                             {"Content-Type", "text/plain"},
                             {"Expect", "100-continue"},
                             {"TE", "trailers"},
                             {"X-Forwarded-For", "10.0.0.1"},
                             {"X-Amzn-Trace-Id", "Root=1-a-b;Sampled=1"}},
                            "hi");
  const Json headers = event_of(request, stage_with({"POST /"})).at("headers");
  for (const char* name : {"Connection", "Content-Length", "Expect", "TE"}) CHECK(!headers.contains(name));
  CHECK(headers.at("Content-Type") == "text/plain");
  CHECK(headers.at("X-Forwarded-For") == "10.0.0.1, 127.0.0.1");
  CHECK(headers.at("X-Amzn-Trace-Id") == "Root=1-a-b;Sampled=1");
}

TEST_CASE("a body is text, or base64 where its type is binary") {
  apigateway::ServedStage stage = stage_with({"POST /"});
  const TestRequest text("POST", "/", {{"Content-Type", "application/json"}}, "{\"a\":\"\xC3\xA9\"}");
  CHECK(event_of(text, stage).at("body") == "{\"a\":\"\xC3\xA9\"}");
  const TestRequest broken("POST", "/", {},
                           "a\xFF"
                           "b");
  CHECK(event_of(broken, stage).at("body") ==
        "a\xEF\xBF\xBD"
        "b");
  CHECK(event_of(broken, stage).at("isBase64Encoded") == false);
  stage.binary_media_types = {"image/png"};
  const TestRequest image("POST", "/", {{"content-type", "image/png; x=y"}},
                          "a\xFF"
                          "b");
  CHECK(event_of(image, stage).at("body") == "Yf9i");
  CHECK(event_of(image, stage).at("isBase64Encoded") == true);
  CHECK(event_of(text, stage).at("isBase64Encoded") == false);
  stage.binary_media_types = {"*/*"};
  CHECK(event_of(text, stage).at("isBase64Encoded") == true);
}

TEST_CASE("an API that was named by its host says so") {
  const auto stage = std::make_shared<const apigateway::ServedStage>(stage_with({"GET /"}));
  const Routes routes(stage);
  const TestRequest request("GET", "/");
  RequestContext context = request.context();
  context.host = "abcdefghij.execute-api.localhost";
  const Json event = Json::parse(proxy_event(context, *stage, *routes.find("GET", "/")));
  CHECK(event.at("requestContext").at("domainName") == "abcdefghij.execute-api.localhost");
  CHECK(event.at("requestContext").at("domainPrefix") == "abcdefghij");
  CHECK(event.at("headers").at("Host") == "localhost:4566");
}

TEST_CASE("stage variables, the operation's name and CloudFront's headers are there where the API has them") {
  apigateway::ServedStage stage = stage_with({"GET /"});
  stage.variables = {{"table", "pets"}};
  stage.edge = true;
  stage.resources[0].methods[0].operation_name = "ListPets";
  const Json event = event_of(TestRequest("GET", "/"), stage);
  CHECK(event.at("stageVariables") == Json{{"table", "pets"}});
  CHECK(event.at("requestContext").at("operationName") == "ListPets");
  CHECK(event.at("headers").at("CloudFront-Viewer-Country") == "US");
}

}  // namespace cloche::gateway
