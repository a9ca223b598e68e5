#include "fakes/dynamodb/reading_account.h"

namespace cloche::dynamodb {
namespace {

// A Query by KeyConditionExpression; `more` is added to the request.
Json request(const char* table, const char* condition, const char* values, std::string_view more = "{}") {
  Json all{
      {"TableName", table}, {"KeyConditionExpression", condition}, {"ExpressionAttributeValues", j(values)}};
  all.update(j(more));
  return all;
}

constexpr const char* partition_a = R"({":a": {"S": "a"}})";

TEST_CASE("Query reads a partition in order, or backwards, or a part of it") {
  ReadingAccount account;
  for (const char* b : {"2", "1", "10", "a", "B", "aa"}) account.put("Range", {{"a", s("a")}, {"b", s(b)}});
  account.put("Range", {{"a", s("b")}, {"b", s("1")}});
  const auto keys = [&](const char* condition, const char* values, std::string_view more = "{}") {
    return account.values(account.call("Query", request("Range", condition, values, more)), "b");
  };
  CHECK(keys("a = :a", partition_a) == Values{"1", "10", "2", "B", "a", "aa"});
  CHECK(keys("a = :a", partition_a, R"({"ScanIndexForward": false})") ==
        Values{"aa", "a", "B", "2", "10", "1"});
  const char* values = R"({":a": {"S": "a"}, ":x": {"S": "2"}})";
  CHECK(keys("a = :a and b = :x", values) == Values{"2"});
  CHECK(keys("a = :a and b < :x", values) == Values{"1", "10"});
  CHECK(keys("a = :a and b <= :x", values) == Values{"1", "10", "2"});
  CHECK(keys("a = :a and b > :x", values) == Values{"B", "a", "aa"});
  CHECK(keys("a = :a and :x <= b", values) == Values{"2", "B", "a", "aa"});
  CHECK(keys("a = :a and begins_with(b, :x)", R"({":a": {"S": "a"}, ":x": {"S": "1"}})") ==
        Values{"1", "10"});
  CHECK(keys("a = :a and b between :x and :y",
             R"({":a": {"S": "a"}, ":x": {"S": "10"}, ":y": {"S": "B"}})") == Values{"10", "2", "B"});
  CHECK(account.call("Query", request("Range", "a = :a", R"({":a": {"S": "none"}})")) ==
        j(R"({"Count": 0, "ScannedCount": 0, "Items": []})"));
}

TEST_CASE("Query sorts numbers as numbers") {
  ReadingAccount account;
  const Values ascending{"-100", "-1.5", "-1", "0", "0.001", "2", "10", "1000000000000000000000"};
  for (const char* b : {"10", "2", "-1", "1000000000000000000000", "0", "-100", "0.001", "-1.5"}) {
    account.put("RangeN", {{"a", s("a")}, {"b", n(b)}});
  }
  CHECK(account.values(account.call("Query", request("RangeN", "a = :a", partition_a)), "b") == ascending);
  CHECK(account.values(
            account.call("Query", request("RangeN", "a = :a and b between :x and :y",
                                          R"({":a": {"S": "a"}, ":x": {"N": "-1.50"}, ":y": {"N": "2e0"}})")),
            "b") == Values{"-1.5", "-1", "0", "0.001", "2"});
}

TEST_CASE("Query takes KeyConditions and QueryFilter as it takes expressions") {
  ReadingAccount account;
  for (const char* b : {"1", "2", "3"}) account.put("Range", {{"a", s("a")}, {"b", s(b)}, {"x", n(b)}});
  const Json answer = account.call("Query", j(R"({"TableName": "Range", "KeyConditions": {
      "a": {"ComparisonOperator": "EQ", "AttributeValueList": [{"S": "a"}]},
      "b": {"ComparisonOperator": "GE", "AttributeValueList": [{"S": "2"}]}},
      "QueryFilter": {"x": {"ComparisonOperator": "GT", "AttributeValueList": [{"N": "2"}]}}, "AttributesToGet": ["x"]})"));
  CHECK(answer == j(R"({"Count": 1, "ScannedCount": 2, "Items": [{"x": {"N": "3"}}]})"));
}

TEST_CASE("Query stops at its limit, counted before the filter, and goes on from there") {
  ReadingAccount account;
  for (const char* b : {"1", "2", "3", "4", "5"})
    account.put("Range", {{"a", s("a")}, {"b", s(b)}, {"x", s(b)}});
  Json page = request("Range", "a = :a", R"({":a": {"S": "a"}, ":x": {"S": "2"}})",
                      R"({"FilterExpression": "x >= :x", "Limit": 2})");
  Json answer = account.call("Query", page);
  CHECK(answer ==
        j(R"({"Count": 1, "ScannedCount": 2, "Items": [{"a": {"S": "a"}, "b": {"S": "2"}, "x": {"S": "2"}}],
                        "LastEvaluatedKey": {"a": {"S": "a"}, "b": {"S": "2"}}})"));
  Values all = account.values(answer, "b");
  while (answer.contains("LastEvaluatedKey")) {
    page["ExclusiveStartKey"] = answer["LastEvaluatedKey"];
    answer = account.call("Query", page);
    for (const auto& value : account.values(answer, "b")) all.push_back(value);
  }
  CHECK(all == Values{"2", "3", "4", "5"});
  // The last page is empty only if the one before ended with the last item.
  page = request("Range", "a = :a", partition_a,
                 R"({"Limit": 5, "ScanIndexForward": false, "Select": "COUNT"})");
  CHECK(account.call("Query", page) ==
        j(R"({"Count": 5, "ScannedCount": 5, "LastEvaluatedKey": {"a": {"S": "a"}, "b": {"S": "1"}}})"));
  page["Limit"] = 6;
  CHECK(account.call("Query", page) == j(R"({"Count": 5, "ScannedCount": 5})"));
  page = request("Range", "a = :a", partition_a,
                 R"({"ScanIndexForward": false, "ExclusiveStartKey": {"a": {"S": "a"}, "b": {"S": "3"}}})");
  CHECK(account.values(account.call("Query", page), "b") == Values{"2", "1"});
}

TEST_CASE("a page of a Query ends with the item that takes it beyond 1 MB") {
  ReadingAccount account;
  for (int i = 0; i < 6; ++i)
    account.put("Range", {{"a", s("a")}, {"b", s(std::to_string(i))}, {"x", s(std::string(262'100, 'x'))}});
  const Json answer = account.call(
      "Query",
      request("Range", "a = :a", partition_a, R"({"Select": "COUNT", "ReturnConsumedCapacity": "TOTAL"})"));
  CHECK(answer["Count"] == 5);
  CHECK(answer["LastEvaluatedKey"] == j(R"({"a": {"S": "a"}, "b": {"S": "4"}})"));
  CHECK(answer["ConsumedCapacity"]["CapacityUnits"] == 160.0);
}

TEST_CASE("Query reads a global index, whose entries of one key come in the order of their items' hash") {
  // Seen from the real service.
  ReadingAccount account;
  for (const auto& [a, b] :
       {std::pair{"a", "a"}, {"b", "b"}, {"c", "e"}, {"c", "d"}, {"d", "a"}, {"e", "a"}}) {
    account.put("Range",
                {{"a", s(a)}, {"b", s(b)}, {"c", s("x")}, {"d", s("y")}, {"e", s("e")}, {"f", s("f")}});
  }
  account.put("Range", {{"a", s("z")}, {"b", s("z")}, {"c", s("other")}});
  Json page = request("Range", "c = :c", R"({":c": {"S": "x"}})",
                      R"({"IndexName": "index3", "Limit": 4, "ReturnConsumedCapacity": "INDEXES"})");
  const Json answer = account.call("Query", page);
  CHECK(account.values(answer, "a") == Values{"b", "a", "c", "e"});
  CHECK(answer["LastEvaluatedKey"] == j(R"({"a": {"S": "e"}, "b": {"S": "a"}, "c": {"S": "x"}})"));
  CHECK(answer["ConsumedCapacity"] ==
        j(R"({"CapacityUnits": 0.5, "TableName": "Range", "Table": {"CapacityUnits": 0.0},
                                            "GlobalSecondaryIndexes": {"index3": {"CapacityUnits": 0.5}}})"));
  page["ExclusiveStartKey"] = answer["LastEvaluatedKey"];
  CHECK(account.values(account.call("Query", page), "a") == Values{"d", "c"});
  page["ScanIndexForward"] = false;
  CHECK(account.values(account.call("Query", page), "a") == Values{"c", "a", "b"});

  const Json projected =
      account.call("Query", request("Range", "c = :c and d = :d", R"({":c": {"S": "x"}, ":d": {"S": "y"}})",
                                    R"({"IndexName": "index4", "Limit": 1})"));
  CHECK(projected["Items"][0] ==
        j(R"({"a": {"S": "b"}, "b": {"S": "b"}, "c": {"S": "x"}, "d": {"S": "y"}, "e": {"S": "e"}})"));
  CHECK(account.message("Query", request("Range", "c = :c", R"({":c": {"S": "x"}})",
                                         R"({"IndexName": "index4", "ProjectionExpression": "e, f"})")) ==
        "One or more parameter values were invalid: Global secondary index index4 does not project [f]");
}

TEST_CASE("Query reads a local index, and fetches what that does not project") {
  // Seen from the real service.
  ReadingAccount account;
  const Json item = j(R"({"a": {"S": "a"}, "b": {"S": "b1"}, "c": {"S": "c1"}, "d": {"S": "d1"}})");
  Json big = j(R"({"a": {"S": "a"}, "b": {"S": "b3"}, "d": {"S": "d3"}})");
  big["e"] = s(std::string(4000, 'e'));
  account.put("Range", item);
  account.put("Range", R"({"a": {"S": "a"}, "b": {"S": "b2"}})");
  account.put("Range", big);
  Json page =
      request("Range", "a = :a", partition_a,
              R"({"IndexName": "index2", "ConsistentRead": true, "ReturnConsumedCapacity": "INDEXES"})");
  CHECK(
      account.call("Query", page) ==
      j(R"({"Count": 2, "ScannedCount": 2, "Items": [{"a": {"S": "a"}, "b": {"S": "b1"}, "c": {"S": "c1"}, "d": {"S": "d1"}},
                                                       {"a": {"S": "a"}, "b": {"S": "b3"}, "d": {"S": "d3"}}],
              "ConsumedCapacity": {"CapacityUnits": 1.0, "TableName": "Range", "Table": {"CapacityUnits": 0.0},
                                   "LocalSecondaryIndexes": {"index2": {"CapacityUnits": 1.0}}}})"));
  page["Select"] = "ALL_ATTRIBUTES";
  Json answer = account.call("Query", page);
  CHECK(answer["Items"] == Json{item, big});
  CHECK(answer["ConsumedCapacity"] ==
        j(R"({"CapacityUnits": 3.0, "TableName": "Range", "Table": {"CapacityUnits": 2.0},
                                            "LocalSecondaryIndexes": {"index2": {"CapacityUnits": 1.0}}})"));
  page.erase("Select");
  page["ProjectionExpression"] = "e";
  CHECK(account.call("Query", page)["Items"] == Json{Json::object(), Json{{"e", big["e"]}}});
  CHECK(account.values(account.call("Query", request("Range", "a = :a and d > :d",
                                                     R"({":a": {"S": "a"}, ":d": {"S": "d1"}})",
                                                     R"({"IndexName": "index2"})")),
                       "b") == Values{"b3"});
}

TEST_CASE("Query refuses what can't stand in one request, in the service's order") {
  // Seen from the real service.
  ReadingAccount account;
  const auto refusal = [&](std::string_view text) {
    Json request = j(text);
    if (!request.contains("TableName")) request["TableName"] = "abc";
    return account.message("Query", request);
  };
  CHECK(
      refusal(
          R"({"ExclusiveStartKey": {"a": {}}, "Select": "SPECIFIC_ATTRIBUTES", "AttributesToGet": ["a", "a"],
                    "QueryFilter": {"a": {"ComparisonOperator": "EQ", "AttributeValueList": [{}]}}, "ConditionalOperator": "OR",
                    "KeyConditions": {"a": {"ComparisonOperator": "EQ", "AttributeValueList": [{}]}}, "ProjectionExpression": "",
                    "FilterExpression": "", "KeyConditionExpression": "", "ExpressionAttributeNames": {}, "ExpressionAttributeValues": {}})") ==
      "Can not use both expression and non-expression parameters in the same request: Non-expression "
      "parameters: "
      "{AttributesToGet, QueryFilter, ConditionalOperator, KeyConditions} Expression parameters: "
      "{ProjectionExpression, "
      "FilterExpression, KeyConditionExpression}");
  CHECK(refusal(R"({"QueryFilter": {}, "KeyConditions": {}, "FilterExpression": ""})") ==
        "Can not use both expression and non-expression parameters in the same request: Non-expression "
        "parameters: {QueryFilter} "
        "Expression parameters: {FilterExpression}");
  CHECK(refusal(R"({"QueryFilter": {}, "ExpressionAttributeValues": {}})") ==
        "ExpressionAttributeValues can only be specified when using expressions: FilterExpression and "
        "KeyConditionExpression are null");
  CHECK(refusal(R"({"ExclusiveStartKey": {"a": {}}, "AttributesToGet": ["a", "a"],
                    "QueryFilter": {"a": {"ComparisonOperator": "EQ", "AttributeValueList": [{}, {"S": ""}]}}})") ==
        "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
  CHECK(refusal(R"({"QueryFilter": {}, "ExclusiveStartKey": {"a": {}}, "AttributesToGet": ["a", "a"]})") ==
        "One or more parameter values were invalid: Duplicate value in attribute name: a");
  CHECK(
      refusal(R"({"KeyConditions": {"a": {"ComparisonOperator": "EQ"}}, "ExclusiveStartKey": {"a": {}}})") ==
      "The provided starting key is invalid: Supplied AttributeValue is empty, must contain exactly one of "
      "the supported datatypes");
  CHECK(
      refusal(
          R"({"KeyConditionExpression": "", "ExpressionAttributeValues": {}, "ExclusiveStartKey": {"a": {"N": "b"}}})") ==
      "The parameter cannot be converted to a numeric value: b");
  CHECK(
      refusal(
          R"({"KeyConditionExpression": "attribute_type(a, :a) ", "FilterExpression": "a > b", "ProjectionExpression": "",
                    "ExpressionAttributeValues": {
    ":a" : { "S" : "N" }}
})") == "Invalid ProjectionExpression: The expression can not be empty;");
  CHECK(refusal(R"({"KeyConditionExpression": "attribute_type(a, :a) ", "ExpressionAttributeValues": {
  ":a" : { "S" : "N" }}
})") == "Invalid operator used in KeyConditionExpression: attribute_type");
  CHECK(refusal(R"({"KeyConditions": {}, "QueryFilter": {}})") == "Conditions can be of length 1 or 2 only");
  CHECK(
      refusal(
          R"({"KeyConditionExpression": ":a = a and b = :a and :a = c", "ExpressionAttributeValues": {":a": {"S": "a"}}})") ==
      "Conditions can be of length 1 or 2 only");
  CHECK(
      refusal(
          R"({"KeyConditionExpression": "z = :a", "ExpressionAttributeValues": {":a": {"S": "a"}}, "ExclusiveStartKey": {}})") ==
      "Requested resource not found");
  CHECK(
      refusal(
          R"({"TableName": "Range", "IndexName": "whatever", "ExclusiveStartKey": {}, "KeyConditions": {"z": {"ComparisonOperator": "NULL"}}})") ==
      "The table does not have the specified index: whatever");
  CHECK(
      refusal(
          R"({"TableName": "Range", "IndexName": "index3", "ConsistentRead": true, "ExclusiveStartKey": {}, "KeyConditions": {"z": {"ComparisonOperator": "NULL"}}})") ==
      "Consistent reads are not supported on global secondary indexes");
  CHECK(refusal(R"({"TableName": "Range"})") ==
        "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
  CHECK(
      refusal(
          R"({"TableName": "Range", "Select": "COUNT", "AttributesToGet": ["x"], "KeyConditions": {"a": {"ComparisonOperator": "EQ", "AttributeValueList": [{"S": "a"}]}}})") ==
      "Cannot specify the AttributesToGet when choosing to get only the Count");
}

TEST_CASE("Query checks where it is to go on, in the service's order") {
  // Seen from the real service.
  ReadingAccount account;
  const auto refusal = [&](const char* table, const char* index, const char* start, const char* condition) {
    Json request{{"TableName", table},
                 {"ExclusiveStartKey", j(start)},
                 {"KeyConditionExpression", condition},
                 {"ExpressionAttributeValues", j(R"({":b": {"S": "b"}})")}};
    if (index != nullptr) request["IndexName"] = index;
    return account.message("Query", request);
  };
  const std::string invalid = "The provided starting key is invalid";
  const std::string mismatch = "The provided key element does not match the schema";
  for (const char* start : {"{}", R"({"b": {"S": "a"}})", R"({"a": {"S": "a"}, "b": {"S": "a"}})"})
    CHECK(refusal("Hash", nullptr, start, "z = :b") == invalid);
  CHECK(refusal("Hash", nullptr, R"({"a": {"N": "1"}})", "z = :b") == mismatch);
  CHECK(refusal("Range", nullptr, R"({"a": {"N": "1"}, "z": {"S": "a"}})", "z = :b") == mismatch);
  CHECK(refusal("Range", nullptr, R"({"a": {"S": "a"}, "b": {"N": "1"}})", "z = :b") ==
        "Query condition missed key schema element: a");
  CHECK(refusal("Range", nullptr, R"({"a": {"S": "a"}, "c": {"N": "1"}})", "a = :b") == invalid);
  CHECK(refusal("Range", nullptr, R"({"a": {"S": "a"}, "b": {"N": "1"}})", "a = :b") == mismatch);
  CHECK(refusal("Range", "index1", R"({"b": {"S": "a"}, "c": {"S": "a"}})", "z = :b") == invalid);
  CHECK(refusal("Range", "index1", R"({"a": {"N": "1"}, "x": {"S": "1"}, "y": {"S": "1"}})", "z = :b") ==
        mismatch);
  CHECK(refusal("Range", "index1", R"({"a": {"S": "a"}, "b": {"S": "a"}, "z": {"S": "a"}})", "z = :b") ==
        "Query condition missed key schema element: a");
  CHECK(refusal("Range", "index1", R"({"a": {"S": "a"}, "b": {"N": "1"}, "c": {"N": "1"}})", "a = :b") ==
        mismatch);
  CHECK(refusal("Range", "index1", R"({"a": {"S": "1"}, "b": {"N": "1"}, "c": {"S": "a"}})", "a = :b") ==
        invalid + ": " + mismatch);
  CHECK(refusal("Range", "index3", R"({"a": {"S": "a"}, "b": {"S": "a"}, "z": {"S": "a"}})", "c = :b") ==
        invalid);
  CHECK(refusal("Range", "index3", R"({"x": {"N": "1"}, "y": {"N": "1"}, "c": {"S": "a"}})", "c = :b") ==
        invalid + ": " + mismatch);
  const std::string outside =
      "The provided starting key is outside query boundaries based on provided conditions";
  CHECK(refusal("Range", nullptr, R"({"a": {"S": "a"}, "b": {"S": "a"}})", "a = :b") == outside);
  CHECK(refusal("Range", "index3", R"({"a": {"S": "a"}, "b": {"S": "a"}, "c": {"S": "a"}})", "c = :b") ==
        outside);
  CHECK(refusal("Range", nullptr, R"({"a": {"S": "a"}, "b": {"S": "a"}})", "a = :b and b > :b") ==
        "The provided starting key does not match the range key predicate");
  CHECK(refusal("Range", nullptr, R"({"a": {"S": "a"}, "b": {"S": "a"}})", "a = :b and b < :b") ==
        "The query can return at most one row and cannot be restarted");
}

TEST_CASE("Query compares a key with nothing empty") {
  ReadingAccount account;
  for (const char* condition : {"a = :a AND b = :b", "a = :a AND begins_with(b, :b)", "a = :a AND b > :b"}) {
    CHECK(account.message("Query", request("Range", condition, R"({":a": {"S": "a"}, ":b": {"S": ""}})")) ==
          "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain "
          "an empty string value. Key: b");
  }
  Json of_index = request("Range", "c = :c", R"({":c": {"S": ""}})");
  of_index["IndexName"] = "index3";
  CHECK(account.message("Query", of_index) ==
        "One or more parameter values are not valid. A value specified for a secondary index key is not "
        "supported. The AttributeValue for a key attribute cannot contain an empty string value. "
        "IndexName: index3, IndexKey: c");
}

TEST_CASE("Query checks its filter and what it is to show against the keys") {
  // Seen from the real service.
  ReadingAccount account;
  const auto refusal = [&](const char* condition, std::string_view more) {
    return account.message("Query",
                           request("Range", condition, R"({":a": {"S": "a"}, ":b": {"N": "1"}})", more));
  };
  CHECK(refusal("a = :a", R"({"FilterExpression": "attribute_exists(b.c) AND c = :b"})") ==
        "Filter Expression can only contain non-primary key attributes: Primary key attribute: b");
  CHECK(refusal("a = :a", R"({"FilterExpression": "attribute_exists(d.c) AND c = :b"})") ==
        "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: "
        "IndexKey: d");
  CHECK(
      refusal(
          "c = :a",
          R"({"IndexName": "index4", "Select": "ALL_ATTRIBUTES", "FilterExpression": "a = :b and a.b = :a"})") ==
      "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global "
      "secondary index index4 "
      "because its projection type is not ALL");
  CHECK(
      account.message("Query", j(R"({"TableName": "Range", "IndexName": "index4", "Select": "ALL_ATTRIBUTES",
        "KeyConditions": {"c": {"ComparisonOperator": "EQ", "AttributeValueList": [{"S": "a"}]}},
        "QueryFilter": {"d": {"ComparisonOperator": "EQ", "AttributeValueList": [{"S": "a"}]}}})")) ==
      "QueryFilter can only contain non-primary key attributes: Primary key attribute: d");
}

TEST_CASE(
    "Query asks a global index of several attributes for all of its hash and range attributes from the "
    "left") {
  ReadingAccount account;
  account.call("CreateTable", j(R"({"TableName": "Wide", "BillingMode": "PAY_PER_REQUEST",
      "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}, {"AttributeName": "h1", "AttributeType": "S"}, {"AttributeName": "h2", "AttributeType": "N"},
                               {"AttributeName": "r1", "AttributeType": "S"}, {"AttributeName": "r2", "AttributeType": "N"}],
      "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
      "GlobalSecondaryIndexes": [{"IndexName": "wide", "Projection": {"ProjectionType": "ALL"},
        "KeySchema": [{"AttributeName": "h1", "KeyType": "HASH"}, {"AttributeName": "h2", "KeyType": "HASH"},
                      {"AttributeName": "r1", "KeyType": "RANGE"}, {"AttributeName": "r2", "KeyType": "RANGE"}]}]})"));
  int id = 0;
  for (const char* r1 : {"a", "ab", "b"}) {
    for (const char* r2 : {"10", "9"}) {
      account.put(
          "Wide",
          {{"id", s(std::to_string(id++))}, {"h1", s("x")}, {"h2", n("1")}, {"r1", s(r1)}, {"r2", n(r2)}});
    }
  }
  const auto ids = [&](const char* condition, const char* values) {
    return account.values(account.call("Query", {{"TableName", "Wide"},
                                                 {"IndexName", "wide"},
                                                 {"KeyConditionExpression", condition},
                                                 {"ExpressionAttributeValues", j(values)}}),
                          "id");
  };
  CHECK(ids("h1 = :x and h2 = :n", R"({":x": {"S": "x"}, ":n": {"N": "1"}})") ==
        Values{"1", "0", "3", "2", "5", "4"});
  CHECK(ids("h1 = :x and h2 = :n and begins_with(r1, :a)",
            R"({":x": {"S": "x"}, ":n": {"N": "1"}, ":a": {"S": "a"}})") == Values{"1", "0", "3", "2"});
  CHECK(ids("h1 = :x and h2 = :n and r1 = :a and r2 > :9",
            R"({":x": {"S": "x"}, ":n": {"N": "1"}, ":a": {"S": "a"}, ":9": {"N": "9"}})") == Values{"0"});
  CHECK(account.message("Query", {{"TableName", "Wide"},
                                  {"IndexName", "wide"},
                                  {"KeyConditionExpression", "h1 = :x"},
                                  {"ExpressionAttributeValues", j(R"({":x": {"S": "x"}})")}}) ==
        "Query condition missed key schema element: h2");
}

}  // namespace
}  // namespace cloche::dynamodb
