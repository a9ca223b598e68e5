#include <algorithm>

#include "emulator/deploy/testing/stack_account.h"

namespace cloche::deploy {
namespace {

using testing::StackAccount;

const std::string function_uri =
    "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
    "arn:aws:lambda:us-east-1:000000000000:function:f/invocations";

Json definition(const char* path, const Json& more = Json::object()) {
  Json body{{"swagger", "2.0"},
            {"info", {{"title", "from-body"}, {"version", "1.0"}}},
            {"paths",
             {{path,
               {{"get",
                 {{"responses", Json::object()},
                  {"x-amazon-apigateway-integration",
                   {{"type", "aws_proxy"}, {"httpMethod", "POST"}, {"uri", function_uri}}}}}}}}}};
  body.update(more);
  return body;
}

struct Api : StackAccount {
  explicit Api(const Json& properties = {{"Name", "api"}})
      : resource(create(type, properties)), id(resource.physical_id) {}

  static constexpr const char* type = "AWS::ApiGateway::RestApi";
  Resource resource;
  std::string id;

  Json shown() { return ask("apigateway", "GetRestApi", {{"restApiId", id}}); }
  std::vector<std::string> paths() {
    std::vector<std::string> found;
    const Json parts = ask("apigateway", "GetResources", {{"restApiId", id}})["items"];
    for (const Json& part : parts) found.push_back(part["path"]);
    std::ranges::sort(found);
    return found;
  }
  Resource mock(const std::string& method = "GET") {
    return create("AWS::ApiGateway::Method", {{"RestApiId", id},
                                              {"ResourceId", resource.attributes["RootResourceId"]},
                                              {"HttpMethod", method},
                                              {"AuthorizationType", "NONE"},
                                              {"Integration", {{"Type", "MOCK"}}}});
  }
};

TEST_CASE("an API is made of its properties, which change where it is") {
  Api api({{"Name", "api"},
           {"Description", "d"},
           {"BinaryMediaTypes", {"image/png"}},
           {"Tags", {{{"Key", "a"}, {"Value", "b"}}}}});
  CHECK(api.resource.attributes["RestApiId"] == api.id);
  CHECK(api.resource.attributes["RootResourceId"] == api.shown()["rootResourceId"]);
  CHECK(api.shown()["tags"] == Json{{"a", "b"}});
  api.update(Api::type, api.resource,
             {{"Name", "api"},
              {"Description", "d"},
              {"BinaryMediaTypes", {"image/png"}},
              {"Tags", {{{"Key", "a"}, {"Value", "b"}}}}},
             {{"Name", "other"},
              {"BinaryMediaTypes", {"*/*"}},
              {"EndpointConfiguration", {{"Types", {"REGIONAL"}}}}});
  CHECK(api.shown()["name"] == "other");
  CHECK(api.shown().value("description", "") == "");
  CHECK(api.shown()["binaryMediaTypes"] == Json::array({"*/*"}));
  CHECK(api.shown()["endpointConfiguration"]["types"] == Json::array({"REGIONAL"}));
  CHECK(api.shown().value("tags", Json::object()).empty());
  api.remove(Api::type, api.resource, {{"Name", "other"}});
  CHECK_THROWS_AS(api.shown(), ApiError);
}

TEST_CASE("an API's definition is its Body, and a new Body takes the place of the old one") {
  const Json first{{"Body", definition("/a", {{"x-amazon-apigateway-binary-media-types", {"image/png"}}})},
                   {"BinaryMediaTypes", {"image/png", "application/zip"}}};
  Api api(first);
  CHECK(api.shown()["name"] == "from-body");
  CHECK(api.shown()["binaryMediaTypes"].size() == 2);
  CHECK(api.paths() == std::vector<std::string>{"/", "/a"});
  api.update(Api::type, api.resource, first, {{"Name", "named"}, {"Body", definition("/b")}});
  CHECK(api.shown()["name"] == "named");
  CHECK(api.paths() == std::vector<std::string>{"/", "/b"});
}

TEST_CASE("resources and methods are made, methods change, and what goes is gone") {
  Api api;
  const Json place{
      {"RestApiId", api.id}, {"ParentId", api.resource.attributes["RootResourceId"]}, {"PathPart", "{id+}"}};
  const Resource part = api.create("AWS::ApiGateway::Resource", place);
  CHECK(part.attributes["ResourceId"] == part.physical_id);
  const std::string type = "AWS::ApiGateway::Method";
  const Json first{
      {"RestApiId", api.id},
      {"ResourceId", part.physical_id},
      {"HttpMethod", "OPTIONS"},
      {"AuthorizationType", "NONE"},
      {"RequestParameters", {{"method.request.path.id", "true"}}},
      {"Integration",
       {{"Type", "MOCK"},
        {"RequestTemplates", {{"application/json", R"({"statusCode": 200})"}}},
        {"IntegrationResponses",
         {{{"StatusCode", 200},
           {"ResponseParameters", {{"method.response.header.Access-Control-Allow-Origin", "'*'"}}}}}}}},
      {"MethodResponses",
       {{{"StatusCode", "200"},
         {"ResponseParameters", {{"method.response.header.Access-Control-Allow-Origin", true}}}}}}};
  const Resource method = api.create(type, first);
  const Json which{{"restApiId", api.id}, {"resourceId", part.physical_id}, {"httpMethod", "OPTIONS"}};
  CHECK(
      api.ask("apigateway", "GetMethod", which)["methodIntegration"]["integrationResponses"].contains("200"));
  Json second = first;
  second.erase("MethodResponses");
  second["Integration"] = {{"Type", "AWS_PROXY"}, {"IntegrationHttpMethod", "POST"}, {"Uri", function_uri}};
  api.update(type, method, first, second);
  const Json shown = api.ask("apigateway", "GetMethod", which);
  CHECK(shown["methodIntegration"]["type"] == "AWS_PROXY");
  CHECK_FALSE(shown.contains("methodResponses"));
  api.remove(type, method, second);
  CHECK_THROWS_AS(api.ask("apigateway", "GetMethod", which), ApiError);
  api.remove("AWS::ApiGateway::Resource", part, place);
  CHECK(api.paths() == std::vector<std::string>{"/"});
}

TEST_CASE("a stage has a deployment, variables and settings of methods, which come and go") {
  Api api;
  api.mock();
  const Json deploying{{"RestApiId", api.id}, {"Description", "one"}};
  const Resource deployment = api.create("AWS::ApiGateway::Deployment", deploying);
  const std::string type = "AWS::ApiGateway::Stage";
  const Json first{{"RestApiId", api.id},
                   {"StageName", "prod"},
                   {"DeploymentId", deployment.physical_id},
                   {"Variables", {{"a", 1}, {"b", "2"}}},
                   {"MethodSettings",
                    {{{"ResourcePath", "/*"},
                      {"HttpMethod", "*"},
                      {"ThrottlingBurstLimit", 5},
                      {"ThrottlingRateLimit", 2.5}},
                     {{"ResourcePath", "/pets/{id}"}, {"HttpMethod", "GET"}, {"MetricsEnabled", true}}}}};
  const Resource stage = api.create(type, first);
  CHECK(stage.physical_id == "prod");
  const auto shown = [&] {
    return api.ask("apigateway", "GetStage", {{"restApiId", api.id}, {"stageName", "prod"}});
  };
  CHECK(shown()["variables"] == Json{{"a", "1"}, {"b", "2"}});
  CHECK(shown()["methodSettings"]["*/*"]["throttlingBurstLimit"] == 5);
  CHECK(shown()["methodSettings"]["~1pets~1{id}/GET"]["metricsEnabled"] == true);
  const Resource next = api.create("AWS::ApiGateway::Deployment", {{"RestApiId", api.id}});
  const Json second{{"RestApiId", api.id},       {"StageName", "prod"},
                    {"Description", "d"},        {"DeploymentId", next.physical_id},
                    {"Variables", {{"b", "3"}}}, {"Tags", {{{"Key", "k"}, {"Value", "v"}}}}};
  api.update(type, stage, first, second);
  CHECK(shown()["deploymentId"] == next.physical_id);
  CHECK(shown()["variables"] == Json{{"b", "3"}});
  CHECK(shown().value("methodSettings", Json::object()).empty());
  CHECK(shown()["tags"] == Json{{"k", "v"}});
  api.remove("AWS::ApiGateway::Deployment", deployment, deploying);
  CHECK(shown()["deploymentId"] == next.physical_id);
  api.remove(type, stage, second);
  CHECK_THROWS_AS(shown(), ApiError);
}

TEST_CASE("a deployment may make its stage, which goes with it, unless another deployment has taken it") {
  Api api;
  api.mock();
  const Json with_stage{
      {"RestApiId", api.id},
      {"StageName", "dev"},
      {"StageDescription", {{"Description", "d"}, {"LoggingLevel", "INFO"}, {"Variables", {{"a", "1"}}}}}};
  const Resource first = api.create("AWS::ApiGateway::Deployment", with_stage);
  const auto shown = [&] {
    return api.ask("apigateway", "GetStage", {{"restApiId", api.id}, {"stageName", "dev"}});
  };
  CHECK(shown()["deploymentId"] == first.physical_id);
  CHECK(shown()["description"] == "d");
  CHECK(shown()["methodSettings"]["*/*"]["loggingLevel"] == "INFO");
  const Resource second = api.create("AWS::ApiGateway::Deployment", with_stage);
  api.remove("AWS::ApiGateway::Deployment", first, with_stage);
  CHECK(shown()["deploymentId"] == second.physical_id);
  api.remove("AWS::ApiGateway::Deployment", second, with_stage);
  CHECK_THROWS_AS(shown(), ApiError);
}

TEST_CASE("a deployment that makes another stage leaves none behind") {
  Api api;
  api.mock();
  const auto with_stage = [&](const char* name) { return Json{{"RestApiId", api.id}, {"StageName", name}}; };
  const std::string type = "AWS::ApiGateway::Deployment";
  const Resource deployment = api.create(type, with_stage("one"));
  api.update(type, deployment, with_stage("one"), with_stage("two"));
  const auto stages = [&] { return api.ask("apigateway", "GetStages", {{"restApiId", api.id}})["item"]; };
  REQUIRE(stages().size() == 1);
  CHECK(stages()[0]["stageName"] == "two");
  api.remove(type, deployment, with_stage("two"));
}

TEST_CASE("models, gateway responses and the account's role") {
  Api api;
  const Json model{{"RestApiId", api.id}, {"Schema", {{"type", "object"}}}};
  const Resource made = api.create("AWS::ApiGateway::Model", model);
  Json other = model;
  other["Schema"] = {{"type", "array"}};
  api.update("AWS::ApiGateway::Model", made, model, other);
  CHECK(api.ask("apigateway", "GetModel",
                {{"restApiId", api.id}, {"modelName", made.physical_id}})["schema"] == R"({"type":"array"})");
  api.remove("AWS::ApiGateway::Model", made, other);

  const Json response{{"RestApiId", api.id}, {"ResponseType", "DEFAULT_4XX"}, {"StatusCode", 418}};
  const Resource gateway = api.create("AWS::ApiGateway::GatewayResponse", response);
  CHECK(api.ask("apigateway", "GetGatewayResponse",
                {{"restApiId", api.id}, {"responseType", "DEFAULT_4XX"}})["statusCode"] == "418");
  api.remove("AWS::ApiGateway::GatewayResponse", gateway, response);

  const Json role{{"CloudWatchRoleArn", "arn:aws:iam::000000000000:role/r"}};
  const Resource account = api.create("AWS::ApiGateway::Account", role);
  CHECK(api.ask("apigateway", "GetAccount")["cloudwatchRoleArn"] == role["CloudWatchRoleArn"]);
  api.remove("AWS::ApiGateway::Account", account, role);
}

TEST_CASE("what is wrong with an API's properties is said with its path") {
  StackAccount account;
  CHECK(account.wrong("AWS::ApiGateway::RestApi", {{"Title", "t"}}) ==
        "/Title: Encountered unsupported property Title");
  CHECK(account.wrong("AWS::ApiGateway::RestApi", Json::object())
            .starts_with(": Property Name cannot be empty"));
  CHECK(account.wrong("AWS::ApiGateway::Method", {{"RestApiId", "x"}}) ==
        ": Property HttpMethod cannot be empty.");
  CHECK(account.wrong("AWS::ApiGateway::RestApi",
                      {{"Name", "a"}, {"EndpointConfiguration", {{"Type", "EDGE"}}}}) ==
        "/EndpointConfiguration/Type: Encountered unsupported property Type");
}

}  // namespace
}  // namespace cloche::deploy
