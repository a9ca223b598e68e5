#include "fakes/dynamodb/test_account.h"

namespace cloche::dynamodb {
namespace {

TEST_CASE("point-in-time recovery is switched, told, and said to be without effect") {
  TestAccount account;
  account.create_table("abc");
  const Json table{{"TableName", "abc"}};
  const auto described = [&] {
    return account.call("DescribeContinuousBackups", table)["ContinuousBackupsDescription"];
  };
  CHECK(described() == Json{{"ContinuousBackupsStatus", "ENABLED"},
                            {"PointInTimeRecoveryDescription", {{"PointInTimeRecoveryStatus", "DISABLED"}}}});
  Json request = table;
  request["PointInTimeRecoverySpecification"] = {{"PointInTimeRecoveryEnabled", true},
                                                 {"RecoveryPeriodInDays", 1}};
  account.call("UpdateContinuousBackups", request);
  CHECK(account.reports().size() == 1);
  account.advance(std::chrono::hours(48));
  const Json recovery = described()["PointInTimeRecoveryDescription"];
  CHECK(recovery["PointInTimeRecoveryStatus"] == "ENABLED");
  const std::int64_t now = to_millis(account.now()) / 1000;
  CHECK(recovery["EarliestRestorableDateTime"] == now - 24 * 3600);
  CHECK(recovery["LatestRestorableDateTime"] == now - 300);
  request["PointInTimeRecoverySpecification"] = {{"PointInTimeRecoveryEnabled", false},
                                                 {"RecoveryPeriodInDays", 1}};
  CHECK(account.message("UpdateContinuousBackups", request) ==
        "Invalid Request: Cannot specify RecoveryPeriodInDays when disabling point-in-time recovery.");
  request["PointInTimeRecoverySpecification"] = {{"PointInTimeRecoveryEnabled", false}};
  account.call("UpdateContinuousBackups", request);
  CHECK(described()["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "DISABLED");
  const ApiError error = account.error("DescribeContinuousBackups", {{"TableName", "none"}});
  CHECK(error.code == "TableNotFoundException");
  CHECK(error.message == "Table not found: none");
}

}  // namespace
}  // namespace cloche::dynamodb
