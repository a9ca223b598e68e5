#include "handlers/runtime/dynamodb.h"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace handlers {

namespace {

// What an item takes on its way out, before its memory is given back as a whole.
constexpr std::size_t item_memory = 4096;
// By one query with a filter; where they are larger, DynamoDB ends it at 1 MB in any case.
constexpr int most_looked_at = 10'000;

Json number_of(std::string_view text) {
  std::int64_t whole = 0;
  const auto [end, error] = std::from_chars(text.begin(), text.end(), whole);
  if (error == std::errc() && end == text.end()) return whole;
  return std::stod(std::string(text));
}

}  // namespace

Json to_attribute(const Json& value, json::storage_ptr memory) {
  json::object attribute(1, memory);
  if (const json::object* map = value.if_object()) {
    attribute.emplace("M", to_item(*map, memory));
  } else if (const json::array* list = value.if_array()) {
    json::array attributes(memory);
    attributes.reserve(list->size());
    for (const Json& element : *list) attributes.push_back(to_attribute(element, memory));
    attribute.emplace("L", std::move(attributes));
  } else if (value.is_number()) {
    attribute.emplace("N", json::serialize(value));
  } else if (value.is_null()) {
    attribute.emplace("NULL", true);
  } else {
    attribute.emplace(value.is_string() ? "S" : "BOOL", value);
  }
  return attribute;
}

json::object to_item(const json::object& plain, json::storage_ptr memory) {
  json::object item(plain.size(), memory);
  for (const auto& [name, value] : plain) item.emplace(name, to_attribute(value, memory));
  return item;
}

Json from_attribute(Json attribute) {
  auto& [type, value] = *attribute.as_object().begin();
  if (type == "N") return number_of(value.as_string());
  if (type == "NULL") return nullptr;
  if (type == "M") return from_item(std::move(value.as_object()));
  if (type == "L")
    for (Json& element : value.as_array()) element = from_attribute(std::move(element));
  return std::move(value);
}

json::object from_item(json::object item) {
  for (auto& [name, value] : item) value = from_attribute(std::move(value));
  return item;
}

std::optional<json::object> DynamoDb::get(const std::string& table, const json::object& key,
                                          bool consistent) {
  json::object output = client_.call(
      dynamodb_service, "GetItem",
      {{"TableName", table}, {"Key", to_item(key)}, {"ConsistentRead", consistent}}, Repeat::harmless);
  if (!output.contains("Item")) return std::nullopt;
  return from_item(std::move(output["Item"].as_object()));
}

Page DynamoDb::query(const Query& query) {
  json::object input{{"TableName", query.table},
                     {"KeyConditionExpression", query.key_condition},
                     {"ExpressionAttributeValues", to_item(query.values)},
                     {"ScanIndexForward", query.forward}};
  if (!query.index.empty()) input["IndexName"] = query.index;
  if (!query.filter.empty()) input["FilterExpression"] = query.filter;
  if (!query.projection.empty()) input["ProjectionExpression"] = query.projection;
  if (!query.names.empty()) input["ExpressionAttributeNames"] = query.names;
  if (query.consistent) input["ConsistentRead"] = true;
  if (query.limit) input["Limit"] = *query.limit;
  if (!query.start.empty()) input["ExclusiveStartKey"] = to_item(query.start);
  json::object output = client_.call(dynamodb_service, "Query", input, Repeat::harmless);
  Page page;
  for (Json& item : output.at("Items").as_array())
    page.items.push_back(from_item(std::move(item.as_object())));
  if (Json* last = output.if_contains("LastEvaluatedKey"))
    page.next = from_item(std::move(last->as_object()));
  return page;
}

std::vector<json::object> DynamoDb::query_all(Query query) {
  std::vector<json::object> items;
  do {
    Page page = this->query(query);
    std::ranges::move(page.items, std::back_inserter(items));
    query.start = std::move(page.next);
  } while (!query.start.empty());
  return items;
}

Page DynamoDb::query_page(Query query, int limit, const std::vector<std::string>& key_attributes) {
  Page whole;
  // One more than wanted, so that a next page is promised only where there is something on it.
  query.limit = limit + 1;
  for (;;) {
    Page page = this->query(query);
    for (json::object& item : page.items) {
      if (whole.items.size() == static_cast<std::size_t>(limit)) {
        for (const std::string& name : key_attributes) whole.next[name] = whole.items.back().at(name);
        return whole;
      }
      whole.items.push_back(std::move(item));
    }
    if (page.next.empty()) return whole;
    query.start = std::move(page.next);
    // A limit is of what is looked at, and a filter may drop nearly all of that: more each time, so that a
    // few queries get through a long list, and none looks at much more than it needs.
    query.limit = query.filter.empty() ? limit + 1 - static_cast<int>(whole.items.size())
                                       : std::min(2 * *query.limit, most_looked_at);
  }
}

bool DynamoDb::conditional(std::string_view operation, const json::object& input) {
  try {
    client_.call(dynamodb_service, operation, input, Repeat::harmless);
    return true;
  } catch (const AwsError& error) {
    if (error.code != "ConditionalCheckFailedException") throw;
    return false;
  }
}

bool DynamoDb::put_new(const std::string& table, const json::object& item,
                       const std::string& hash_attribute) {
  json::monotonic_resource memory(item_memory);
  return conditional("PutItem", json::object({{"TableName", table},
                                              {"Item", to_item(item, &memory)},
                                              {"ConditionExpression", "attribute_not_exists(#hash)"},
                                              {"ExpressionAttributeNames", {{"#hash", hash_attribute}}}},
                                             &memory));
}

bool DynamoDb::put_over(const std::string& table, const json::object& item, std::int64_t version) {
  json::monotonic_resource memory(item_memory);
  return conditional("PutItem",
                     json::object({{"TableName", table},
                                   {"Item", to_item(item, &memory)},
                                   {"ConditionExpression", "#version = :version"},
                                   {"ExpressionAttributeNames", {{"#version", "version"}}},
                                   {"ExpressionAttributeValues", to_item({{":version", version}}, &memory)}},
                                  &memory));
}

bool DynamoDb::update_if(const std::string& table, const json::object& key, const std::string& update,
                         const std::string& condition, const json::object& values) {
  return conditional("UpdateItem", {{"TableName", table},
                                    {"Key", to_item(key)},
                                    {"UpdateExpression", update},
                                    {"ConditionExpression", condition},
                                    {"ExpressionAttributeValues", to_item(values)}});
}

std::vector<std::string> DynamoDb::transact(json::array writes, const std::string& token) {
  try {
    client_.call(dynamodb_service, "TransactWriteItems",
                 {{"TransactItems", std::move(writes)}, {"ClientRequestToken", token}}, Repeat::harmless);
    return {};
  } catch (const AwsError& error) {
    auto reasons = error.cancellation_reasons();
    const auto is_condition = [](const std::string& reason) {
      return reason == "None" || reason == "ConditionalCheckFailed";
    };
    if (reasons.empty() || !std::ranges::all_of(reasons, is_condition)) throw;
    return reasons;
  }
}

}  // namespace handlers
