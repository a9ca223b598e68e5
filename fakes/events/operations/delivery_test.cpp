// What happens between a rule and its targets: inputs, groups, retries, dead letters, other buses.
#include "fakes/events/routing.h"
#include "fakes/events/test_account.h"

namespace cloche::events {
namespace {

using namespace std::chrono_literals;

const std::string dead_letters = queue + "-dead";

struct Deliveries : TestAccount {
  /// A rule whose target is the queue, with a dead-letter queue.
  void rule_with_dead_letters(const Json& policy = Json::object()) {
    rule("r", all_events, queue, {{"DeadLetterConfig", {{"Arn", dead_letters}}}, {"RetryPolicy", policy}});
  }
  std::string attribute(const Delivery& delivery, const char* name) {
    return delivery.attributes.contains(name) ? delivery.attributes[name]["StringValue"].get<std::string>()
                                              : "";
  }
};

TEST_CASE("an event whose detail only its sender takes for JSON is refused, and nothing is sent") {
  Deliveries events;
  events.rule("r", all_events, queue);
  const std::string bus = "arn:aws:events:us-east-1:000000000000:event-bus/default";
  events.account.transact([&] {
    const Delivery delivery{
        .target = bus, .sender = "lambda.amazonaws.com", .source = "", .body = R"({"detail":"\ud83d"})"};
    CHECK_THROWS_AS(receive(events.account, delivery), ApiError);
  });
  events.settle();
  CHECK(events.sent.empty());
}

TEST_CASE("a delivery says who sends and what") {
  Deliveries events;
  events.rule("r", all_events, queue + ".fifo",
              {{"SqsParameters", {{"MessageGroupId", "g"}}}, {"InputPath", "$.detail"}});
  events.put("app", {{"a", 1}});
  events.settle();
  REQUIRE(events.sent.size() == 1);
  const Delivery& delivery = events.sent[0].delivery;
  CHECK(delivery.sender == "events.amazonaws.com");
  CHECK(delivery.source == "arn:aws:events:us-east-1:000000000000:rule/r");
  CHECK(delivery.group_id == "g");
  CHECK(delivery.body == R"({"a":1})");
}

TEST_CASE("a target that is not there is not tried again: the event goes to the dead-letter queue at once") {
  Deliveries events;
  events.rule_with_dead_letters();
  events.put("app");
  events.refusals = {{"AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist."}};
  events.settle();
  REQUIRE(events.sent.size() == 1);
  const Delivery& delivery = events.sent[0].delivery;
  CHECK(delivery.target == dead_letters);
  CHECK(Json::parse(delivery.body)["source"] == "app");
  CHECK(events.attribute(delivery, "ERROR_CODE") == "NO_RESOURCE");
  CHECK(events.attribute(delivery, "ERROR_MESSAGE") == "The specified queue does not exist.");
  CHECK(events.attribute(delivery, "RULE_ARN") == "arn:aws:events:us-east-1:000000000000:rule/r");
  CHECK(events.attribute(delivery, "TARGET_ARN") == queue);
  CHECK(events.attribute(delivery, "RETRY_ATTEMPTS").empty());
}

TEST_CASE("a target that is busy is tried again, later and later") {
  Deliveries events;
  events.rule_with_dead_letters();
  const Time put = events.now();
  events.put("app");
  for (int i = 0; i < 3; ++i) events.refusals.emplace_back("TooManyRequestsException", "Rate Exceeded.");
  events.advance(1h);
  REQUIRE(events.sent.size() == 1);
  CHECK(events.sent[0].delivery.target == queue);
  CHECK(events.sent[0].at == put + 7s);
}

TEST_CASE("retries end with their number, or with the event's age") {
  SUBCASE("number") {
    Deliveries events;
    events.rule_with_dead_letters({{"MaximumRetryAttempts", 2}});
    events.put("app");
    for (int i = 0; i < 3; ++i) events.refusals.emplace_back("ThrottlingException", "slow down");
    events.advance(1h);
    REQUIRE(events.sent.size() == 1);
    CHECK(events.sent[0].delivery.target == dead_letters);
    CHECK(events.attribute(events.sent[0].delivery, "EXHAUSTED_RETRY_CONDITION") == "MaximumRetryAttempts");
    CHECK(events.attribute(events.sent[0].delivery, "RETRY_ATTEMPTS") == "2");
    CHECK(events.attribute(events.sent[0].delivery, "ERROR_CODE") == "THROTTLING");
  }
  SUBCASE("age") {
    Deliveries events;
    events.rule_with_dead_letters({{"MaximumEventAgeInSeconds", 60}});
    const Time put = events.now();
    events.put("app");
    for (int i = 0; i < 6; ++i) events.refusals.emplace_back("ServiceException", "broken");
    events.advance(1h);
    REQUIRE(events.sent.size() == 1);
    CHECK(events.sent[0].delivery.target == dead_letters);
    CHECK(events.sent[0].at == put + 31s);  // the next one would have been after 63 seconds
    CHECK(events.attribute(events.sent[0].delivery, "EXHAUSTED_RETRY_CONDITION") ==
          "MaximumEventAgeInSeconds");
  }
}

TEST_CASE("a bus sends to another, which sends to no third one") {
  Deliveries events;
  const std::string arn = "arn:aws:events:us-east-1:000000000000:event-bus/";
  for (const char* bus : {"b", "c"}) events.call("CreateEventBus", {{"Name", bus}});
  events.rule("to-b", all_events, arn + "b", {{"Input", "{}"}});
  events.rule("to-c", all_events, arn + "c", {{"DeadLetterConfig", {{"Arn", dead_letters}}}}, "b");
  events.rule("in-b", all_events, queue + "b", Json::object(), "b");
  events.rule("in-c", all_events, queue + "c", Json::object(), "c");
  const std::string id = events.put("app");
  const auto in_b = events.bodies(queue + "b");
  REQUIRE(in_b.size() == 1);
  CHECK(Json::parse(in_b[0])["id"] == id);
  CHECK(events.bodies(queue + "c").empty());
  CHECK(events.bodies(dead_letters).size() == 1);
}

TEST_CASE("what a rule did is counted in AWS/Events") {
  Deliveries events;
  events.rule_with_dead_letters();
  events.put("app");
  events.refusals = {{"AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist."}};
  events.put("app");
  events.settle();
  auto row = events.account.database().prepare(
      "SELECT name FROM cloudwatch_metrics WHERE namespace = 'AWS/Events' ORDER BY name");
  std::vector<std::string> names;
  while (row.step()) names.push_back(row.string(0));
  CHECK(names == std::vector<std::string>{"FailedInvocations", "Invocations", "InvocationsSentToDlq",
                                          "MatchedEvents", "TriggeredRules"});
}

TEST_CASE("another service sends an event to a bus") {
  Deliveries events;
  events.rule("r", R"({"source": ["aws.cloudwatch"]})", queue);
  const std::string event = R"({"version":"0","id":"1","source":"aws.cloudwatch","detail":{}})";
  const auto send = [&](const std::string& bus) {
    events.account.transact([&] {
      definition().receive(events.account,
                           {.target = "arn:aws:events:us-east-1:000000000000:event-bus/" + bus,
                            .sender = "cloudwatch.amazonaws.com",
                            .source = "arn:aws:cloudwatch:us-east-1:000000000000:alarm:a",
                            .body = event});
    });
  };
  send("default");
  CHECK(events.bodies(queue) == std::vector<std::string>{event});
  CHECK_THROWS_AS(send("none"), ApiError);
}

}  // namespace
}  // namespace cloche::events
