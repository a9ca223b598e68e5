#include "fakes/events/test_account.h"

namespace cloche::events {
namespace {

TEST_CASE("the default bus is always there") {
  TestAccount events;
  const Json bus = events.call("DescribeEventBus");
  CHECK(bus == Json{{"Name", "default"}, {"Arn", "arn:aws:events:us-east-1:000000000000:event-bus/default"}});
  CHECK(events.call("ListEventBuses")["EventBuses"].size() == 1);
  CHECK(events.error("DeleteEventBus", {{"Name", "default"}}).message == "Cannot delete event bus default.");
  CHECK(events.error("CreateEventBus", {{"Name", "default"}}).message == "Event bus default already exists.");
}

TEST_CASE("a bus is created, described, updated and deleted") {
  TestAccount events;
  const Json created =
      events.call("CreateEventBus",
                  {{"Name", "orders"}, {"Description", "d"}, {"Tags", {{{"Key", "a"}, {"Value", "b"}}}}});
  const std::string arn = "arn:aws:events:us-east-1:000000000000:event-bus/orders";
  CHECK(created == Json{{"EventBusArn", arn}, {"Description", "d"}});
  CHECK(events.call("ListTagsForResource", {{"ResourceARN", arn}})["Tags"] ==
        Json{{{"Key", "a"}, {"Value", "b"}}});
  const Json bus = events.call("DescribeEventBus", {{"Name", arn}});
  CHECK(bus["Name"] == "orders");
  CHECK(bus["Description"] == "d");
  CHECK(bus["CreationTime"] == to_millis(events.wall));
  CHECK(events.call("UpdateEventBus", {{"Name", "orders"}, {"Description", "e"}})["Description"] == "e");
  CHECK(events.error("CreateEventBus", {{"Name", "orders"}}).code == "ResourceAlreadyExistsException");
  CHECK(events.error("CreateEventBus", {{"Name", "a/b"}}).message == "Event bus name must not contain '/'.");
  events.rule("r", all_events, queue, Json::object(), "orders");
  CHECK(events.error("DeleteEventBus", {{"Name", "orders"}}).message ==
        "EventBus can't be deleted since it has rules.");
  events.call("RemoveTargets", {{"Rule", "r"}, {"EventBusName", "orders"}, {"Ids", {"t"}}});
  events.call("DeleteRule", {{"Name", "r"}, {"EventBusName", "orders"}});
  events.call("DeleteEventBus", {{"Name", "orders"}});
  events.call("DeleteEventBus", {{"Name", "orders"}});
  const ApiError gone = events.error("DescribeEventBus", {{"Name", "orders"}});
  CHECK(gone.code == "ResourceNotFoundException");
  CHECK(gone.message == "Event bus orders does not exist.");
}

TEST_CASE("buses are listed by name, the default bus among them, in pages and by prefix") {
  TestAccount events;
  for (const char* name : {"z", "a", "d"}) events.call("CreateEventBus", {{"Name", name}});
  const auto names = [&](const Json& request) {
    std::vector<std::string> names;
    const Json answer = events.call("ListEventBuses", request);
    for (const Json& bus : answer["EventBuses"]) names.push_back(bus["Name"]);
    return names;
  };
  using Names = std::vector<std::string>;
  CHECK(names(Json::object()) == Names{"a", "d", "default", "z"});
  CHECK(names({{"NamePrefix", "d"}}) == Names{"d", "default"});
  const Json page = events.call("ListEventBuses", {{"Limit", 2}});
  CHECK(page["EventBuses"].size() == 2);
  CHECK(names({{"NextToken", page["NextToken"]}}) == Names{"default", "z"});
}

TEST_CASE("permissions are kept as a policy") {
  TestAccount events;
  const auto policy = [&] {
    return Json::parse(events.call("DescribeEventBus")["Policy"].get<std::string>());
  };
  CHECK(events.error("RemovePermission", {{"StatementId", "s"}}).message ==
        "EventBus does not have a policy.");
  events.call("PutPermission",
              {{"Action", "events:PutEvents"}, {"Principal", "123456789012"}, {"StatementId", "s"}});
  events.call("PutPermission",
              {{"Action", "events:PutEvents"},
               {"Principal", "*"},
               {"StatementId", "o"},
               {"Condition", {{"Type", "StringEquals"}, {"Key", "aws:PrincipalOrgID"}, {"Value", "o-1"}}}});
  CHECK(policy()["Statement"][0] ==
        Json{{"Sid", "s"},
             {"Effect", "Allow"},
             {"Principal", {{"AWS", "arn:aws:iam::123456789012:root"}}},
             {"Action", "events:PutEvents"},
             {"Resource", "arn:aws:events:us-east-1:000000000000:event-bus/default"}});
  CHECK(policy()["Statement"][1]["Condition"] == Json{{"StringEquals", {{"aws:PrincipalOrgID", "o-1"}}}});
  CHECK(events.error("RemovePermission", {{"StatementId", "x"}}).message ==
        "Statement with the provided id does not exist.");
  events.call("RemovePermission", {{"StatementId", "s"}});
  CHECK(policy()["Statement"].size() == 1);
  events.call("RemovePermission", {{"RemoveAllPermissions", true}});
  CHECK(!events.call("DescribeEventBus").contains("Policy"));
  CHECK(
      events.error("PutPermission", {{"Action", "events:PutRule"}, {"Principal", "*"}, {"StatementId", "s"}})
          .message == "Provided value in parameter 'action' is not supported.");
  CHECK(events.error("PutPermission", {{"EventBusName", "none"}, {"Policy", "{}"}}).code ==
        "ResourceNotFoundException");
}

}  // namespace
}  // namespace cloche::events
