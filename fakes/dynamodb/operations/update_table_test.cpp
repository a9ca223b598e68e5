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
  CHECK(
      message(Json::object()) ==
      "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, "
      "SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, "
      "MultiRegionConsistency, DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass "
      "is "
      "required");
  CHECK(message({{"GlobalSecondaryIndexUpdates", Json::array()}, {"DeletionProtectionEnabled", true}}) ==
        invalid + "List of GlobalSecondaryIndexUpdates is empty");
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
  CHECK(message({{"GlobalSecondaryIndexUpdates",
                  {{{"Delete", {{"IndexName", "xyz"}}}, {"Update", {{"IndexName", "xyz"}}}}}}}) ==
        invalid + "Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object");
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
  CHECK(update_table({{"DeletionProtectionEnabled", true}})["TableStatus"] == "UPDATING");
  CHECK(message({{"TableClass", "STANDARD_INFREQUENT_ACCESS"}}) ==
        "Attempt to change a resource which is still in use: Table is being updated: abc");
  account.advance(std::chrono::seconds(10));
  CHECK(described()["TableStatus"] == "ACTIVE");
  CHECK(described()["ProvisionedThroughput"]["ReadCapacityUnits"] == 9);
  CHECK(described()["DeletionProtectionEnabled"] == true);
}

TEST_CASE_FIXTURE(Fixture, "an index has no throughput while the table is paid by the request") {
  update_table(new_index("byName", "name"));
  const Json change{{"GlobalSecondaryIndexUpdates",
                     {{{"Update", {{"IndexName", "byName"}, {"ProvisionedThroughput", throughput(5, 5)}}}}}}};
  const std::string only =
      invalid +
      "The only Updates for index: byName when TableThroughputMode is PAY_PER_REQUEST can "
      "be to OnDemandThroughput, WarmThroughput";
  CHECK(message(change) == only);
  CHECK(message({{"GlobalSecondaryIndexUpdates", {{{"Update", {{"IndexName", "byName"}}}}}}}) == only);
  Json made = new_index("byOther", "other");
  made["GlobalSecondaryIndexUpdates"][0]["Create"]["ProvisionedThroughput"] = throughput(1, 1);
  CHECK(message(made) ==
        invalid +
            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: byOther when "
            "BillingMode is PAY_PER_REQUEST");
}

TEST_CASE_FIXTURE(Fixture,
                  "an index of a table with throughput has its own, and is told when it is the same") {
  update_table({{"BillingMode", "PROVISIONED"}, {"ProvisionedThroughput", throughput(5, 5)}});
  Json made = new_index("byName", "name");
  CHECK(message(made) ==
        invalid + "Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: byName");
  made["GlobalSecondaryIndexUpdates"][0]["Create"]["ProvisionedThroughput"] = throughput(2, 2);
  update_table(made);
  const auto change = [](int read) {
    return Json{{"GlobalSecondaryIndexUpdates",
                 {{{"Update", {{"IndexName", "byName"}, {"ProvisionedThroughput", throughput(read, 2)}}}}}}};
  };
  CHECK(message(change(2)).starts_with(
      "The provisioned throughput for the index byName will not change. The requested value equals the "
      "current "
      "value. Current ReadCapacityUnits provisioned for index byName: 2. Requested ReadCapacityUnits: 2."));
  const Json updating = update_table(change(3));
  CHECK(updating["TableStatus"] == "ACTIVE");
  CHECK(updating["GlobalSecondaryIndexes"][0]["IndexStatus"] == "UPDATING");
  CHECK(updating["GlobalSecondaryIndexes"][0]["ProvisionedThroughput"]["ReadCapacityUnits"] == 2);
  const Json index = described()["GlobalSecondaryIndexes"][0];
  CHECK(index["ProvisionedThroughput"]["ReadCapacityUnits"] == 3);
  CHECK(index["WarmThroughput"]["ReadUnitsPerSecond"] == 3);
}

