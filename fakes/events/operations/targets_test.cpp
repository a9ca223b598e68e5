#include "fakes/events/test_account.h"

namespace cloche::events {
namespace {

struct Targets : TestAccount {
  Targets() { call("PutRule", {{"Name", "r"}, {"EventPattern", all_events}}); }
  Json request(Json target) {
    target["Id"] = target.value("Id", "t");
    target["Arn"] = target.value("Arn", queue);
    return {{"Rule", "r"}, {"Targets", {target}}};
  }
  std::string message(const Json& target) { return error("PutTargets", request(target)).message; }
};

TEST_CASE("targets are put, replaced, listed and removed") {
  Targets events;
  CHECK(events.call("PutTargets", events.request({{"Id", "b"}, {"Input", "1"}})) ==
        Json{{"FailedEntryCount", 0}, {"FailedEntries", Json::array()}});
  events.call("PutTargets", events.request({{"Id", "b"}, {"Input", "2"}}));
  events.call("PutTargets", events.request({{"Id", "a"}}));
  const Json targets = events.call("ListTargetsByRule", {{"Rule", "r"}})["Targets"];
  CHECK(targets == Json{{{"Id", "a"}, {"Arn", queue}}, {{"Id", "b"}, {"Arn", queue}, {"Input", "2"}}});
  const Json page = events.call("ListTargetsByRule", {{"Rule", "r"}, {"Limit", 1}});
  CHECK(events.call("ListTargetsByRule",
                    {{"Rule", "r"}, {"NextToken", page["NextToken"]}})["Targets"][0]["Id"] == "b");
  const Json removed = events.call("RemoveTargets", {{"Rule", "r"}, {"Ids", {"a", "x"}}});
  CHECK(removed["FailedEntryCount"] == 1);
  CHECK(removed["FailedEntries"][0]["TargetId"] == "x");
  CHECK(events.call("ListTargetsByRule", {{"Rule", "r"}})["Targets"].size() == 1);
  CHECK(events.error("ListTargetsByRule", {{"Rule", "none"}}).message ==
        "Rule none does not exist on EventBus default.");
}

TEST_CASE("the rules of a target") {
  Targets events;
  events.rule("s", all_events, queue);
  events.call("PutTargets", events.request(Json::object()));
  events.call("PutTargets", events.request({{"Id", "u"}}));
  CHECK(events.call("ListRuleNamesByTarget", {{"TargetArn", queue}})["RuleNames"] == Json{"r", "s"});
  CHECK(events.call("ListRuleNamesByTarget", {{"TargetArn", queue + "x"}})["RuleNames"].empty());
}

TEST_CASE("a rule has five targets") {
  Targets events;
  for (const char* id : {"1", "2", "3", "4", "5"}) events.call("PutTargets", events.request({{"Id", id}}));
  events.call("PutTargets", events.request({{"Id", "5"}}));
  const ApiError error = events.error("PutTargets", events.request({{"Id", "6"}}));
  CHECK(error.code == "LimitExceededException");
  CHECK(error.message == "The requested resource exceeds the maximum number allowed.");
  CHECK(events.call("ListTargetsByRule", {{"Rule", "r"}})["Targets"].size() == 5);
}

TEST_CASE("targets that are refused") {
  Targets events;
  CHECK(events.message({{"Arn", "x"}}) ==
        "Parameter x is not valid. Reason: Provided Arn is not in correct format.");
  CHECK(events.message({{"Arn", queue + ".fifo"}}) ==
        "Parameter(s) SqsParameters must be specified for target: t.");
  events.call("PutTargets",
              events.request({{"Arn", queue + ".fifo"}, {"SqsParameters", {{"MessageGroupId", "g"}}}}));
  CHECK(events.message({{"Arn", "arn:aws:kinesis:us-east-1:000000000000:stream/s"}}) ==
        "RoleArn is required for target t.");
  CHECK(events.message({{"Arn", "arn:aws:rds:us-east-1:000000000000:db:d"}}) ==
        "Parameter arn:aws:rds:us-east-1:000000000000:db:d is not valid. Reason: rds is not a supported "
        "service for a target.");
  CHECK(events.message({{"Arn", "arn:aws:events:us-west-2:000000000000:event-bus/b"}}) ==
        "RoleArn is required for target t.");
  CHECK(events.message({{"Input", "x"}}) == "Input for target t is not a valid JSON text.");
}

TEST_CASE("a log group is sent events, be it named by an ARN that ends in :* or not") {
  Targets events;
  const std::string group = "arn:aws:logs:us-east-1:000000000000:log-group:/aws/events/all:*";
  events.call("PutTargets", events.request({{"Arn", group}}));
  CHECK(events.unsupported.reported.empty());
  events.put("x");
  CHECK(events.bodies(group).size() == 1);
}

TEST_CASE("a target that nothing can be sent to is kept, and said") {
  Targets events;
  const std::string group = "arn:aws:ssm:us-east-1:000000000000:document/d";
  events.call("PutTargets", events.request({{"Arn", group}}));
  CHECK(events.unsupported.reported ==
        std::vector<std::string>{"PutTargets: events are not sent to " + group});
  events.put("x");
  CHECK(events.bodies(group).empty());
}

}  // namespace
}  // namespace cloche::events
