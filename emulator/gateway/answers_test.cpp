// What API Gateway answers without a function: mock integrations, gateway responses, throttles, media types.
#include <doctest/doctest.h>

#include "emulator/gateway/mapping.h"
#include "emulator/gateway/media_type.h"
#include "emulator/gateway/mock_integration.h"
#include "emulator/gateway/refusal.h"
#include "emulator/gateway/test_stage.h"
#include "emulator/gateway/throttle.h"

namespace cloche::gateway {

namespace {

apigateway::ServedIntegration mock(const apigateway::Texts& request_templates,
                                   std::vector<apigateway::ServedIntegrationResponse> responses,
                                   const std::string& passthrough = "WHEN_NO_MATCH") {
  apigateway::ServedIntegration integration;
  integration.type = "MOCK";
  integration.passthrough_behavior = passthrough;
  integration.request_templates = request_templates;
  integration.responses = std::move(responses);
  return integration;
}

const apigateway::Texts ok_template{{"application/json", "{\"statusCode\": 200}"}};

}  // namespace

TEST_CASE("a mock integration answers a preflight with static headers") {
  const auto integration =
      mock(ok_template, {{"200",
                          "",
                          {{"Access-Control-Allow-Origin", "'*'"}, {"X-Stage", "context.stage"}},
                          {{"application/json", "{}\n"}}}});
  const TestRequest request("OPTIONS", "/");
  const auto answer = mock_response(request.context(), stage_with({}), integration);
  const auto* response = std::get_if<net::Response>(&answer);
  REQUIRE(response != nullptr);
  CHECK(response->status == 200);
  CHECK(response->body == "{}\n");
  CHECK(response->headers.get("Content-Type") == "application/json");
  CHECK(response->headers.get("Access-Control-Allow-Origin") == "*");
  CHECK(response->headers.get("X-Stage") == "prod");
  CHECK(response->headers.get("x-amzn-RequestId") == "6f1b2a4e-0000-4000-8000-000000000000");
  CHECK(response->headers.get("X-Amzn-Trace-Id") == "Root=1-5759e988-bd862e3fe1be46a994272793");
}

TEST_CASE("a mock integration's response is chosen by the status that its request template says") {
  const auto status = [](const char* text) {
    const auto integration =
        mock({{"application/json", text}}, {{"500", "5\\d{2}", {}, {}}, {"200", "", {}, {}}});
    const auto answer = mock_response(TestRequest("GET", "/").context(), stage_with({}), integration);
    const auto* response = std::get_if<net::Response>(&answer);
    return response != nullptr ? response->status : std::get<Refusal>(answer).status;
  };
  CHECK(status("{\"statusCode\": 503}") == 500);
  CHECK(status("{\"statusCode\": \"200\"}") == 200);
  CHECK(status("{}") == 500);       // API Gateway's own
  CHECK(status("nothing") == 500);  // likewise
}

TEST_CASE("a mock integration refuses content types as its passthrough behavior says") {
  const auto status = [](const char* behavior, const apigateway::Texts& templates) {
    const TestRequest request("POST", "/", {{"Content-Type", "text/plain"}}, "{\"statusCode\": 200}");
    const auto answer =
        mock_response(request.context(), stage_with({}), mock(templates, {{"200", "", {}, {}}}, behavior));
    const auto* response = std::get_if<net::Response>(&answer);
    return response != nullptr ? response->status : std::get<Refusal>(answer).status;
  };
  CHECK(status("WHEN_NO_MATCH", ok_template) == 200);
  CHECK(status("WHEN_NO_TEMPLATES", ok_template) == 415);
  CHECK(status("WHEN_NO_TEMPLATES", {}) == 200);
  CHECK(status("NEVER", {}) == 415);
}

TEST_CASE("a template that is a program is not emulated") {
  const auto answer = mock_response(TestRequest("GET", "/").context(), stage_with({}),
                                    mock({{"application/json", "#set($a = 1)"}}, {}));
  CHECK(std::holds_alternative<NotServed>(answer));
}

TEST_CASE("API Gateway's own answers have its words and headers") {
  const TestRequest request("GET", "/");
  const net::Response response = refusal_response(refusals::missing_token, request.context(), nullptr);
  CHECK(response.status == 403);
  CHECK(response.body == R"({"message":"Missing Authentication Token"})");
  CHECK(response.headers.get("x-amzn-ErrorType") == "MissingAuthenticationTokenException");
  CHECK(response.headers.get("Content-Type") == "application/json");
  CHECK(response.headers.has("x-amz-apigw-id"));
}

TEST_CASE("an API's gateway responses take their place, the closer before that of the class") {
  apigateway::ServedStage stage = stage_with({});
  stage.gateway_responses["DEFAULT_4XX"] = {"", {{"Access-Control-Allow-Origin", "'*'"}}, {}};
  stage.gateway_responses["THROTTLED"] = {
      "420",
      {{"X-Asked", "method.request.header.X-Ask"}, {"X-Nothing", "method.request.header.X-No"}},
      {{"application/json",
        "{\"m\":$context.error.messageString,\"id\":\"$context.requestId\",\"x\":\"$5\"}"}}};
  const TestRequest request("GET", "/", {{"X-Ask", "yes"}});
  const net::Response plain = refusal_response(refusals::missing_token, request.context(), &stage);
  CHECK(plain.status == 403);
  CHECK(plain.headers.get("Access-Control-Allow-Origin") == "*");
  CHECK(plain.body == R"({"message":"Missing Authentication Token"})");
  const net::Response own = refusal_response(refusals::throttled, request.context(), &stage);
  CHECK(own.status == 420);
  CHECK(own.body == R"({"m":"Too Many Requests","id":"6f1b2a4e-0000-4000-8000-000000000000","x":"$5"})");
  CHECK(own.headers.get("X-Asked") == "yes");
  CHECK(!own.headers.has("X-Nothing"));
  CHECK(!own.headers.has("Access-Control-Allow-Origin"));
  CHECK(refusal_response(refusals::timed_out, request.context(), &stage).status == 504);
}

TEST_CASE("a throttle lets a burst through, and then as many as its rate fills in") {
  Throttles throttles;
  const apigateway::ServedSettings::Throttle limits{.rate = 2, .burst = 3};
  Time now = *parse_iso8601("2026-01-05T09:00:00Z");
  const auto taken = [&] {
    int count = 0;
    while (throttles.take("a", limits, now)) ++count;
    return count;
  };
  CHECK(taken() == 3);
  CHECK(throttles.take("b", limits, now));
  now += Duration(1000);
  CHECK(taken() == 2);
  now += Duration(60000);
  CHECK(taken() == 3);
  now -= Duration(60000);
  CHECK(taken() == 0);
  throttles.clear();
  CHECK(taken() == 3);
}

TEST_CASE("binary media types are compared without parameters and case, and may end in a star") {
  CHECK(is_binary({"image/png"}, "Image/PNG; q=1"));
  CHECK(is_binary({"image/*"}, "image/gif"));
  CHECK(is_binary({"*/*"}, ""));
  CHECK(!is_binary({"image/png"}, "image/gif"));
  CHECK(!is_binary({"image/png"}, "*/*"));
  CHECK(!is_binary({"image/png"}, "text/html, image/png"));
  CHECK(!is_binary({}, "image/png"));
}

TEST_CASE("a request's time and its extended id look as AWS writes them") {
  CHECK(request_time(*parse_iso8601("2015-04-09T12:34:56Z")) == "09/Apr/2015:12:34:56 +0000");
  const std::string id = TestRequest("GET", "/").context().extended_id();
  CHECK(id.size() == 16);
  CHECK(id.ends_with('='));
}

}  // namespace cloche::gateway