TEST_CASE_FIXTURE(Fixture, "most changes are asked for alone") {
  const Json class_{{"TableClass", "STANDARD_INFREQUENT_ACCESS"}};
  const Json protection{{"DeletionProtectionEnabled", true}};
  const Json key{{"SSESpecification", {{"Enabled", true}}}};
  const Json stream{{"StreamSpecification", {{"StreamEnabled", true}, {"StreamViewType", "KEYS_ONLY"}}}};
  const Json warm{{"WarmThroughput", {{"ReadUnitsPerSecond", 13000}}}};
  const Json maxima{{"OnDemandThroughput", {{"MaxReadRequestUnits", 10}}}};
  const Json provisioned{{"BillingMode", "PROVISIONED"}, {"ProvisionedThroughput", throughput(5, 5)}};
  const auto both = [&](Json one, const Json& other) {
    one.update(other);
    const std::string told = message(one);
    REQUIRE(told.starts_with(invalid));
    return told.substr(invalid.size());
  };
  CHECK(both(protection, key) ==
        "Server-Side Encryption modification must be the only operation in the request");
  CHECK(both(protection, class_) == "TableClass modification must be the only operation in the request");
  CHECK(both(protection, warm) ==
        "DeletionProtection modification must be the only operation in the request");
  CHECK(both(warm, stream) == "WarmThroughput must be the only operation in the request");
  CHECK(both(maxima, stream) ==
        "OnDemandThroughput can only be combined with BillingMode in an UpdateTable request");
  CHECK(both(stream, provisioned) == "You cannot modify stream status while updating table IOPS");
  const Json index = new_index("byName", "name");
  CHECK(both(index, provisioned) == "You cannot create or delete index while updating table IOPS");
  CHECK(both(index, stream) == "You cannot create or delete index while changing stream status");
  CHECK(both(index, warm) ==
        "Create global secondary index cannot be specified when updating WarmThroughput");
  Json two{{"BillingMode", "PAY_PER_REQUEST"}};
  two.update(maxima);
  update_table(two);
  CHECK(described()["OnDemandThroughput"]["MaxReadRequestUnits"] == 10);
  Json three{{"BillingMode", "PAY_PER_REQUEST"}};
  three.update(stream);
  update_table(three);
}

TEST_CASE_FIXTURE(
    Fixture, "maxima for requests are changed one by one, taken away by -1 and by another billing mode") {
  const auto maxima = [](const Json& units) { return Json{{"OnDemandThroughput", units}}; };
  const Json set = update_table(maxima({{"MaxReadRequestUnits", 10}, {"MaxWriteRequestUnits", 5}}));
  CHECK(set["TableStatus"] == "ACTIVE");
  update_table(maxima({{"MaxReadRequestUnits", 20}}));
  CHECK(described()["OnDemandThroughput"] == Json{{"MaxReadRequestUnits", 20}, {"MaxWriteRequestUnits", 5}});
  CHECK(update_table(maxima({{"MaxReadRequestUnits", -1}}))["OnDemandThroughput"]["MaxReadRequestUnits"] ==
        -1);
  CHECK(described()["OnDemandThroughput"] == Json{{"MaxWriteRequestUnits", 5}});
  CHECK(message(maxima({{"MaxWriteRequestUnits", 0}})) ==
        invalid +
            "Requested MaxWriteRequestUnits for OnDemandThroughput for table is outside of valid range");
  update_table({{"BillingMode", "PROVISIONED"}, {"ProvisionedThroughput", throughput(5, 5)}});
  CHECK_FALSE(described().contains("OnDemandThroughput"));
  CHECK(message(maxima({{"MaxReadRequestUnits", 10}})) ==
        invalid +
            "MaxReadRequestUnits for OnDemandThroughput cannot be specified when the table BillingMode is "
            "PROVISIONED");
}

