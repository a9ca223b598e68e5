#pragma once
// The tables that the tests of reading operations share: those of the public suite whose expectations were
// seen from the real service, so that its cases read the same here.
#include <nlohmann/json.hpp>
#include <string>

#include "fakes/dynamodb/test_account.h"

namespace cloche::dynamodb {

inline Json s(const std::string& text) { return {{"S", text}}; }
inline Json n(const std::string& text) { return {{"N", text}}; }
inline Json j(std::string_view text) { return Json::parse(text); }

class ReadingAccount : public TestAccount {
 public:
  ReadingAccount() {
    call("CreateTable", j(R"({"TableName": "Hash", "BillingMode": "PAY_PER_REQUEST",
      "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}], "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}]})"));
    call("CreateTable", j(R"({"TableName": "Range", "BillingMode": "PAY_PER_REQUEST",
      "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}, {"AttributeName": "b", "AttributeType": "S"},
                               {"AttributeName": "c", "AttributeType": "S"}, {"AttributeName": "d", "AttributeType": "S"}],
      "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}, {"AttributeName": "b", "KeyType": "RANGE"}],
      "LocalSecondaryIndexes": [
        {"IndexName": "index1", "Projection": {"ProjectionType": "ALL"},
         "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}, {"AttributeName": "c", "KeyType": "RANGE"}]},
        {"IndexName": "index2", "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["c"]},
         "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}, {"AttributeName": "d", "KeyType": "RANGE"}]}],
      "GlobalSecondaryIndexes": [
        {"IndexName": "index3", "Projection": {"ProjectionType": "ALL"}, "KeySchema": [{"AttributeName": "c", "KeyType": "HASH"}]},
        {"IndexName": "index4", "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["e"]},
         "KeySchema": [{"AttributeName": "c", "KeyType": "HASH"}, {"AttributeName": "d", "KeyType": "RANGE"}]}]})"));
    call("CreateTable", j(R"({"TableName": "RangeN", "BillingMode": "PAY_PER_REQUEST",
      "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}, {"AttributeName": "b", "AttributeType": "N"}],
      "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}, {"AttributeName": "b", "KeyType": "RANGE"}]})"));
  }

  void put(const char* table, const Json& item) { call("PutItem", {{"TableName", table}, {"Item", item}}); }
  void put(const char* table, const char* item) { put(table, j(item)); }

  /// The values of attribute `name` of the items of an answer.
  static std::vector<std::string> values(const Json& answer, const char* name) {
    std::vector<std::string> all;
    for (const auto& item : answer["Items"]) all.push_back(item[name].begin().value().get<std::string>());
    return all;
  }
};

using Values = std::vector<std::string>;

}  // namespace cloche::dynamodb
