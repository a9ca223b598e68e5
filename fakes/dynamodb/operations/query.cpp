#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "fakes/dynamodb/errors.h"
#include "fakes/dynamodb/expression_attributes.h"
#include "fakes/dynamodb/expression_cache.h"
#include "fakes/dynamodb/expression_check.h"
#include "fakes/dynamodb/expression_parameters.h"
#include "fakes/dynamodb/key.h"
#include "fakes/dynamodb/key_access.h"
#include "fakes/dynamodb/key_condition.h"
#include "fakes/dynamodb/legacy_conditions.h"
#include "fakes/dynamodb/operations/operations.h"
#include "fakes/dynamodb/page.h"

namespace cloche::dynamodb {

namespace {

void check_parameters(const Structure& request) {
  static constexpr std::array<std::string_view, 3> expressions{"ProjectionExpression", "FilterExpression",
                                                               "KeyConditionExpression"};
  static constexpr std::array<std::string_view, 4> legacy{"AttributesToGet", "QueryFilter",
                                                          "ConditionalOperator", "KeyConditions"};
  // KeyConditions may stand beside other expressions than its own.
  const bool has_key_expression = request.has("KeyConditionExpression");
  check_expression_parameters(request, expressions, std::span(legacy).first(has_key_expression ? 4 : 3));
}

struct Query {
  Query(const Structure& request, ExpressionCache& cache);

  Page page;
  std::optional<StartKey> start;
  std::unique_ptr<ExpressionAttributes> attributes;  // what the expressions point into
  std::vector<KeyCondition> conditions;
};

// All that can be checked without the table, in the service's order.
Query::Query(const Structure& request, ExpressionCache& cache) : page(request) {
  check_parameters(request);
  const std::string conditional_operator = request.string_or("ConditionalOperator", "");
  if (const Json* filter = request.find_json("QueryFilter")) {
    page.filter = legacy_filter(*filter, conditional_operator);
  } else {
    check_conditional_operator(conditional_operator, 0);
  }
  if (request.has("AttributesToGet")) {
    page.projection = legacy_projection(request.strings("AttributesToGet"));
    page.projection_parameter = "AttributesToGet";
  }
  start.emplace(request);
  if (const Json* legacy = request.find_json("KeyConditions")) conditions = legacy_key_conditions(*legacy);

  attributes = std::make_unique<ExpressionAttributes>(request.find_json("ExpressionAttributeNames"),
                                                      request.find_json("ExpressionAttributeValues"));
  std::optional<Condition> key_expression;
  if (const std::string* text = request.find_string("KeyConditionExpression")) {
    key_expression = bind_condition(cache.condition(ExpressionKind::key_condition, *text), *attributes);
  }
  page.bind_expressions(cache, *attributes);
  attributes->check_all_used();
  if (key_expression) {
    conditions = key_conditions(*key_expression);
  } else if (!request.has("KeyConditions")) {
    throw validation_error(
        "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
  }
  page.check_select();
}

// The keys that meet the conditions.
KeyRange range_of(const KeyQuery& query, const KeyDefinition& key, bool descending) {
  std::string prefix = partition_key(key, query.hash);
  if (query.range.empty()) return KeyRange::with_prefix(std::move(prefix), descending);
  for (std::size_t i = 0; i + 1 < query.range.size(); ++i) {
    append_key_value(prefix, key.range[i].type, query.range[i].values[0]);
  }
  const KeyCondition& last = query.range.back();
  const char type = key.range[query.range.size() - 1].type;
  const auto with = [&](const Json& value) {
    std::string bytes = prefix;
    append_key_value(bytes, type, value);
    return KeyRange::with_prefix(std::move(bytes), descending);
  };
  KeyRange all = KeyRange::with_prefix(prefix, descending);
  switch (last.op) {
    case Operator::less:
      all.to = with(last.values[0]).from;
      return all;
    case Operator::less_or_equal:
      all.to = with(last.values[0]).to;
      return all;
    case Operator::greater:
      all.from = with(last.values[0]).to;
      return all;
    case Operator::greater_or_equal:
      all.from = with(last.values[0]).from;
      return all;
    case Operator::between:
      all.from = with(last.values[0]).from;
      all.to = with(last.values[1]).to;
      return all;
    case Operator::begins_with:
      append_key_prefix(prefix, type, last.values[0]);
      return KeyRange::with_prefix(std::move(prefix), descending);
    default:
      return with(last.values[0]);
  }
}

}  // namespace

Answer query(Call& call, const Structure& request) {
  Query query(request, call.account.cache<ExpressionCache>());
  Page& page = query.page;
  const StartKey& start = *query.start;
  Store store(call.account, call.region);
  const TableDefinition* const found = store.find_table(page.table_name);
  const std::string* const index_name = request.find_string("IndexName");
  const IndexDefinition* const found_index =
      found != nullptr && index_name != nullptr ? found->index(*index_name) : nullptr;
  check_number_of_conditions(query.conditions.size(), found_index != nullptr ? &found_index->key
                                                      : found != nullptr     ? &found->key
                                                                             : nullptr);
  page.find_place(store);

  start.check_hash(*page.table, page.index);
  const KeyQuery keys =
      match_key(query.conditions, page.key(), page.index != nullptr ? page.index->name : "");
  start.check_range(*page.table, page.index);
  if (page.filter) {
    check_filter_avoids_key(*page.filter, page.key(),
                            request.has("QueryFilter") ? "QueryFilter" : "Filter Expression");
  }
  page.resolve_projection();
  start.check_table_key(*page.table, page.index);
  start.check_bounds(keys, page.key());
  if (page.filter) check_scalar_keys(*page.filter, *page.table);
  if (page.expression) check_scalar_keys(*page.expression, *page.table);

  page.range = range_of(keys, page.key(), !request.boolean_or("ScanIndexForward", true));
  page.is_single = page.index == nullptr && keys.is_exact(page.key());
  if (start.given()) page.range.start_after(start.place(*page.table, page.index));
  return read_page(store, page);
}

}  // namespace cloche::dynamodb
