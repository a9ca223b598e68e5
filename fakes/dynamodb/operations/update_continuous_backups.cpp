#include <utility>

#include "fakes/dynamodb/continuous_backups.h"
#include "fakes/dynamodb/operations/operations.h"

namespace cloche::dynamodb {

namespace {
constexpr std::int64_t default_days = 35;
}

Answer update_continuous_backups(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const TableDefinition& table = backed_up_table(store, request.string("TableName"));
  const Structure specification = request.structure("PointInTimeRecoverySpecification");
  const Time now = call.account.clock().now();
  Json document = table.document;
  if (specification.boolean("PointInTimeRecoveryEnabled")) {
    call.report_unsupported("point-in-time recovery is kept, and nothing can be restored");
    Json& kept = document["ContinuousBackups"];
    if (!kept.contains("Since")) kept["Since"] = to_millis(now);
    kept["RecoveryPeriodInDays"] = specification.integer_or("RecoveryPeriodInDays", default_days);
  } else {
    if (specification.has("RecoveryPeriodInDays")) {
      throw ApiError(
          "ValidationException",
          "Invalid Request: Cannot specify RecoveryPeriodInDays when disabling point-in-time recovery.");
    }
    document.erase("ContinuousBackups");
  }
  const TableDefinition& changed = store.save_table(table, std::move(document));
  return Json{{"ContinuousBackupsDescription", describe_backups(changed, now)}};
}

}  // namespace cloche::dynamodb
