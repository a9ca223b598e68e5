#include <deque>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>

#include "fakes/dynamodb/attribute_value_input.h"
#include "fakes/dynamodb/consumed_capacity.h"
#include "fakes/dynamodb/errors.h"
#include "fakes/dynamodb/item_projection.h"
#include "fakes/dynamodb/key.h"
#include "fakes/dynamodb/operations/operations.h"
#include "fakes/dynamodb/store.h"

namespace cloche::dynamodb {

namespace {

constexpr std::size_t max_keys = 100;
constexpr std::int64_t max_answer_size = 16 * 1024 * 1024;  // of the items, as DynamoDB counts them

// The keys that a batch wants of one table.
struct TableRead {
  TableRead(std::string table_name, const Structure& keys_and_attributes, ExpressionCache& cache)
      : name(std::move(table_name)),
        request(keys_and_attributes),
        keys(request.json("Keys")),
        projection(read(), cache) {
    std::set<Json> seen;
    for (const auto& key : keys) {
      if (!seen.insert(key).second) throw validation_error("Provided list of item keys contains duplicates");
    }
  }

  std::string name;  // or ARN, as the request has it
  Structure request;
  Json keys;
  ItemProjection projection;
  const TableDefinition* table = nullptr;

 private:
  // What comes before the projection in the order of checks.
  const Structure& read() {
    check_projection_parameters(request);
    for (auto& key : keys) normalize_item(key);
    return request;
  }
};

std::deque<TableRead> read_request(const Structure& request, ExpressionCache& cache) {
  const Json& tables = request.json("RequestItems");
  const auto& shape = *request.shape().member("RequestItems")->shape->element->shape;
  std::size_t count = 0;
  for (const auto& table : tables) count += table["Keys"].size();
  if (count > max_keys) throw validation_error("Too many items requested for the BatchGetItem call");
  std::deque<TableRead> reads;
  for (auto table = tables.begin(); table != tables.end(); ++table) {
    reads.emplace_back(table.key(), Structure(shape, table.value()), cache);
  }
  return reads;
}

void find_places(std::deque<TableRead>& reads, Store& store) {
  for (auto& read : reads) read.table = &store.table_with_items(read.name);
  for (auto& read : reads) {
    for (const auto& key : read.keys) check_key(read.table->key, key);
    read.projection.check(*read.table);
  }
}

}  // namespace

Answer batch_get_item(Call& call, const Structure& request) {
  auto reads = read_request(request, call.account.cache<ExpressionCache>());
  Store store(call.account, call.region);
  find_places(reads, store);

  const auto detail = capacity_detail(request);
  Json answer{{"Responses", Json::object()}, {"UnprocessedKeys", Json::object()}};
  std::int64_t answer_size = 0;
  for (const auto& read : reads) {
    const auto mode =
        read.request.boolean_or("ConsistentRead", false) ? ReadMode::consistent : ReadMode::eventual;
    ConsumedCapacity consumed;
    Json items = Json::array();
    Json unprocessed = Json::array();
    for (const auto& key : read.keys) {
      const std::string place = item_key(read.table->key, key);
      const auto size = store.find_item_size(*read.table, place);
      if (size && answer_size + *size > max_answer_size) {
        unprocessed.push_back(key);
        continue;
      }
      consumed.add(read_units(size.value_or(0), mode));
      if (!size) continue;
      answer_size += *size;
      items.push_back(read.projection.show(store.find_item(*read.table, place)->text));
    }
    answer["Responses"][read.name] = std::move(items);
    if (!unprocessed.empty()) {
      Json rest = read.request.document();
      rest["Keys"] = std::move(unprocessed);
      answer["UnprocessedKeys"][read.name] = std::move(rest);
    }
    if (detail != CapacityDetail::none)
      answer["ConsumedCapacity"].push_back(consumed.show(detail, read.name));
  }
  return answer;
}

}  // namespace cloche::dynamodb
