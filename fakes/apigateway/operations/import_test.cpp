#include "fakes/apigateway/test_account.h"

namespace cloche::apigateway {

namespace {

Json function_method(const char* function = "f") {
  return {{"responses", Json::object()},
          {"x-amazon-apigateway-integration",
           {{"type", "aws_proxy"}, {"httpMethod", "POST"}, {"uri", function_uri(function)}}}};
}

// As the SAM transform writes it where Cors is set.
Json preflight() {
  const Json headers{{"Access-Control-Allow-Origin", {{"type", "string"}}}};
  return {
      {"summary", "CORS support"},
      {"consumes", {"application/json"}},
      {"produces", {"application/json"}},
      {"x-amazon-apigateway-integration",
       {{"type", "mock"},
        {"requestTemplates", {{"application/json", "{\n  \"statusCode\" : 200\n}\n"}}},
        {"responses",
         {{"default",
           {{"statusCode", "200"},
            {"responseParameters", {{"method.response.header.Access-Control-Allow-Origin", "'*'"}}},
            {"responseTemplates", {{"application/json", "{}\n"}}}}}}}}},
      {"responses", {{"200", {{"description", "Default response for CORS method"}, {"headers", headers}}}}}};
}

Json definition_with(const Json& paths) {
  return {{"swagger", "2.0"}, {"info", {{"title", "pets"}, {"version", "1.0"}}}, {"paths", paths}};
}

Json resources_of(ApiGateway& gateway, const std::string& api) {
  return gateway.call("GetResources", {{"restApiId", api}}).at("items");
}

Json paths_with_methods(ApiGateway& gateway, const std::string& api) {
  Json paths = Json::object();
  for (const Json& resource : resources_of(gateway, api)) {
    Json names = Json::array();
    const Json methods = resource.value("resourceMethods", Json::object());
    for (const auto& [name, method] : methods.items()) names.push_back(name);
    paths[resource.at("path").get<std::string>()] = names;
  }
  return paths;
}

}  // namespace

TEST_CASE("a definition as the SAM transform writes it becomes an API that can be deployed") {
  ApiGateway gateway;
  const Json api = gateway.import(
      definition_with({{"/pets/{id}", {{"get", function_method()}, {"options", preflight()}}},
                       {"/{proxy+}", {{"x-amazon-apigateway-any-method", function_method("g")}}}}));
  CHECK(api.at("name") == "pets");
  CHECK(api.at("version") == "1.0");
  CHECK(!api.contains("warnings"));
  const std::string id = api.at("id");
  CHECK(paths_with_methods(gateway, id) == Json{{"/", Json::array()},
                                                {"/pets", Json::array()},
                                                {"/pets/{id}", {"GET", "OPTIONS"}},
                                                {"/{proxy+}", {"ANY"}}});
  gateway.deploy(id, "Prod");
  const auto served = gateway.served(id, "Prod");
  REQUIRE(served != nullptr);
  CHECK(gateway.unsupported.reported.empty());
}

TEST_CASE("merging adds, overwriting replaces and keeps the ids of the paths that stay") {
  ApiGateway gateway;
  const std::string api = gateway.import(
      definition_with({{"/a", {{"get", function_method()}}}, {"/b", {{"get", function_method()}}}}))["id"];
  const auto id_of = [&](const char* path) {
    for (const Json& resource : resources_of(gateway, api)) {
      if (resource.at("path") == path) return resource.at("id").get<std::string>();
    }
    return std::string();
  };
  const std::string a = id_of("/a");
  gateway.import(definition_with({{"/a", {{"post", function_method()}}}}), "merge", api);
  CHECK(paths_with_methods(gateway, api) ==
        Json{{"/", Json::array()}, {"/a", {"GET", "POST"}}, {"/b", {"GET"}}});
  gateway.import(
      definition_with({{"/a", {{"put", function_method()}}}, {"/c/d", {{"get", function_method()}}}}),
      "overwrite", api);
  CHECK(paths_with_methods(gateway, api) ==
        Json{{"/", Json::array()}, {"/a", {"PUT"}}, {"/c", Json::array()}, {"/c/d", {"GET"}}});
  CHECK(id_of("/a") == a);
}

TEST_CASE("all that is wrong in a definition is named, and nothing is kept") {
  ApiGateway gateway;
  Json bad = function_method();
  bad["x-amazon-apigateway-integration"]["uri"] = "nonsense";
  const std::string text =
      definition_with({{"/a", {{"get", bad}}}, {"/{x}.json", {{"get", function_method()}}}}).dump();
  const ApiError error = gateway.error("ImportRestApi", {{"body", Json::binary({text.begin(), text.end()})}});
  CHECK(error.code == "BadRequestException");
  CHECK(error.message ==
        "Errors found during import:\n\tUnable to put integration on 'GET' for resource at path '/a': "
        "Invalid ARN "
        "specified in the request\n\tUnable to create resource at path '/{x}.json': Resource's path part "
        "only allow "
        "a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.");
  CHECK(gateway.call("GetRestApis").at("items").empty());
}

TEST_CASE("what a definition says is held to the model as a request is") {
  ApiGateway gateway;
  const auto error = [&](const Json& definition) {
    const std::string text = definition.dump();
    return gateway.error("ImportRestApi", {{"body", Json::binary({text.begin(), text.end()})}}).message;
  };
  const auto with_integration = [](const char* member, const Json& value) {
    Json method = function_method();
    method["x-amazon-apigateway-integration"][member] = value;
    return definition_with({{"/a", {{"get", method}}}});
  };
  const std::string of =
      "Errors found during import:\n\tUnable to put integration on 'GET' for resource at path '/a': ";
  for (const char* member : {"type", "contentHandling", "connectionType"})
    CHECK_MESSAGE(
        error(with_integration(member, "x")).starts_with(of + "1 validation error detected: Value 'X' at"),
        member);
  CHECK(
      error(with_integration("requestParameters", {{"integration.request.path.a", "method.request.path.b"}}))
          .starts_with(of + "Invalid mapping expression specified: "));

  Json authorized = function_method();
  authorized["x-amazon-apigateway-auth"] = {{"type", "foo"}};
  CHECK(error(definition_with({{"/a", {{"get", authorized}}}})) ==
        "Errors found during import:\n\tUnable to put method 'GET' on resource at path '/a': Invalid "
        "Authorization Type "
        "specified: FOO");

  Json definition = definition_with({{"/a", {{"get", function_method()}}}});
  definition["definitions"] = {{"a-b", {{"type", "object"}}}};
  CHECK(error(definition) ==
        "Errors found during import:\n\tUnable to create model 'a-b': Model name must be alphanumeric: a-b");
  definition.erase("definitions");
  definition["x-amazon-apigateway-gateway-responses"] = {{"DEFAULT_4XX", {{"statusCode", 99999}}}};
  CHECK(error(definition)
            .starts_with("Errors found during import:\n\tUnable to put gateway response 'DEFAULT_4XX'"));
  Json method = function_method();
  method["responses"] = {{"999", Json::object()}, {"200", {{"schema", {{"$ref", "#/definitions/None"}}}}}};
  CHECK(
      error(definition_with({{"/a", {{"get", method}}}})).find("Invalid model identifier specified: None") !=
      std::string::npos);
}

TEST_CASE("values of another kind in a definition are read as what they stand for, or not at all") {
  ApiGateway gateway;
  Json method = function_method();
  method["x-amazon-apigateway-integration"]["cacheKeyParameters"] = {1};
  method["x-amazon-apigateway-integration"]["tlsConfig"] = {{"insecureSkipVerification", "yes"}};
  Json definition = definition_with({{"/a", {{"get", method}}}});
  definition["x-amazon-apigateway-binary-media-types"] = {1, "a/b"};
  definition["x-amazon-apigateway-minimum-compression-size"] = 1.5;
  const Json api = gateway.import(definition);
  CHECK(api.at("binaryMediaTypes") == Json{"1", "a/b"});
  CHECK(!api.contains("minimumCompressionSize"));
  const Json resources = gateway.call("GetResources", {{"restApiId", api["id"]}, {"embed", {"methods"}}});
  for (const Json& resource : resources.at("items")) {
    if (resource.at("path") != "/a") continue;
    const Json& integration = resource.at("resourceMethods").at("GET").at("methodIntegration");
    CHECK(integration.at("cacheKeyParameters") == Json{"1"});
    CHECK(!integration.contains("tlsConfig"));
  }
}

TEST_CASE("a path with more parts than an API may have resources is refused") {
  ApiGateway gateway;
  std::string deep;
  for (int i = 0; i < 200'000; ++i) deep += "/a";
  const std::string text = definition_with({{deep, {{"get", function_method()}}}}).dump();
  const ApiError error = gateway.error("ImportRestApi", {{"body", Json::binary({text.begin(), text.end()})}});
  CHECK(error.code == "BadRequestException");
  CHECK(error.message.find("Maximum number of resources") != std::string::npos);
}

TEST_CASE("what of a definition is not emulated is said") {
  ApiGateway gateway;
  Json definition = definition_with({{"/a", {{"get", function_method()}}}});
  definition["securityDefinitions"] = {
      {"own", {{"type", "apiKey"}, {"x-amazon-apigateway-authorizer", {{"type", "token"}}}}}};
  definition["security"] = {{{"own", Json::array()}}};
  definition["x-amazon-apigateway-request-validators"] = {{"all", Json::object()}};
  gateway.import(definition);
  CHECK(gateway.unsupported.reported.size() == 2);
}

}  // namespace cloche::apigateway
