#include "fakes/dynamodb/operations/write_one.h"

#include <string>
#include <utility>

#include "fakes/dynamodb/errors.h"
#include "fakes/dynamodb/item_collection.h"
#include "fakes/dynamodb/projection.h"

namespace cloche::dynamodb {

namespace {

// What ReturnValues asks to see; null where there is nothing of it.
Json returned_values(const ItemWrite& write, const std::string& values) {
  const bool is_old = values.ends_with("_OLD");
  const std::optional<ItemVersion>& version = is_old ? write.before() : write.after();
  if (values == "NONE" || !version) return nullptr;
  if (values.starts_with("ALL_")) return json_fragment(version->text());
  if (write.update() == nullptr) return nullptr;
  Json touched = Projection(*write.update()).apply(version->item());
  return touched.empty() ? Json(nullptr) : touched;
}

bool shows_before(const wire::Structure& request) {
  return request.string_or("ReturnValues", "NONE").ends_with("_OLD") ||
         request.string_or("ReturnValuesOnConditionCheckFailure", "NONE") == "ALL_OLD";
}

Json item_of_failure(const ItemWrite& write, const wire::Structure& request) {
  if (!write.before() || request.string_or("ReturnValuesOnConditionCheckFailure", "NONE") != "ALL_OLD")
    return nullptr;
  return json_fragment(write.before()->text());
}

}  // namespace

wire::Answer write_one(WriteKind kind, wire::Call& call, const wire::Structure& request) {
  ItemWrite write(kind, request, call.account.cache<ExpressionCache>());
  Store store(call.account, call.region);
  write.find_place(store);
  const CapacityDetail detail = capacity_detail(request);
  if (write.needs_before() || shows_before(request) || detail != CapacityDetail::none) write.read(store);
  if (!write.condition_holds()) throw conditional_check_failed(item_of_failure(write, request));
  write.decide();
  write.perform(store);

  Json answer = Json::object();
  Json values = returned_values(write, request.string_or("ReturnValues", "NONE"));
  if (!values.is_null()) answer["Attributes"] = std::move(values);
  if (Json metrics = collection_metrics(write, request); !metrics.is_null()) {
    answer["ItemCollectionMetrics"] = std::move(metrics);
  }
  if (detail != CapacityDetail::none) {
    ConsumedCapacity capacity;
    write.add_to(capacity, WriteMode::single);
    answer["ConsumedCapacity"] = capacity.show(detail, write.table_name());
  }
  return answer;
}

}  // namespace cloche::dynamodb
