#include "fakes/dynamodb/settings.h"
#include "fakes/dynamodb/test_account.h"

namespace cloche::dynamodb {
namespace {

Json specification(const std::string& attribute, bool enabled) {
  return {{"TableName", "abc"},
          {"TimeToLiveSpecification", {{"AttributeName", attribute}, {"Enabled", enabled}}}};
}

struct Fixture {
  TestAccount account;
  Fixture() { account.create_table("abc"); }

  std::int64_t seconds_from_now(std::int64_t seconds) { return to_millis(account.now()) / 1000 + seconds; }
  void put(const std::string& id, const Json& until) {
    account.call("PutItem", {{"TableName", "abc"}, {"Item", {{"id", {{"S", id}}}, {"until", until}}}});
  }
  Json number(std::int64_t value) { return {{"N", std::to_string(value)}}; }
  std::int64_t count() { return account.call("DescribeTable", {{"TableName", "abc"}})["Table"]["ItemCount"]; }
  Json described() {
    return account.call("DescribeTimeToLive", {{"TableName", "abc"}})["TimeToLiveDescription"];
  }
};

TEST_CASE_FIXTURE(Fixture, "time to live is switched on and off once, for one attribute") {
  CHECK(described() == Json{{"TimeToLiveStatus", "DISABLED"}});
  CHECK(account.message("UpdateTimeToLive", specification("until", false)) ==
        "TimeToLive is already disabled");
  const Json answer = account.call("UpdateTimeToLive", specification("until", true));
  CHECK(answer["TimeToLiveSpecification"] == Json{{"AttributeName", "until"}, {"Enabled", true}});
  CHECK(described() == Json{{"AttributeName", "until"}, {"TimeToLiveStatus", "ENABLED"}});
  CHECK(account.message("UpdateTimeToLive", specification("until", true)) == "TimeToLive is already enabled");
  CHECK(account.message("UpdateTimeToLive", specification("other", true)) ==
        "TimeToLive is active on a different AttributeName: current AttributeName is until");
  account.call("UpdateTimeToLive", specification("until", false));
  CHECK(described() == Json{{"TimeToLiveStatus", "DISABLED"}});
}

TEST_CASE_FIXTURE(Fixture, "with a delay a switch takes its time, and can't be repeated in it") {
  account.account().transact([&] { set_table_status_delay(account.account(), std::chrono::minutes(1)); });
  account.call("UpdateTimeToLive", specification("until", true));
  CHECK(described()["TimeToLiveStatus"] == "ENABLING");
  CHECK(account.message("UpdateTimeToLive", specification("until", false)) ==
        "Time to live has been modified multiple times within a fixed interval");
  account.advance(std::chrono::minutes(1));
  CHECK(described()["TimeToLiveStatus"] == "ENABLED");
}

TEST_CASE_FIXTURE(Fixture,
                  "items expire on the account's clock, each at its moment, those from before as well") {
  put("early", number(seconds_from_now(60)));
  account.call("UpdateTimeToLive", specification("until", true));
  put("late", number(seconds_from_now(120)));
  put("text", {{"S", std::to_string(seconds_from_now(60))}});
  put("moved", number(seconds_from_now(60)));
  put("moved", number(seconds_from_now(3600)));
  account.advance(std::chrono::seconds(59));
  CHECK(count() == 4);
  account.advance(std::chrono::seconds(1));
  CHECK(count() == 3);
  account.advance(std::chrono::seconds(60));
  CHECK(count() == 2);
  account.advance(std::chrono::hours(1));
  CHECK(count() == 1);
}

TEST_CASE_FIXTURE(Fixture, "a moment more than five years past is ignored") {
  account.call("UpdateTimeToLive", specification("until", true));
  put("ancient", number(seconds_from_now(-6LL * 365 * 24 * 3600)));
  put("old", number(seconds_from_now(-4LL * 365 * 24 * 3600)));
  account.advance(std::chrono::hours(1));
  CHECK(count() == 1);
}

TEST_CASE_FIXTURE(Fixture, "nothing expires once time to live is disabled, or the table is gone") {
  account.call("UpdateTimeToLive", specification("until", true));
  put("a", number(seconds_from_now(60)));
  account.call("UpdateTimeToLive", specification("until", false));
  account.advance(std::chrono::hours(1));
  CHECK(count() == 1);
  account.call("UpdateTimeToLive", specification("until", true));
  account.call("DeleteTable", {{"TableName", "abc"}});
  account.advance(std::chrono::hours(1));
}

TEST_CASE_FIXTURE(Fixture, "what expires leaves the indexes, and a record by the service in the stream") {
  account.create_table("streamed",
                       {{"StreamSpecification", {{"StreamEnabled", true}, {"StreamViewType", "OLD_IMAGE"}}}});
  Json request = specification("until", true);
  request["TableName"] = "streamed";
  account.call("UpdateTimeToLive", request);
  account.call("PutItem", {{"TableName", "streamed"},
                           {"Item", {{"id", {{"S", "1"}}}, {"until", number(seconds_from_now(1))}}}});
  account.advance(std::chrono::seconds(1));
  const Json stream = account.call("ListStreams", {{"TableName", "streamed"}})["Streams"][0]["StreamArn"];
  const Json shard =
      account.call("DescribeStream", {{"StreamArn", stream}})["StreamDescription"]["Shards"][0]["ShardId"];
  const Json iterator = account.call(
      "GetShardIterator", {{"StreamArn", stream}, {"ShardId", shard}, {"ShardIteratorType", "TRIM_HORIZON"}});
  const Json records = account.call("GetRecords", {{"ShardIterator", iterator["ShardIterator"]}})["Records"];
  REQUIRE(records.size() == 2);
  CHECK_FALSE(records[0].contains("userIdentity"));
  CHECK(records[1]["eventName"] == "REMOVE");
  CHECK(records[1]["userIdentity"] == Json{{"PrincipalId", "dynamodb.amazonaws.com"}, {"Type", "Service"}});
}

TEST_CASE("time to live is switched while another change of the table is under way, and both come about") {
  TestAccount account;
  account.create_table("abc");
  account.account().transact([&] { set_table_status_delay(account.account(), std::chrono::seconds(10)); });
  account.call("UpdateTable",
               {{"TableName", "abc"},
                {"StreamSpecification", {{"StreamEnabled", true}, {"StreamViewType", "KEYS_ONLY"}}}});
  account.call(
      "UpdateTimeToLive",
      {{"TableName", "abc"}, {"TimeToLiveSpecification", {{"AttributeName", "ends"}, {"Enabled", true}}}});
  account.advance(std::chrono::seconds(10));
  CHECK(account.call("DescribeTable", {{"TableName", "abc"}})["Table"]["TableStatus"] == "ACTIVE");
  CHECK(account.call("DescribeTimeToLive",
                     {{"TableName", "abc"}})["TimeToLiveDescription"]["TimeToLiveStatus"] == "ENABLED");
}

}  // namespace
}  // namespace cloche::dynamodb
