#include "fakes/logs/delivered.h"

#include "fakes/logs/service.h"
#include "fakes/wire/operation_test.h"

namespace cloche::logs {
namespace {

struct Delivered : wire::OperationTest {
  Delivered() : OperationTest({&definition()}) {
    call("CreateLogGroup", {{"logGroupName", "/aws/events/all"}});
  }

  const std::string arn = "arn:aws:logs:us-east-1:000000000000:log-group:/aws/events/all";
  void deliver(const std::string& target, const std::string& body) {
    account.transact([&] {
      receive_delivery(account,
                       {.target = target, .sender = "events.amazonaws.com", .source = "rule", .body = body});
    });
  }
  Json events() { return call("FilterLogEvents", {{"logGroupName", "/aws/events/all"}})["events"]; }
};

TEST_CASE_FIXTURE(Delivered,
                  "an event that is sent to a group is written as it is, whichever form its ARN has") {
  deliver(arn, R"({"id":"1"})");
  deliver(arn + ":*", R"({"id":"2"})");
  const Json found = events();
  REQUIRE(found.size() == 2);
  CHECK(found[0]["timestamp"] == to_millis(wall));
  for (const Json& event : found) {
    CHECK((event["message"] == R"({"id":"1"})" || event["message"] == R"({"id":"2"})"));
  }
}

TEST_CASE_FIXTURE(Delivered, "an input transformer says the time and the message") {
  deliver(arn, R"({"timestamp":"2026-01-05T08:00:00Z","message":"Order placed"})");
  deliver(arn, R"({"timestamp":"soon","message":"Order placed"})");
  const Json found = events();
  REQUIRE(found.size() == 2);
  CHECK(found[0]["message"] == "Order placed");
  CHECK(found[0]["timestamp"] == to_millis(*parse_iso8601("2026-01-05T08:00:00Z")));
  CHECK(found[1]["message"] == R"({"timestamp":"soon","message":"Order placed"})");
}

TEST_CASE_FIXTURE(Delivered, "a group that is not there takes nothing") {
  for (const std::string& target :
       {arn + "x", std::string("arn:aws:logs:eu-west-1:000000000000:log-group:/aws/events/all")}) {
    try {
      deliver(target, "{}");
      FAIL(target);
    } catch (const ApiError& error) {
      CHECK(error.code == "ResourceNotFoundException");
    }
  }
  CHECK(events().empty());
}

}  // namespace
}  // namespace cloche::logs
