#include "fakes/core/clock_set_back.h"
#include "fakes/events/rule_schedule.h"
#include "fakes/events/test_account.h"

namespace cloche::events {
namespace {

using namespace std::chrono_literals;

std::vector<Time> times(TestAccount& events) {
  std::vector<Time> times;
  for (const auto& each : events.sent) times.push_back(each.at);
  events.sent.clear();
  return times;
}

TEST_CASE("a scheduled event says which rule it is of") {
  TestAccount events;
  events.rule("tick", "rate(5 minutes)", queue);
  events.advance(5min);
  REQUIRE(events.sent.size() == 1);
  const std::string& body = events.sent[0].delivery.body;
  const std::string id = Json::parse(body)["id"];
  CHECK(
      body ==
      R"({"version":"0","id":")" + id +
          R"(","detail-type":"Scheduled Event","source":"aws.events","account":"000000000000","time":"2026-01-05T09:05:00Z","region":"us-east-1","resources":["arn:aws:events:us-east-1:000000000000:rule/tick"],"detail":{}})");
}

TEST_CASE("a week fires each time, in order") {
  TestAccount events;
  events.rule("hourly", "rate(1 hour)", queue);
  events.rule("nightly", "cron(30 3 * * ? *)", queue, {{"Input", "\"night\""}});
  events.advance(7 * 24h);
  CHECK(std::ranges::is_sorted(events.sent, {}, [](const auto& each) { return each.at; }));
  const auto nights =
      std::ranges::count_if(events.sent, [](const auto& each) { return each.delivery.body == "\"night\""; });
  CHECK(nights == 7);
  CHECK(events.sent.size() == 7 * 24 + 7);
}

TEST_CASE("when the clock has been set back, schedules go on from there") {
  TestAccount events;
  events.advance(300 * 24h);
  events.rule("tick", "rate(1 hour)", queue);
  events.rule("nightly", "cron(30 3 * * ? *)", queue);
  events.rule("off", "rate(1 minute)", queue);
  events.call("DisableRule", {{"Name", "off"}});
  const auto set_back = [&](Duration by) {
    events.account.transact([&] {
      events.account.clock().set(events.now() - by);
      set_timers_anew(events.account, clock_set_back_payload(by));
    });
    return events.now();
  };
  const Time then = set_back(300 * 24h);  // 09:00, before the rules were made
  events.advance(20h);
  const auto fired = times(events);
  CHECK(fired.size() == 21);
  CHECK(fired.front() == then + 1h);
  CHECK(std::ranges::find(fired, then + 18h + 30min) != fired.end());
  const Time later = set_back(90min);  // to the middle of an hour, while they are there
  events.advance(1h);
  CHECK(times(events) == std::vector<Time>{later + 30min});
}

TEST_CASE("a rule that is disabled, deleted or changed fires no more as it did") {
  TestAccount events;
  events.rule("tick", "rate(1 hour)", queue);
  events.advance(30min);
  events.call("DisableRule", {{"Name", "tick"}});
  events.advance(2h);
  CHECK(events.sent.empty());
  events.call("EnableRule", {{"Name", "tick"}});
  const Time enabled = events.now();
  events.advance(90min);
  CHECK(times(events) == std::vector<Time>{enabled + 1h});
  events.call("PutRule",
              {{"Name", "tick"}, {"ScheduleExpression", "rate(1 hour)"}, {"Description", "the same"}});
  events.advance(30min);
  CHECK(times(events) == std::vector<Time>{enabled + 2h});
  events.call("PutRule", {{"Name", "tick"}, {"ScheduleExpression", "rate(2 hours)"}});
  const Time changed = events.now();
  events.advance(3h);
  CHECK(times(events) == std::vector<Time>{changed + 2h});
  events.call("RemoveTargets", {{"Rule", "tick"}, {"Ids", {"t"}}});
  events.call("DeleteRule", {{"Name", "tick"}});
  events.advance(24h);
  CHECK(events.sent.empty());
}

TEST_CASE("what was missed while nobody looked is not made up for") {
  TestAccount events;
  events.rule("tick", "rate(1 hour)", queue);
  events.account.transact([&] { events.account.clock().set(events.now() + 10h + 1min); });
  events.advance(1h);
  CHECK(times(events).size() == 2);  // the one that was due, and the next
}

TEST_CASE("a rule with a pattern and a schedule does both") {
  TestAccount events;
  events.call("PutRule",
              {{"Name", "both"}, {"EventPattern", all_events}, {"ScheduleExpression", "rate(1 day)"}});
  events.call("PutTargets", {{"Rule", "both"}, {"Targets", {{{"Id", "t"}, {"Arn", queue}}}}});
  events.put("app");
  events.advance(24h);
  CHECK(events.bodies(queue).size() == 2);
}

}  // namespace
}  // namespace cloche::events
