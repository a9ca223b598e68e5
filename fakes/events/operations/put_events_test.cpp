#include "fakes/events/test_account.h"

namespace cloche::events {
namespace {

TEST_CASE("an event is written as EventBridge writes it") {
  TestAccount events;
  events.rule("r", all_events, queue);
  const Json answer =
      events.call("PutEvents", {{"Entries",
                                 {{{"Source", "app"},
                                   {"DetailType", "t"},
                                   {"Detail", R"({ "b": 1, "a": [2] })"},
                                   {"Resources", {"r1"}},
                                   {"Time", to_millis(*parse_iso8601("2020-02-03T04:05:06.789Z"))}}}}});
  const std::string id = answer["Entries"][0]["EventId"];
  CHECK(id.size() == 36);
  CHECK(
      events.bodies(queue) ==
      std::vector<std::string>{
          R"({"version":"0","id":")" + id +
          R"(","detail-type":"t","source":"app","account":"000000000000","time":"2020-02-03T04:05:06Z","region":"us-east-1","resources":["r1"],"detail":{"b":1,"a":[2]}})"});
}

TEST_CASE("an event goes to each rule that matches, on its bus alone") {
  TestAccount events;
  events.call("CreateEventBus", {{"Name", "orders"}});
  events.rule("a", R"({"source": ["app"], "detail": {"n": [{"numeric": [">", 5]}]}})", queue + "1");
  events.rule("b", R"({"source": ["app"]})", queue + "2");
  events.rule("c", R"({"source": ["app"]})", queue + "3", Json::object(), "orders");
  events.put("app", {{"n", 3}});
  events.put("app", {{"n", 6}});
  events.put("app", {{"n", 7}}, {{"EventBusName", "orders"}});
  events.put("app", {{"n", 8}}, {{"EventBusName", "arn:aws:events:us-east-1:000000000000:event-bus/orders"}});
  CHECK(events.bodies(queue + "1").size() == 1);
  CHECK(events.bodies(queue + "2").size() == 2);
  CHECK(events.bodies(queue + "3").size() == 2);
}

TEST_CASE("an event for a bus that is not there goes nowhere") {
  TestAccount events;
  events.put("app", Json::object(), {{"EventBusName", "none"}});
  events.settle();
  CHECK(events.sent.empty());
}

TEST_CASE("entries are refused one by one") {
  TestAccount events;
  events.rule("r", all_events, queue);
  const Json good{{"Source", "app"}, {"DetailType", "t"}, {"Detail", "{}"}};
  const auto without = [&](const char* member) {
    Json entry = good;
    entry.erase(member);
    return entry;
  };
  const auto with = [&](const char* member, const char* value) {
    Json entry = good;
    entry[member] = value;
    return entry;
  };
  const Json answer = events.call(
      "PutEvents", {{"Entries",
                     {without("Source"), without("DetailType"), without("Detail"), with("Detail", "{"),
                      with("Detail", "[1]"), with("Source", "aws.ec2"), with("Source", ""), good}}});
  CHECK(answer["FailedEntryCount"] == 7);
  const Json& entries = answer["Entries"];
  const auto refused = [](const char* code, const char* message) {
    return Json{{"ErrorCode", code}, {"ErrorMessage", message}};
  };
  CHECK(entries[0] ==
        refused("InvalidArgument", "Parameter Source is not valid. Reason: Source is a required argument."));
  CHECK(entries[1] ==
        refused("InvalidArgument",
                "Parameter DetailType is not valid. Reason: DetailType is a required argument."));
  CHECK(entries[2] ==
        refused("InvalidArgument", "Parameter Detail is not valid. Reason: Detail is a required argument."));
  CHECK(entries[3] == refused("MalformedDetail", "Detail is malformed."));
  CHECK(entries[4] == entries[3]);
  CHECK(entries[5] == refused("NotAuthorizedForSourceException", "Not authorized for the source."));
  CHECK(entries[6] == entries[0]);
  CHECK(entries[7].contains("EventId"));
  CHECK(events.bodies(queue).size() == 1);
}

TEST_CASE("a request holds ten entries, and 1 MiB") {
  TestAccount events;
  Json entries = Json::array();
  for (int i = 0; i < 11; ++i) entries.push_back({{"Source", "app"}, {"DetailType", "t"}, {"Detail", "{}"}});
  CHECK(events.error("PutEvents", {{"Entries", entries}})
            .message.ends_with("Member must have length less than or equal to 10"));
  CHECK(events.error("PutEvents", {{"Entries", Json::array()}})
            .message.ends_with("Member must have length greater than or equal to 1"));
  const auto size = [&](std::size_t bytes) {
    return Json{{"Entries",
                 {{{"Source", "app"},
                   {"DetailType", "t"},
                   {"Detail", "{\"a\":\"" + std::string(bytes - 12, 'x') + "\"}"}}}}};
  };
  CHECK(events.call("PutEvents", size(1024 * 1024))["FailedEntryCount"] == 0);
  const ApiError error = events.error("PutEvents", size(1024 * 1024 + 1));
  CHECK(error.code == "ValidationException");
  CHECK(error.message == "Total size of the entries in the request is over the limit.");
}

TEST_CASE("a pattern is tried on an event") {
  TestAccount events;
  const char* const event =
      R"({"id": "1", "account": "1", "source": "app", "time": "2026-01-05T09:00:00Z", "region": "r", "resources": [], "detail-type": "t", "detail": {"a": 1}})";
  CHECK(events.call("TestEventPattern",
                    {{"EventPattern", R"({"detail": {"a": [1]}})"}, {"Event", event}})["Result"] == true);
  CHECK(events.call("TestEventPattern",
                    {{"EventPattern", R"({"detail": {"a": [2]}})"}, {"Event", event}})["Result"] == false);
  CHECK(events.error("TestEventPattern", {{"EventPattern", "{"}, {"Event", event}}).code ==
        "InvalidEventPatternException");
  CHECK(events.error("TestEventPattern", {{"EventPattern", all_events}, {"Event", "{}"}}).code ==
        "ValidationException");
}

}  // namespace
}  // namespace cloche::events
