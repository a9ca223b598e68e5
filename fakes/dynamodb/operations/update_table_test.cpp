#include "fakes/dynamodb/settings.h"
#include "fakes/dynamodb/test_account.h"

namespace cloche::dynamodb {
namespace {

const std::string invalid = "One or more parameter values were invalid: ";

Json throughput(int read, int write) { return {{"ReadCapacityUnits", read}, {"WriteCapacityUnits", write}}; }

Json update(const Json& more) {
  Json request{{"TableName", "abc"}};
  request.update(more);
  return request;
}

Json new_index(const std::string& name, const std::string& attribute) {
  return {{"AttributeDefinitions", {{{"AttributeName", attribute}, {"AttributeType", "S"}}}},
          {"GlobalSecondaryIndexUpdates",
           {{{"Create",
              {{"IndexName", name},
               {"KeySchema", {{{"AttributeName", attribute}, {"KeyType", "HASH"}}}},
               {"Projection", {{"ProjectionType", "ALL"}}}}}}}}};
}

Json delete_index(const std::string& name) {
  return {{"GlobalSecondaryIndexUpdates", {{{"Delete", {{"IndexName", name}}}}}}};
}

struct Fixture {
  TestAccount account;
  Fixture() { account.create_table("abc"); }
  Json update_table(const Json& more) {
    return account.call("UpdateTable", update(more))["TableDescription"];
  }
  std::string message(const Json& more) { return account.message("UpdateTable", update(more)); }
  Json described() { return account.call("DescribeTable", {{"TableName", "abc"}})["Table"]; }
};

TEST_CASE_FIXTURE(Fixture, "something has to be asked for, and it has to fit together") {
  CHECK(message(Json::object()) ==
        "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
        "GlobalSecondaryIndexUpdates or "
        "SSESpecification or ReplicaUpdates is required");
  CHECK(message({{"BillingMode", "PROVISIONED"}}) ==
        invalid + "ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
  CHECK(message({{"ProvisionedThroughput", throughput(1, 1)}}) ==
        invalid +
            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is "
            "PAY_PER_REQUEST");
  CHECK(message({{"GlobalSecondaryIndexUpdates", {Json::object()}}}) ==
        invalid +
            "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
            "GlobalSecondaryIndexUpdate.Delete must not be null");
  const Json deleted{{"Delete", {{"IndexName", "xyz"}}}};
  CHECK(message({{"GlobalSecondaryIndexUpdates", {deleted, deleted}}}) ==
        invalid + "Only one global secondary index update per index is allowed simultaneously. Index: xyz");
  const Json other{{"Delete", {{"IndexName", "xyy"}}}};
  const ApiError two =
      account.error("UpdateTable", update({{"GlobalSecondaryIndexUpdates", {deleted, other}}}));
  CHECK(two.code == "LimitExceededException");
  CHECK(two.message ==
        "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table");
  const ApiError missing =
      account.error("UpdateTable", {{"TableName", "none"}, {"BillingMode", "PAY_PER_REQUEST"}});
  CHECK(missing.code == "ResourceNotFoundException");
  CHECK(missing.message == "Requested resource not found: Table: none not found");
}

TEST_CASE_FIXTURE(Fixture, "a table may change to provisioned throughput and back, at once") {
  update_table({{"BillingMode", "PROVISIONED"}, {"ProvisionedThroughput", throughput(5, 6)}});
  Json table = described();
  CHECK(table["TableStatus"] == "ACTIVE");
  CHECK(table["BillingModeSummary"]["BillingMode"] == "PROVISIONED");
  CHECK(table["ProvisionedThroughput"]["ReadCapacityUnits"] == 5);
  CHECK(message({{"ProvisionedThroughput", throughput(5, 6)}})
            .starts_with("The provisioned throughput for the table will not change. The requested value "
                         "equals the current "
                         "value. Current ReadCapacityUnits provisioned for the table: 5. Requested "
                         "ReadCapacityUnits: 5."));
  update_table({{"BillingMode", "PAY_PER_REQUEST"}});
  table = described();
  CHECK(table["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST");
  CHECK(table["ProvisionedThroughput"]["ReadCapacityUnits"] == 0);
}

TEST_CASE_FIXTURE(
    Fixture,
    "with a delay the old throughput is shown until the update is finished, and nothing else may change") {
  update_table({{"BillingMode", "PROVISIONED"}, {"ProvisionedThroughput", throughput(5, 5)}});
  account.account().transact([&] { set_table_status_delay(account.account(), std::chrono::seconds(10)); });
  const Json updating = update_table({{"ProvisionedThroughput", throughput(9, 5)}});
  CHECK(updating["TableStatus"] == "UPDATING");
  CHECK(updating["ProvisionedThroughput"]["ReadCapacityUnits"] == 5);
  CHECK(updating["ProvisionedThroughput"].contains("LastIncreaseDateTime"));
  CHECK(message({{"DeletionProtectionEnabled", true}}) ==
        "Attempt to change a resource which is still in use: Table is being updated: abc");
  account.advance(std::chrono::seconds(10));
  CHECK(described()["TableStatus"] == "ACTIVE");
  CHECK(described()["ProvisionedThroughput"]["ReadCapacityUnits"] == 9);
}

TEST_CASE_FIXTURE(Fixture, "an index has no throughput while the table is paid by the request") {
  update_table(new_index("byName", "name"));
  const Json change{{"GlobalSecondaryIndexUpdates",
                     {{{"Update", {{"IndexName", "byName"}, {"ProvisionedThroughput", throughput(5, 5)}}}}}}};
  CHECK(message(change) ==
        invalid +
            "ProvisionedThroughput should not be specified for index: byName when BillingMode is "
            "PAY_PER_REQUEST");
}

TEST_CASE_FIXTURE(Fixture, "throughput is lowered four times a day, and then once an hour") {
  update_table({{"BillingMode", "PROVISIONED"}, {"ProvisionedThroughput", throughput(10, 10)}});
  for (int read = 9; read > 5; --read) update_table({{"ProvisionedThroughput", throughput(read, 10)}});
  CHECK(described()["ProvisionedThroughput"]["NumberOfDecreasesToday"] == 4);
  const ApiError error = account.error("UpdateTable", update({{"ProvisionedThroughput", throughput(5, 10)}}));
  CHECK(error.code == "LimitExceededException");
  update_table({{"ProvisionedThroughput", throughput(20, 10)}});
  account.advance(std::chrono::hours(1));
  update_table({{"ProvisionedThroughput", throughput(5, 10)}});
  CHECK(described()["ProvisionedThroughput"]["NumberOfDecreasesToday"] == 5);
  account.advance(std::chrono::hours(24));
  CHECK(described()["ProvisionedThroughput"]["NumberOfDecreasesToday"] == 0);
  update_table({{"ProvisionedThroughput", throughput(4, 10)}});
  CHECK(described()["ProvisionedThroughput"]["NumberOfDecreasesToday"] == 1);
}

TEST_CASE_FIXTURE(
    Fixture, "an index that is made shows the items that are there, and is backfilling before it is active") {
  account.call("PutItem", {{"TableName", "abc"}, {"Item", {{"id", {{"S", "1"}}}, {"name", {{"S", "x"}}}}}});
  account.call("PutItem", {{"TableName", "abc"}, {"Item", {{"id", {{"S", "2"}}}, {"name", {{"N", "1"}}}}}});
  account.call("PutItem", {{"TableName", "abc"}, {"Item", {{"id", {{"S", "3"}}}}}});
  account.account().transact([&] { set_table_status_delay(account.account(), std::chrono::seconds(10)); });
  const Json creating = update_table(new_index("byName", "name"))["GlobalSecondaryIndexes"][0];
  CHECK(creating["IndexStatus"] == "CREATING");
  CHECK(creating["Backfilling"] == true);
  const Json scan{{"TableName", "abc"}, {"IndexName", "byName"}};
  CHECK(account.message("Scan", scan) == "Cannot read from backfilling global secondary index: byName");
  account.advance(std::chrono::seconds(10));
  CHECK(account.call("Scan", scan)["Count"] == 1);
  const Json active = described()["GlobalSecondaryIndexes"][0];
  CHECK(active["IndexStatus"] == "ACTIVE");
  CHECK_FALSE(active.contains("Backfilling"));
  CHECK(active["ItemCount"] == 1);
}

TEST_CASE_FIXTURE(Fixture, "an index that is deleted takes the definitions with it that no other key uses") {
  update_table(new_index("byName", "name"));
  CHECK(described()["AttributeDefinitions"].size() == 2);
  CHECK(message(new_index("byName", "name")) == invalid + "Duplicate index name: byName");
  const Json deleting = update_table(delete_index("byName"))["GlobalSecondaryIndexes"][0];
  CHECK(deleting["IndexStatus"] == "DELETING");
  CHECK_FALSE(described().contains("GlobalSecondaryIndexes"));
  CHECK(described()["AttributeDefinitions"].size() == 1);
  CHECK(account.error("UpdateTable", update(delete_index("byName"))).code == "ResourceNotFoundException");
}

TEST_CASE_FIXTURE(Fixture, "an attribute keeps its type") {
  Json request = new_index("byId", "id");
  request["AttributeDefinitions"][0]["AttributeType"] = "N";
  CHECK(
      message(request).starts_with(invalid +
                                   "Attributes cannot be redefined. Please check that your attribute has the "
                                   "same type as previously defined."));
}

TEST_CASE_FIXTURE(Fixture, "a stream is enabled and disabled once, and another one gets another label") {
  const Json on{{"StreamSpecification", {{"StreamEnabled", true}, {"StreamViewType", "KEYS_ONLY"}}}};
  const Json off{{"StreamSpecification", {{"StreamEnabled", false}}}};
  const Json first = update_table(on);
  CHECK(message(on) == "Table already has an enabled stream: TableName: abc");
  update_table(off);
  CHECK_FALSE(described().contains("StreamSpecification"));
  CHECK(described()["LatestStreamArn"] == first["LatestStreamArn"]);
  CHECK(account.error("UpdateTable", update(off)).code == "ValidationException");
  CHECK(update_table(on)["LatestStreamArn"] != first["LatestStreamArn"]);
}

TEST_CASE_FIXTURE(Fixture, "class, protection and key may change") {
  update_table({{"TableClass", "STANDARD_INFREQUENT_ACCESS"},
                {"DeletionProtectionEnabled", true},
                {"SSESpecification", {{"Enabled", true}}}});
  const Json table = described();
  CHECK(table["TableClassSummary"]["TableClass"] == "STANDARD_INFREQUENT_ACCESS");
  CHECK(table["DeletionProtectionEnabled"] == true);
  CHECK(table["SSEDescription"]["Status"] == "ENABLED");
  update_table({{"SSESpecification", {{"Enabled", false}}}});
  CHECK_FALSE(described().contains("SSEDescription"));
}

TEST_CASE_FIXTURE(Fixture, "global tables are not emulated, and say so") {
  const Json replica{{"ReplicaUpdates", {{{"Create", {{"RegionName", "us-east-1"}}}}}}};
  CHECK(account.error("UpdateTable", update(replica)).status == 501);
}

}  // namespace
}  // namespace cloche::dynamodb
