#include "fakes/lambda/asynchronous.h"

#include <optional>

#include "fakes/cloudwatch/service.h"
#include "fakes/lambda/testing/lambda_test.h"

namespace cloche::lambda {
namespace {

using testing::arn_of;
using testing::LambdaTest;

struct Events : LambdaTest {
  Events() : LambdaTest({&definition(), &cloudwatch::definition()}) { create("f"); }

  void send_to(const std::string& destination, const Json& more = Json::object()) {
    Json request{
        {"FunctionName", "f"},
        {"MaximumRetryAttempts", 0},
        {"DestinationConfig",
         {{"OnSuccess", {{"Destination", destination}}}, {"OnFailure", {{"Destination", destination}}}}}};
    request.update(more);
    call("PutFunctionEventInvokeConfig", request);
  }
  /// What waits in the outbox, of that kind.
  std::optional<Json> row(std::string_view kind) {
    return account.transact([&]() -> std::optional<Json> {
      while (const auto row = account.outbox().first()) {
        account.outbox().remove(row->id);
        if (row->kind == kind) return Json::parse(row->payload);
      }
      return std::nullopt;
    });
  }
  Event event(const std::string& payload, const Json& more = Json::object()) {
    Json request{{"FunctionName", "f"}, {"InvocationType", "Event"}, {"Payload", json_blob(payload)}};
    request.update(more);
    call("Invoke", request);
    return Event::parse(row(event_effect).value());
  }
  /// What the destination or the dead-letter target is sent when the event's function ends so.
  std::string sent(const Event& event, const Outcome& outcome) {
    account.transact([&] {
      const auto begun = begin(account, event);
      end(account, event, *begun.value().function, outcome);
    });
    return SentDelivery::parse(row(delivery_effect).value()).delivery.body;
  }
};

const std::string queue = "arn:aws:sqs:us-east-1:000000000000:records";

TEST_CASE("a service needs a permission for its resource to invoke a function, and Lambda itself none") {
  Events lambda;
  const auto refusal = [&](const std::string& sender, const std::string& source) -> std::string {
    try {
      lambda.account.transact([&] {
        receive(lambda.account, {.target = arn_of("f"), .sender = sender, .source = source, .body = "{}"});
      });
      return "";
    } catch (const ApiError& error) {
      return error.code;
    }
  };
  const std::string rule = "arn:aws:events:us-east-1:000000000000:rule/r";
  const std::string group = "arn:aws:logs:us-east-1:000000000000:log-group:g:*";
  CHECK(refusal("events.amazonaws.com", rule) == "AccessDeniedException");
  CHECK(refusal("lambda.amazonaws.com", arn_of("other")) == "");
  const auto permit = [&](const char* principal, const std::string& source) {
    lambda.call("AddPermission", {{"FunctionName", "f"},
                                  {"StatementId", std::to_string(source.size())},
                                  {"Action", "lambda:InvokeFunction"},
                                  {"Principal", principal},
                                  {"SourceArn", source}});
  };
  permit("events.amazonaws.com", rule);
  CHECK(refusal("events.amazonaws.com", rule) == "");
  CHECK(refusal("events.amazonaws.com", rule + "2") == "AccessDeniedException");
  CHECK(refusal("sns.amazonaws.com", rule) == "AccessDeniedException");
  permit("logs.amazonaws.com", group);
  CHECK(refusal("logs.us-east-1.amazonaws.com", group) == "");
}

TEST_CASE("a record has its members in Lambda's order, and the payloads as they were") {
  Events lambda;
  lambda.send_to(queue);
  const std::string payload = R"({"z":12345678901234567890123, "a":[1.10,1e400], "x":"\ud83d"})";
  const Event event = lambda.event(payload);
  CHECK(event.payload == payload);
  const std::string before = R"({"version":"1.0","timestamp":"2026-01-05T09:00:00.000Z","requestContext":{)"
                             R"("requestId":"request","functionArn":")" +
                             arn_of("f") + R"(:$LATEST","condition":)";
  CHECK(
      lambda.sent(event, {.payload = R"({"b":0.10,"a":"\/"})"}) ==
      before + R"("Success","approximateInvokeCount":1},"requestPayload":)" + payload +
          R"(,"responseContext":{"statusCode":200,"executedVersion":"$LATEST"},"responsePayload":{"b":0.10,"a":"\/"}})");
  CHECK(lambda.sent(event, {.kind = Outcome::Kind::failed, .payload = "no JSON"}) ==
        before + R"("RetriesExhausted","approximateInvokeCount":1},"requestPayload":)" + payload +
            R"(,"responseContext":{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"})"
            R"(,"responsePayload":"no JSON"})");
}

