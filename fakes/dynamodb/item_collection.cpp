#include "fakes/dynamodb/item_collection.h"

#include <algorithm>

namespace cloche::dynamodb {

Json collection_metrics(const ItemWrite& write, const wire::Structure& request) {
  if (write.kind() == WriteKind::check || request.string_or("ReturnItemCollectionMetrics", "NONE") != "SIZE")
    return nullptr;
  const TableDefinition& table = write.table();
  if (std::ranges::all_of(table.indexes, &IndexDefinition::global)) return nullptr;
  const std::string& hash = table.key.hash.front().name;
  return {{"ItemCollectionKey", {{hash, write.item().at(hash)}}}, {"SizeEstimateRangeGB", {0.0, 1.0}}};
}

}  // namespace cloche::dynamodb
