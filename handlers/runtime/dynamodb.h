#pragma once
// DynamoDB for the tables of this application: items as plain JSON (strings, whole numbers, booleans, lists,
// maps), and the few operations that it uses. Each write names what makes it safe to repeat (retry.h).
#include <optional>
#include <string>
#include <vector>

#include "handlers/runtime/aws_client.h"

namespace handlers {

/// Plain JSON as DynamoDB's attribute values, in `memory`, and back, in place. A number that is not whole
/// becomes a double.
Json to_attribute(const Json& value, json::storage_ptr memory = {});
json::object to_item(const json::object& plain, json::storage_ptr memory = {});
Json from_attribute(Json attribute);
json::object from_item(json::object item);

struct Query {
  std::string table;
  std::string index;          // "" for the table itself
  std::string key_condition;  // "examId = :exam"
  std::string filter;         // "" for none
  std::string projection;     // "" for all of an item
  json::object names;         // {"#date": "date"}
  json::object values;        // {":exam": "…"}, plain
  bool consistent = false;
  bool forward = true;
  std::optional<int> limit;
  json::object start;  // the key after which to go on, plain; empty: from the start
};

struct Page {
  std::vector<json::object> items;  // plain
  json::object next;                // the key to go on after; empty: that was all
};

class DynamoDb {
 public:
  explicit DynamoDb(AwsClient& client) : client_(client) {}

  /// The item, plain; nullopt where there is none.
  std::optional<json::object> get(const std::string& table, const json::object& key, bool consistent = true);

  /// One page, as DynamoDB makes it: up to a megabyte, or `limit` items before the filter.
  Page query(const Query& query);
  /// All pages.
  std::vector<json::object> query_all(Query query);
  /// A page of `limit` items that pass the filter, over as many of DynamoDB's as it takes. `key_of` gives the
  /// key to go on after for an item.
  Page query_page(Query query, int limit, const std::vector<std::string>& key_attributes);

  /// Stores an item with a new key; false where there is one with that key already.
  bool put_new(const std::string& table, const json::object& item, const std::string& hash_attribute);
  /// Stores an item over one whose `version` is this; false where it is another, or gone.
  bool put_over(const std::string& table, const json::object& item, std::int64_t version);

  /// An update with a condition, which the update itself must make false; false where the condition did not
  /// hold.
  bool update_if(const std::string& table, const json::object& key, const std::string& update,
                 const std::string& condition, const json::object& values);

  /// Writes all or nothing. A write is {"Put": {…}}, {"Update": {…}}, {"Delete": {…}} or
  /// {"ConditionCheck": {…}}, with attribute values as DynamoDB has them. They are known by `token` (up to 36
  /// characters) if it is sent again. Answers the reason of each that failed ("ConditionalCheckFailed" or
  /// "None"), empty where all went well.
  std::vector<std::string> transact(json::array writes, const std::string& token);

 private:
  bool conditional(std::string_view operation, const json::object& input);

  AwsClient& client_;
};

}  // namespace handlers