TEST_CASE("an event that never ran has a record without a response") {
  Events lambda;
  lambda.send_to(queue, {{"MaximumEventAgeInSeconds", 60}});
  const Event event = lambda.event("1");
  lambda.wall += std::chrono::minutes(1);
  lambda.account.transact([&] { CHECK_FALSE(begin(lambda.account, event).has_value()); });
  const std::string body = SentDelivery::parse(lambda.row(delivery_effect).value()).delivery.body;
  CHECK(body.ends_with(R"("condition":"EventAgeExceeded","approximateInvokeCount":0},"requestPayload":1})"));
}

TEST_CASE("a FIFO queue or topic is no destination and takes no dead letters") {
  Events lambda;
  for (const std::string fifo : {"arn:aws:sqs:us-east-1:000000000000:records.fifo",
                                 "arn:aws:sns:us-east-1:000000000000:records.fifo"}) {
    for (const char* outcome : {"OnSuccess", "OnFailure"}) {
      Json request{{"FunctionName", "f"}, {"DestinationConfig", {{outcome, {{"Destination", fifo}}}}}};
      const ApiError put = lambda.error("PutFunctionEventInvokeConfig", request);
      CHECK(put.code == "InvalidParameterValueException");
      CHECK(put.message ==
            (std::string_view(outcome) == "OnSuccess"
                 ? "The provided destination config DestinationConfig(onSuccess=OnSuccess(destination=" +
                       fifo + "), onFailure=null) is invalid."
                 : "The provided destination config DestinationConfig(onSuccess=null, "
                   "onFailure=OnFailure(destination=" +
                       fifo + ")) is invalid."));
      lambda.send_to(queue);
      CHECK(lambda.error("UpdateFunctionEventInvokeConfig", request).message == put.message);
    }
    const Json letters{{"DeadLetterConfig", {{"TargetArn", fifo}}}};
    CHECK(lambda.error("CreateFunction", LambdaTest::function("g", letters)).code ==
          "InvalidParameterValueException");
    Json update{{"FunctionName", "f"}};
    update.update(letters);
    CHECK(lambda.error("UpdateFunctionConfiguration", update).code == "InvalidParameterValueException");
  }
}

TEST_CASE("an event has no client context, whatever it came with") {
  Events lambda;
  for (const char* context : {"eyJjdXN0b20iOnt9fQ==", "bm8gSlNPTg=="}) {
    const Event event = lambda.event("{}", {{"ClientContext", context}});
    const auto begun = lambda.account.transact([&] { return begin(lambda.account, event); });
    CHECK(begun.value().invocation.client_context.empty());
  }
}

TEST_CASE("a bus gets an event around the record") {
  Events lambda;
  const std::string bus = "arn:aws:events:us-east-1:000000000000:event-bus/default";
  lambda.send_to(bus);
  const std::string body = lambda.sent(lambda.event("1.10"), {.payload = "null"});
  CHECK(body.starts_with(R"({"version":"0","id":")"));
  CHECK(body.find(
            R"(","detail-type":"Lambda Function Invocation Result - Success","source":"lambda",)"
            R"("account":"000000000000","time":"2026-01-05T09:00:00Z","region":"us-east-1","resources":[")" +
            arn_of("f") + R"(:$LATEST",")" + bus + R"("],"detail":{"version":"1.0",)") != std::string::npos);
  CHECK(body.find(R"("requestPayload":1.10,)") != std::string::npos);
}

}  // namespace
}  // namespace cloche::lambda
