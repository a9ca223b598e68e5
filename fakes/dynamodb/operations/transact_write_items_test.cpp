#include "fakes/dynamodb/test_account.h"

namespace cloche::dynamodb {
namespace {

Json text(const std::string& value) { return {{"S", value}}; }

Json key(const std::string& id, const Json& more = Json::object()) {
  Json request{{"TableName", "abc"}, {"Key", {{"id", text(id)}}}};
  request.update(more);
  return request;
}
Json put(const std::string& id, const Json& more = Json::object()) {
  Json request{{"TableName", "abc"}, {"Item", {{"id", text(id)}}}};
  request.update(more);
  return {{"Put", request}};
}
const Json is_new{{"ConditionExpression", "attribute_not_exists(id)"}};

struct Fixture {
  TestAccount account;
  Fixture() { account.create_table("abc"); }

  static Json request(const std::vector<Json>& items, const Json& more = Json::object()) {
    Json all{{"TransactItems", items}};
    all.update(more);
    return all;
  }
  Json write(const std::vector<Json>& items, const Json& more = Json::object()) {
    return account.call("TransactWriteItems", request(items, more));
  }
  ApiError error(const std::vector<Json>& items, const Json& more = Json::object()) {
    return account.error("TransactWriteItems", request(items, more));
  }
  std::int64_t count() { return account.call("DescribeTable", {{"TableName", "abc"}})["Table"]["ItemCount"]; }
};

TEST_CASE_FIXTURE(Fixture, "puts, updates, deletes and checks are done together") {
  write({put("1"), put("2"), put("3")});
  const Json set{{"UpdateExpression", "SET v = :v"}, {"ExpressionAttributeValues", {{":v", text("x")}}}};
  CHECK(write({{{"Update", key("1", set)}},
               {{"Delete", key("2")}},
               {{"ConditionCheck", key("3", {{"ConditionExpression", "attribute_exists(id)"}})}},
               put("4")})
            .empty());
  CHECK(count() == 3);
}

TEST_CASE_FIXTURE(Fixture, "one condition that fails cancels all, with a reason for each part") {
  write({put("1")});
  Json shown = is_new;
  shown["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD";
  const ApiError canceled = error({put("2", is_new), put("1", shown)});
  CHECK(canceled.code == "TransactionCanceledException");
  CHECK(canceled.message ==
        "Transaction cancelled, please refer cancellation reasons for specific reasons [None, "
        "ConditionalCheckFailed]");
  const Json reasons = without_fragments(canceled.members)["CancellationReasons"];
  CHECK(reasons[0] == Json{{"Code", "None"}});
  CHECK(reasons[1] == Json{{"Code", "ConditionalCheckFailed"},
                           {"Message", "The conditional request failed"},
                           {"Item", {{"id", text("1")}}}});
  CHECK(count() == 1);
}

TEST_CASE_FIXTURE(Fixture, "what is wrong in view of a table or an item is a reason, too") {
  write({put("1", {{"Item", {{"id", text("1")}, {"v", text("x")}}}})});
  const Json add{{"UpdateExpression", "ADD v :one"}, {"ExpressionAttributeValues", {{":one", {{"N", "1"}}}}}};
  const ApiError wrong = error({put("2"), {{"Update", key("1", add)}}});
  CHECK(wrong.message.ends_with("[None, ValidationError]"));
  CHECK(wrong.members["CancellationReasons"][1]["Message"] ==
        "An operand in the update expression has an incorrect data type");
  const ApiError no_key =
      error({put("2"), {{"Delete", {{"TableName", "abc"}, {"Key", {{"x", text("1")}}}}}}});
  CHECK(no_key.members["CancellationReasons"][1]["Message"] ==
        "The provided key element does not match the schema");
  CHECK(count() == 1);
}

TEST_CASE_FIXTURE(Fixture, "an item may be meant once, a part has one action, a table has to be there") {
  CHECK(error({put("1"), {{"Delete", key("1")}}}).message ==
        "Transaction request cannot include multiple operations on one item");
  CHECK(error({Json::object()}).message ==
        "Invalid Request: TransactWriteRequest should contain Delete or Put or Update request");
  Json both = put("1");
  both["Delete"] = key("2");
  CHECK(error({both}).message == "TransactItems can only contain one of Check, Put, Update or Delete");
  CHECK(error({put("1", {{"TableName", "none"}})}).code == "ResourceNotFoundException");
}

TEST_CASE_FIXTURE(Fixture,
                  "a token makes a request once, for ten minutes, and stands for that request only") {
  const Json token{{"ClientRequestToken", "t"}};
  write({put("1", is_new)}, token);
  write({put("1", is_new)}, token);
  CHECK(error({put("2", is_new)}, token).code == "IdempotentParameterMismatchException");
  account.advance(std::chrono::minutes(10));
  CHECK(error({put("1", is_new)}, token).code == "TransactionCanceledException");
  write({put("2", is_new)}, token);
}

TEST_CASE_FIXTURE(Fixture, "a transaction that was canceled may be tried again with its token") {
  const Json token{{"ClientRequestToken", "t"}};
  write({put("1")});
  error({put("1", is_new)}, token);
  account.call("DeleteItem", key("1"));
  write({put("1", is_new)}, token);
}

TEST_CASE_FIXTURE(Fixture, "an empty key is refused before all, and is no reason of its part") {
  // Seen from the real service, as is that another type is a reason.
  const ApiError empty = error({put("1"), put("2", {{"Item", {{"x", text("1")}}}}), put("")});
  CHECK(empty.code == "ValidationException");
  CHECK(
      empty.message ==
      "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
      "empty string value. Key: id");
  CHECK(error({{{"Delete", key("")}}}).code == "ValidationException");
  CHECK(error({put("1", {{"Item", {{"id", {{"N", "1"}}}}}})}).code == "TransactionCanceledException");
}

TEST_CASE_FIXTURE(Fixture, "a transaction holds 4 MB at most") {
  std::vector<Json> items;
  for (int i = 0; i < 11; ++i) {
    const Json item{{"id", text(std::to_string(i))}, {"v", text(std::string(390 * 1024, 'x'))}};
    items.push_back(put("", {{"Item", item}}));
  }
  CHECK(error(items).code == "ValidationException");
  items.pop_back();
  write(items);
}

TEST_CASE_FIXTURE(Fixture, "a transaction consumes twice, and only reads what it is told again") {
  const Json more{{"ClientRequestToken", "t"}, {"ReturnConsumedCapacity", "TOTAL"}};
  const Json first = write({put("1"), put("2")}, more)["ConsumedCapacity"][0];
  CHECK(first["CapacityUnits"] == 4.0);
  CHECK(first["WriteCapacityUnits"] == 4.0);
  const Json again = write({put("1"), put("2")}, more)["ConsumedCapacity"][0];
  CHECK(again["CapacityUnits"] == 4.0);
  CHECK(again["ReadCapacityUnits"] == 4.0);
}

}  // namespace
}  // namespace cloche::dynamodb
