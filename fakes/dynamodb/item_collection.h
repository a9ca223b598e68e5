#pragma once
// Item collections: the items of a table with local indexes that have the same hash key. A write can be asked
// about the size of the one that it changed. That a collection may not exceed 10 GB is not enforced.
#include "fakes/core/json.h"
#include "fakes/dynamodb/item_write.h"
#include "fakes/wire/structure.h"

namespace cloche::dynamodb {

/// ItemCollectionMetrics as the request asks for them by ReturnItemCollectionMetrics; null where it does not,
/// or the table has no local index. The size is the estimate of a small collection, 0 to 1 GB.
Json collection_metrics(const ItemWrite& write, const wire::Structure& request);

}  // namespace cloche::dynamodb
