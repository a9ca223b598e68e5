#pragma once
// What UpdateTable does to the global indexes of a table: it makes, deletes and updates them.
#include "fakes/dynamodb/table_change.h"
#include "fakes/wire/structure.h"

namespace cloche::dynamodb {

/// What can be said of a request's GlobalSecondaryIndexUpdates before looking at the indexes.
void check_index_updates(const wire::Structure& request);

/// `was_on_demand`: the table was paid by the request before this request.
void change_indexes(const wire::Structure& request, bool was_on_demand, Change& change);

}  // namespace cloche::dynamodb
