#include "fakes/dynamodb/continuous_backups.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>

#include "fakes/core/api_error.h"

namespace cloche::dynamodb {

const TableDefinition& backed_up_table(Store& store, std::string_view name) {
  const TableDefinition* table = store.find_table(name);
  if (table == nullptr) throw ApiError("TableNotFoundException", fmt::format("Table not found: {}", name));
  return *table;
}

Json describe_backups(const TableDefinition& table, Time now) {
  Json recovery{{"PointInTimeRecoveryStatus", "DISABLED"}};
  if (const auto kept = table.document.find("ContinuousBackups"); kept != table.document.end()) {
    const auto days = kept->at("RecoveryPeriodInDays").get<int>();
    const std::int64_t earliest =
        std::max(kept->at("Since").get<std::int64_t>(), to_millis(now - std::chrono::days(days)));
    const std::int64_t latest = std::max(earliest, to_millis(now - std::chrono::minutes(5)));
    recovery = {{"PointInTimeRecoveryStatus", "ENABLED"},
                {"RecoveryPeriodInDays", days},
                {"EarliestRestorableDateTime", earliest},
                {"LatestRestorableDateTime", latest}};
  }
  // Continuous backups are enabled on every table when it is created.
  return {{"ContinuousBackupsStatus", "ENABLED"}, {"PointInTimeRecoveryDescription", std::move(recovery)}};
}

}  // namespace cloche::dynamodb
