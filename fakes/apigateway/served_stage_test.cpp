#include "fakes/apigateway/test_account.h"

namespace cloche::apigateway {

TEST_CASE("a served stage holds what serving needs, and is the same one until the stage changes") {
  ApiGateway gateway;
  const std::string api = gateway.create("pets");
  const std::string root = gateway.root(api);
  gateway.update("UpdateRestApi", {{"restApiId", api}}, "add", "/binaryMediaTypes/image~1png");
  gateway.proxy(api, root, "ANY");
  gateway.call("PutGatewayResponse", {{"restApiId", api},
                                      {"responseType", "DEFAULT_5XX"},
                                      {"responseParameters", {{"gatewayresponse.header.X", "'1'"}}}});
  gateway.deploy(api, "prod");
  const auto served = gateway.served(api, "prod");
  REQUIRE(served != nullptr);
  CHECK(served->region == "us-east-1");
  CHECK(served->api == api);
  CHECK(served->api_name == "pets");
  CHECK(served->edge);
  CHECK(served->binary_media_types == std::vector<std::string>{"image/png"});
  REQUIRE(served->resources.size() == 1);
  const ServedMethod& method = served->resources.at(0).methods.at(0);
  CHECK(method.name == "ANY");
  CHECK(method.resource_id == root);
  CHECK(method.integration.type == "AWS_PROXY");
  CHECK(method.integration.http_method == "POST");
  CHECK(method.integration.timeout == std::chrono::milliseconds(29000));
  CHECK(served->gateway_responses.at("DEFAULT_5XX").headers == Texts{{"X", "'1'"}});

  CHECK(gateway.served(api, "prod") == served);
  gateway.update("UpdateStage", {{"restApiId", api}, {"stageName", "prod"}}, "replace", "/variables/a", "1");
  CHECK(gateway.served(api, "prod") != served);
  CHECK(gateway.served(api, "test") == nullptr);
  CHECK(gateway.served("nothing", "prod") == nullptr);
}

}  // namespace cloche::apigateway
