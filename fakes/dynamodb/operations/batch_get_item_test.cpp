#include "fakes/dynamodb/reading_account.h"

namespace cloche::dynamodb {
namespace {

TEST_CASE("BatchGetItem answers the items that there are, by table") {
  ReadingAccount account;
  account.put("Hash", R"({"a": {"S": "1"}, "x": {"S": "x"}})");
  account.put("Hash", R"({"a": {"S": "2"}})");
  account.put("Range", R"({"a": {"S": "1"}, "b": {"S": "2"}, "m": {"M": {"x": {"S": "x"}}}})");
  const Json answer = account.call("BatchGetItem", j(R"({"ReturnConsumedCapacity": "TOTAL", "RequestItems": {
      "Hash": {"Keys": [{"a": {"S": "2"}}, {"a": {"S": "none"}}, {"a": {"S": "1"}}], "ConsistentRead": true, "AttributesToGet": ["x"]},
      "Range": {"Keys": [{"a": {"S": "1"}, "b": {"S": "2"}}], "ProjectionExpression": "m.x"}}})"));
  CHECK(answer["Responses"] ==
        j(R"({"Hash": [{}, {"x": {"S": "x"}}], "Range": [{"m": {"M": {"x": {"S": "x"}}}}]})"));
  CHECK(answer["UnprocessedKeys"] == Json::object());
  CHECK(answer["ConsumedCapacity"] ==
        j(R"([{"TableName": "Hash", "CapacityUnits": 3.0}, {"TableName": "Range", "CapacityUnits": 0.5}])"));
}

TEST_CASE("BatchGetItem leaves unprocessed what goes beyond 16 MB") {
  ReadingAccount account;
  Json keys = Json::array();
  for (int i = 0; i < 42; ++i) {
    account.put("Hash", {{"a", s(std::to_string(i))}, {"b", s(std::string(400 * 1024 - 10, 'b'))}});
    keys.push_back({{"a", s(std::to_string(i))}});
  }
  const Json answer = account.call(
      "BatchGetItem", {{"RequestItems", {{"Hash", {{"Keys", keys}, {"ConsistentRead", true}}}}}});
  CHECK(answer["Responses"]["Hash"].size() == 40);
  CHECK(answer["UnprocessedKeys"] ==
        j(R"({"Hash": {"Keys": [{"a": {"S": "40"}}, {"a": {"S": "41"}}], "ConsistentRead": true}})"));
}

TEST_CASE("BatchGetItem refuses in the service's order and words") {
  // Seen from the real service.
  ReadingAccount account;
  const auto refusal = [&](std::string_view items) {
    return account.message("BatchGetItem", {{"RequestItems", j(items)}});
  };
  CHECK(refusal(R"({"abc": {"Keys": [{}], "AttributesToGet": ["a"], "ExpressionAttributeNames": {}}})") ==
        "ExpressionAttributeNames can only be specified when using expressions");
  CHECK(refusal(R"({"abc": {"Keys": [{"a": {"S": "1"}}, {"a": {"S": "1"}}], "ProjectionExpression": ""}})") ==
        "Invalid ProjectionExpression: The expression can not be empty;");
  CHECK(refusal(
            R"({"abc": {"Keys": [{"a": {"S": "1"}}, {"a": {"S": "1"}}], "AttributesToGet": ["a", "a"]}})") ==
        "One or more parameter values were invalid: Duplicate value in attribute name: a");
  CHECK(
      refusal(
          R"({"abc": {"Keys": [{"a": {"S": "1"}, "b": {"N": "1"}}, {"b": {"N": "1.0"}, "a": {"S": "1"}}]}})") ==
      "Provided list of item keys contains duplicates");
  CHECK(refusal(R"({"abc": {"Keys": [{}]}})") == "Requested resource not found");
  CHECK(refusal(R"({"Hash": {"Keys": [{"b": {"S": "1"}}]}})") ==
        "The provided key element does not match the schema");
  Json keys = Json::array();
  for (int i = 0; i < 100; ++i) keys.push_back({{"a", s(std::to_string(i))}});
  CHECK(account.message("BatchGetItem",
                        {{"RequestItems",
                          {{"abc", {{"Keys", keys}}}, {"abd", j(R"({"Keys": [{"a": {"S": "x"}}]})")}}}}) ==
        "Too many items requested for the BatchGetItem call");
}

TEST_CASE("TransactGetItems answers in the order of the request, for twice the capacity") {
  ReadingAccount account;
  account.put("Hash", R"({"a": {"S": "1"}, "x": {"S": "x"}})");
  const Json request = j(R"({"ReturnConsumedCapacity": "TOTAL", "TransactItems": [
      {"Get": {"TableName": "Hash", "Key": {"a": {"S": "2"}}}},
      {"Get": {"TableName": "Hash", "Key": {"a": {"S": "1"}}, "ProjectionExpression": "x"}}]})");
  CHECK(account.call("TransactGetItems", request) == j(R"({"Responses": [{}, {"Item": {"x": {"S": "x"}}}],
              "ConsumedCapacity": [{"TableName": "Hash", "CapacityUnits": 4.0, "ReadCapacityUnits": 4.0}]})"));

  Json wrong = request;
  wrong["TransactItems"][1]["Get"]["Key"] = j(R"({"a": {"N": "1"}})");
  const ApiError error = account.error("TransactGetItems", wrong);
  CHECK(error.code == "TransactionCanceledException");
  CHECK(error.message ==
        "Transaction cancelled, please refer cancellation reasons for specific reasons [None, "
        "ValidationError]");
  Json twice = request;
  twice["TransactItems"][1]["Get"]["Key"] = j(R"({"a": {"S": "2"}})");
  CHECK(account.message("TransactGetItems", twice) ==
        "Transaction request cannot include multiple operations on one item");
}

}  // namespace
}  // namespace cloche::dynamodb
