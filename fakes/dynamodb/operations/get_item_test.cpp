#include "fakes/dynamodb/reading_account.h"

namespace cloche::dynamodb {
namespace {

TEST_CASE("GetItem answers the item, or nothing where there is none") {
  ReadingAccount account;
  const Json item = j(R"({"a": {"S": "1"}, "b": {"N": "1.50"}, "c": {"M": {"x": {"L": [{"NULL": true}]}}}})");
  account.put("Hash", item);
  const Json answer = account.call("GetItem", {{"TableName", "Hash"}, {"Key", {{"a", s("1")}}}});
  CHECK(answer ==
        j(R"({"Item": {"a": {"S": "1"}, "b": {"N": "1.5"}, "c": {"M": {"x": {"L": [{"NULL": true}]}}}}})"));
  CHECK(account.call("GetItem", {{"TableName", "Hash"}, {"Key", {{"a", s("2")}}}}) == Json::object());
  CHECK(account.call("GetItem",
                     {{"TableName", "Hash"}, {"Key", {{"a", s("1")}}}, {"AttributesToGet", {"b", "x"}}}) ==
        j(R"({"Item": {"b": {"N": "1.5"}}})"));
  CHECK(account.call("GetItem", {{"TableName", "Hash"},
                                 {"Key", {{"a", s("1")}}},
                                 {"ProjectionExpression", "#b, c.x[0]"},
                                 {"ExpressionAttributeNames", {{"#b", "b"}}}}) ==
        j(R"({"Item": {"b": {"N": "1.5"}, "c": {"M": {"x": {"L": [{"NULL": true}]}}}}})"));
  const std::string arn = "arn:aws:dynamodb:" + account.region + ":000000000000:table/Hash";
  CHECK(account.call("GetItem", {{"TableName", arn}, {"Key", {{"a", s("1")}}}}) == answer);
}

TEST_CASE("GetItem says what it consumed") {
  // Seen from the real service.
  ReadingAccount account;
  Json item = j(R"({"c": {"N": "12.3456"}, "d": {"B": "AQI="}, "e": {"BS": ["AQI=", "Ag==", "AQ=="]}})");
  item["a"] = s("0123456789");
  item["b"] = s(std::string(4071, 'b'));
  account.put("Hash", item);
  Json request{{"TableName", "Hash"}, {"Key", {{"a", s("0123456789")}}}, {"ReturnConsumedCapacity", "TOTAL"}};
  CHECK(account.call("GetItem", request)["ConsumedCapacity"] ==
        j(R"({"CapacityUnits": 0.5, "TableName": "Hash"})"));
  item["b"] = s(std::string(4074, 'b'));
  account.put("Hash", item);
  request["ReturnConsumedCapacity"] = "INDEXES";
  CHECK(account.call("GetItem", request)["ConsumedCapacity"] ==
        j(R"({"CapacityUnits": 1.0, "Table": {"CapacityUnits": 1.0}, "TableName": "Hash"})"));
  request["ConsistentRead"] = true;
  request["Key"]["a"] = s("none");
  CHECK(
      account.call("GetItem", request) ==
      j(R"({"ConsumedCapacity": {"CapacityUnits": 1.0, "Table": {"CapacityUnits": 1.0}, "TableName": "Hash"}})"));
}

TEST_CASE("GetItem refuses in the service's order and words") {
  // Seen from the real service.
  ReadingAccount account;
  const auto refusal = [&](Json request, const char* table = "abc") {
    request["TableName"] = table;
    const ApiError error = account.error("GetItem", request);
    CHECK(error.code == "ValidationException");
    return error.message;
  };
  CHECK(
      refusal(j(
          R"({"Key": {"a": {}}, "AttributesToGet": ["a"], "ExpressionAttributeNames": {}, "ProjectionExpression": ""})")) ==
      "Can not use both expression and non-expression parameters in the same request: Non-expression "
      "parameters: "
      "{AttributesToGet} Expression parameters: {ProjectionExpression}");
  CHECK(refusal(j(R"({"Key": {"a": {}}, "AttributesToGet": ["a"], "ExpressionAttributeNames": {}})")) ==
        "ExpressionAttributeNames can only be specified when using expressions");
  CHECK(refusal(j(R"({"Key": {"a": {}}, "ExpressionAttributeNames": {}, "ProjectionExpression": ""})")) ==
        "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
  CHECK(refusal(j(R"({"Key": {"a": {"SS": ["a", "a"]}}, "AttributesToGet": ["a", "a"]})")) ==
        "One or more parameter values were invalid: Input collection [a, a] contains duplicates.");
  CHECK(refusal(j(R"({"Key": {}, "AttributesToGet": ["a", "a"]})")) ==
        "One or more parameter values were invalid: Duplicate value in attribute name: a");
  CHECK(refusal(j(R"({"Key": {}, "ProjectionExpression": "a", "ExpressionAttributeNames": {"#a": "a"}})")) ==
        "Value provided in ExpressionAttributeNames unused in expressions: keys: {#a}");
  const ApiError absent = account.error("GetItem", j(R"({"TableName": "abc", "Key": {}})"));
  CHECK(absent.code == "ResourceNotFoundException");
  CHECK(absent.message == "Requested resource not found");
  CHECK(refusal(j(R"({"Key": {"a": {"N": "1"}}})"), "Hash") ==
        "The provided key element does not match the schema");
  CHECK(refusal(j(R"({"Key": {"a": {"S": "1"}}, "ProjectionExpression": "a.b"})"), "Hash") ==
        "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: a");
  CHECK(
      refusal(j(R"({"Key": {"a": {"S": "1"}, "b": {"S": "1"}}, "ProjectionExpression": "d[0]"})"), "Range") ==
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: IndexKey: "
      "d");
}

}  // namespace
}  // namespace cloche::dynamodb
