#include <algorithm>

#include "fakes/dynamodb/reading_account.h"

namespace cloche::dynamodb {
namespace {

TEST_CASE("Scan reads all items in the order of their hash") {
  // Seen from the real service.
  ReadingAccount account;
  const Values order{"2", "8", "9", "1", "6", "hello", "0", "5", "4", "äáöü", "aardman", "7", "3", "zapf"};
  Values sorted = order;
  std::sort(sorted.begin(), sorted.end());
  for (const auto& a : sorted) account.put("Hash", {{"a", s(a)}});
  const Json answer = account.call("Scan", {{"TableName", "Hash"}});
  CHECK(account.values(answer, "a") == order);
  CHECK(answer["Count"] == 14);
  CHECK(answer["ScannedCount"] == 14);
  CHECK_FALSE(answer.contains("LastEvaluatedKey"));

  // Segments are the parts of that order, each item in one; pages follow it.
  Values by_segments;
  for (int segment = 0; segment < 5; ++segment) {
    for (const auto& a : account.values(
             account.call("Scan", {{"TableName", "Hash"}, {"Segment", segment}, {"TotalSegments", 5}}),
             "a")) {
      by_segments.push_back(a);
    }
  }
  CHECK(by_segments == order);
  Values by_pages;
  Json page{{"TableName", "Hash"}, {"Limit", 3}};
  for (;;) {
    const Json part = account.call("Scan", page);
    for (const auto& a : account.values(part, "a")) by_pages.push_back(a);
    if (!part.contains("LastEvaluatedKey")) break;
    page["ExclusiveStartKey"] = part["LastEvaluatedKey"];
  }
  CHECK(by_pages == order);
}

TEST_CASE("Scan filters and projects what it read, and counts both") {
  ReadingAccount account;
  for (const char* a : {"1", "2", "3", "4"})
    account.put("Hash", {{"a", s(a)}, {"x", n(a)}, {"m", j(R"({"M": {"y": {"S": "y"}}})")}});
  const Json answer = account.call(
      "Scan", j(R"({"TableName": "Hash", "FilterExpression": "x > :x", "ProjectionExpression": "m.y, x",
                                                 "ExpressionAttributeValues": {":x": {"N": "3"}}, "ReturnConsumedCapacity": "TOTAL"})"));
  CHECK(answer ==
        j(R"({"Count": 1, "ScannedCount": 4, "Items": [{"m": {"M": {"y": {"S": "y"}}}, "x": {"N": "4"}}],
                        "ConsumedCapacity": {"CapacityUnits": 0.5, "TableName": "Hash"}})"));
  CHECK(account.call(
            "Scan",
            j(R"({"TableName": "Hash", "Select": "COUNT", "ScanFilter": {"x": {"ComparisonOperator": "IN",
        "AttributeValueList": [{"N": "1"}, {"N": "4"}]}}})")) == j(R"({"Count": 2, "ScannedCount": 4})"));
}

TEST_CASE("Scan of an index shows the items that it holds, as it projects them") {
  ReadingAccount account;
  account.put(
      "Range",
      R"({"a": {"S": "1"}, "b": {"S": "1"}, "c": {"S": "c"}, "d": {"S": "d"}, "e": {"S": "e"}, "f": {"S": "f"}})");
  account.put("Range", R"({"a": {"S": "2"}, "b": {"S": "1"}, "c": {"S": "c"}})");
  const Json answer = account.call(
      "Scan", j(R"({"TableName": "Range", "IndexName": "index4", "ReturnConsumedCapacity": "INDEXES"})"));
  CHECK(answer["Items"] ==
        j(R"([{"a": {"S": "1"}, "b": {"S": "1"}, "c": {"S": "c"}, "d": {"S": "d"}, "e": {"S": "e"}}])"));
  CHECK(answer["ConsumedCapacity"]["GlobalSecondaryIndexes"]["index4"]["CapacityUnits"] == 0.5);
  CHECK(
      account
          .call("Scan", j(R"({"TableName": "Range", "IndexName": "index3", "Limit": 1})"))["LastEvaluatedKey"]
          .size() == 3);
  CHECK(account.call(
            "Scan",
            j(R"({"TableName": "Range", "IndexName": "index4", "FilterExpression": "attribute_exists(f) "
})"))["Count"] == 0);
}

TEST_CASE("Scan refuses in the service's order and words") {
  // Seen from the real service.
  ReadingAccount account;
  const auto refusal = [&](std::string_view text) {
    Json request = j(text);
    if (!request.contains("TableName")) request["TableName"] = "abc";
    return account.message("Scan", request);
  };
  CHECK(
      refusal(
          R"({"ScanFilter": {"a": {"ComparisonOperator": "EQ", "AttributeValueList": [{}]}}, "Segment": 1, "AttributesToGet": ["a", "a"],
                    "ConditionalOperator": "OR", "FilterExpression": "", "ProjectionExpression": "", "ExpressionAttributeNames": {}})") ==
      "Can not use both expression and non-expression parameters in the same request: Non-expression "
      "parameters: "
      "{AttributesToGet, ScanFilter, ConditionalOperator} Expression parameters: {ProjectionExpression, "
      "FilterExpression}");
  CHECK(refusal(R"({"ScanFilter": {}, "ExpressionAttributeValues": {}})") ==
        "ExpressionAttributeValues can only be specified when using expressions: FilterExpression is null");
  CHECK(
      refusal(
          R"({"ScanFilter": {"a": {"ComparisonOperator": "EQ", "AttributeValueList": [{}]}}, "AttributesToGet": ["a", "a"]})") ==
      "One or more parameter values were invalid: Duplicate value in attribute name: a");
  CHECK(
      refusal(
          R"({"Segment": 1, "ExclusiveStartKey": {"a": {}}, "ScanFilter": {"a": {"ComparisonOperator": "LT", "AttributeValueList": [{"L": []}]}}})") ==
      "One or more parameter values were invalid: ComparisonOperator LT is not valid for L AttributeValue "
      "type");
  CHECK(refusal(R"({"Segment": 1, "ExclusiveStartKey": {"a": {"SS": []}}})") ==
        "The provided starting key is invalid: One or more parameter values were invalid: An string set  may "
        "not be empty");
  CHECK(refusal(R"({"Segment": 1, "ExclusiveStartKey": {"a": {"NS": []}}})") ==
        "One or more parameter values were invalid: An number set  may not be empty");
  CHECK(refusal(R"({"Segment": 1, "FilterExpression": "", "ExpressionAttributeNames": {}})") ==
        "The TotalSegments parameter is required but was not present in the request when Segment parameter "
        "is present");
  CHECK(refusal(R"({"TotalSegments": 1, "FilterExpression": ""})") ==
        "The Segment parameter is required but was not present in the request when parameter TotalSegments "
        "is present");
  CHECK(refusal(R"({"Segment": 1, "TotalSegments": 1, "FilterExpression": ""})") ==
        "The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 1 is "
        "not less than TotalSegments: 1");
  CHECK(refusal(R"({"FilterExpression": ""})") ==
        "Invalid FilterExpression: The expression can not be empty;");
  CHECK(refusal(R"({"ExclusiveStartKey": {}})") == "Requested resource not found");
  CHECK(
      refusal(
          R"({"TableName": "Hash", "IndexName": "whatever", "FilterExpression": "attribute_exists(a.b.c) ", "ExclusiveStartKey": {}
})") == "The table does not have the specified index: whatever");
  CHECK(
      refusal(
          R"({"TableName": "Range", "FilterExpression": "attribute_exists(a.b.c) ", "IndexName": "index4", "Select": "ALL_ATTRIBUTES",
                    "ExclusiveStartKey": {
  "x" : {"N" : "1"}, "y" : {"N" : "1"}, "c" : {"S" : "a"}, "d" : { "S" : "a" }}
  })") ==
      "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global "
      "secondary index index4 "
      "because its projection type is not ALL");
  CHECK(refusal(R"({"TableName": "Hash", "FilterExpression": "attribute_exists(a.b.c) and a = b"})") ==
        "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: a");
}