TEST_CASE_FIXTURE(Fixture, "warm throughput is raised, never lowered, and follows what is provisioned") {
  const auto warm = [](int read) { return Json{{"WarmThroughput", {{"ReadUnitsPerSecond", read}}}}; };
  const Json raising = update_table(warm(13000));
  CHECK(raising["TableStatus"] == "ACTIVE");
  CHECK(raising["WarmThroughput"] ==
        Json{{"ReadUnitsPerSecond", 12000}, {"WriteUnitsPerSecond", 4000}, {"Status", "UPDATING"}});
  CHECK(described()["WarmThroughput"] ==
        Json{{"ReadUnitsPerSecond", 13000}, {"WriteUnitsPerSecond", 4000}, {"Status", "ACTIVE"}});
  CHECK(message(warm(12000)) ==
        invalid +
            "Requested ReadUnitsPerSecond for WarmThroughput for table is lower than current WarmThroughput, "
            "decreasing WarmThroughput is not supported");
  update_table({{"BillingMode", "PROVISIONED"}, {"ProvisionedThroughput", throughput(5, 5000)}});
  CHECK(described()["WarmThroughput"] ==
        Json{{"ReadUnitsPerSecond", 13000}, {"WriteUnitsPerSecond", 5000}, {"Status", "ACTIVE"}});
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
  account.call("PutItem", {{"TableName", "abc"}, {"Item", {{"id", {{"S", "4"}}}, {"name", {{"S", ""}}}}}});
  account.call("PutItem", {{"TableName", "abc"},
                           {"Item", {{"id", {{"S", "5"}}}, {"name", {{"S", std::string(2049, 'x')}}}}}});
  account.account().transact([&] { set_table_status_delay(account.account(), std::chrono::seconds(10)); });
  const Json creating = update_table(new_index("byName", "name"))["GlobalSecondaryIndexes"][0];
  CHECK(creating["IndexStatus"] == "CREATING");
  CHECK(creating["Backfilling"] == false);
  CHECK(described()["GlobalSecondaryIndexes"][0]["Backfilling"] == true);
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
  CHECK(message(new_index("byName", "name")) == "Attempting to create an index which already exists");
  const Json deleting = update_table(delete_index("byName"))["GlobalSecondaryIndexes"][0];
  CHECK(deleting["IndexStatus"] == "DELETING");
  CHECK_FALSE(described().contains("GlobalSecondaryIndexes"));
  CHECK(described()["AttributeDefinitions"].size() == 1);
  const ApiError gone = account.error("UpdateTable", update(delete_index("byName")));
  CHECK(gone.code == "ResourceNotFoundException");
  CHECK(gone.message == "Requested resource not found: Index byName for table abc");
}

TEST_CASE_FIXTURE(Fixture, "a new index takes the definitions of its key; others are not looked at") {
  Json request = new_index("byName", "name");
  request["AttributeDefinitions"].push_back({{"AttributeName", "unused"}, {"AttributeType", "B"}});
  request["AttributeDefinitions"].push_back({{"AttributeName", "id"}, {"AttributeType", "N"}});
  update_table(request);
  CHECK(described()["AttributeDefinitions"] == Json{{{"AttributeName", "id"}, {"AttributeType", "S"}},
                                                    {{"AttributeName", "name"}, {"AttributeType", "S"}}});
  request = new_index("byId", "id");
  request.erase("AttributeDefinitions");
  CHECK(message(request) == invalid + "AttributeDefinitions is not specified for index: byId");
}

