#include "emulator/deploy/testing/stack_account.h"

namespace cloche::deploy {
namespace {

using testing::StackAccount;

const std::string type = "AWS::DynamoDB::Table";

Json table_of(const Json& more = Json::object()) {
  Json properties{{"AttributeDefinitions", {{{"AttributeName", "id"}, {"AttributeType", "S"}}}},
                  {"KeySchema", {{{"AttributeName", "id"}, {"KeyType", "HASH"}}}},
                  {"BillingMode", "PAY_PER_REQUEST"}};
  properties.update(more);
  return properties;
}

Json with_index(const char* name, Json properties) {
  properties["AttributeDefinitions"].push_back({{"AttributeName", name}, {"AttributeType", "S"}});
  properties["GlobalSecondaryIndexes"].push_back(
      {{"IndexName", std::string("by-") + name},
       {"KeySchema", {{{"AttributeName", name}, {"KeyType", "HASH"}}}},
       {"Projection", {{"ProjectionType", "ALL"}}}});
  return properties;
}

TEST_CASE("a table without a name gets one of stack, logical id and chance") {
  StackAccount account;
  const Resource table = account.create(type, table_of(), "Answers");
  CHECK(table.physical_id.starts_with("stack-Answers-"));
  CHECK(table.physical_id.size() == std::string("stack-Answers-").size() + 12);
  CHECK(table.attributes["Arn"] == "arn:aws:dynamodb:us-east-1:000000000000:table/" + table.physical_id);
  CHECK_FALSE(table.attributes.contains("StreamArn"));
}

TEST_CASE("a table has all that its properties say, texts where numbers are wanted included") {
  StackAccount account;
  const Resource table = account.create(
      type, table_of({{"TableName", "Tab"},
                      {"BillingMode", "PROVISIONED"},
                      {"ProvisionedThroughput", {{"ReadCapacityUnits", "5"}, {"WriteCapacityUnits", 6}}},
                      {"StreamSpecification", {{"StreamViewType", "KEYS_ONLY"}}},
                      {"SSESpecification", {{"SSEEnabled", "true"}}},
                      {"TimeToLiveSpecification", {{"AttributeName", "ends"}, {"Enabled", true}}},
                      {"PointInTimeRecoverySpecification", {{"PointInTimeRecoveryEnabled", true}}},
                      {"Tags", {{{"Key", "a"}, {"Value", "b"}}}}}));
  CHECK(table.physical_id == "Tab");
  const Json shown = account.ask("dynamodb", "DescribeTable", {{"TableName", "Tab"}})["Table"];
  CHECK(shown["ProvisionedThroughput"]["ReadCapacityUnits"] == 5);
  CHECK(shown["SSEDescription"]["Status"] == "ENABLED");
  CHECK(table.attributes["StreamArn"] == shown["LatestStreamArn"]);
  CHECK(account.ask("dynamodb", "DescribeTimeToLive", {{"TableName", "Tab"}})["TimeToLiveDescription"] ==
        Json{{"AttributeName", "ends"}, {"TimeToLiveStatus", "ENABLED"}});
  CHECK(account.ask("dynamodb", "ListTagsOfResource", {{"ResourceArn", table.attributes["Arn"]}})["Tags"] ==
        Json{{{"Key", "a"}, {"Value", "b"}}});
}

TEST_CASE("an index, a stream, expiry, billing and tags change where the table is") {
  StackAccount account;
  const Json first = table_of({{"TimeToLiveSpecification", {{"AttributeName", "ends"}, {"Enabled", true}}},
                               {"Tags", {{{"Key", "a"}, {"Value", "b"}}}}});
  const Resource table = account.create(type, first);
  Json second = with_index("name", table_of({{"StreamSpecification", {{"StreamViewType", "NEW_IMAGE"}}}}));
  const Resource updated = account.update(type, table, first, second);
  CHECK(updated.attributes.contains("StreamArn"));
  Json shown = account.ask("dynamodb", "DescribeTable", {{"TableName", table.physical_id}})["Table"];
  CHECK(shown["GlobalSecondaryIndexes"][0]["IndexName"] == "by-name");
  CHECK(account.ask("dynamodb", "DescribeTimeToLive",
                    {{"TableName", table.physical_id}})["TimeToLiveDescription"]["TimeToLiveStatus"] ==
        "DISABLED");
  CHECK(account.ask("dynamodb", "ListTagsOfResource", {{"ResourceArn", table.attributes["Arn"]}})["Tags"]
            .empty());

  Json third = second;
  third["StreamSpecification"]["StreamViewType"] = "KEYS_ONLY";
  third["BillingMode"] = "PROVISIONED";
  third["ProvisionedThroughput"] = {{"ReadCapacityUnits", 1}, {"WriteCapacityUnits", 1}};
  third["GlobalSecondaryIndexes"][0]["ProvisionedThroughput"] = third["ProvisionedThroughput"];
  account.update(type, updated, second, third);
  shown = account.ask("dynamodb", "DescribeTable", {{"TableName", table.physical_id}})["Table"];
  CHECK(shown["BillingModeSummary"]["BillingMode"] == "PROVISIONED");
  CHECK(shown["StreamSpecification"]["StreamViewType"] == "KEYS_ONLY");
  CHECK(shown["GlobalSecondaryIndexes"][0]["ProvisionedThroughput"]["ReadCapacityUnits"] == 1);

  Json fourth = table_of();
  account.update(type, updated, third, fourth);
  shown = account.ask("dynamodb", "DescribeTable", {{"TableName", table.physical_id}})["Table"];
  CHECK_FALSE(shown.contains("GlobalSecondaryIndexes"));
  CHECK_FALSE(shown.contains("StreamSpecification"));
}

TEST_CASE("a table that says no longer that it has no key of its own is left as it is") {
  StackAccount account;
  const Json first = table_of({{"SSESpecification", {{"SSEEnabled", false}}}});
  const Resource table = account.create(type, first);
  account.update(type, table, first, table_of());
  const Json second = table_of({{"SSESpecification", {{"SSEEnabled", true}}}});
  account.update(type, table, table_of(), second);
  account.update(type, table, second, table_of());
  const Json shown = account.ask("dynamodb", "DescribeTable", {{"TableName", table.physical_id}})["Table"];
  CHECK_FALSE(shown.contains("SSEDescription"));
}

TEST_CASE("an index can't be changed, and two can't be made at once") {
  StackAccount account;
  const Json first = with_index("name", table_of());
  const Resource table = account.create(type, first);
  Json other = first;
  other["GlobalSecondaryIndexes"][0]["Projection"]["ProjectionType"] = "KEYS_ONLY";
  CHECK_THROWS_AS(account.update(type, table, first, other), PropertyError);
  CHECK_THROWS_AS(account.update(type, table, first, with_index("b", with_index("a", first))), PropertyError);
}

TEST_CASE("another key is another table") {
  StackAccount account;
  Json other = table_of();
  other["KeySchema"][0]["AttributeName"] = "key";
  CHECK(account.replaces(type, table_of(), other));
  CHECK(account.replaces(type, table_of(), table_of({{"TableName", "other"}})));
  Json redefined = table_of();
  redefined["AttributeDefinitions"][0]["AttributeType"] = "N";
  CHECK(account.replaces(type, table_of(), redefined));
}

TEST_CASE("a table that is protected is not deleted") {
  StackAccount account;
  const Json properties = table_of({{"DeletionProtectionEnabled", true}});
  const Resource table = account.create(type, properties);
  CHECK_THROWS_AS(account.remove(type, table, properties), ApiError);
  const Json unprotected = table_of({{"DeletionProtectionEnabled", "false"}});
  account.update(type, table, properties, unprotected);
  account.remove(type, table, unprotected);
  CHECK(account.ask("dynamodb", "ListTables")["TableNames"].empty());
}

TEST_CASE("what is wrong with a table's properties is said with its path") {
  StackAccount account;
  CHECK(account.wrong(type, table_of({{"Foo", 1}})) == "/Foo: Encountered unsupported property Foo");
  CHECK(account.wrong(type, {{"BillingMode", "PAY_PER_REQUEST"}}) == ": Property KeySchema cannot be empty.");
  Json inner = table_of();
  inner["KeySchema"][0]["Kind"] = "HASH";
  CHECK(account.wrong(type, inner) == "/KeySchema/0/Kind: Encountered unsupported property Kind");
  CHECK(account.wrong(type, table_of({{"KeySchema", "id"}})) ==
        "/KeySchema: Value of property KeySchema must be of type List");
  CHECK(account.wrong(type, table_of({{"BillingMode", "FREE"}}))
            .starts_with("ValidationException: 1 validation error"));
}

}  // namespace
}  // namespace cloche::deploy
