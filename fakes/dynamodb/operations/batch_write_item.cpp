#include <map>
#include <set>
#include <utility>
#include <vector>

#include "fakes/dynamodb/errors.h"
#include "fakes/dynamodb/item_collection.h"
#include "fakes/dynamodb/operations/operations.h"

namespace cloche::dynamodb {

namespace {

constexpr std::size_t max_requests = 25;

// A WriteRequest has one of the two; the words for another number are the real service's.
ItemWrite read_request(const std::string& table_name, const Json& request) {
  const bool is_put = request.contains("PutRequest");
  if (is_put == request.contains("DeleteRequest")) {
    throw validation_error(
        "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported "
        "datatypes");
  }
  if (is_put) return {WriteKind::put, table_name, request["PutRequest"]["Item"]};
  return {WriteKind::remove, table_name, request["DeleteRequest"]["Key"]};
}

std::vector<ItemWrite> read_requests(const Json& tables) {
  std::size_t count = 0;
  for (const auto& [name, requests] : tables.items()) count += requests.size();
  if (count > max_requests) throw validation_error("Too many items requested for the BatchWriteItem call");
  std::vector<ItemWrite> writes;
  for (const auto& [name, requests] : tables.items()) {
    for (const Json& request : requests) writes.push_back(read_request(name, request));
  }
  return writes;
}

// Of a batch the service says less of a put whose item lacks its key, or has it of another type, than PutItem
// does.
void find_place(ItemWrite& write, Store& store) {
  try {
    write.find_place(store);
  } catch (const ApiError& error) {
    const bool about_key = error.message.find("Missing the key") != std::string::npos ||
                           error.message.find("Type mismatch for key") != std::string::npos;
    if (about_key) throw key_does_not_match_schema();
    throw;
  }
}

void check_distinct(const std::vector<ItemWrite>& writes) {
  std::set<std::pair<std::int64_t, std::string_view>> seen;
  for (const ItemWrite& write : writes) {
    if (!seen.emplace(write.table().id, write.key()).second) {
      throw validation_error("Provided list of item keys contains duplicates");
    }
  }
}

}  // namespace

// UnprocessedItems is what a table had no capacity for, or more than 16 MB; here there is always capacity,
// and 25 items of 400 KB are less.
Answer batch_write_item(Call& call, const Structure& request) {
  std::vector<ItemWrite> writes = read_requests(request.json("RequestItems"));
  Store store(call.account, call.region);
  for (ItemWrite& write : writes) find_place(write, store);
  check_distinct(writes);
  const CapacityDetail detail = capacity_detail(request);
  std::map<std::string, ConsumedCapacity> capacities;  // by table, as the request names it
  Json metrics = Json::object();
  for (ItemWrite& write : writes) {
    if (write.needs_before() || detail != CapacityDetail::none) write.read(store);
    write.decide();
    write.perform(store);
    if (detail != CapacityDetail::none) write.add_to(capacities[write.table_name()], WriteMode::single);
    Json collection = collection_metrics(write, request);
    if (!collection.is_null()) metrics[write.table_name()].push_back(std::move(collection));
  }

  Json answer{{"UnprocessedItems", Json::object()}};
  if (!metrics.empty()) answer["ItemCollectionMetrics"] = std::move(metrics);
  for (const auto& [table, capacity] : capacities)
    answer["ConsumedCapacity"].push_back(capacity.show(detail, table));
  return answer;
}

}  // namespace cloche::dynamodb
