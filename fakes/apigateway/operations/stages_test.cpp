#include "fakes/apigateway/test_account.h"

namespace cloche::apigateway {

namespace {

struct Deployed : ApiGateway {
  std::string api = create();
  std::string pets = resource(api, root(api), "pets");
  Json id{{"restApiId", api}};
  Json prod{{"restApiId", api}, {"stageName", "prod"}};

  Deployed() { proxy(api, pets); }
};

}  // namespace

TEST_CASE("an API without methods, or with one that nothing answers, is not deployed") {
  ApiGateway gateway;
  const std::string api = gateway.create();
  CHECK(gateway.message("CreateDeployment", {{"restApiId", api}}) ==
        "BadRequestException: The REST API doesn't contain any methods");
  gateway.method(api, gateway.root(api));
  CHECK(gateway.message("CreateDeployment", {{"restApiId", api}}) ==
        "BadRequestException: No integration defined for method");
}

TEST_CASE("a deployment is the API as it was") {
  Deployed gateway;
  const std::string first = gateway.deploy(gateway.api, "prod");
  gateway.proxy(gateway.api, gateway.pets, "POST");
  const Json before = gateway.call(
      "GetDeployment", {{"restApiId", gateway.api}, {"deploymentId", first}, {"embed", {"apisummary"}}});
  CHECK(before.at("apiSummary") ==
        Json{{"/pets", {{"GET", {{"authorizationType", "NONE"}, {"apiKeyRequired", false}}}}}});
  REQUIRE(gateway.served(gateway.api, "prod") != nullptr);
  CHECK(gateway.served(gateway.api, "prod")->resources.at(1).methods.size() == 1);

  const std::string second = gateway.deploy(gateway.api, "prod");
  CHECK(gateway.served(gateway.api, "prod")->resources.at(1).methods.size() == 2);
  CHECK(gateway.served(gateway.api, "prod")->deployment == second);
  const Json all = gateway.call("GetDeployments", gateway.id).at("items");
  REQUIRE(all.size() == 2);
  CHECK(all.at(0).at("id") == second);
}

TEST_CASE("a page that begins after a deployment that is gone is refused") {
  Deployed gateway;
  for (int i = 0; i < 3; ++i) gateway.deploy(gateway.api);
  Json request = gateway.id;
  request["limit"] = 1;
  const Json first = gateway.call("GetDeployments", request);
  request["position"] = first.at("position");
  CHECK(gateway.call("GetDeployments", request).at("items").size() == 1);
  gateway.call("DeleteDeployment",
               {{"restApiId", gateway.api}, {"deploymentId", first.at("items").at(0).at("id")}});
  CHECK(gateway.message("GetDeployments", request) == "BadRequestException: Invalid position parameter");
}

TEST_CASE("a deployment that a stage points to can't be deleted") {
  Deployed gateway;
  const std::string deployment = gateway.deploy(gateway.api, "prod");
  const Json named{{"restApiId", gateway.api}, {"deploymentId", deployment}};
  CHECK(gateway.message("DeleteDeployment", named) ==
        "BadRequestException: Active stages pointing to this deployment must be moved or deleted");
  gateway.call("DeleteStage", gateway.prod);
  CHECK(gateway.update("UpdateDeployment", named, "replace", "/description", "old").at("description") ==
        "old");
  gateway.call("DeleteDeployment", named);
  CHECK(gateway.message("GetDeployment", named) ==
        "NotFoundException: Invalid Deployment identifier specified");
}

TEST_CASE("a stage is made of a deployment") {
  Deployed gateway;
  const std::string deployment = gateway.deploy(gateway.api);
  Json request = gateway.prod;
  request["deploymentId"] = deployment;
  request["variables"] = {{"fn", "f"}};
  const Json stage = gateway.call("CreateStage", request);
  CHECK(stage == Json{{"stageName", "prod"},
                      {"deploymentId", deployment},
                      {"variables", {{"fn", "f"}}},
                      {"cacheClusterEnabled", false},
                      {"cacheClusterStatus", "NOT_AVAILABLE"},
                      {"methodSettings", Json::object()},
                      {"tracingEnabled", false},
                      {"createdDate", to_millis(gateway.wall)},
                      {"lastUpdatedDate", to_millis(gateway.wall)}});
  CHECK(gateway.message("CreateStage", request) == "ConflictException: Stage already exists");
  CHECK(gateway.call("GetStages", gateway.id).at("item") == Json::array({stage}));
  request["stageName"] = "a b";
  CHECK(gateway.message("CreateStage", request) == "BadRequestException: Stage name only allows a-zA-Z0-9_-");
  request["stageName"] = "other";
  request["deploymentId"] = "nothing";
  CHECK(gateway.message("CreateStage", request) == "BadRequestException: Deployment id does not exist");
  gateway.call("DeleteStage", gateway.prod);
  CHECK(gateway.message("GetStage", gateway.prod) == "NotFoundException: Invalid stage identifier specified");
}

TEST_CASE("UpdateStage changes variables, settings of methods, and the deployment") {
  Deployed gateway;
  gateway.deploy(gateway.api, "prod");
  const auto update = [&](const char* op, const std::string& path, const std::string& value = "") {
    return gateway.update("UpdateStage", gateway.prod, op, path, value);
  };
  CHECK(update("replace", "/variables/fn", "f").at("variables") == Json{{"fn", "f"}});
  CHECK(!update("remove", "/variables/fn").at("variables").contains("fn"));
  CHECK(update("replace", "/description", "d").at("description") == "d");
  const Json settings = update("replace", "/*/*/metrics/enabled", "true").at("methodSettings");
  CHECK(settings.at("*/*").at("metricsEnabled") == true);
  CHECK(settings.at("*/*").at("throttlingRateLimit") == 10000.0);
  CHECK(update("replace", "/~1pets/GET/throttling/rateLimit", "2.5")
            .at("methodSettings")
            .at("~1pets/GET")
            .at("throttlingRateLimit") == 2.5);
  update("replace", "/~1pets/GET/throttling/burstLimit", "7");
  const auto served = gateway.served(gateway.api, "prod");
  const ServedSettings& method = served->resources.at(1).methods.at(0).settings;
  CHECK(!method.metrics);  // a method's own settings stand for all of them
  REQUIRE(method.throttle);
  CHECK(method.throttle->rate == 2.5);
  CHECK(method.throttle->burst == 7);
  CHECK(!update("remove", "/~1pets/GET").at("methodSettings").contains("~1pets/GET"));
  CHECK(gateway.served(gateway.api, "prod")->resources.at(1).methods.at(0).settings.metrics);

  const std::string next = gateway.deploy(gateway.api);
  CHECK(update("replace", "/deploymentId", next).at("deploymentId") == next);
  CHECK(gateway.served(gateway.api, "prod")->deployment == next);
  CHECK(gateway.update_error("UpdateStage", gateway.prod, "replace", "/deploymentId", "x") ==
        "BadRequestException: Deployment id does not exist");
  CHECK(gateway.update_error("UpdateStage", gateway.prod, "replace", "/nothing", "x")
            .starts_with("BadRequestException: Invalid method setting path: /nothing. Must be one of: ["));
  CHECK(gateway.update_error("UpdateStage", gateway.prod, "replace", "/variables/a-b", "x")
            .starts_with("BadRequestException: Invalid stage variable name"));
  CHECK(update("replace", "/cacheClusterSize", "1.6").at("cacheClusterSize") == "1.6");
  CHECK(
      gateway.update_error("UpdateStage", gateway.prod, "replace", "/cacheClusterSize", "3")
          .starts_with("BadRequestException: 1 validation error detected: Value '3' at 'cacheClusterSize'"));
  for (const char* value : {"$", ""})
    CHECK(gateway.update_error("UpdateStage", gateway.prod, "replace", "/variables/a", value) ==
          "BadRequestException: Stage variable value is invalid, it must match the following pattern: "
          "[A-Za-z0-9-._~:/?#&=,]+");
  CHECK(gateway
            .update_error("UpdateStage", gateway.prod, "replace",
                          "/*/*/caching/unauthorizedCacheControlHeaderStrategy", "X")
            .starts_with("BadRequest"));
}

TEST_CASE("a throttle is a number, and -1 is none") {
  Deployed gateway;
  gateway.deploy(gateway.api, "prod");
  const std::string rate = "/*/*/throttling/rateLimit", burst = "/*/*/throttling/burstLimit";
  for (const char* value : {"nan", "inf", "-inf", "1e999", "-2", "", "1 "})
    CHECK_MESSAGE(
        gateway.update_error("UpdateStage", gateway.prod, "replace", rate, value).starts_with("BadRequest"),
        value);
  CHECK(gateway.update_error("UpdateStage", gateway.prod, "replace", burst, "-2").starts_with("BadRequest"));
  CHECK(gateway.update_error("UpdateStage", gateway.prod, "replace", "/*/*/caching/ttlInSeconds", "3601")
            .starts_with("BadRequest"));
  const auto throttle = [&] {
    return gateway.served(gateway.api, "prod")->resources.at(1).methods.at(0).settings.throttle;
  };
  gateway.update("UpdateStage", gateway.prod, "replace", burst, "-1");
  CHECK(!throttle());
  gateway.update("UpdateStage", gateway.prod, "replace", rate, "2");
  REQUIRE(throttle());
  CHECK(throttle()->rate == 2);
  CHECK(throttle()->burst == 5000);
}

TEST_CASE("deploying to a stage that is there moves it and keeps the rest") {
  Deployed gateway;
  gateway.call("CreateDeployment", {{"restApiId", gateway.api},
                                    {"stageName", "prod"},
                                    {"stageDescription", "first"},
                                    {"variables", {{"a", "1"}}}});
  gateway.wall += Duration(60000);
  const std::string next = gateway.deploy(gateway.api, "prod");
  const Json stage = gateway.call("GetStage", gateway.prod);
  CHECK(stage.at("deploymentId") == next);
  CHECK(stage.at("description") == "first");
  CHECK(stage.at("variables") == Json{{"a", "1"}});
  CHECK(stage.at("lastUpdatedDate").get<std::int64_t>() ==
        stage.at("createdDate").get<std::int64_t>() + 60000);
}

TEST_CASE("a canary leaves the stage where it is until it is promoted") {
  Deployed gateway;
  const std::string base = gateway.deploy(gateway.api, "prod");
  Json request = gateway.prod;
  request["canarySettings"] = {{"percentTraffic", 10.0}, {"stageVariableOverrides", {{"a", "2"}}}};
  const std::string next = gateway.call("CreateDeployment", request)["id"];
  Json stage = gateway.call("GetStage", gateway.prod);
  CHECK(stage.at("deploymentId") == base);
  CHECK(stage.at("canarySettings") ==
        Json{{"deploymentId", next}, {"percentTraffic", 10.0}, {"stageVariableOverrides", {{"a", "2"}}}});
  CHECK(gateway.served(gateway.api, "prod")->deployment == base);
  CHECK(gateway.unsupported.reported.size() == 1);
  CHECK(gateway.error("DeleteDeployment", {{"restApiId", gateway.api}, {"deploymentId", next}}).code ==
        "BadRequestException");

  for (const char* percent : {"101", "-1", "x"})
    CHECK(gateway
              .update_error("UpdateStage", gateway.prod, "replace", "/canarySettings/percentTraffic", percent)
              .starts_with("BadRequest"));
  CHECK(gateway.update_error("UpdateStage", gateway.prod, "replace", "/canarySettings/deploymentId", "x")
            .starts_with("BadRequest"));
  CHECK(gateway.update_error("UpdateStage", gateway.prod, "copy", "/deploymentId").starts_with("BadRequest"));

  // As the developer guide promotes it.
  Json promotion = gateway.prod;
  promotion["patchOperations"] = {
      {{"op", "replace"}, {"path", "/canarySettings/percentTraffic"}, {"value", "0.0"}},
      {{"op", "copy"}, {"from", "/canarySettings/stageVariableOverrides"}, {"path", "/variables"}},
      {{"op", "copy"}, {"from", "/canarySettings/deploymentId"}, {"path", "/deploymentId"}}};
  stage = gateway.call("UpdateStage", promotion);
  CHECK(stage.at("deploymentId") == next);
  CHECK(stage.at("variables") == Json{{"a", "2"}});
  CHECK(stage.at("canarySettings").at("percentTraffic") == 0.0);
  CHECK(!gateway.update("UpdateStage", gateway.prod, "remove", "/canarySettings").contains("canarySettings"));
}

TEST_CASE("what of a stage is not applied is said") {
  Deployed gateway;
  gateway.deploy(gateway.api, "prod");
  gateway.update("UpdateStage", gateway.prod, "replace", "/tracingEnabled", "true");
  CHECK(gateway.unsupported.reported.size() == 1);
  gateway.update("UpdateStage", gateway.prod, "replace", "/*/*/logging/loglevel", "INFO");
  CHECK(gateway.unsupported.reported.size() == 3);
}

}  // namespace cloche::apigateway