TEST_CASE("Scan checks where it is to go on") {
  // Seen from the real service.
  ReadingAccount account;
  const auto refusal = [&](const char* table, const char* index, const char* start) {
    Json request{{"TableName", table}, {"ExclusiveStartKey", j(start)}};
    if (index != nullptr) request["IndexName"] = index;
    return account.message("Scan", request);
  };
  const std::string invalid = "The provided starting key is invalid";
  const std::string mismatch = "The provided key element does not match the schema";
  for (const char* start :
       {"{}", R"({"b": {"S": "a"}})", R"({"a": {"S": "a"}, "b": {"S": "a"}})", R"({"a": {"L": []}})"}) {
    CHECK(refusal("Hash", nullptr, start) == invalid + ": " + mismatch);
  }
  CHECK(refusal("Range", nullptr, R"({"a": {"S": "a"}, "b": {"N": "1"}})") == invalid + ": " + mismatch);
  for (const char* start :
       {"{}", R"({"a": {"S": "a"}, "c": {"N": "1"}})", R"({"b": {"S": "a"}, "c": {"S": "a"}})",
        R"({"a": {"S": "a"}, "b": {"S": "1"}, "c": {"S": "1"}, "d": {"S": "1"}})"}) {
    CHECK(refusal("Range", "index1", start) == invalid);
  }
  CHECK(refusal("Range", "index3", R"({"a": {"S": "a"}, "b": {"S": "a"}, "z": {"S": "a"}})") == invalid);
  CHECK(refusal("Range", "index4",
                R"({"a": {"N": "1"}, "b": {"N": "1"}, "c": {"S": "1"}, "e": {"N": "1"}})") == invalid);
  CHECK(refusal("Range", "index1", R"({"a": {"N": "1"}, "x": {"S": "1"}, "y": {"S": "1"}})") == mismatch);
  CHECK(refusal("Range", "index1", R"({"a": {"S": "a"}, "b": {"N": "1"}, "c": {"N": "1"}})") == mismatch);
  CHECK(refusal("Range", "index4",
                R"({"x": {"N": "1"}, "y": {"N": "1"}, "c": {"S": "1"}, "d": {"N": "1"}})") == mismatch);
  CHECK(refusal("Range", "index1", R"({"a": {"S": "1"}, "b": {"N": "1"}, "c": {"S": "a"}})") ==
        invalid + ": " + mismatch);
  CHECK(refusal("Range", "index3", R"({"a": {"S": "1"}, "b": {"N": "1"}, "c": {"S": "a"}})") ==
        invalid + ": " + mismatch);
  // "2" is in the first of two segments.
  CHECK(
      account.message(
          "Scan",
          j(R"({"TableName": "Hash", "Segment": 1, "TotalSegments": 2, "ExclusiveStartKey": {"a": {"S": "2"}}})")) ==
      "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with "
      "correct Segment. "
      "TotalSegments: 2 Segment: 1");
}

}  // namespace
}  // namespace cloche::dynamodb
