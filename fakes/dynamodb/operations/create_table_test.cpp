#include "fakes/dynamodb/settings.h"
#include "fakes/dynamodb/test_account.h"

namespace cloche::dynamodb {
namespace {

Json attribute(const std::string& name, const std::string& type = "S") {
  return {{"AttributeName", name}, {"AttributeType", type}};
}
Json hash(const std::string& name) { return {{"AttributeName", name}, {"KeyType", "HASH"}}; }
Json range(const std::string& name) { return {{"AttributeName", name}, {"KeyType", "RANGE"}}; }

Json index(const std::string& name, Json keys, Json projection = {{"ProjectionType", "ALL"}}) {
  return {{"IndexName", name}, {"KeySchema", std::move(keys)}, {"Projection", std::move(projection)}};
}

// A table with hash a and range b, paid by the request.
Json table(const Json& more = Json::object()) {
  Json request{{"TableName", "abc"},
               {"AttributeDefinitions", {attribute("a"), attribute("b")}},
               {"KeySchema", {hash("a"), range("b")}},
               {"BillingMode", "PAY_PER_REQUEST"}};
  request.update(more);
  return request;
}

std::string message(const Json& request) { return TestAccount().message("CreateTable", request); }

const std::string invalid = "One or more parameter values were invalid: ";

TEST_CASE("a new table is described as CREATING and is active afterwards") {
  TestAccount account;
  const Json created = account.call("CreateTable", table())["TableDescription"];
  CHECK(created["TableStatus"] == "CREATING");
  CHECK(created["TableArn"] == "arn:aws:dynamodb:eu-west-1:000000000000:table/abc");
  CHECK(created["ItemCount"] == 0);
  CHECK(created["TableSizeBytes"] == 0);
  CHECK(created["BillingModeSummary"] == Json{{"BillingMode", "PAY_PER_REQUEST"}});
  CHECK(created["ProvisionedThroughput"] ==
        Json{{"NumberOfDecreasesToday", 0}, {"ReadCapacityUnits", 0}, {"WriteCapacityUnits", 0}});
  CHECK(created["DeletionProtectionEnabled"] == false);
  const Json described = account.call("DescribeTable", {{"TableName", "abc"}})["Table"];
  CHECK(described["TableStatus"] == "ACTIVE");
  CHECK(described["TableId"] == created["TableId"]);
  CHECK(described["BillingModeSummary"]["LastUpdateToPayPerRequestDateTime"] ==
        described["CreationDateTime"]);
}

TEST_CASE("with a delay a table is CREATING until the account's clock is there") {
  TestAccount account;
  account.account().transact([&] { set_table_status_delay(account.account(), std::chrono::seconds(10)); });
  account.call("CreateTable", table({{"GlobalSecondaryIndexes", {index("byB", Json::array({hash("b")}))}}}));
  account.advance(std::chrono::seconds(9));
  Json described = account.call("DescribeTable", {{"TableName", "abc"}})["Table"];
  CHECK(described["TableStatus"] == "CREATING");
  CHECK(described["GlobalSecondaryIndexes"][0]["IndexStatus"] == "CREATING");
  account.advance(std::chrono::seconds(1));
  described = account.call("DescribeTable", {{"TableName", "abc"}})["Table"];
  CHECK(described["TableStatus"] == "ACTIVE");
  CHECK(described["GlobalSecondaryIndexes"][0]["IndexStatus"] == "ACTIVE");
}

TEST_CASE("a name can be used once in a region") {
  TestAccount account;
  account.call("CreateTable", table());
  const ApiError error = account.error("CreateTable", table());
  CHECK(error.code == "ResourceInUseException");
  CHECK(error.message == "Table already exists: abc");
}

TEST_CASE("the name is checked before all else, the rest of the model's constraints together") {
  CHECK(message(Json::object()) ==
        "The parameter 'TableName' is required but was not present in the request");
  CHECK(message({{"TableName", "a;"}}) ==
        "TableName must be at least 3 characters long and at most 255 characters long");
  CHECK(message({{"TableName", "abc;"}}) ==
        "3 validation errors detected: Value null at 'attributeDefinitions' failed to satisfy constraint: "
        "Member must not be "
        "null; Value 'abc;' at 'tableName' failed to satisfy constraint: Member must satisfy regular "
        "expression pattern: "
        "[a-zA-Z0-9_.-]+; Value null at 'keySchema' failed to satisfy constraint: Member must not be null");
}

TEST_CASE("throughput is given with PROVISIONED, the default, and only then") {
  const Json throughput{{"ReadCapacityUnits", 1}, {"WriteCapacityUnits", 1}};
  CHECK(message(table({{"ProvisionedThroughput", throughput}})) ==
        invalid +
            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is "
            "PAY_PER_REQUEST");
  Json request = table();
  request.erase("BillingMode");
  CHECK(
      message(request) ==
      invalid +
          "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED");
  request["ProvisionedThroughput"] = {{"ReadCapacityUnits", 1000000000001}, {"WriteCapacityUnits", 1}};
  CHECK(message(request) == "Given value 1000000000001 for ReadCapacityUnits is out of bounds");
  request["ProvisionedThroughput"] = throughput;
  TestAccount account;
  const Json created = account.call("CreateTable", request)["TableDescription"];
  CHECK(created["ProvisionedThroughput"]["ReadCapacityUnits"] == 1);
  CHECK_FALSE(created.contains("BillingModeSummary"));
  REQUIRE(account.reports().size() == 1);
  CHECK(account.reports()[0] ==
        "CreateTable: ProvisionedThroughput is kept and not enforced: nothing is throttled");
}

TEST_CASE("the key schema and the definitions of its attributes have to fit") {
  CHECK(message(table({{"AttributeDefinitions", {attribute("a")}}})) ==
        "Invalid KeySchema: Some index key attribute have no definition");
  CHECK(message(table({{"AttributeDefinitions", {attribute("a"), attribute("c")}}})) ==
        invalid +
            "Some index key attributes are not defined in AttributeDefinitions. Keys: [a, b], "
            "AttributeDefinitions: "
            "[a, c]");
  CHECK(message(table({{"AttributeDefinitions", {attribute("a"), attribute("b"), attribute("a", "N")}}})) ==
        "Attribute Name is duplicated: a");
  CHECK(message(table({{"KeySchema", {hash("a"), hash("a")}}})) ==
        "Both the Hash Key and the Range Key element in the KeySchema have the same name");
  CHECK(message(table({{"KeySchema", {range("a"), hash("b")}}})) ==
        "Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
  CHECK(message(table({{"KeySchema", {hash("a"), hash("b")}}})) ==
        "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
  CHECK(message(table({{"KeySchema", {hash("a")}}})) ==
        invalid +
            "Number of attributes in KeySchema does not exactly match number of attributes defined in "
            "AttributeDefinitions");
  CHECK(message(table({{"KeySchema", {hash("a")}},
                       {"GlobalSecondaryIndexes", {index("abc", Json::array({hash("a")}))}}})) ==
        invalid + "Some AttributeDefinitions are not used. AttributeDefinitions: [a, b], keys used: [a]");
}

TEST_CASE("a local index has the table's hash key and a range key of its own") {
  const auto with = [](Json index) { return table({{"LocalSecondaryIndexes", {std::move(index)}}}); };
  CHECK(message(table({{"LocalSecondaryIndexes", Json::array()}})) ==
        invalid + "List of LocalSecondaryIndexes is empty");
  CHECK(message(table({{"KeySchema", {hash("a")}},
                       {"LocalSecondaryIndexes", {index("abc", {hash("a"), range("b")})}}})) ==
        invalid +
            "Table KeySchema does not have a range key, which is required when specifying a "
            "LocalSecondaryIndex");
  CHECK(message(with(index("abc", Json::array({hash("a")})))) ==
        invalid + "Index KeySchema does not have a range key for index: abc");
  CHECK(message(with(index("abc", {hash("b"), range("a")}))) ==
        invalid +
            "Index KeySchema does not have the same leading hash key as table KeySchema for index: abc. "
            "index hash "
            "key: b, table hash key: a");
  Json six = Json::array();
  for (int i = 0; i < 6; ++i) six.push_back(index("abc" + std::to_string(i), {hash("a"), range("b")}));
  CHECK(message(table({{"LocalSecondaryIndexes", six}})) ==
        invalid + "Number of LocalSecondaryIndexes exceeds per-table limit of 5");
}

TEST_CASE("a global index says what it projects") {
  const auto with = [](Json projection) {
    return table(
        {{"GlobalSecondaryIndexes", {index("abc", Json::array({hash("b")}), std::move(projection))}}});
  };
  CHECK(message(with(Json::object())) == invalid + "Unknown ProjectionType: null");
  CHECK(message(with({{"ProjectionType", "ALL"}, {"NonKeyAttributes", {"c"}}})) ==
        invalid + "ProjectionType is ALL, but NonKeyAttributes is specified");
  CHECK(message(with({{"ProjectionType", "INCLUDE"}})) ==
        invalid + "ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
  CHECK(message(with({{"ProjectionType", "INCLUDE"}, {"NonKeyAttributes", {"c", "d", "c"}}})) ==
        invalid + "Duplicate element in NonKeyAttributes: c");
  Json unused = with(Json::object());  // comes before what an index shows
  unused["AttributeDefinitions"].push_back(attribute("c"));
  CHECK(message(unused).starts_with(invalid + "Some AttributeDefinitions are not used."));
  CHECK(
      message(table({{"GlobalSecondaryIndexes",
                      {index("abc", Json::array({hash("b")})), index("abc", Json::array({hash("a")}))}}})) ==
      invalid + "Duplicate index name: abc");
  Json many = Json::array();
  for (int i = 0; i < 21; ++i) many.push_back(index("abc" + std::to_string(i), Json::array({hash("b")})));
  CHECK(message(table({{"GlobalSecondaryIndexes", many}})) ==
        invalid + "GlobalSecondaryIndex count exceeds the per-table limit of 20");
}

TEST_CASE("a global index may have up to four hash and four range attributes") {
  TestAccount account;
  const Json keys{hash("a"), hash("b"), range("c"), range("d")};
  Json request =
      table({{"AttributeDefinitions", {attribute("a"), attribute("b"), attribute("c", "N"), attribute("d")}},
             {"GlobalSecondaryIndexes", {index("abc", keys)}}});
  const Json created = account.call("CreateTable", request)["TableDescription"];
  CHECK(created["GlobalSecondaryIndexes"][0]["KeySchema"] == keys);
  request["GlobalSecondaryIndexes"][0]["KeySchema"] = {hash("a"), range("c"), hash("b"), range("d")};
  CHECK(message(request) ==
        invalid + "All HASH key attributes must precede RANGE key attributes in the KeySchema");
  request["GlobalSecondaryIndexes"][0]["KeySchema"] = {hash("a"), hash("b"), range("a")};
  CHECK(message(request) == "The KeySchema contains multiple key attributes with the same name");
  Json five = Json::array();
  for (const char* name : {"a", "b", "c", "d", "e"}) five.push_back(hash(name));
  request["AttributeDefinitions"].push_back(attribute("e"));
  request["GlobalSecondaryIndexes"][0]["KeySchema"] = five;
  CHECK(message(request) ==
        invalid + "The KeySchema exceeds the maximum allowed number of HASH key attributes");
}

TEST_CASE("a table that asks for a stream has one from its first moment") {
  TestAccount account;
  const Json stream{{"StreamEnabled", true}, {"StreamViewType", "NEW_IMAGE"}};
  const Json created =
      account.call("CreateTable", table({{"StreamSpecification", stream}}))["TableDescription"];
  CHECK(created["StreamSpecification"] == stream);
  CHECK(created["LatestStreamLabel"] == "2026-01-05T09:00:00.000");
  CHECK(created["LatestStreamArn"] ==
        created["TableArn"].get<std::string>() + "/stream/2026-01-05T09:00:00.000");
  CHECK(message(table({{"StreamSpecification", {{"StreamEnabled", true}}}})) ==
        invalid + "Table is being created with a stream enabled, UpdateViewType is required");
  CHECK(message(
            table({{"StreamSpecification", {{"StreamEnabled", false}, {"StreamViewType", "NEW_IMAGE"}}}})) ==
        invalid + "Table is being created with a stream disabled, UpdateViewType should not be specified");
}

TEST_CASE("definitions and projected names are shown in their order") {
  TestAccount account;
  Json request = table({{"AttributeDefinitions", {attribute("b"), attribute("a")}},
                        {"GlobalSecondaryIndexes",
                         {index("abc", Json::array({hash("b")}),
                                {{"ProjectionType", "INCLUDE"}, {"NonKeyAttributes", {"z", "y"}}})}}});
  const Json created = account.call("CreateTable", request)["TableDescription"];
  CHECK(created["AttributeDefinitions"] == Json{attribute("a"), attribute("b")});
  CHECK(created["GlobalSecondaryIndexes"][0]["Projection"]["NonKeyAttributes"] == Json{"y", "z"});
}

TEST_CASE(
    "warm throughput is told at once where it is asked for, and is no less than what a table begins with") {
  TestAccount account;
  const Json created = account.call("CreateTable", table())["TableDescription"];
  CHECK_FALSE(created.contains("WarmThroughput"));
  const Json begun{{"ReadUnitsPerSecond", 12000}, {"WriteUnitsPerSecond", 4000}, {"Status", "ACTIVE"}};
  CHECK(account.call("DescribeTable", {{"TableName", "abc"}})["Table"]["WarmThroughput"] == begun);
  Json request = table({{"TableName", "warm"}, {"WarmThroughput", {{"ReadUnitsPerSecond", 12001}}}});
  const Json warm = account.call("CreateTable", request)["TableDescription"]["WarmThroughput"];
  CHECK(warm == Json{{"ReadUnitsPerSecond", 12001}, {"WriteUnitsPerSecond", 4000}, {"Status", "UPDATING"}});
  CHECK(account.call("DescribeTable", {{"TableName", "warm"}})["Table"]["WarmThroughput"]["Status"] ==
        "ACTIVE");
  CHECK(message(table({{"WarmThroughput", {{"WriteUnitsPerSecond", 1}}}})) ==
        invalid +
            "Requested WriteUnitsPerSecond for WarmThroughput for table is lower than initial throughput for "
            "OnDemand. See: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/"
            "on-demand-capacity-mode.html#on-demand-capacity-mode-initial");
  request = table({{"BillingMode", "PROVISIONED"},
                   {"ProvisionedThroughput", {{"ReadCapacityUnits", 10}, {"WriteCapacityUnits", 10}}},
                   {"WarmThroughput", {{"ReadUnitsPerSecond", 5}}}});
  CHECK(message(request) ==
        invalid +
            "Requested ReadUnitsPerSecond for WarmThroughput for table is lower than ReadCapacityUnits of "
            "ProvisionedThroughput");
}

TEST_CASE("maxima for requests are more than 0, and only of what is paid by the request") {
  const Json maxima{{"MaxReadRequestUnits", 10}};
  TestAccount account;
  account.call("CreateTable", table({{"OnDemandThroughput", Json::object()}}));
  CHECK_FALSE(account.call("DescribeTable", {{"TableName", "abc"}})["Table"].contains("OnDemandThroughput"));
  CHECK(message(table({{"OnDemandThroughput", {{"MaxReadRequestUnits", -1}}}})) ==
        invalid + "Requested MaxReadRequestUnits for OnDemandThroughput for table is outside of valid range");
  Json of_index = index("xyz", Json::array({hash("b")}));
  of_index["OnDemandThroughput"] = {{"MaxWriteRequestUnits", 0}};
  CHECK(
      message(table({{"GlobalSecondaryIndexes", {of_index}}})) ==
      invalid +
          "Requested MaxWriteRequestUnits for OnDemandThroughput for index : xyz is outside of valid range");
  CHECK(message(table({{"BillingMode", "PROVISIONED"},
                       {"ProvisionedThroughput", {{"ReadCapacityUnits", 1}, {"WriteCapacityUnits", 1}}},
                       {"OnDemandThroughput", maxima}})) ==
        invalid +
            "MaxReadRequestUnits for OnDemandThroughput cannot be specified when table BillingMode is "
            "PROVISIONED.");
}

TEST_CASE("encryption is asked for by what fits together") {
  const auto with = [](const Json& specification) { return table({{"SSESpecification", specification}}); };
  CHECK(message(with({{"Enabled", false}, {"SSEType", "KMS"}})) ==
        invalid + "SSEType can not be specified if Enabled is false");
  CHECK(message(with({{"Enabled", false}, {"KMSMasterKeyId", "abc"}})) ==
        invalid + "KMSMasterKeyId can not be specified if Enabled is false");
  CHECK(message(with({{"Enabled", true}, {"SSEType", "AES256"}})) ==
        invalid + "SSEType AES256 is not supported");
  CHECK(message(with({{"Enabled", true}, {"KMSMasterKeyId", "abc"}})) ==
        invalid + "SSEType KMS is required if KMSMasterKeyId is specified");
  TestAccount account;
  CHECK_FALSE(
      account.call("CreateTable", with(Json::object()))["TableDescription"].contains("SSEDescription"));
  Json typed = with({{"SSEType", "KMS"}});
  typed["TableName"] = "typed";
  CHECK(account.call("CreateTable", typed)["TableDescription"]["SSEDescription"]["Status"] == "ENABLED");
}

TEST_CASE("a table may begin with tags, a class, a key and protection") {
  TestAccount account;
  const Json created =
      account.call("CreateTable", table({{"Tags", {{{"Key", "team"}, {"Value", "red"}}}},
                                         {"TableClass", "STANDARD_INFREQUENT_ACCESS"},
                                         {"DeletionProtectionEnabled", true},
                                         {"SSESpecification", {{"Enabled", true}}}}))["TableDescription"];
  CHECK(created["TableClassSummary"]["TableClass"] == "STANDARD_INFREQUENT_ACCESS");
  CHECK(created["DeletionProtectionEnabled"] == true);
  CHECK(created["SSEDescription"]["SSEType"] == "KMS");
  const Json tags = account.call("ListTagsOfResource", {{"ResourceArn", created["TableArn"]}})["Tags"];
  CHECK(tags == Json{{{"Key", "team"}, {"Value", "red"}}});
}

}  // namespace
}  // namespace cloche::dynamodb
