#include "emulator/gateway/routes.h"

#include <doctest/doctest.h>

#include "emulator/gateway/test_stage.h"

namespace cloche::gateway {

namespace {

// "GET /pets/{id} id=1", or "" where there is no way.
std::string find(const Routes& routes, std::string_view method, std::string_view path) {
  const auto match = routes.find(method, path);
  if (!match) return "";
  std::string result = match->route->operation;
  for (const auto& [name, value] : match->parameters)
    result.append(" ").append(name).append("=").append(value);
  return result;
}

Routes routes_with(const std::vector<std::string>& methods) {
  return Routes(std::make_shared<const apigateway::ServedStage>(stage_with(methods)));
}

}  // namespace

TEST_CASE("a path leads to its resource, the more exact before the less") {
  const Routes routes = routes_with({"GET /", "GET /pets", "GET /pets/{id}", "GET /pets/mine",
                                     "GET /pets/{id}/toys", "ANY /{proxy+}", "GET /pets/{id}/{rest+}"});
  CHECK(find(routes, "GET", "/") == "GET /");
  CHECK(find(routes, "GET", "/pets") == "GET /pets");
  CHECK(find(routes, "GET", "/pets/mine") == "GET /pets/mine");
  CHECK(find(routes, "GET", "/pets/7") == "GET /pets/{id} id=7");
  CHECK(find(routes, "GET", "/pets/7/toys") == "GET /pets/{id}/toys id=7");
  CHECK(find(routes, "GET", "/pets/7/toys/3") == "GET /pets/{id}/{rest+} id=7 rest=toys/3");
  CHECK(find(routes, "POST", "/cats/1/2") == "ANY /{proxy+} proxy=cats/1/2");
  CHECK(find(routes, "GET", "/Pets") == "ANY /{proxy+} proxy=Pets");
}

TEST_CASE("a path leads to its resource whatever the method") {
  const Routes routes = routes_with({"GET /pets/{id}", "PUT /pets/{id}"});
  const auto match = routes.find_resource("/pets/7");
  REQUIRE(match);
  CHECK(match->route->method->resource_path == "/pets/{id}");
  CHECK(match->parameters == PathParameters{{"id", "7"}});
  CHECK(!routes.find_resource("/pets"));
  CHECK(!routes.find("DELETE", "/pets/7"));
}

// As measured by MiniStack's authors on the real service.
TEST_CASE("a resource without the method leaves the request to a less exact one that has it") {
  const Routes routes = routes_with({"GET /pets/{id}", "OPTIONS /pets", "POST /pets/mine", "ANY /{proxy+}"});
  CHECK(find(routes, "GET", "/pets") == "ANY /{proxy+} proxy=pets");
  CHECK(find(routes, "GET", "/pets/mine") == "GET /pets/{id} id=mine");
  CHECK(find(routes, "PUT", "/pets/mine") == "ANY /{proxy+} proxy=pets/mine");
  CHECK(find(routes, "GET", "/pets/1/2") == "ANY /{proxy+} proxy=pets/1/2");
  CHECK(find(routes, "GET", "/") == "");
  const Routes narrow = routes_with({"GET /pets", "GET /{proxy+}"});
  CHECK(find(narrow, "POST", "/pets") == "");
}

TEST_CASE("a method's own name wins over ANY") {
  const Routes routes = routes_with({"ANY /pets", "POST /pets"});
  CHECK(find(routes, "POST", "/pets") == "POST /pets");
  CHECK(find(routes, "DELETE", "/pets") == "ANY /pets");
  CHECK(find(routes, "PURGE", "/pets") == "");
}

TEST_CASE("values are as they were sent, literals are compared decoded") {
  const Routes routes = routes_with({"GET /pets/{id}", "GET /dogs/{path+}"});
  CHECK(find(routes, "GET", "/p%65ts/a%2Fb%20c") == "GET /pets/{id} id=a%2Fb%20c");
  CHECK(find(routes, "GET", "/pets/a+b") == "GET /pets/{id} id=a+b");
  CHECK(find(routes, "GET", "/dogs/a//b") == "GET /dogs/{path+} path=a//b");
}

TEST_CASE("a slash at the end says nothing, an empty part is no value") {
  const Routes routes = routes_with({"GET /pets", "GET /pets/{id}", "GET /dogs/{path+}"});
  CHECK(find(routes, "GET", "/pets/") == "GET /pets");
  CHECK(find(routes, "GET", "/pets/1/") == "GET /pets/{id} id=1");
  CHECK(find(routes, "GET", "/dogs/a/b/") == "GET /dogs/{path+} path=a/b");
  CHECK(find(routes, "GET", "/dogs/") == "");
  CHECK(find(routes, "GET", "//pets") == "");
}

TEST_CASE("a function may be named by stage variables") {
  apigateway::ServedStage stage = stage_with({"GET /pets"});
  stage.variables = {{"fn", "blue"}};
  stage.resources[0].methods[0].integration.uri = integration_uri("pets:${stageVariables.fn}");
  const Routes routes(std::make_shared<const apigateway::ServedStage>(stage));
  CHECK(routes.find("GET", "/pets")->route->function ==
        "arn:aws:lambda:us-east-1:000000000000:function:pets:blue");
  CHECK(with_stage_variables("x${stageVariables.fn}${", stage.variables) == "xblue${");
  CHECK(!with_stage_variables("${stageVariables.no}x", stage.variables));
}

}  // namespace cloche::gateway
