#include "fakes/dynamodb/item_write.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "fakes/core/fault.h"
#include "fakes/dynamodb/attribute_value.h"
#include "fakes/dynamodb/attribute_value_input.h"
#include "fakes/dynamodb/condition_evaluator.h"
#include "fakes/dynamodb/errors.h"
#include "fakes/dynamodb/expression_check.h"
#include "fakes/dynamodb/expression_parameters.h"
#include "fakes/dynamodb/key.h"
#include "fakes/dynamodb/key_access.h"
#include "fakes/dynamodb/legacy_conditions.h"

namespace cloche::dynamodb {

namespace {

constexpr std::array<std::string_view, 1> condition_expression{"ConditionExpression"};
constexpr std::array<std::string_view, 2> update_expressions{"UpdateExpression", "ConditionExpression"};
constexpr std::array<std::string_view, 2> legacy{"AttributeUpdates", "Expected"};

// An element of a transaction has no parameters from before there were expressions, and answers no values.
bool is_single(const wire::Structure& request) { return request.shape().member("Expected") != nullptr; }

void check_return_values(WriteKind kind, const wire::Structure& request) {
  if (kind == WriteKind::update || !is_single(request)) return;
  const std::string values = request.string_or("ReturnValues", "NONE");
  if (values != "NONE" && values != "ALL_OLD")
    throw validation_error("ReturnValues can only be ALL_OLD or NONE");
}

void check_put_size(const Json& item) {
  if (item_size(item) > max_item_size)
    throw validation_error("Item size has exceeded the maximum allowed size");
}

// Of an item that is not there nothing can be taken away: such an update does not make it (API reference,
// AttributeUpdates: "DELETE - Causes nothing to happen").
bool only_takes_away(const Update& update) {
  return !update.tree->clauses.empty() &&
         std::ranges::all_of(update.tree->clauses, [](const UpdateClause& clause) {
           return clause.action == UpdateAction::remove || clause.action == UpdateAction::delete_;
         });
}

// The item or key of a request whose parameters can stand together.
const Json& item_of(WriteKind kind, const wire::Structure& request) {
  if (kind == WriteKind::update) {
    check_expression_parameters(request, update_expressions, legacy);
  } else {
    check_expression_parameters(request, condition_expression, legacy);
  }
  return request.json(kind == WriteKind::put ? "Item" : "Key");
}

}  // namespace

ItemWrite::ItemWrite(WriteKind kind, const wire::Structure& request, ExpressionCache& expressions)
    : kind_(kind), table_name_(request.string("TableName")), item_(item_of(kind, request)) {
  check_return_values(kind, request);
  if (kind == WriteKind::put) check_put_size(*item_);
  if (is_single(request)) read_legacy(request);
  read_expressions(request, expressions);
}

ItemWrite::ItemWrite(WriteKind kind, std::string table_name, const Json& item)
    : kind_(kind), table_name_(std::move(table_name)), item_(item) {
  if (kind == WriteKind::put) check_put_size(*item_);
}

void ItemWrite::read_legacy(const wire::Structure& request) {
  if (kind_ == WriteKind::update && request.has("AttributeUpdates")) {
    update_ = legacy_update(request.json("AttributeUpdates"));
    update_style_ = UpdateStyle::legacy;
  }
  const std::string conditional_operator = request.string_or("ConditionalOperator", "");
  if (const Json* expected = request.find_json("Expected")) {
    condition_ = legacy_expected(*expected, conditional_operator);
  } else {
    check_conditional_operator(conditional_operator, 0);
  }
}

void ItemWrite::read_expressions(const wire::Structure& request, ExpressionCache& expressions) {
  const std::string* update = kind_ == WriteKind::update ? request.find_string("UpdateExpression") : nullptr;
  const std::string* condition = request.find_string("ConditionExpression");
  if (update == nullptr && condition == nullptr) return;
  attributes_ = std::make_unique<ExpressionAttributes>(request.find_json("ExpressionAttributeNames"),
                                                       request.find_json("ExpressionAttributeValues"));
  if (update != nullptr) update_ = bind_update(expressions.update(*update), *attributes_);
  if (condition != nullptr) {
    condition_ = bind_condition(expressions.condition(ExpressionKind::condition, *condition), *attributes_);
  }
  attributes_->check_all_used();
}

void ItemWrite::find_place(Store& store) {
  table_ = &store.table_with_items(table_name_);
  if (kind_ == WriteKind::put) {
    check_item_key(table_->key, *item_);
    for (const IndexDefinition& index : table_->indexes) check_index_key(index, *item_);
  } else {
    check_key(table_->key, *item_);
  }
  if (update_) check_update_of_keys(*update_, *table_);
  if (condition_) check_scalar_keys(*condition_, *table_);
  key_ = item_key(table_->key, *item_);
}

bool ItemWrite::needs_before() const {
  return condition_ || kind_ == WriteKind::update || kind_ == WriteKind::check || follows_changes(*table_);
}

bool ItemWrite::condition_holds() const {
  if (!condition_) return true;
  static const Json no_item = Json::object();
  return holds(*condition_, before_ ? before_->item() : no_item);
}

Json ItemWrite::updated() const {
  const Json& old = before_ ? before_->item() : *item_;
  if (!update_) return old;
  Json item = apply(*update_, old, update_style_);
  // An operand that is an attribute shows its type only now.
  for (const UpdateClause& clause : update_->tree->clauses) {
    const std::string& name = update_->bindings.name(clause.path.front());
    for (const IndexDefinition& index : table_->indexes) check_updated_index_key(index, name, item);
  }
  if (item_size(item) > max_item_size) {
    throw validation_error("Item size to update has exceeded the maximum allowed size");
  }
  return item;
}

void ItemWrite::decide() {
  if (kind_ == WriteKind::put) after_ = ItemVersion::of(&*item_);
  if (kind_ != WriteKind::update) return;
  Json item = updated();
  if (before_ || !update_ || !only_takes_away(*update_)) after_ = ItemVersion::of(std::move(item));
}

void ItemWrite::perform(Store& store) {
  if (kind_ == WriteKind::check) return;
  write_item(store, *table_, key_, before_ ? &*before_ : nullptr, after_ ? &*after_ : nullptr);
}

// A condition alone is paid for like a write of the item that is there.
void ItemWrite::add_to(ConsumedCapacity& capacity, WriteMode mode) const {
  const std::optional<ItemVersion>& after = kind_ == WriteKind::check ? before_ : after_;
  capacity.add_write(*table_, before_ ? &before_->item() : nullptr, before_ ? before_->size() : 0,
                     after ? &after->item() : nullptr, after ? after->size() : 0, mode);
}

}  // namespace cloche::dynamodb
