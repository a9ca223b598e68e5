#include "handlers/runtime/dynamodb.h"

#include <doctest/doctest.h>

#include "handlers/runtime/testing/test_clock.h"
#include "handlers/runtime/testing/test_server.h"

using namespace handlers;
using handlers::testing::answer_with;
using handlers::testing::Received;
using handlers::testing::TestClock;
using handlers::testing::TestServer;

namespace {

struct Database {
  explicit Database(std::function<std::string(const json::object&)> answer)
      : server([answer](const Received& request) { return answer(*read_object(request.body)); }),
        client(Environment(Environment::Variables{{"AWS_ACCESS_KEY_ID", "k"},
                                                  {"AWS_SECRET_ACCESS_KEY", "s"},
                                                  {"AWS_REGION", "r"},
                                                  {"AWS_ENDPOINT_URL", server.url()}}),
               clock),
        database(client) {}

  json::object sent(std::size_t index) const { return *read_object(server.received().at(index).body); }

  TestServer server;
  TestClock clock;
  AwsClient client;
  DynamoDb database;
};

/// A table of items n = 1 to 10, of which DynamoDB gives `Limit` at a time, and drops the odd ones if there
/// is a filter.
std::string ten_numbers(const json::object& query) {
  const Json* limit = query.if_contains("Limit");
  const int after = query.contains("ExclusiveStartKey")
                        ? std::stoi(std::string(query.at("ExclusiveStartKey").at("n").at("N").as_string()))
                        : 0;
  const int last = std::min(10, after + (limit == nullptr ? 4 : value_to<int>(*limit)));
  json::array items;
  for (int n = after + 1; n <= last; ++n)
    if (!query.contains("FilterExpression") || n % 2 == 0) items.push_back(to_item({{"n", n}}));
  json::object output{{"Items", std::move(items)}};
  if (last < 10) output["LastEvaluatedKey"] = to_item({{"n", last}});
  return answer_with(200, to_text(output));
}

Query all_of_t(const std::string& filter = "") {
  Query query;
  query.table = "t";
  query.key_condition = "x";
  query.filter = filter;
  return query;
}

std::vector<int> numbers(const std::vector<json::object>& items) {
  std::vector<int> all;
  for (const json::object& item : items) all.push_back(value_to<int>(item.at("n")));
  return all;
}

std::string refused(const char* code) { return answer_with(400, to_text(json::object{{"__type", code}})); }

}  // namespace

TEST_CASE("Plain JSON becomes attribute values, and comes back") {
  const json::object plain{
      {"text", "x"}, {"whole", -5}, {"yes", true}, {"none", nullptr}, {"list", {1, "a", {{"deep", false}}}}};
  const json::object item = to_item(plain);
  CHECK(item.at("text") == Json{{"S", "x"}});
  CHECK(item.at("whole") == Json{{"N", "-5"}});
  CHECK(item.at("none") == Json{{"NULL", true}});
  CHECK(item.at("list").at("L").at(2) == Json{{"M", {{"deep", {{"BOOL", false}}}}}});
  CHECK(from_item(item) == plain);
  CHECK(from_attribute({{"N", "2.5"}}) == 2.5);
}

TEST_CASE("An item is got, or is not there") {
  Database there([](const json::object&) { return answer_with(200, R"({"Item":{"a":{"S":"1"}}})"); });
  CHECK(there.database.get("t", {{"a", "1"}}) == json::object{{"a", "1"}});
  CHECK(there.sent(0) ==
        json::object{{"TableName", "t"}, {"Key", {{"a", {{"S", "1"}}}}}, {"ConsistentRead", true}});
  Database gone([](const json::object&) { return answer_with(200, "{}"); });
  CHECK(gone.database.get("t", {{"a", "1"}}) == std::nullopt);
}

TEST_CASE("All pages of a query are read") {
  Database ten(ten_numbers);
  CHECK(numbers(ten.database.query_all(all_of_t())) == std::vector<int>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
  CHECK(ten.server.received().size() == 3);
}

TEST_CASE("A page of a list is full though a filter drops items, and knows whether there is more") {
  Database ten(ten_numbers);
  Query next = all_of_t("even");
  Page page = ten.database.query_page(next, 2, {"n"});
  CHECK(numbers(page.items) == std::vector<int>{2, 4});
  CHECK(page.next == json::object{{"n", 4}});
  next.start = page.next;
  page = ten.database.query_page(next, 3, {"n"});
  CHECK(numbers(page.items) == std::vector<int>{6, 8, 10});
  CHECK(page.next.empty());
}

TEST_CASE("A filter that drops everything takes few queries, whatever the size of a page") {
  Database thousand([](const json::object& query) {
    const Json* start = query.if_contains("ExclusiveStartKey");
    const auto after = start == nullptr ? 0 : value_to<int>(from_item(start->as_object()).at("n"));
    const auto last = after + value_to<int>(query.at("Limit"));
    json::object output{{"Items", json::array()}};
    if (last < 1000) output["LastEvaluatedKey"] = to_item({{"n", last}});
    return answer_with(200, to_text(output));
  });
  CHECK(thousand.database.query_page(all_of_t("none"), 1, {"n"}).items.empty());
  CHECK(thousand.server.received().size() < 10);
}

TEST_CASE("A page that ends with the last item promises no other") {
  Database ten(ten_numbers);
  const Page page = ten.database.query_page(all_of_t(), 10, {"n"});
  CHECK(page.items.size() == 10);
  CHECK(page.next.empty());
}

TEST_CASE("A condition that does not hold is an answer, any other refusal is an error") {
  Database taken([](const json::object&) { return refused("a#ConditionalCheckFailedException"); });
  CHECK_FALSE(taken.database.put_new("t", {{"id", "1"}}, "id"));
  CHECK_FALSE(taken.database.put_over("t", {{"id", "1"}, {"version", 2}}, 1));
  CHECK(taken.sent(0).at("ConditionExpression") == "attribute_not_exists(#hash)");
  CHECK(taken.sent(1).at("ExpressionAttributeValues") == Json{{":version", {{"N", "1"}}}});
  Database missing([](const json::object&) { return refused("a#ResourceNotFoundException"); });
  CHECK_THROWS_AS(missing.database.put_new("t", {{"id", "1"}}, "id"), AwsError);
}

TEST_CASE("A transaction carries its token, and says which of its conditions failed") {
  Database fine([](const json::object&) { return answer_with(200, "{}"); });
  CHECK(fine.database.transact({json::object{{"Put", json::object()}}}, "the-token").empty());
  CHECK(fine.sent(0).at("ClientRequestToken") == "the-token");
  Database refusing([](const json::object&) {
    return answer_with(
        400,
        R"({"__type":"TransactionCanceledException","CancellationReasons":[{"Code":"None"},{"Code":"ConditionalCheckFailed"}]})");
  });
  CHECK(refusing.database.transact({}, "t") == std::vector<std::string>{"None", "ConditionalCheckFailed"});
  Database broken([](const json::object&) {
    return answer_with(
        400,
        R"({"__type":"TransactionCanceledException","CancellationReasons":[{"Code":"ValidationError"}]})");
  });
  CHECK_THROWS_AS(broken.database.transact({}, "t"), AwsError);
}
