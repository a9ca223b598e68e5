#include <nlohmann/json.hpp>
#include <string>

#include "fakes/dynamodb/attribute_value_input.h"
#include "fakes/dynamodb/consumed_capacity.h"
#include "fakes/dynamodb/item_projection.h"
#include "fakes/dynamodb/key.h"
#include "fakes/dynamodb/operations/operations.h"
#include "fakes/dynamodb/store.h"

namespace cloche::dynamodb {

Answer get_item(Call& call, const Structure& request) {
  check_projection_parameters(request);
  const NormalItem key(request.json("Key"));
  const ItemProjection projection(request, call.account.cache<ExpressionCache>());

  Store store(call.account, call.region);
  const std::string& table_name = request.string("TableName");
  const TableDefinition& table = store.table_with_items(table_name);
  check_key(table.key, *key);
  projection.check(table);

  const auto item = store.find_item(table, item_key(table.key, *key));
  Json answer = Json::object();
  if (item) answer["Item"] = projection.show(item->text);
  if (const auto detail = capacity_detail(request); detail != CapacityDetail::none) {
    ConsumedCapacity consumed;
    consumed.add(read_units(item ? item->size : 0, request.boolean_or("ConsistentRead", false)
                                                       ? ReadMode::consistent
                                                       : ReadMode::eventual));
    answer["ConsumedCapacity"] = consumed.show(detail, table_name);
  }
  return answer;
}

}  // namespace cloche::dynamodb
