#include "fakes/events/test_account.h"

namespace cloche::events {
namespace {

TEST_CASE("a rule is put and described") {
  TestAccount events;
  const Json put = events.call("PutRule", {{"Name", "r"},
                                           {"EventPattern", all_events},
                                           {"Description", "d"},
                                           {"RoleArn", "arn:aws:iam::000000000000:role/x"}});
  CHECK(put["RuleArn"] == "arn:aws:events:us-east-1:000000000000:rule/r");
  CHECK(events.call("DescribeRule", {{"Name", "r"}}) == Json{{"Name", "r"},
                                                             {"Arn", put["RuleArn"]},
                                                             {"EventPattern", all_events},
                                                             {"State", "ENABLED"},
                                                             {"Description", "d"},
                                                             {"RoleArn", "arn:aws:iam::000000000000:role/x"},
                                                             {"EventBusName", "default"},
                                                             {"CreatedBy", "000000000000"}});
  events.call("CreateEventBus", {{"Name", "orders"}});
  CHECK(events.call("PutRule",
                    {{"Name", "r"}, {"EventBusName", "orders"}, {"EventPattern", all_events}})["RuleArn"] ==
        "arn:aws:events:us-east-1:000000000000:rule/orders/r");
}

TEST_CASE("a rule that is put again is replaced, but for its tags") {
  TestAccount events;
  const Json tags = Json::array({{{"Key", "a"}, {"Value", "1"}}});
  events.call("PutRule", {{"Name", "r"},
                          {"EventPattern", all_events},
                          {"Description", "d"},
                          {"State", "DISABLED"},
                          {"Tags", tags}});
  const std::string arn = events.call("PutRule", {{"Name", "r"},
                                                  {"ScheduleExpression", "rate(1 day)"},
                                                  {"Tags", {{{"Key", "b"}, {"Value", "1"}}}}})["RuleArn"];
  const Json rule = events.call("DescribeRule", {{"Name", "r"}});
  CHECK(!rule.contains("EventPattern"));
  CHECK(!rule.contains("Description"));
  CHECK(rule["State"] == "ENABLED");
  CHECK(events.call("ListTagsForResource", {{"ResourceARN", arn}})["Tags"] == tags);
}

TEST_CASE("rules that are refused") {
  TestAccount events;
  const auto message = [&](Json request) {
    request["Name"] = request.value("Name", "r");
    return events.error("PutRule", request).message;
  };
  CHECK(message(Json::object()) == "Parameter(s) EventPattern or ScheduleExpression must be specified.");
  CHECK(message({{"ScheduleExpression", "rate(1 minutes)"}}) == "Parameter ScheduleExpression is not valid.");
  CHECK(message({{"EventPattern", all_events}, {"EventBusName", "none"}}) ==
        "Event bus none does not exist.");
  events.call("CreateEventBus", {{"Name", "orders"}});
  CHECK(message({{"ScheduleExpression", "rate(1 day)"}, {"EventBusName", "orders"}}) ==
        "ScheduleExpression is supported only on the default event bus.");
  const ApiError pattern = events.error("PutRule", {{"Name", "r"}, {"EventPattern", R"({"source": "x"})"}});
  CHECK(pattern.code == "InvalidEventPatternException");
  CHECK(pattern.message.starts_with("Event pattern is not valid. Reason: "));
  CHECK(message({{"Name", "a b"}, {"EventPattern", all_events}}) ==
        "1 validation error detected: Value 'a b' at 'name' failed to satisfy constraint: Member must "
        "satisfy regular expression "
        "pattern: [\\.\\-_A-Za-z0-9]+");
}

TEST_CASE("rules are listed by name, in pages and by prefix") {
  TestAccount events;
  for (const char* name : {"b", "a1", "a2"})
    events.call("PutRule", {{"Name", name}, {"EventPattern", all_events}});
  const Json page = events.call("ListRules", {{"Limit", 2}});
  CHECK(page["Rules"][0]["Name"] == "a1");
  CHECK(!page["Rules"][0].contains("CreatedBy"));
  CHECK(events.call("ListRules", {{"NextToken", page["NextToken"]}})["Rules"][0]["Name"] == "b");
  CHECK(events.call("ListRules", {{"NamePrefix", "a"}})["Rules"].size() == 2);
  CHECK(!events.call("ListRules").contains("NextToken"));
  CHECK(events.error("ListRules", {{"EventBusName", "none"}}).message == "Event bus none does not exist.");
}

TEST_CASE("a rule is switched off and on, and deleted once it has no targets") {
  TestAccount events;
  events.rule("r", all_events, queue);
  events.call("DisableRule", {{"Name", "r"}});
  CHECK(events.call("DescribeRule", {{"Name", "r"}})["State"] == "DISABLED");
  events.put("x");
  CHECK(events.bodies(queue).empty());
  events.call("EnableRule", {{"Name", "r"}});
  events.put("x");
  CHECK(events.bodies(queue).size() == 1);
  CHECK(events.error("DeleteRule", {{"Name", "r"}}).message == "Rule can't be deleted since it has targets.");
  events.call("RemoveTargets", {{"Rule", "r"}, {"Ids", {"t"}}});
  events.call("DeleteRule", {{"Name", "r"}});
  events.call("DeleteRule", {{"Name", "r"}});
  for (const char* operation : {"DescribeRule", "EnableRule", "DisableRule"}) {
    CHECK(events.error(operation, {{"Name", "r"}}).message == "Rule r does not exist on EventBus default.");
  }
}

TEST_CASE("tags of a rule") {
  TestAccount events;
  const std::string arn = events.call("PutRule", {{"Name", "r"}, {"EventPattern", all_events}})["RuleArn"];
  events.call("TagResource", {{"ResourceARN", arn},
                              {"Tags", {{{"Key", "b"}, {"Value", "2"}}, {{"Key", "a"}, {"Value", "1"}}}}});
  CHECK(events.call("ListTagsForResource", {{"ResourceARN", arn}})["Tags"] ==
        Json{{{"Key", "a"}, {"Value", "1"}}, {{"Key", "b"}, {"Value", "2"}}});
  events.call("UntagResource", {{"ResourceARN", arn}, {"TagKeys", {"a", "none"}}});
  CHECK(events.call("ListTagsForResource", {{"ResourceARN", arn}})["Tags"].size() == 1);
  CHECK(events.error("TagResource", {{"ResourceARN", arn + "x"}, {"Tags", Json::array()}}).message ==
        "Rule rx does not exist on EventBus default.");
  CHECK(events.error("ListTagsForResource", {{"ResourceARN", "x"}}).code == "ValidationException");
}

}  // namespace
}  // namespace cloche::events
