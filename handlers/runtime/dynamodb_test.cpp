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
  explicit Database(std::function<std::string(const Json&)> answer)
      : server([answer](const Received& request) { return answer(Json::parse(request.body)); }),
        client(Environment(Environment::Variables{{"AWS_ACCESS_KEY_ID", "k"},
                                                  {"AWS_SECRET_ACCESS_KEY", "s"},
                                                  {"AWS_REGION", "r"},
                                                  {"AWS_ENDPOINT_URL", server.url()}}),
               clock),
        database(client) {}

  Json sent(std::size_t index) const { return Json::parse(server.received().at(index).body); }

  TestServer server;
  TestClock clock;
  AwsClient client;
  DynamoDb database;
};

/// A table of items n = 1 to 10, of which DynamoDB gives `Limit` at a time, and drops the odd ones if there
/// is a filter.
std::string ten_numbers(const Json& query) {
  const int after = query.contains("ExclusiveStartKey")
                        ? std::stoi(query["ExclusiveStartKey"]["n"]["N"].get<std::string>())
                        : 0;
  const int last = std::min(10, after + query.value("Limit", 4));
  Json output{{"Items", Json::array()}};
  for (int n = after + 1; n <= last; ++n)
    if (!query.contains("FilterExpression") || n % 2 == 0) output["Items"].push_back(to_item({{"n", n}}));
  if (last < 10) output["LastEvaluatedKey"] = to_item({{"n", last}});
  return answer_with(200, output.dump());
}

Query all_of_t(const std::string& filter = "") {
  Query query;
  query.table = "t";
  query.key_condition = "x";
  query.filter = filter;
  return query;
}

std::vector<int> numbers(const std::vector<Json>& items) {
  std::vector<int> all;
  for (const Json& item : items) all.push_back(item["n"].get<int>());
  return all;
}

std::string refused(const char* code) { return answer_with(400, Json{{"__type", code}}.dump()); }

}  // namespace

TEST_CASE("Plain JSON becomes attribute values, and comes back") {
  const Json plain{
      {"text", "x"}, {"whole", -5}, {"yes", true}, {"none", nullptr}, {"list", {1, "a", {{"deep", false}}}}};
  const Json item = to_item(plain);
  CHECK(item["text"] == Json{{"S", "x"}});
  CHECK(item["whole"] == Json{{"N", "-5"}});
  CHECK(item["none"] == Json{{"NULL", true}});
  CHECK(item["list"]["L"][2] == Json{{"M", {{"deep", {{"BOOL", false}}}}}});
  CHECK(from_item(item) == plain);
  CHECK(from_attribute({{"N", "2.5"}}) == 2.5);
}

TEST_CASE("An item is got, or is not there") {
  Database there([](const Json&) { return answer_with(200, R"({"Item":{"a":{"S":"1"}}})"); });
  CHECK(there.database.get("t", {{"a", "1"}}) == Json{{"a", "1"}});
  CHECK(there.sent(0) == Json{{"TableName", "t"}, {"Key", {{"a", {{"S", "1"}}}}}, {"ConsistentRead", true}});
  Database gone([](const Json&) { return answer_with(200, "{}"); });
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
  CHECK(page.next == Json{{"n", 4}});
  next.start = page.next;
  page = ten.database.query_page(next, 3, {"n"});
  CHECK(numbers(page.items) == std::vector<int>{6, 8, 10});
  CHECK(page.next.is_null());
}

TEST_CASE("A page that ends with the last item promises no other") {
  Database ten(ten_numbers);
  const Page page = ten.database.query_page(all_of_t(), 10, {"n"});
  CHECK(page.items.size() == 10);
  CHECK(page.next.is_null());
}

TEST_CASE("A condition that does not hold is an answer, any other refusal is an error") {
  Database taken([](const Json&) { return refused("a#ConditionalCheckFailedException"); });
  CHECK_FALSE(taken.database.put_new("t", {{"id", "1"}}, "id"));
  CHECK_FALSE(taken.database.put_over("t", {{"id", "1"}, {"version", 2}}, 1));
  CHECK(taken.sent(0)["ConditionExpression"] == "attribute_not_exists(#hash)");
  CHECK(taken.sent(1)["ExpressionAttributeValues"] == Json{{":version", {{"N", "1"}}}});
  Database missing([](const Json&) { return refused("a#ResourceNotFoundException"); });
  CHECK_THROWS_AS(missing.database.put_new("t", {{"id", "1"}}, "id"), AwsError);
}

TEST_CASE("A transaction carries its token, and says which of its conditions failed") {
  Database fine([](const Json&) { return answer_with(200, "{}"); });
  CHECK(fine.database.transact({{{"Put", Json::object()}}}, "the-token").empty());
  CHECK(fine.sent(0)["ClientRequestToken"] == "the-token");
  Database refusing([](const Json&) {
    return answer_with(
        400,
        R"({"__type":"TransactionCanceledException","CancellationReasons":[{"Code":"None"},{"Code":"ConditionalCheckFailed"}]})");
  });
  CHECK(refusing.database.transact({}, "t") == std::vector<std::string>{"None", "ConditionalCheckFailed"});
  Database broken([](const Json&) {
    return answer_with(
        400,
        R"({"__type":"TransactionCanceledException","CancellationReasons":[{"Code":"ValidationError"}]})");
  });
  CHECK_THROWS_AS(broken.database.transact({}, "t"), AwsError);
}
