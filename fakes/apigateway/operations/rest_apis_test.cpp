#include "fakes/apigateway/test_account.h"

namespace cloche::apigateway {

TEST_CASE("a new API has a root resource, two models and the defaults of the real service") {
  ApiGateway gateway;
  const Json api = gateway.call("CreateRestApi", {{"name", "pets"}, {"description", "of all kinds"}});
  CHECK(api.at("id").get<std::string>().size() == 10);
  CHECK(api.at("name") == "pets");
  CHECK(api.at("description") == "of all kinds");
  CHECK(api.at("apiKeySource") == "HEADER");
  CHECK(api.at("disableExecuteApiEndpoint") == false);
  CHECK(api.at("endpointConfiguration") == Json{{"types", {"EDGE"}}, {"ipAddressType", "ipv4"}});
  CHECK(api.at("createdDate") == to_millis(gateway.wall));

  const Json id{{"restApiId", api.at("id")}};
  CHECK(gateway.call("GetRestApi", id) == api);
  const Json resources = gateway.call("GetResources", id);
  CHECK(resources.at("items") == Json::array({{{"id", api.at("rootResourceId")}, {"path", "/"}}}));
  const Json models = gateway.call("GetModels", id).at("items");
  REQUIRE(models.size() == 2);
  CHECK(models.at(0).at("name") == "Empty");
  CHECK(models.at(0).at("description") == "This is a default empty schema model");
  CHECK(models.at(1).at("name") == "Error");
}

TEST_CASE("an API that is not there is named with the account's number") {
  ApiGateway gateway;
  const Json id{{"restApiId", "abc"}};
  CHECK(gateway.message("GetRestApi", id) ==
        "NotFoundException: Invalid API identifier specified 000000000000:abc");
  CHECK(gateway.message("DeleteRestApi", id) ==
        "NotFoundException: Invalid API identifier specified 000000000000:abc");
  CHECK(gateway.message("GetResources", id) ==
        "NotFoundException: Invalid API identifier specified 000000000000:abc");
}

TEST_CASE("APIs belong to their region") {
  ApiGateway gateway;
  const std::string id = gateway.create();
  gateway.region = "eu-west-1";
  CHECK(gateway.error("GetRestApi", {{"restApiId", id}}).code == "NotFoundException");
  CHECK(gateway.call("GetRestApis").at("items").empty());
}

TEST_CASE("APIs are listed by pages") {
  ApiGateway gateway;
  for (int i = 0; i < 5; ++i) gateway.create();
  Json seen = Json::array();
  Json request{{"limit", 2}};
  int pages = 0;
  while (true) {
    const Json page = gateway.call("GetRestApis", request);
    ++pages;
    for (const Json& api : page.at("items")) seen.push_back(api.at("id"));
    if (!page.contains("position")) break;
    request["position"] = page.at("position");
  }
  CHECK(pages == 3);
  CHECK(seen.size() == 5);
  CHECK(std::is_sorted(seen.begin(), seen.end()));
}

TEST_CASE("UpdateRestApi changes what a patch names, and refuses all else") {
  ApiGateway gateway;
  const Json id{{"restApiId", gateway.create()}};
  const auto update = [&](const char* op, const char* path, const char* value = "") {
    return gateway.update("UpdateRestApi", id, op, path, value);
  };
  CHECK(update("replace", "/name", "cats").at("name") == "cats");
  CHECK(update("replace", "/description", "small").at("description") == "small");
  CHECK(update("add", "/binaryMediaTypes/image~1png").at("binaryMediaTypes") == Json{"image/png"});
  CHECK(update("add", "/binaryMediaTypes/*~1*").at("binaryMediaTypes") == Json{"image/png", "*/*"});
  CHECK(update("remove", "/binaryMediaTypes/image~1png").at("binaryMediaTypes") == Json{"*/*"});
  CHECK(update("replace", "/endpointConfiguration/types/EDGE", "REGIONAL")
            .at("endpointConfiguration")
            .at("types") == Json{"REGIONAL"});
  CHECK(update("replace", "/disableExecuteApiEndpoint", "true").at("disableExecuteApiEndpoint") == true);
  CHECK(update("replace", "/minimumCompressionSize", "1024").at("minimumCompressionSize") == 1024);
  CHECK(!update("replace", "/minimumCompressionSize", "").contains("minimumCompressionSize"));
  CHECK(gateway.call("GetRestApi", id).at("name") == "cats");

  CHECK(gateway.update_error("UpdateRestApi", id, "add", "/name", "x") ==
        "BadRequestException: Invalid patch path  '/name' specified for op 'add'. Must be one of: "
        "[/binaryMediaTypes/{type}, /endpointConfiguration/vpcEndpointIds/{id}]");
  CHECK(gateway.update_error("UpdateRestApi", id, "replace", "/nothing", "x")
            .starts_with("BadRequestException: Invalid patch path  '/nothing' specified for op 'replace'."));
  CHECK(gateway.update_error("UpdateRestApi", id, "replace", "/name", "").starts_with("BadRequestException"));
  CHECK(update("replace", "/apiKeySource", "AUTHORIZER").at("apiKeySource") == "AUTHORIZER");
  for (const char* path : {"/apiKeySource", "/endpointConfiguration/ipAddressType",
                           "/endpointConfiguration/types/EDGE", "/minimumCompressionSize"})
    CHECK_MESSAGE(
        gateway.update_error("UpdateRestApi", id, "replace", path, "X").starts_with("BadRequestException"),
        path);
}

TEST_CASE("an API is deleted with all that it has") {
  ApiGateway gateway;
  const std::string api = gateway.create();
  gateway.proxy(api, gateway.root(api));
  gateway.deploy(api, "prod");
  CHECK(gateway.served(api, "prod") != nullptr);
  gateway.call("DeleteRestApi", {{"restApiId", api}});
  CHECK(gateway.served(api, "prod") == nullptr);
  CHECK(gateway.error("GetStage", {{"restApiId", api}, {"stageName", "prod"}}).code == "NotFoundException");
}

TEST_CASE("a clone has the resources, methods and models of its original, and none of its ids") {
  ApiGateway gateway;
  const std::string api = gateway.create();
  const std::string pets = gateway.resource(api, gateway.root(api), "pets");
  gateway.proxy(api, pets);
  gateway.call("CreateModel", {{"restApiId", api}, {"name", "Pet"}, {"contentType", "application/json"}});
  const Json clone = gateway.call("CreateRestApi", {{"name", "copy"}, {"cloneFrom", api}});
  CHECK(clone.at("name") == "copy");
  CHECK(clone.at("id") != api);
  const Json resources =
      gateway.call("GetResources", {{"restApiId", clone.at("id")}, {"embed", {"methods"}}}).at("items");
  REQUIRE(resources.size() == 2);
  for (const Json& resource : resources) {
    CHECK(resource.at("id") != pets);
    if (resource.at("path") != "/pets") continue;
    CHECK(resource.at("parentId") == clone.at("rootResourceId"));
    CHECK(resource.at("resourceMethods").at("GET").at("methodIntegration").at("cacheNamespace") ==
          resource.at("id"));
  }
  CHECK(gateway.call("GetModel", {{"restApiId", clone.at("id")}, {"modelName", "Pet"}}).at("name") == "Pet");
}

TEST_CASE("what is kept and not applied is said") {
  ApiGateway gateway;
  gateway.call("CreateRestApi", {{"name", "a"}, {"policy", "{}"}, {"minimumCompressionSize", 10}});
  CHECK(gateway.unsupported.reported.size() == 2);
}

TEST_CASE("a policy leaves as the inside of a JSON string") {
  ApiGateway gateway;
  CHECK(gateway.call("CreateRestApi", {{"name", "a"}, {"policy", R"({"a":"b"})"}}).at("policy") ==
        R"({\"a\":\"b\"})");
}

TEST_CASE("settings out of bounds are refused") {
  ApiGateway gateway;
  CHECK(gateway.message("CreateRestApi", {{"name", "a"}, {"minimumCompressionSize", -1}}) ==
        "BadRequestException: Invalid minimum compression size, must be between 0 to 10485760");
  CHECK(gateway.message("CreateRestApi",
                        {{"name", "a"}, {"endpointConfiguration", {{"types", {"EDGE", "REGIONAL"}}}}}) ==
        "BadRequestException: Cannot create an api with multiple Endpoint Types.");
}

TEST_CASE("a policy is a JSON object") {
  ApiGateway gateway;
  const Json id{{"restApiId", gateway.create()}};
  for (const char* policy : {"x", "[]", "\"{}\"", "{", " "}) {
    CHECK_MESSAGE(
        gateway.message("CreateRestApi", {{"name", "a"}, {"policy", policy}}) ==
            "BadRequestException: Invalid policy document. Please check the policy syntax and ensure that "
            "Principals are valid.",
        policy);
    CHECK(gateway.update_error("UpdateRestApi", id, "replace", "/policy", policy).starts_with("BadRequest"));
  }
  CHECK(gateway.update("UpdateRestApi", id, "replace", "/policy", "").at("policy") == "");
}

TEST_CASE("APIs and stages have tags") {
  ApiGateway gateway;
  const std::string api = gateway.call("CreateRestApi", {{"name", "a"}, {"tags", {{"team", "blue"}}}})["id"];
  const std::string arn = "arn:aws:apigateway:us-east-1::/restapis/" + api;
  CHECK(gateway.call("GetTags", {{"resourceArn", arn}}).at("tags") == Json{{"team", "blue"}});
  // Their lengths are of characters, and not of bytes.
  std::string umlauts;
  for (int i = 0; i < 128; ++i) umlauts += "\u00fc";
  gateway.call("CreateRestApi", {{"name", "b"}, {"tags", {{umlauts, umlauts + umlauts}}}});
  CHECK(gateway.error("CreateRestApi", {{"name", "b"}, {"tags", {{umlauts + "x", ""}}}}).code ==
        "BadRequestException");
  gateway.call("TagResource", {{"resourceArn", arn}, {"tags", {{"cost", "7"}}}});
  gateway.call("UntagResource", {{"resourceArn", arn}, {"tagKeys", {"team"}}});
  CHECK(gateway.call("GetRestApi", {{"restApiId", api}}).at("tags") == Json{{"cost", "7"}});

  gateway.proxy(api, gateway.root(api));
  gateway.deploy(api, "prod");
  const std::string stage = arn + "/stages/prod";
  CHECK(gateway.call("GetTags", {{"resourceArn", stage}}).at("tags") == Json::object());
  gateway.call("TagResource", {{"resourceArn", stage}, {"tags", {{"env", "prod"}}}});
  CHECK(gateway.call("GetStage", {{"restApiId", api}, {"stageName", "prod"}}).at("tags") ==
        Json{{"env", "prod"}});
  CHECK(gateway.error("GetTags", {{"resourceArn", arn + "x"}}).code == "NotFoundException");
}

TEST_CASE("the account's settings are those of a new account until they are changed") {
  ApiGateway gateway;
  const Json account = gateway.call("GetAccount");
  CHECK(account.at("throttleSettings") == Json{{"burstLimit", 5000}, {"rateLimit", 10000.0}});
  CHECK(!account.contains("cloudwatchRoleArn"));
  gateway.update("UpdateAccount", Json::object(), "replace", "/cloudwatchRoleArn",
                 "arn:aws:iam::1:role/logs");
  CHECK(gateway.call("GetAccount").at("cloudwatchRoleArn") == "arn:aws:iam::1:role/logs");
  for (const char* role : {"foo", "arn:aws:iam::1:user/logs", "arn:aws:sqs:us-east-1:1:role/logs"})
    CHECK(gateway.update_error("UpdateAccount", Json::object(), "replace", "/cloudwatchRoleArn", role) ==
          "BadRequestException: Invalid ARN specified in the request");
  gateway.update("UpdateAccount", Json::object(), "replace", "/cloudwatchRoleArn", "");
  CHECK(gateway.call("GetAccount").value("cloudwatchRoleArn", "") == "");
}

TEST_CASE("gateway responses have the defaults of their type until they are put") {
  ApiGateway gateway;
  const std::string api = gateway.create();
  const Json id{{"restApiId", api}, {"responseType", "THROTTLED"}};
  Json response = gateway.call("GetGatewayResponse", id);
  CHECK(response ==
        Json{{"responseType", "THROTTLED"},
             {"statusCode", "429"},
             {"defaultResponse", true},
             {"responseParameters", Json::object()},
             {"responseTemplates", {{"application/json", "{\"message\":$context.error.messageString}"}}}});
  Json put = id;
  put["statusCode"] = "420";
  put["responseParameters"] = {{"gatewayresponse.header.Access-Control-Allow-Origin", "'*'"}};
  response = gateway.call("PutGatewayResponse", put);
  CHECK(response.at("defaultResponse") == false);
  CHECK(response.at("statusCode") == "420");
  CHECK(gateway.call("GetGatewayResponses", {{"restApiId", api}}).at("items").size() == 21);
  CHECK(gateway.update_error("UpdateGatewayResponse", id, "replace", "/statusCode", "20")
            .starts_with("BadRequest"));
  for (const char* name : {"gatewayresponse.X", "gatewayresponse.header.", "gatewayresponse.header.A B"}) {
    CHECK(gateway
              .update_error("UpdateGatewayResponse", id, "add", std::string("/responseParameters/") + name,
                            "'1'")
              .starts_with("BadRequest"));
  }
  gateway.call("DeleteGatewayResponse", id);
  CHECK(gateway.call("GetGatewayResponse", id).at("statusCode") == "429");
  CHECK(gateway.error("DeleteGatewayResponse", id).code == "NotFoundException");

  // What has no settings of its own has those of its class.
  gateway.call("PutGatewayResponse", {{"restApiId", api},
                                      {"responseType", "DEFAULT_4XX"},
                                      {"responseParameters", {{"gatewayresponse.header.X", "'1'"}}}});
  response = gateway.call("GetGatewayResponse", id);
  CHECK(response.at("responseParameters") == Json{{"gatewayresponse.header.X", "'1'"}});
  CHECK(response.at("statusCode") == "429");
  CHECK(response.at("defaultResponse") == true);
}

TEST_CASE("models have names, schemas and users") {
  ApiGateway gateway;
  const std::string api = gateway.create();
  const Json model{
      {"restApiId", api}, {"name", "Pet"}, {"contentType", "application/json"}, {"schema", "{}"}};
  CHECK(gateway.call("CreateModel", model).at("id").get<std::string>().size() == 6);
  CHECK(gateway.message("CreateModel", model) ==
        "ConflictException: Model name already exists for this REST API");
  CHECK(gateway.message("GetModel", {{"restApiId", api}, {"modelName", "Cat"}}) ==
        "NotFoundException: Invalid model name specified: Cat");
  gateway.call("PutMethod", {{"restApiId", api},
                             {"resourceId", gateway.root(api)},
                             {"httpMethod", "POST"},
                             {"authorizationType", "NONE"},
                             {"requestModels", {{"application/json", "Pet"}}}});
  const Json name{{"restApiId", api}, {"modelName", "Pet"}};
  CHECK(gateway.error("DeleteModel", name).code == "ConflictException");
  CHECK(gateway.update("UpdateModel", name, "replace", "/description", "a pet").at("description") == "a pet");
  gateway.call("DeleteMethod",
               {{"restApiId", api}, {"resourceId", gateway.root(api)}, {"httpMethod", "POST"}});
  gateway.call("DeleteModel", name);
}

}  // namespace cloche::apigateway
