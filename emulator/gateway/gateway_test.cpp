// Serving, without sockets and processes: what is asked of a function is noted, and the test answers for it.
#include "emulator/gateway/gateway.h"

#include <algorithm>
#include <deque>
#include <map>
#include <optional>

#include "fakes/apigateway/service.h"
#include "fakes/cloudwatch/service.h"
#include "fakes/core/temporary_directory.h"
#include "fakes/lambda/service.h"
#include "fakes/lambda/testing/zip.h"
#include "fakes/wire/operation_test.h"

namespace cloche::gateway {

namespace {

using Kind = lambda::Outcome::Kind;

struct WithDirectory {
  TemporaryDirectory directory;
};

struct Serving : WithDirectory, wire::OperationTest {
  /// A function that was asked and has not answered.
  struct Asked {
    lambda::FunctionVersionPtr function;
    lambda::Invocation invocation;
    std::move_only_function<void(std::shared_ptr<const lambda::Outcome>)> done;

    Json event() const { return Json::parse(invocation.payload); }
    void answer(const std::string& payload, Kind kind = Kind::returned) {
      lambda::Outcome outcome;
      outcome.kind = kind;
      outcome.payload = payload;
      done(std::make_shared<const lambda::Outcome>(std::move(outcome)));
    }
  };

  Serving()
      : OperationTest({&apigateway::definition(), &lambda::definition(), &cloudwatch::definition()},
                      directory.path() / "files") {
    api =
        call("CreateRestApi", {{"name", "pets"}, {"endpointConfiguration", {{"types", {"REGIONAL"}}}}})["id"];
    root = call("GetRestApi", {{"restApiId", api}})["rootResourceId"];
  }

  std::string resource(const std::string& parent, const std::string& part) {
    return call("CreateResource", {{"restApiId", api}, {"parentId", parent}, {"pathPart", part}})["id"];
  }
  void function(const std::string& name, const Json& more = Json::object()) {
    const std::string bytes = lambda::testing::zip_of({{.name = "app.py", .content = "#"}});
    Json request{{"FunctionName", name},
                 {"Runtime", "python3.12"},
                 {"Role", "arn:aws:iam::000000000000:role/lambda"},
                 {"Handler", "app.handler"},
                 {"Code", {{"ZipFile", Json::binary({bytes.begin(), bytes.end()})}}}};
    request.update(more);
    call("CreateFunction", request);
  }
  void permit(const std::string& function, const std::string& source = "*", Json more = Json::object()) {
    more.update({{"FunctionName", function},
                 {"StatementId", "s" + std::to_string(++statements)},
                 {"Action", "lambda:InvokeFunction"},
                 {"Principal", "apigateway.amazonaws.com"},
                 {"SourceArn", "arn:aws:execute-api:us-east-1:000000000000:" + api + "/" + source}});
    call("AddPermission", more);
  }
  /// A method that the function answers.
  void proxy(const std::string& resource, const std::string& method, const std::string& function,
             const Json& more = Json::object()) {
    const Json place{{"restApiId", api}, {"resourceId", resource}, {"httpMethod", method}};
    Json request = place;
    request["authorizationType"] = "NONE";
    call("PutMethod", request);
    request = place;
    request.update({{"type", "AWS_PROXY"},
                    {"integrationHttpMethod", "POST"},
                    {"uri",
                     "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                     "arn:aws:lambda:us-east-1:000000000000:function:" +
                         function + "/invocations"}});
    request.update(more);
    call("PutIntegration", request);
  }
  void deploy(const Json& more = Json::object()) {
    Json request{{"restApiId", api}, {"stageName", "prod"}};
    request.update(more);
    call("CreateDeployment", request);
  }
  void patch_stage(const std::string& path, const std::string& value) {
    call("UpdateStage", {{"restApiId", api},
                         {"stageName", "prod"},
                         {"patchOperations", {{{"op", "replace"}, {"path", path}, {"value", value}}}}});
  }

