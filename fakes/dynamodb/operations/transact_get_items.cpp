#include <deque>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "fakes/dynamodb/attribute_value_input.h"
#include "fakes/dynamodb/consumed_capacity.h"
#include "fakes/dynamodb/errors.h"
#include "fakes/dynamodb/item_projection.h"
#include "fakes/dynamodb/key.h"
#include "fakes/dynamodb/operations/operations.h"
#include "fakes/dynamodb/store.h"
#include "fakes/dynamodb/transaction.h"

namespace cloche::dynamodb {

namespace {

constexpr std::int64_t max_answer_size = 4 * 1024 * 1024;  // of the items, as DynamoDB counts them

// One Get of the transaction.
struct Get {
  Get(const Structure& get, ExpressionCache& cache)
      : table_name(get.string("TableName")), key(read_key(get)), projection(get, cache) {}

  std::string table_name;  // or ARN, as the request has it
  Json key;
  ItemProjection projection;
  const TableDefinition* table = nullptr;
  std::string place;

 private:
  static Json read_key(const Structure& get) {
    check_projection_parameters(get);
    Json key = get.json("Key");
    normalize_item(key);
    return key;
  }
};

// A key that does not fit its table cancels the transaction.
void find_places(std::deque<Get>& gets, Store& store) {
  for (auto& get : gets) get.table = &store.table_with_items(get.table_name);
  std::vector<Json> reasons;
  bool canceled = false;
  for (auto& get : gets) {
    try {
      check_key(get.table->key, get.key);
      get.projection.check(*get.table);
      get.place = item_key(get.table->key, get.key);
      reasons.push_back(no_reason());
    } catch (const ApiError& error) {
      reasons.push_back(reason("ValidationError", error.message));
      canceled = true;
    }
  }
  if (canceled) throw transaction_canceled(reasons);
  std::set<std::pair<std::int64_t, std::string_view>> seen;
  for (const auto& get : gets) {
    if (!seen.emplace(get.table->id, get.place).second) {
      throw validation_error("Transaction request cannot include multiple operations on one item");
    }
  }
}

}  // namespace

Answer transact_get_items(Call& call, const Structure& request) {
  std::deque<Get> gets;
  for (const auto& element : request.structures("TransactItems")) {
    gets.emplace_back(element.structure("Get"), call.account.cache<ExpressionCache>());
  }
  Store store(call.account, call.region);
  find_places(gets, store);

  const auto detail = capacity_detail(request);
  Json responses = Json::array();
  std::map<std::string, ConsumedCapacity> consumed;
  std::int64_t answer_size = 0;
  for (const auto& get : gets) {
    const auto item = store.find_item(*get.table, get.place);
    const std::int64_t size = item ? item->size : 0;
    answer_size += size;
    consumed[get.table_name].add(read_units(size, ReadMode::transaction));
    Json response = Json::object();
    if (item) response["Item"] = get.projection.show(item->text);
    responses.push_back(std::move(response));
  }
  if (answer_size > max_answer_size) {  // that it is so answered is assumed
    throw validation_error(
        "Member must have length less than or equal to 4194304: the items of the transaction");
  }
  Json answer{{"Responses", std::move(responses)}};
  if (detail != CapacityDetail::none) {
    for (const auto& [name, units] : consumed) {
      answer["ConsumedCapacity"].push_back(units.show(detail, name, "ReadCapacityUnits"));
    }
  }
  return answer;
}

}  // namespace cloche::dynamodb