TEST_CASE_FIXTURE(Fixture, "a table has 20 global indexes, and a local one is not changed") {
  const Json local{
      {{"IndexName", "local"},
       {"KeySchema",
        {{{"AttributeName", "id"}, {"KeyType", "HASH"}}, {{"AttributeName", "r"}, {"KeyType", "RANGE"}}}},
       {"Projection", {{"ProjectionType", "ALL"}}}}};
  Json request{
      {"KeySchema", local[0]["KeySchema"]},
      {"AttributeDefinitions",
       {{{"AttributeName", "id"}, {"AttributeType", "S"}}, {{"AttributeName", "r"}, {"AttributeType", "S"}}}},
      {"LocalSecondaryIndexes", local}};
  for (int i = 0; i < 20; ++i) {
    request["GlobalSecondaryIndexes"].push_back(
        {{"IndexName", "abc" + std::to_string(i)},
         {"KeySchema", {{{"AttributeName", "r"}, {"KeyType", "HASH"}}}},
         {"Projection", {{"ProjectionType", "ALL"}}}});
  }
  account.create_table("full", request);
  Json change = update(new_index("more", "name"));
  change["TableName"] = "full";
  const ApiError error = account.error("UpdateTable", change);
  CHECK(error.code == "LimitExceededException");
  CHECK(error.message ==
        "Subscriber limit exceeded: Number of global secondary indexes exceeds per-table limit of 20");
  change = update(delete_index("local"));
  change["TableName"] = "full";
  CHECK(account.message("UpdateTable", change) ==
        "Cannot delete an index that is not a GlobalSecondaryIndex: local");
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
  CHECK(message(off) == "Table has no stream to disable: TableName: abc");
  CHECK(message({{"StreamSpecification", {{"StreamEnabled", true}}}}) ==
        invalid + "If stream is being enabled then UpdateViewType is required");
  CHECK(message({{"StreamSpecification", {{"StreamEnabled", false}, {"StreamViewType", "KEYS_ONLY"}}}}) ==
        invalid + "If stream is being disabled, then UpdateViewType must not be specified");
  CHECK(update_table(on)["LatestStreamArn"] != first["LatestStreamArn"]);
}

TEST_CASE_FIXTURE(Fixture, "class, protection and key may change") {
  update_table({{"TableClass", "STANDARD"}});
  CHECK_FALSE(described().contains("TableClassSummary"));
  CHECK(update_table({{"TableClass", "STANDARD_INFREQUENT_ACCESS"}})["TableStatus"] == "UPDATING");
  CHECK(update_table({{"DeletionProtectionEnabled", true}})["TableStatus"] == "ACTIVE");
  const Json encrypting = update_table({{"SSESpecification", {{"Enabled", true}}}});
  CHECK(encrypting["TableStatus"] == "ACTIVE");
  CHECK(encrypting["SSEDescription"]["Status"] == "UPDATING");
  const Json table = described();
  CHECK(table["TableClassSummary"]["TableClass"] == "STANDARD_INFREQUENT_ACCESS");
  CHECK(table["DeletionProtectionEnabled"] == true);
  CHECK(table["SSEDescription"]["Status"] == "ENABLED");
  update_table({{"SSESpecification", {{"Enabled", false}}}});
  CHECK_FALSE(described().contains("SSEDescription"));
  CHECK(message({{"SSESpecification", {{"Enabled", false}}}}) ==
        invalid + "Table is already encrypted by default");
}

TEST_CASE_FIXTURE(Fixture, "changes that leave the table active do not undo each other") {
  account.account().transact([&] { set_table_status_delay(account.account(), std::chrono::seconds(10)); });
  update_table({{"SSESpecification", {{"SSEType", "KMS"}}}});
  update_table({{"WarmThroughput", {{"ReadUnitsPerSecond", 13000}}}});
  update_table({{"DeletionProtectionEnabled", true}});
  CHECK(described()["WarmThroughput"]["Status"] == "UPDATING");
  account.advance(std::chrono::seconds(10));
  const Json table = described();
  CHECK(table["SSEDescription"]["Status"] == "ENABLED");
  CHECK(table["WarmThroughput"]["ReadUnitsPerSecond"] == 13000);
  CHECK(table["DeletionProtectionEnabled"] == true);
}

TEST_CASE_FIXTURE(Fixture, "global tables are not emulated, and say so") {
  const Json replica{{"ReplicaUpdates", {{{"Create", {{"RegionName", "us-east-1"}}}}}}};
  CHECK(account.error("UpdateTable", update(replica)).status == 501);
}

}  // namespace
}  // namespace cloche::dynamodb