  /// Sends a request; its answer comes to `served`, now or when a function has answered.
  void send(const std::string& method, const std::string& path, wire::Headers headers = {},
            std::string body = "") {
    Received received;
    received.request.method = method;
    received.request.target = "/_aws/execute-api/" + api + "/prod" + path;
    received.request.headers = std::move(headers);
    received.request.body = std::move(body);
    received.request.remote_address = "127.0.0.1";
    received.address = *address_of(received.request);
    received.request_id = "r" + std::to_string(++requests);
    received.invocation_id = "i" + std::to_string(requests);
    received.trace_id = "1-5759e988-bd862e3fe1be46a994272793";
    gateway->serve(std::move(received), [this](Served answer) { served.push_back(std::move(answer)); });
  }
  /// The next answer.
  Served next() {
    REQUIRE(!served.empty());
    Served first = std::move(served.front());
    served.pop_front();
    return first;
  }
  /// What API Gateway answers without a function.
  Served refused(const std::string& method, const std::string& path, std::string body = "") {
    send(method, path, {}, std::move(body));
    CHECK(asked.empty());
    return next();
  }
  Served answered(const std::string& payload, Kind kind = Kind::returned, wire::Headers headers = {}) {
    send("GET", "/", std::move(headers));
    REQUIRE(asked.size() == 1);
    asked.front().answer(payload, kind);
    asked.pop_front();
    return next();
  }
  double sum(const char* metric, const Json& dimensions, const char* statistic = "Sum") {
    const Json data = call("GetMetricStatistics", {{"Namespace", "AWS/ApiGateway"},
                                                   {"MetricName", metric},
                                                   {"Dimensions", dimensions},
                                                   {"StartTime", to_millis(wall) - 600'000},
                                                   {"EndTime", to_millis(wall) + 600'000},
                                                   {"Period", 86400},
                                                   {"Statistics", {statistic}}});
    double all = 0;
    for (const Json& point : data.at("Datapoints")) all += point.at(statistic).get<double>();
    return all;
  }

  std::string api, root;
  int requests = 0, statements = 0;
  std::deque<Asked> asked;
  std::deque<Served> served;
  std::vector<std::pair<std::chrono::milliseconds, std::move_only_function<void()>>> later;
  std::shared_ptr<Gateway> gateway = std::make_shared<Gateway>(
      std::shared_ptr<Account>(&account, [](Account*) {}),
      Gateway::Outside{
          .run =
              [this](auto function, auto invocation, auto done) {
                asked.push_back({std::move(function), std::move(invocation), std::move(done)});
              },
          .after = [this](auto delay, auto task) { later.emplace_back(delay, std::move(task)); }});
};

/// With a function behind its root.
struct WithFunction : Serving {
  explicit WithFunction(const Json& more = Json::object(), const Json& integration = Json::object()) {
    function("f", more);
    permit("f");
    proxy(root, "GET", "f", integration);
    deploy();
  }
};

}  // namespace

TEST_CASE("a request becomes an event, and the function's answer the response") {
  Serving serving;
  serving.function("f");
  serving.permit("f");
  serving.proxy(serving.resource(serving.resource(serving.root, "pets"), "{id}"), "POST", "f");
  serving.deploy();
  serving.send("POST", "/pets/7?a=b", {{"Content-Type", "text/plain"}}, "hello");
  REQUIRE(serving.asked.size() == 1);
  CHECK(serving.served.empty());
  Serving::Asked& asked = serving.asked.front();
  CHECK(asked.function->name == "f");
  CHECK(asked.invocation.request_id == "i1");
  CHECK(asked.invocation.trace_id == "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0");
  const Json event = asked.event();
  CHECK(event.at("resource") == "/pets/{id}");
  CHECK(event.at("path") == "/pets/7");
  CHECK(event.at("pathParameters") == Json{{"id", "7"}});
  CHECK(event.at("queryStringParameters") == Json{{"a", "b"}});
  CHECK(event.at("body") == "hello");
  CHECK(event.at("requestContext").at("requestId") == "r1");
  asked.answer(R"({"statusCode": 201, "headers": {"X-A": "1"}, "body": "made"})");
  const Served served = serving.next();
  CHECK(served.response.status == 201);
  CHECK(served.response.body == "made");
  CHECK(served.response.headers.get("X-A") == "1");
  CHECK(served.response.headers.get("Content-Type") == "application/json");
  CHECK(served.response.headers.get("x-amzn-RequestId") == "r1");
  CHECK(served.response.headers.get("x-amz-apigw-id").size() == 16);
  CHECK(served.response.headers.get("X-Amzn-Trace-Id") == "Root=1-5759e988-bd862e3fe1be46a994272793");
  CHECK(served.operation == "POST /pets/{id}");
  CHECK(served.region == "us-east-1");
  CHECK(served.error.empty());
}

TEST_CASE("what leads nowhere is refused as by AWS") {
  WithFunction serving;
  Served served = serving.refused("GET", "/nothing");
  CHECK(served.response.status == 403);
  CHECK(served.response.body == R"({"message":"Missing Authentication Token"})");
  CHECK(served.error == "MissingAuthenticationTokenException");
  CHECK(serving.refused("POST", "/").response.status == 403);
  serving.call("DeleteStage", {{"restApiId", serving.api}, {"stageName", "prod"}});
  served = serving.refused("GET", "/");
  CHECK(served.response.status == 403);
  CHECK(served.response.body == R"({"message":"Forbidden"})");
  CHECK(served.error == "ForbiddenException");
}

// The example of the developer guide's page on gateway responses.
TEST_CASE("a gateway response may name the parameters and the resource of the request") {
  Serving serving;
  serving.function("f");
  const std::string pet = serving.resource(serving.resource(serving.root, "pets"), "{petId}");
  serving.proxy(pet, "GET", "f");
  serving.call(
      "PutGatewayResponse",
      {{"restApiId", serving.api},
       {"responseType", "MISSING_AUTHENTICATION_TOKEN"},
       {"statusCode", "404"},
       {"responseParameters",
        {{"gatewayresponse.header.x-request-path", "method.request.path.petId"},
         {"gatewayresponse.header.x-request-query", "method.request.querystring.q"},
         {"gatewayresponse.header.Access-Control-Allow-Origin", "'a.b.c'"},
         {"gatewayresponse.header.x-request-header", "method.request.header.Accept"}}},
       {"responseTemplates", {{"application/json", "{\"resourcePath\":\"$context.resourcePath\"}"}}}});
  serving.deploy();
  const net::Response response = serving.refused("POST", "/pets/5?q=1&q=a%20b").response;
  CHECK(response.status == 404);
  CHECK(response.body == R"({"resourcePath":"/pets/{petId}"})");
  CHECK(response.headers.get("x-request-path") == "5");
  CHECK(response.headers.get("x-request-query") == "a b");
  CHECK(response.headers.get("Access-Control-Allow-Origin") == "a.b.c");
  CHECK(!response.headers.has("x-request-header"));

  const net::Response nowhere = serving.refused("GET", "/cats?q=a%0D%0Ax-more:%201").response;
  CHECK(nowhere.body == R"({"resourcePath":""})");
  CHECK(!nowhere.headers.has("x-request-path"));
  CHECK(!nowhere.headers.has("x-request-query"));
}

TEST_CASE("a change of the API is served when it is deployed") {
  WithFunction serving;
  serving.proxy(serving.resource(serving.root, "new"), "GET", "f");
  CHECK(serving.refused("GET", "/new").response.status == 403);
  serving.deploy();
  serving.send("GET", "/new");
  CHECK(serving.asked.size() == 1);
}

TEST_CASE("a function answers wrongly, fails, is throttled or is stopped") {
  WithFunction serving;
  const auto check = [](const Served& served, int status) {
    CHECK(served.response.status == status);
    CHECK(served.response.body == R"({"message": "Internal server error"})");
    CHECK(served.error == "InternalServerErrorException");
    CHECK(served.response.headers.get("x-amzn-ErrorType") == "InternalServerErrorException");
  };
  check(serving.answered("\"hello\""), 502);
  check(serving.answered(R"({"errorMessage": "no"})", Kind::failed), 502);
  check(serving.answered("", Kind::throttled), 500);
  check(serving.answered("", Kind::aborted), 500);
}

TEST_CASE("a function that takes too long is not waited for") {
  WithFunction serving(Json{{"Timeout", 60}});
  serving.send("GET", "/");
  REQUIRE(serving.later.size() == 1);
  CHECK(serving.later.front().first == std::chrono::seconds(29));
  serving.later.front().second();
  const Served served = serving.next();
  CHECK(served.response.status == 504);
  CHECK(served.response.body == R"({"message": "Endpoint request timed out"})");
  serving.asked.front().answer("{}");
  CHECK(serving.served.empty());
}

TEST_CASE("an integration has its own time-out, and a function that answers before it is heard") {
  WithFunction serving(Json::object(), {{"timeoutInMillis", 50}});
  serving.send("GET", "/");
  REQUIRE(serving.later.size() == 1);
  CHECK(serving.later.front().first == std::chrono::milliseconds(50));
  serving.asked.front().answer("{}");
  CHECK(serving.next().response.status == 200);
  serving.later.front().second();
  CHECK(serving.served.empty());
}

TEST_CASE("a function that can't take so long needs no alarm clock") {
  WithFunction serving;
  serving.send("GET", "/");
  CHECK(serving.later.empty());
}

TEST_CASE("the function's policy decides whether the method may invoke it") {
  Serving serving;
  serving.function("f");
  const std::string pets = serving.resource(serving.root, "pets");
  serving.proxy(pets, "GET", "f");
  serving.proxy(pets, "POST", "f");
  serving.proxy(serving.resource(pets, "{id}"), "GET", "f");
  serving.deploy();
  Served served = serving.refused("GET", "/pets");
  CHECK(served.response.status == 500);
  CHECK(served.response.body == R"({"message": "Internal server error"})");
  serving.permit("f", "*/GET/pets");
  serving.send("GET", "/pets");
  CHECK(serving.asked.size() == 1);
  serving.asked.clear();
  CHECK(serving.refused("POST", "/pets").response.status == 500);
  CHECK(serving.refused("GET", "/pets/1").response.status == 500);
  serving.permit("f", "prod/*/pets/*");
  serving.send("GET", "/pets/1");
  CHECK(serving.asked.size() == 1);
  serving.asked.clear();
  serving.call("RemovePermission", {{"FunctionName", "f"}, {"StatementId", "s2"}});
  CHECK(serving.refused("GET", "/pets/1").response.status == 500);
}

TEST_CASE("a role stands for the policy, and a function that is not there for nobody") {
  Serving serving;
  serving.function("f");
  serving.proxy(serving.root, "GET", "f", {{"credentials", "arn:aws:iam::000000000000:role/invoke"}});
  serving.proxy(serving.root, "PUT", "g", {{"credentials", "arn:aws:iam::000000000000:role/invoke"}});
  serving.proxy(serving.root, "POST", "f", {{"integrationHttpMethod", "GET"}});
  serving.deploy();
  serving.send("GET", "/");
  CHECK(serving.asked.size() == 1);
  serving.asked.clear();
  CHECK(serving.refused("PUT", "/").response.status == 500);
  CHECK(serving.refused("POST", "/").response.status == 500);
}

TEST_CASE("stage variables name the function, and an alias has a policy of its own") {
  Serving serving;
  serving.function("f");
  serving.call("PublishVersion", {{"FunctionName", "f"}});
  serving.call("CreateAlias", {{"FunctionName", "f"}, {"Name", "blue"}, {"FunctionVersion", "1"}});
  serving.proxy(serving.root, "GET", "f:${stageVariables.color}");
  serving.deploy({{"variables", {{"color", "blue"}}}});
  serving.permit("f");
  CHECK(serving.refused("GET", "/").response.status == 500);
  serving.permit("f", "*", {{"Qualifier", "blue"}});
  serving.send("GET", "/");
  REQUIRE(serving.asked.size() == 1);
  CHECK(serving.asked.front().invocation.invoked_function_arn ==
        "arn:aws:lambda:us-east-1:000000000000:function:f:blue");
  CHECK(serving.asked.front().function->version == "1");
  CHECK(serving.asked.front().event().at("stageVariables") == Json{{"color", "blue"}});
}

TEST_CASE("an integration that names a stage variable which the stage does not have can't be called") {
  Serving serving;
  serving.function("f");
  serving.permit("f");
  serving.proxy(serving.root, "GET", "f${stageVariables.color}");
  serving.deploy();
  const Served answer = serving.refused("GET", "/");
  CHECK(answer.response.status == 500);
  CHECK(answer.response.headers.get("x-amzn-ErrorType") == "InternalServerErrorException");
}

TEST_CASE("binary bodies are decoded where the client accepts them") {
  WithFunction serving;
  serving.call("UpdateRestApi",
               {{"restApiId", serving.api},
                {"patchOperations", {{{"op", "add"}, {"path", "/binaryMediaTypes/image~1png"}}}}});
  serving.deploy();
  const std::string answer =
      R"({"statusCode": 200, "headers": {"Content-Type": "image/png"}, "body": "AP8=", "isBase64Encoded": true})";
  const std::string bytes("\0\xFF", 2);
  CHECK(serving.answered(answer, Kind::returned, {{"Accept", "image/png"}}).response.body == bytes);
  CHECK(serving.answered(answer, Kind::returned, {{"Accept", "text/html, image/png"}}).response.body ==
        "AP8=");
  CHECK(serving.answered(answer, Kind::returned, {{"Accept", "*/*"}}).response.body == "AP8=");
  CHECK(serving.answered(answer).response.body == bytes);
  CHECK(
      serving.answered(R"({"body": "?", "isBase64Encoded": true})", Kind::returned, {{"Accept", "image/png"}})
          .response.status == 500);
}

TEST_CASE("bodies of more than 10 MB are refused, and those that make an event of more than 6 MB") {
  Serving serving;
  serving.function("f");
  serving.permit("f");
  serving.proxy(serving.root, "POST", "f");
  serving.deploy();
  for (const std::size_t size : {std::size_t{10 * 1024 * 1024 + 1}, std::size_t{6 * 1024 * 1024}}) {
    const Served served = serving.refused("POST", "/", std::string(size, 'x'));
    CHECK(served.response.status == 413);
    CHECK(served.response.body == R"({"message":"Request Too Long"})");
    CHECK(served.error == "RequestEntityTooLargeException");
  }
  serving.send("POST", "/", {}, std::string(5 * 1024 * 1024, 'x'));
  CHECK(serving.asked.size() == 1);
}

TEST_CASE("a stage's throttle is that of each method, on the account's clock") {
  WithFunction serving;
  serving.patch_stage("/*/*/throttling/burstLimit", "2");
  serving.patch_stage("/*/*/throttling/rateLimit", "1");
  for (int i = 0; i < 2; ++i) CHECK(serving.answered("{}").response.status == 200);
  Served served = serving.refused("GET", "/");
  CHECK(served.response.status == 429);
  CHECK(served.response.body == R"({"message":"Too Many Requests"})");
  CHECK(served.error == "TooManyRequestsException");
  serving.wall += Duration(1000);
  CHECK(serving.answered("{}").response.status == 200);
  CHECK(serving.refused("GET", "/").response.status == 429);
}

TEST_CASE("integrations of other types are not served, and say so") {
  Serving serving;
  const Json place{{"restApiId", serving.api}, {"resourceId", serving.root}, {"httpMethod", "GET"}};
  Json request = place;
  request["authorizationType"] = "NONE";
  serving.call("PutMethod", request);
  request = place;
  request.update({{"type", "HTTP_PROXY"}, {"integrationHttpMethod", "GET"}, {"uri", "http://example.com"}});
  serving.call("PutIntegration", request);
  serving.deploy();
  const Served served = serving.refused("GET", "/");
  CHECK(served.response.status == 501);
  CHECK(served.response.body ==
        R"({"message":"An integration of type HTTP_PROXY is not emulated by Cloche."})");
  CHECK(served.not_emulated == "An integration of type HTTP_PROXY is not emulated by Cloche.");
}

TEST_CASE("an API whose default endpoint is disabled answers nobody") {
  WithFunction serving;
  serving.call("UpdateRestApi",
               {{"restApiId", serving.api},
                {"patchOperations",
                 {{{"op", "replace"}, {"path", "/disableExecuteApiEndpoint"}, {"value", "true"}}}}});
  serving.deploy();
  CHECK(serving.refused("GET", "/").response.body == R"({"message":"Forbidden"})");
}

TEST_CASE("requests are counted by API and stage, and by method where the stage wants it") {
  WithFunction serving;
  const Json api{{{"Name", "ApiName"}, {"Value", "pets"}}};
  const Json stage{{{"Name", "ApiName"}, {"Value", "pets"}}, {{"Name", "Stage"}, {"Value", "prod"}}};
  Json method = stage;
  method.push_back({{"Name", "Resource"}, {"Value", "/"}});
  method.push_back({{"Name", "Method"}, {"Value", "GET"}});
  serving.answered("{}");
  serving.answered("no");
  serving.refused("GET", "/nothing");
  CHECK(serving.sum("Count", api) == 3);
  CHECK(serving.sum("Count", stage) == 3);
  CHECK(serving.sum("4XXError", stage) == 1);
  CHECK(serving.sum("4XXError", stage, "SampleCount") == 3);
  CHECK(serving.sum("5XXError", stage) == 1);
  CHECK(serving.sum("Latency", stage, "SampleCount") == 3);
  CHECK(serving.sum("IntegrationLatency", stage, "SampleCount") == 2);
  CHECK(serving.sum("Count", method) == 0);
  serving.patch_stage("/*/*/metrics/enabled", "true");
  serving.answered("{}");
  CHECK(serving.sum("Count", method) == 1);
}

TEST_CASE("an answer has one id of each kind, API Gateway's own") {
  WithFunction serving;
  const Served served = serving.answered(
      R"({"headers": {"x-amzn-requestid": "mine", "x-amz-apigw-id": "mine", "x-amzn-trace-id": "mine"}})");
  CHECK(served.response.headers.get("x-amzn-Remapped-x-amzn-requestid") == "mine");
  for (const char* name : {"x-amzn-requestid", "x-amz-apigw-id", "x-amzn-trace-id"}) {
    CHECK(std::ranges::count_if(served.response.headers, [&](const wire::Header& header) {
            return wire::equal_ignoring_case(header.name, name);
          }) == 1);
    CHECK(served.response.headers.get(name) != "mine");
  }
}

TEST_CASE("what goes wrong in serving a request ends that request") {
  WithFunction serving;
  serving.account.transact(
      [&] { serving.account.database().run("UPDATE apigateway_stages SET document = '{}'"); });
  const Served served = serving.refused("GET", "/");
  CHECK(served.response.status == 500);
  CHECK(served.error == "InternalFailure");
  CHECK(served.response.body == R"({"message": "Internal server error"})");
}

}  // namespace cloche::gateway
