#include "fakes/dynamodb/test_account.h"

namespace cloche::dynamodb {
namespace {

const std::string invalid = "One or more parameter values were invalid: ";

Json text(const std::string& value) { return {{"S", value}}; }

struct Fixture {
  TestAccount account;
  Fixture() { account.create_table("abc"); }

  Json put(const Json& item, const Json& more = Json::object()) {
    Json request{{"TableName", "abc"}, {"Item", item}};
    request.update(more);
    return account.call("PutItem", request);
  }
  ApiError error(const Json& item, const Json& more = Json::object()) {
    Json request{{"TableName", "abc"}, {"Item", item}};
    request.update(more);
    return account.error("PutItem", request);
  }
};

// With a local index by c and a global one by d, both strings.
Json indexed() {
  const auto attribute = [](const char* name) {
    return Json{{"AttributeName", name}, {"AttributeType", "S"}};
  };
  const auto key = [](const char* name, const char* type) {
    return Json{{"AttributeName", name}, {"KeyType", type}};
  };
  const Json all{{"ProjectionType", "ALL"}};
  return {
      {"AttributeDefinitions", {attribute("a"), attribute("b"), attribute("c"), attribute("d")}},
      {"KeySchema", {key("a", "HASH"), key("b", "RANGE")}},
      {"LocalSecondaryIndexes",
       {{{"IndexName", "byC"}, {"KeySchema", {key("a", "HASH"), key("c", "RANGE")}}, {"Projection", all}}}},
      {"GlobalSecondaryIndexes",
       {{{"IndexName", "byD"}, {"KeySchema", Json::array({key("d", "HASH")})}, {"Projection", all}}}}};
}

TEST_CASE_FIXTURE(Fixture, "an item is put, and replaces what was there") {
  CHECK(put({{"id", text("1")}, {"v", text("one")}}).empty());
  CHECK(put({{"id", text("1")}, {"w", text("two")}}, {{"ReturnValues", "ALL_OLD"}})["Attributes"] ==
        Json{{"id", text("1")}, {"v", text("one")}});
  CHECK_FALSE(put({{"id", text("2")}}, {{"ReturnValues", "ALL_OLD"}}).contains("Attributes"));
  const Json table = account.call("DescribeTable", {{"TableName", "abc"}})["Table"];
  CHECK(table["ItemCount"] == 2);
  CHECK(table["TableSizeBytes"] == 3 + 4 + 3);
}

TEST_CASE_FIXTURE(Fixture, "numbers come back in their plain form") {
  put({{"id", text("1")}, {"n", {{"N", "1.50e2"}}}});
  CHECK(put({{"id", text("1")}}, {{"ReturnValues", "ALL_OLD"}})["Attributes"]["n"] == Json{{"N", "150"}});
}

TEST_CASE_FIXTURE(Fixture, "a condition decides, and its failure can show the item") {
  const Json condition{{"ConditionExpression", "attribute_not_exists(id)"}};
  put({{"id", text("1")}}, condition);
  const ApiError plain = error({{"id", text("1")}}, condition);
  CHECK(plain.code == "ConditionalCheckFailedException");
  CHECK(plain.message == "The conditional request failed");
  CHECK(plain.members.is_null());
  Json showing = condition;
  showing["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD";
  const ApiError shown = error({{"id", text("1")}}, showing);
  CHECK(without_fragments(shown.members) == Json{{"Item", {{"id", text("1")}}}});
}

TEST_CASE_FIXTURE(Fixture, "Expected is a condition too") {
  put({{"id", text("1")}, {"v", text("one")}});
  const auto expect = [](const Json& expected) { return Json{{"Expected", {{"v", expected}}}}; };
  put({{"id", text("1")}, {"v", text("two")}}, expect({{"Value", text("one")}}));
  CHECK(error({{"id", text("1")}}, expect({{"Value", text("one")}})).code ==
        "ConditionalCheckFailedException");
  CHECK(error({{"id", text("1")}}, expect({{"Exists", false}})).code == "ConditionalCheckFailedException");
}

TEST_CASE_FIXTURE(Fixture,
                  "checks come in the service's order: parameters, values, ReturnValues, size, table, key") {
  const Json both{{"ConditionExpression", ""}, {"Expected", Json::object()}, {"ReturnValues", "ALL_NEW"}};
  CHECK(error({{"id", Json::object()}}, both).message ==
        "Can not use both expression and non-expression parameters in the same request: Non-expression "
        "parameters: "
        "{Expected} Expression parameters: {ConditionExpression}");
  CHECK(error({{"id", text("1")}}, {{"ExpressionAttributeNames", {{"#a", "a"}}}}).message ==
        "ExpressionAttributeNames can only be specified when using expressions");
  CHECK(
      error({{"id", text("1")}}, {{"ExpressionAttributeValues", {{":a", text("a")}}}}).message ==
      "ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null");
  CHECK(error({{"id", Json::object()}}, {{"ReturnValues", "ALL_NEW"}}).message ==
        "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
  const Json large{{"id", text("1")}, {"v", text(std::string(400 * 1024, 'x'))}};
  CHECK(error(large, {{"ReturnValues", "ALL_NEW"}}).message == "ReturnValues can only be ALL_OLD or NONE");
  CHECK(error(large, {{"TableName", "none"}}).message == "Item size has exceeded the maximum allowed size");
  const ApiError missing = error({{"x", text("1")}}, {{"TableName", "none"}});
  CHECK(missing.code == "ResourceNotFoundException");
  CHECK(missing.message == "Requested resource not found");
  CHECK(error({{"x", text("1")}}, {{"TableName", "abc;"}}).message ==
        "1 validation error detected: Value 'abc;' at 'tableName' failed to satisfy constraint: Member must "
        "satisfy regular "
        "expression pattern: [a-zA-Z0-9_.-]+");
  CHECK(error({{"x", text("1")}}).message == invalid + "Missing the key id in the item");
  CHECK(error({{"id", {{"N", "1"}}}}).message == invalid + "Type mismatch for key id expected: S actual: N");
}

TEST_CASE_FIXTURE(Fixture, "an item may be of 400 KB") {
  put({{"id", text("1")}, {"v", text(std::string(400 * 1024 - 4, 'x'))}});
  CHECK(error({{"id", text("1")}, {"v", text(std::string(400 * 1024 - 3, 'x'))}}).message ==
        "Item size has exceeded the maximum allowed size");
}

TEST_CASE("the keys of indexes have their types, and may be missing") {
  TestAccount account;
  account.create_table("abc", indexed());
  const auto put = [&](const Json& more) {
    Json item{{"a", text("1")}, {"b", text("1")}};
    item.update(more);
    return Json{{"TableName", "abc"}, {"Item", item}};
  };
  account.call("PutItem", put(Json::object()));
  CHECK(account.message("PutItem", put({{"c", {{"N", "1"}}}})) ==
        invalid + "Type mismatch for Index Key c Expected: S Actual: N IndexName: byC");
  account.call("PutItem", put({{"c", text("x")}, {"d", text("y")}}));
  const Json table = account.call("DescribeTable", {{"TableName", "abc"}})["Table"];
  CHECK(table["LocalSecondaryIndexes"][0]["ItemCount"] == 1);
  CHECK(table["GlobalSecondaryIndexes"][0]["ItemCount"] == 1);
  account.call("PutItem", put({{"d", text("z")}}));
  const Json later = account.call("DescribeTable", {{"TableName", "abc"}})["Table"];
  CHECK(later["LocalSecondaryIndexes"][0]["ItemCount"] == 0);
  CHECK(later["GlobalSecondaryIndexes"][0]["ItemCount"] == 1);
  CHECK(later["GlobalSecondaryIndexes"][0]["IndexSizeBytes"] == 6);
}

TEST_CASE("a table with a local index tells the size of the item's collection") {
  TestAccount account;
  account.create_table("abc", indexed());
  account.create_table("plain");
  Json request{{"TableName", "abc"},
               {"Item", {{"a", text("1")}, {"b", text("1")}}},
               {"ReturnItemCollectionMetrics", "SIZE"}};
  CHECK(account.call("PutItem", request)["ItemCollectionMetrics"] ==
        Json{{"ItemCollectionKey", {{"a", text("1")}}}, {"SizeEstimateRangeGB", {0.0, 1.0}}});
  request["TableName"] = "plain";
  request["Item"] = {{"id", text("1")}};
  CHECK_FALSE(account.call("PutItem", request).contains("ItemCollectionMetrics"));
}

TEST_CASE(
    "a write consumes a unit for each KB of the larger item, before or after, and of each index that it "
    "changes") {
  TestAccount account;
  account.create_table("abc", indexed());
  const auto put = [&](const Json& more, const char* detail) {
    Json item{{"a", text("1")}, {"b", text("1")}};
    item.update(more);
    return account.call("PutItem",
                        {{"TableName", "abc"}, {"Item", item}, {"ReturnConsumedCapacity", detail}});
  };
  CHECK(put({{"v", text(std::string(1500, 'x'))}}, "TOTAL")["ConsumedCapacity"] ==
        Json{{"TableName", "abc"}, {"CapacityUnits", 2.0}});
  CHECK(put(Json::object(), "TOTAL")["ConsumedCapacity"]["CapacityUnits"] == 2.0);
  const Json indexes = put({{"d", text("y")}}, "INDEXES")["ConsumedCapacity"];
  CHECK(indexes["CapacityUnits"] == 2.0);
  CHECK(indexes["Table"]["CapacityUnits"] == 1.0);
  CHECK(indexes["GlobalSecondaryIndexes"]["byD"]["CapacityUnits"] == 1.0);
  CHECK_FALSE(put(Json::object(), "NONE").contains("ConsumedCapacity"));
}

}  // namespace
}  // namespace cloche::dynamodb
