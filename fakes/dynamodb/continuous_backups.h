#pragma once
// Point-in-time recovery: whether it is enabled for a table, since when, and for how many days back. Nothing
// can be restored; what is told is what the real service would tell.
#include "fakes/core/clock.h"
#include "fakes/core/json.h"
#include "fakes/dynamodb/store.h"

namespace cloche::dynamodb {

/// The table; TableNotFoundException, which only these operations have, where there is none.
const TableDefinition& backed_up_table(Store& store, std::string_view name);

/// A ContinuousBackupsDescription.
Json describe_backups(const TableDefinition& table, Time now);

}  // namespace cloche::dynamodb
