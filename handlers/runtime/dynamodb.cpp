#include "handlers/runtime/dynamodb.h"

#include <charconv>

namespace handlers {

namespace {

Json number_of(const std::string& text) {
  std::int64_t whole = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
  if (error == std::errc() && end == text.data() + text.size()) return whole;
  return std::stod(text);
}

/// {type: value}, without the copies that a braced list makes: this is done for each attribute of each item.
Json typed(const char* type, Json value) {
  Json attribute = Json::object();
  attribute.emplace(type, std::move(value));
  return attribute;
}

}  // namespace

Json to_attribute(const Json& value) {
  switch (value.type()) {
    case Json::value_t::string:
      return typed("S", value);
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned:
    case Json::value_t::number_float:
      return typed("N", value.dump());
    case Json::value_t::boolean:
      return typed("BOOL", value);
    case Json::value_t::object:
      return typed("M", to_item(value));
    case Json::value_t::array: {
      Json list = Json::array();
      for (const Json& element : value) list.push_back(to_attribute(element));
      return typed("L", std::move(list));
    }
    default:
      return typed("NULL", true);
  }
}

Json from_attribute(const Json& attribute) {
  const auto& [type, value] = *attribute.items().begin();
  if (type == "N") return number_of(value.get_ref<const std::string&>());
  if (type == "M") return from_item(value);
  if (type == "NULL") return nullptr;
  if (type == "L") {
    Json list = Json::array();
    for (const Json& element : value) list.push_back(from_attribute(element));
    return list;
  }
  return value;
}

Json to_item(const Json& plain) {
  Json item = Json::object();
  for (const auto& [name, value] : plain.items()) item[name] = to_attribute(value);
  return item;
}

Json from_item(const Json& item) {
  Json plain = Json::object();
  for (const auto& [name, attribute] : item.items()) plain[name] = from_attribute(attribute);
  return plain;
}

std::optional<Json> DynamoDb::get(const std::string& table, const Json& key, bool consistent) {
  const Json input{{"TableName", table}, {"Key", to_item(key)}, {"ConsistentRead", consistent}};
  const Json output = client_.call(dynamodb_service, "GetItem", input, Repeat::harmless);
  if (!output.contains("Item")) return std::nullopt;
  return from_item(output["Item"]);
}

Page DynamoDb::query(const Query& query) {
  Json input{{"TableName", query.table},
             {"KeyConditionExpression", query.key_condition},
             {"ExpressionAttributeValues", to_item(query.values)},
             {"ScanIndexForward", query.forward}};
  if (!query.index.empty()) input["IndexName"] = query.index;
  if (!query.filter.empty()) input["FilterExpression"] = query.filter;
  if (!query.projection.empty()) input["ProjectionExpression"] = query.projection;
  if (!query.names.empty()) input["ExpressionAttributeNames"] = query.names;
  if (query.consistent) input["ConsistentRead"] = true;
  if (query.limit) input["Limit"] = *query.limit;
  if (!query.start.is_null()) input["ExclusiveStartKey"] = to_item(query.start);
  const Json output = client_.call(dynamodb_service, "Query", input, Repeat::harmless);
  Page page;
  for (const Json& item : output["Items"]) page.items.push_back(from_item(item));
  if (output.contains("LastEvaluatedKey")) page.next = from_item(output["LastEvaluatedKey"]);
  return page;
}

std::vector<Json> DynamoDb::query_all(Query query) {
  std::vector<Json> items;
  do {
    Page page = this->query(query);
    for (Json& item : page.items) items.push_back(std::move(item));
    query.start = std::move(page.next);
  } while (!query.start.is_null());
  return items;
}

Page DynamoDb::query_page(Query query, int limit, const std::vector<std::string>& key_attributes) {
  Page whole;
  for (;;) {
    // One more than wanted, so that a next page is promised only where there is something on it.
    query.limit = query.filter.empty() ? limit + 1 - static_cast<int>(whole.items.size()) : limit + 1;
    Page page = this->query(query);
    for (Json& item : page.items) {
      if (whole.items.size() == static_cast<std::size_t>(limit)) {
        whole.next = Json::object();
        for (const std::string& name : key_attributes) whole.next[name] = whole.items.back()[name];
        return whole;
      }
      whole.items.push_back(std::move(item));
    }
    if (page.next.is_null()) return whole;
    query.start = std::move(page.next);
  }
}

bool DynamoDb::conditional(std::string_view operation, const Json& input) {
  try {
    client_.call(dynamodb_service, operation, input, Repeat::harmless);
    return true;
  } catch (const AwsError& error) {
    if (error.code != "ConditionalCheckFailedException") throw;
    return false;
  }
}

bool DynamoDb::put_new(const std::string& table, const Json& item, const std::string& hash_attribute) {
  return conditional("PutItem", {{"TableName", table},
                                 {"Item", to_item(item)},
                                 {"ConditionExpression", "attribute_not_exists(#hash)"},
                                 {"ExpressionAttributeNames", {{"#hash", hash_attribute}}}});
}

bool DynamoDb::put_over(const std::string& table, const Json& item, std::int64_t version) {
  return conditional("PutItem", {{"TableName", table},
                                 {"Item", to_item(item)},
                                 {"ConditionExpression", "#version = :version"},
                                 {"ExpressionAttributeNames", {{"#version", "version"}}},
                                 {"ExpressionAttributeValues", to_item({{":version", version}})}});
}

bool DynamoDb::update_if(const std::string& table, const Json& key, const std::string& update,
                         const std::string& condition, const Json& names, const Json& values) {
  Json input{{"TableName", table},
             {"Key", to_item(key)},
             {"UpdateExpression", update},
             {"ConditionExpression", condition},
             {"ExpressionAttributeValues", to_item(values)}};
  if (!names.empty()) input["ExpressionAttributeNames"] = names;
  return conditional("UpdateItem", input);
}

std::vector<std::string> DynamoDb::transact(const std::vector<TransactWrite>& writes,
                                            const std::string& token) {
  try {
    client_.call(dynamodb_service, "TransactWriteItems",
                 {{"TransactItems", writes}, {"ClientRequestToken", token}}, Repeat::harmless);
    return {};
  } catch (const AwsError& error) {
    if (error.code != "TransactionCanceledException" || !error.document.contains("CancellationReasons"))
      throw;
    std::vector<std::string> reasons;
    for (const Json& reason : error.document["CancellationReasons"]) {
      reasons.push_back(reason.value("Code", "None"));
      if (reasons.back() != "None" && reasons.back() != "ConditionalCheckFailed") throw;
    }
    return reasons;
  }
}

}  // namespace handlers
