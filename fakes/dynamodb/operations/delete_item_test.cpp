#include "fakes/dynamodb/test_account.h"

namespace cloche::dynamodb {
namespace {

Json text(const std::string& value) { return {{"S", value}}; }

struct Fixture {
  TestAccount account;
  Fixture() {
    account.create_table("abc");
    account.call("PutItem", {{"TableName", "abc"}, {"Item", {{"id", text("1")}, {"v", text("one")}}}});
  }
  static Json request(const Json& more = Json::object()) {
    Json all{{"TableName", "abc"}, {"Key", {{"id", text("1")}}}};
    all.update(more);
    return all;
  }
};

TEST_CASE_FIXTURE(Fixture, "an item is deleted, and deleting it again is no error") {
  CHECK(account.call("DeleteItem", request({{"ReturnValues", "ALL_OLD"}}))["Attributes"]["v"] == text("one"));
  CHECK(account.call("DeleteItem", request({{"ReturnValues", "ALL_OLD"}})).empty());
  CHECK(account.call("DescribeTable", {{"TableName", "abc"}})["Table"]["ItemCount"] == 0);
}

TEST_CASE_FIXTURE(Fixture, "a condition decides") {
  const ApiError error = account.error(
      "DeleteItem",
      request({{"ConditionExpression", "v = :v"}, {"ExpressionAttributeValues", {{":v", text("two")}}}}));
  CHECK(error.code == "ConditionalCheckFailedException");
  CHECK(account.call("DescribeTable", {{"TableName", "abc"}})["Table"]["ItemCount"] == 1);
}

TEST_CASE_FIXTURE(Fixture, "the key has to be the table's") {
  CHECK(account.message("DeleteItem", {{"TableName", "abc"}, {"Key", {{"id", {{"N", "1"}}}}}}) ==
        "The provided key element does not match the schema");
  CHECK(account.message("DeleteItem", request({{"ReturnValues", "UPDATED_NEW"}})) ==
        "ReturnValues can only be ALL_OLD or NONE");
}

}  // namespace
}  // namespace cloche::dynamodb
