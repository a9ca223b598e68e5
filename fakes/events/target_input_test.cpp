#include "fakes/events/target_input.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "fakes/core/api_error.h"

namespace cloche::events {
namespace {

const Matched matched{
    R"({"version":"0","id":"1","time":"2015-11-11T21:29:54Z","resources":["r"],"detail":{"instance-id":"i-01","state":"RUNNING","n":1,"o":{"k":"v"},"q":"a \"b\""}})",
    "arn:aws:events:us-east-1:000000000000:rule/example", "example", "2026-01-05T09:00:00Z"};

std::string transformed(const std::string& text, const Json& more = Json::object()) {
  Json paths{{"instance", "$.detail.instance-id"}, {"state", "$.detail.state"}, {"missing", "$.detail.none"}};
  paths.update(more);
  const Json target{{"Id", "t"}, {"InputTransformer", {{"InputPathsMap", paths}, {"InputTemplate", text}}}};
  check_target_input(target);
  return target_input(target, matched);
}

std::string refusal(const Json& input) {
  Json target{{"Id", "t"}};
  target.update(input);
  try {
    check_target_input(target);
  } catch (const ApiError& error) {
    CHECK(error.code == "ValidationException");
    return error.message;
  }
  return "";
}

TEST_CASE("a target is sent the event, a constant, or a part") {
  CHECK(target_input({{"Id", "t"}}, matched) == matched.event);
  CHECK(target_input({{"Id", "t"}, {"Input", R"({ "a": 1 })"}}, matched) == R"({ "a": 1 })");
  CHECK(target_input({{"Id", "t"}, {"InputPath", "$.detail.o"}}, matched) == R"({"k":"v"})");
  CHECK(target_input({{"Id", "t"}, {"InputPath", "$.detail.state"}}, matched) == R"("RUNNING")");
}

TEST_CASE("a template of a string") {
  CHECK(transformed("\"instance <instance> is in <state>\"") == "\"instance i-01 is in RUNNING\"");
  CHECK(transformed("\"<aws.events.rule-name> triggered\"") == "\"example triggered\"");
  CHECK(transformed("\"one <state>\"\n\"two\"") == "\"one RUNNING\"\n\"two\"");
  CHECK(transformed("\"[<missing>] a < b > c\"") == "\"[] a < b > c\"");
}

TEST_CASE("a template of JSON") {
  CHECK(transformed("{\n \"instance\" : <instance>,\n \"state\": [ 9, <state>, true ],\n \"Transformed\" : "
                    "\"Yes\"\n}") == R"({"instance":"i-01","state":[9,"RUNNING",true],"Transformed":"Yes"})");
  CHECK(transformed(R"({"state": "<state>", "status": "instance \"<instance>\" is in <state>"})") ==
        R"({"state":"RUNNING","status":"instance \"i-01\" is in RUNNING"})");
  CHECK(
      transformed(R"({"o": <o>, "n": <n>, "l": <l>, "q": <q>, "s": "<q>", "m": <missing>})",
                  {{"o", "$.detail.o"}, {"n", "$.detail.n"}, {"l", "$.resources[*]"}, {"q", "$.detail.q"}}) ==
      R"({"o":{"k":"v"},"n":1,"l":["r"],"q":"a \"b\"","s":"a \"b\"","m":""})");
}

TEST_CASE("the reserved variables") {
  CHECK(
      transformed(
          R"({"arn": <aws.events.rule-arn>, "name": <aws.events.rule-name>, "at": <aws.events.event.ingestion-time>})") ==
      R"({"arn":"arn:aws:events:us-east-1:000000000000:rule/example","name":"example","at":"2026-01-05T09:00:00Z"})");
  CHECK(transformed(R"({"e": <aws.events.event>})") ==
        R"({"e":{"version":"0","id":"1","time":"2015-11-11T21:29:54Z","resources":["r"]}})");
  CHECK(transformed(R"({"e": <aws.events.event.json>})") == R"({"e":)" + matched.event + "}");
}

TEST_CASE("inputs that are refused") {
  CHECK(refusal({{"Input", "{"}}) == "Input for target t is not a valid JSON text.");
  CHECK(refusal({{"Input", "{}"}, {"InputPath", "$"}}) ==
        "Only one of Input, InputPath, or InputTransformer must be provided for target t.");
  CHECK(refusal({{"InputPath", "detail"}}) == "InputPath for target t is not a valid JSON path.");
  const auto of_template = [](const char* text) {
    return refusal({{"InputTransformer", {{"InputPathsMap", {{"a", "$.a"}}}, {"InputTemplate", text}}}});
  };
  CHECK(of_template("{\"x\": <a>}") == "");
  CHECK(of_template("{\"x\": <b>}") == "InputTemplate for target t contains invalid placeholder b.");
  CHECK(of_template("{\"x\": }").starts_with("Invalid InputTemplate for target t : [Source: (String)"));
  CHECK(of_template("no quotes")
            .starts_with("Invalid InputTemplate for target t : [Source: (String)\"no quotes\""));
  CHECK(refusal({{"InputTransformer", {{"InputPathsMap", {{"aws.x", "$.a"}}}, {"InputTemplate", "\"a\""}}}})
            .starts_with("Reserved keyword aws.x"));
}

}  // namespace
}  // namespace cloche::events
