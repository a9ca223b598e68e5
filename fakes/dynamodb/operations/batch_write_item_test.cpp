#include "fakes/dynamodb/test_account.h"

namespace cloche::dynamodb {
namespace {

Json put(const std::string& id) { return {{"PutRequest", {{"Item", {{"id", {{"S", id}}}}}}}}; }
Json remove(const std::string& id) { return {{"DeleteRequest", {{"Key", {{"id", {{"S", id}}}}}}}}; }
Json requests(const Json& tables) { return {{"RequestItems", tables}}; }

struct Fixture {
  TestAccount account;
  Fixture() {
    account.create_table("abc");
    account.create_table("def");
  }
  std::string message(const Json& tables) { return account.message("BatchWriteItem", requests(tables)); }
  std::int64_t count(const std::string& table) {
    return account.call("DescribeTable", {{"TableName", table}})["Table"]["ItemCount"];
  }
};

TEST_CASE_FIXTURE(Fixture, "puts and deletes of several tables are done together") {
  account.call("BatchWriteItem", requests({{"abc", Json::array({put("1"), put("2")})}}));
  const Json answer = account.call("BatchWriteItem", requests({{"abc", Json::array({remove("1"), put("3")})},
                                                               {"def", Json::array({put("1")})}}));
  CHECK(answer == Json{{"UnprocessedItems", Json::object()}});
  CHECK(count("abc") == 2);
  CHECK(count("def") == 1);
}

TEST_CASE_FIXTURE(Fixture, "one request that is wrong undoes all") {
  CHECK(message({{"abc", Json::array({put("1"), {{"PutRequest", {{"Item", {{"x", {{"S", "1"}}}}}}}}})}}) ==
        "The provided key element does not match the schema");
  CHECK(message({{"abc", Json::array({put("1")})}, {"none", Json::array({put("1")})}}) ==
        "Requested resource not found");
  CHECK(count("abc") == 0);
}

TEST_CASE_FIXTURE(Fixture, "an item may be meant once") {
  CHECK(message({{"abc", Json::array({put("1"), remove("1")})}}) ==
        "Provided list of item keys contains duplicates");
}

TEST_CASE_FIXTURE(Fixture, "there are 25 requests at most, each of one kind") {
  Json many = Json::array();
  for (int i = 0; i < 20; ++i) many.push_back(put(std::to_string(i)));
  CHECK(message({{"abc", many}, {"def", many}}) == "Too many items requested for the BatchWriteItem call");
  CHECK(message({{"abc", Json::array({Json::object()})}}) ==
        "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported "
        "datatypes");
  const Json large{
      {"PutRequest", {{"Item", {{"id", {{"S", "1"}}}, {"v", {{"S", std::string(400 * 1024, 'x')}}}}}}}};
  CHECK(message({{"abc", Json::array({large})}}) == "Item size has exceeded the maximum allowed size");
}

TEST_CASE_FIXTURE(Fixture,
                  "as many of the largest items as a batch may have are less than 16 MB, and all are put") {
  Json largest = Json::array();
  for (int i = 0; i < 25; ++i) {
    Json request = put(std::to_string(i + 10));
    request["PutRequest"]["Item"]["v"] = {{"S", std::string(400 * 1024 - 5, 'x')}};
    largest.push_back(std::move(request));
  }
  CHECK(account.call("BatchWriteItem", requests({{"abc", largest}}))["UnprocessedItems"].empty());
  CHECK(count("abc") == 25);
}

TEST_CASE_FIXTURE(Fixture, "what was consumed is told table by table") {
  Json request = requests({{"abc", Json::array({put("1"), put("2")})}, {"def", Json::array({put("1")})}});
  request["ReturnConsumedCapacity"] = "TOTAL";
  CHECK(account.call("BatchWriteItem", request)["ConsumedCapacity"] ==
        Json::array({{{"TableName", "abc"}, {"CapacityUnits", 2.0}},
                     {{"TableName", "def"}, {"CapacityUnits", 1.0}}}));
}

}  // namespace
}  // namespace cloche::dynamodb
