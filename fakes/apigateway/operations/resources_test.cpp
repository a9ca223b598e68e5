#include "fakes/apigateway/test_account.h"

namespace cloche::apigateway {

TEST_CASE("resources are a tree whose paths follow") {
  ApiGateway gateway;
  const std::string api = gateway.create();
  const std::string root = gateway.root(api);
  const std::string pets = gateway.resource(api, root, "pets");
  const Json pet =
      gateway.call("CreateResource", {{"restApiId", api}, {"parentId", pets}, {"pathPart", "{id}"}});
  CHECK(pet.at("path") == "/pets/{id}");
  CHECK(pet.at("parentId") == pets);
  CHECK(pet.at("pathPart") == "{id}");
  CHECK(pet.at("id").get<std::string>().size() == 6);
  CHECK(gateway.call("GetResource", {{"restApiId", api}, {"resourceId", pet.at("id")}}) == pet);

  const Json moved = gateway.update("UpdateResource", {{"restApiId", api}, {"resourceId", pets}}, "replace",
                                    "/pathPart", "animals");
  CHECK(moved.at("path") == "/animals");
  CHECK(gateway.call("GetResource", {{"restApiId", api}, {"resourceId", pet.at("id")}}).at("path") ==
        "/animals/{id}");

  gateway.call("DeleteResource", {{"restApiId", api}, {"resourceId", pets}});
  CHECK(gateway.message("GetResource", {{"restApiId", api}, {"resourceId", pet.at("id")}}) ==
        "NotFoundException: Invalid Resource identifier specified");
  CHECK(gateway.error("DeleteResource", {{"restApiId", api}, {"resourceId", root}}).code ==
        "BadRequestException");
}

TEST_CASE(
    "a path part is a name, a variable or a greedy variable, and the only one of its kind beside its "
    "siblings") {
  ApiGateway gateway;
  const std::string api = gateway.create();
  const std::string root = gateway.root(api);
  const auto error = [&](const std::string& parent, const char* part) {
    return gateway.message("CreateResource", {{"restApiId", api}, {"parentId", parent}, {"pathPart", part}});
  };
  gateway.resource(api, root, "pets");
  CHECK(error(root, "pets") ==
        "ConflictException: Another resource with the same parent already has this name: pets");
  for (const char* bad : {"a/b", "{id}.json", "{}", "{+}", "a b", "", "{a}{b}", "{a++}", "a+"}) {
    CAPTURE(bad);
    CHECK(error(root, bad).starts_with("BadRequestException: Resource's path part only allow a-zA-Z0-9._-"));
  }
  gateway.resource(api, root, "{id}");
  CHECK(error(root, "{name}") ==
        "BadRequestException: A sibling ({id}) of this resource already has a variable path part -- only one "
        "is "
        "allowed");
  const std::string greedy = gateway.resource(api, root, "{proxy+}");
  CHECK(error(greedy, "child") ==
        "BadRequestException: Cannot create a child of a resource with a greedy path variable: {proxy+}");
  CHECK(error("nobody", "x") == "NotFoundException: Invalid Resource identifier specified");
  for (const char* good : {"a.b", "a-b_c", "a:b", "V1"}) gateway.resource(api, root, good);
}

TEST_CASE("a resource can move below another, not below itself") {
  ApiGateway gateway;
  const std::string api = gateway.create();
  const std::string root = gateway.root(api);
  const std::string a = gateway.resource(api, root, "a");
  const std::string b = gateway.resource(api, a, "b");
  const std::string c = gateway.resource(api, root, "c");
  CHECK(gateway.update("UpdateResource", {{"restApiId", api}, {"resourceId", c}}, "replace", "/parentId", b)
            .at("path") == "/a/b/c");
  CHECK(
      gateway
          .update_error("UpdateResource", {{"restApiId", api}, {"resourceId", a}}, "replace", "/parentId", c)
          .starts_with("BadRequestException"));
}

TEST_CASE("GetResources pages, and embeds methods where it is asked to") {
  ApiGateway gateway;
  const std::string api = gateway.create();
  const std::string root = gateway.root(api);
  for (const char* part : {"a", "b", "c"}) gateway.proxy(api, gateway.resource(api, root, part));
  const Json first = gateway.call("GetResources", {{"restApiId", api}, {"limit", 3}});
  CHECK(first.at("items").size() == 3);
  const Json rest =
      gateway.call("GetResources", {{"restApiId", api}, {"limit", 3}, {"position", first.at("position")}});
  CHECK(rest.at("items").size() == 1);
  CHECK(!rest.contains("position"));
  for (const Json& resource : first.at("items")) {
    if (resource.contains("resourceMethods")) CHECK(resource.at("resourceMethods").at("GET").empty());
  }
  const Json embedded = gateway.call("GetResources", {{"restApiId", api}, {"embed", {"methods"}}});
  for (const Json& resource : embedded.at("items")) {
    if (resource.at("path") != "/")
      CHECK(resource.at("resourceMethods").at("GET").at("methodIntegration").at("type") == "AWS_PROXY");
  }
}

TEST_CASE("an API has at most 300 resources besides its root") {
  ApiGateway gateway;
  const std::string api = gateway.create();
  const std::string root = gateway.root(api);
  for (int i = 0; i < 300; ++i) gateway.resource(api, root, "r" + std::to_string(i));
  const ApiError error =
      gateway.error("CreateResource", {{"restApiId", api}, {"parentId", root}, {"pathPart", "x"}});
  CHECK(error.code == "LimitExceededException");
}

}  // namespace cloche::apigateway
