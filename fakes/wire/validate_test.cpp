#include "fakes/wire/validate.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "fakes/core/api_error.h"

using namespace cloche;
using namespace cloche::wire;

namespace {

/// "Code: message" of what validate() throws, "" where it does not.
std::string complaint(const std::string& service, const std::string& operation, const Json& document) {
  const model::Service& known = *model::find_service(service);
  try {
    validate(known, *known.operation(operation)->input, document);
  } catch (const ApiError& error) {
    return error.code + ": " + error.message;
  }
  return "";
}

std::string one(const std::string& error) {
  return "ValidationException: 1 validation error detected: " + error;
}

}  // namespace

TEST_CASE("a request that the model allows passes") {
  CHECK(complaint("dynamodb", "PutItem", {{"TableName", "Music"}, {"Item", {{"a", {{"S", "x"}}}}}}).empty());
  CHECK(complaint(
            "dynamodb", "GetItem",
            {{"TableName", "arn:aws:dynamodb:us-east-1:000000000000:table/Music"}, {"Key", Json::object()}})
            .empty());
}

TEST_CASE("several errors make one message, in the order of the service") {
  CHECK(complaint("dynamodb", "PutItem",
                  {{"ReturnConsumedCapacity", "hi"},
                   {"ReturnItemCollectionMetrics", "hi"},
                   {"ReturnValues", "hi"}}) ==
        "ValidationException: 5 validation errors detected: "
        "Value 'hi' at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy enum value "
        "set: [INDEXES, TOTAL, NONE]; "
        "Value null at 'tableName' failed to satisfy constraint: Member must not be null; "
        "Value null at 'item' failed to satisfy constraint: Member must not be null; "
        "Value 'hi' at 'returnValues' failed to satisfy constraint: Member must satisfy enum value set: "
        "[ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]; "
        "Value 'hi' at 'returnItemCollectionMetrics' failed to satisfy constraint: Member must satisfy enum "
        "value set: [SIZE, NONE]");
}

TEST_CASE("no element of a list and no value of a map is null, whatever else it may be") {
  const Json keys{{"TableName", "abc"}, {"Key", Json::object()}};
  Json request = keys;
  request["AttributesToGet"] = {"a", nullptr};
  CHECK(
      complaint("dynamodb", "GetItem", request) ==
      one("Value null at 'attributesToGet.2.member' failed to satisfy constraint: Member must not be null"));
  request = keys;
  request["ExpressionAttributeNames"] = {{"#a", nullptr}};
  CHECK(complaint("dynamodb", "GetItem", request) == one("Value null at 'expressionAttributeNames.#a.member' "
                                                         "failed to satisfy constraint: Member must not be "
                                                         "null"));
  request = keys;
  request["Key"] = {{"a", nullptr}};  // the operation checks attribute values
  CHECK(complaint("dynamodb", "GetItem", request).empty());
}

TEST_CASE("lengths and patterns of strings") {
  CHECK(complaint("dynamodb", "PutItem", {{"TableName", ""}, {"Item", Json::object()}}) ==
        one("Value '' at 'tableName' failed to satisfy constraint: Member must have length greater than or "
            "equal to 1"));
  CHECK(complaint("dynamodb", "Scan", {{"TableName", "abc"}, {"IndexName", "a;"}}) ==
        "ValidationException: 2 validation errors detected: "
        "Value 'a;' at 'indexName' failed to satisfy constraint: Member must satisfy regular expression "
        "pattern: [a-zA-Z0-9_.-]+; "
        "Value 'a;' at 'indexName' failed to satisfy constraint: Member must have length greater than or "
        "equal to 3");
  const std::string name(256, 'a');
  CHECK(complaint("dynamodb", "Scan", {{"TableName", "abc"}, {"IndexName", name}}) ==
        one("Value '" + name +
            "' at 'indexName' failed to satisfy constraint: Member must have length less than or equal to "
            "255"));
}

TEST_CASE("a length counts UTF-16 units, as Java does") {
  std::string faces;
  for (int i = 0; i < 18; ++i) faces += "😀";
  Json request = {{"TransactItems", Json::array({Json::object()})}, {"ClientRequestToken", faces}};
  CHECK(complaint("dynamodb", "TransactWriteItems", request).empty());
  request["ClientRequestToken"] = faces + "a";
  CHECK(complaint("dynamodb", "TransactWriteItems", request) ==
        one("Value '" + faces +
            "a' at 'clientRequestToken' failed to satisfy constraint: Member must have length less than or "
            "equal to 36"));
}

TEST_CASE("ranges of numbers") {
  CHECK(complaint("dynamodb", "ListTables", {{"Limit", 0}}) ==
        one("Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal "
            "to 1"));
  CHECK(complaint("dynamodb", "ListTables", {{"Limit", 101}}) ==
        one("Value '101' at 'limit' failed to satisfy constraint: Member must have value less than or equal "
            "to 100"));
}

TEST_CASE("members of structures in lists are named by their number, and structures are printed") {
  CHECK(complaint("dynamodb", "CreateTable",
                  {{"TableName", "abc"},
                   {"AttributeDefinitions", Json::array()},
                   {"ProvisionedThroughput", {{"ReadCapacityUnits", -1}, {"WriteCapacityUnits", -1}}},
                   {"KeySchema", Json::array({{{"KeyType", "HASH"}},
                                              {{"AttributeName", "a"}},
                                              {{"AttributeName", "b"}, {"KeyType", "Woop"}}})}}) ==
        "ValidationException: 6 validation errors detected: "
        "Value '-1' at 'provisionedThroughput.writeCapacityUnits' failed to satisfy constraint: Member must "
        "have value greater than or equal to 1; "
        "Value '-1' at 'provisionedThroughput.readCapacityUnits' failed to satisfy constraint: Member must "
        "have value greater than or equal to 1; "
        "Value '[KeySchemaElement(attributeName=null, keyType=HASH), KeySchemaElement(attributeName=a, "
        "keyType=null), "
        "KeySchemaElement(attributeName=b, keyType=Woop)]' at 'keySchema' failed to satisfy constraint: "
        "Member must have length less than or "
        "equal to 2; "
        "Value null at 'keySchema.1.member.attributeName' failed to satisfy constraint: Member must not be "
        "null; "
        "Value null at 'keySchema.2.member.keyType' failed to satisfy constraint: Member must not be null; "
        "Value 'Woop' at 'keySchema.3.member.keyType' failed to satisfy constraint: Member must satisfy enum "
        "value set: [HASH, RANGE]");
}

TEST_CASE("keys and values of maps are errors of the map") {
  CHECK(complaint("dynamodb", "BatchWriteItem", {{"RequestItems", {{"", Json::array()}}}}) ==
        "ValidationException: 2 validation errors detected: "
        "Value '{=[]}' at 'requestItems' failed to satisfy constraint: Map keys must satisfy constraint: "
        "[Member must have length less than or equal to 1024, Member must have length greater than or equal "
        "to 1]; "
        "Value '{=[]}' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: "
        "[Member must have length less than or equal to 25, Member must have length greater than or equal to "
        "1]");
  CHECK(complaint("dynamodb", "BatchGetItem", {{"RequestItems", {{"abc", Json::object()}}}}) ==
        one("Value null at 'requestItems.abc.member.keys' failed to satisfy constraint: Member must not be "
            "null"));
  CHECK(complaint("dynamodb", "BatchWriteItem",
                  {{"RequestItems", {{"abc", Json::array({{{"PutRequest", Json::object()}}})}}}}) ==
        one("Value null at 'requestItems.abc.member.1.member.putRequest.item' failed to satisfy constraint: "
            "Member must not be null"));
}

TEST_CASE("elements of lists are errors of the list") {
  CHECK(complaint("ses", "VerifyEmailIdentity", {{"EmailAddress", nullptr}}) ==
        "ValidationError: 1 validation error detected: Value null at 'emailAddress' failed to satisfy "
        "constraint: Member must not be null");
  CHECK(complaint("ssm", "GetParameters", {{"Names", {"a", ""}}}) ==
        one("Value '[a, ]' at 'names' failed to satisfy constraint: Member must satisfy constraint: "
            "[Member must have length less than or equal to 2048, Member must have length greater than or "
            "equal to 1]"));
}

TEST_CASE("what is opaque is printed by its class and a hash, and not looked into") {
  Json items = Json::array();
  for (int i = 0; i < 26; ++i)
    items.push_back({{"PutRequest", {{"Item", {{"a", {{"N", std::to_string(i)}}}}}}}});
  const std::string message = complaint("dynamodb", "BatchWriteItem", {{"RequestItems", {{"abc", items}}}});
  CHECK(message.starts_with(one(
      "Value "
      "'{abc=[WriteRequest(putRequest=PutRequest(item={a=com.amazonaws.dynamodb.v20120810.AttributeValue@")));
  CHECK(message.find("), deleteRequest=null), WriteRequest(") != std::string::npos);
}

TEST_CASE("a secret is not printed") {
  const std::string message =
      complaint("cognito-idp", "SignUp", {{"ClientId", "abc"}, {"Username", "me"}, {"Password", ""}});
  CHECK(message.find("Value at 'password' failed to satisfy constraint: ") != std::string::npos);
}

TEST_CASE("at most ten errors are named") {
  Json updates = Json::object();
  for (char key = 'a'; key <= 'z'; ++key) updates[std::string(1, key)] = {{"ComparisonOperator", "x"}};
  const std::string message =
      complaint("dynamodb", "Query", {{"TableName", "abc"}, {"QueryFilter", updates}});
  CHECK(message.starts_with("ValidationException: 10 validation errors detected: "));
}

TEST_CASE("a table's ARN may stand for its name") {
  const char* arn = "arn:aws:dynamodb:us-east-1:000000000000:table/Music";
  CHECK(complaint("dynamodb", "Scan", {{"TableName", arn}}).empty());
  CHECK(complaint("dynamodb", "BatchGetItem",
                  {{"RequestItems", {{arn, {{"Keys", Json::array({Json::object()})}}}}}})
            .empty());
  CHECK(
      complaint("dynamodb", "TransactGetItems",
                {{"TransactItems", Json::array({{{"Get", {{"TableName", arn}, {"Key", Json::object()}}}}})}})
          .empty());
}

TEST_CASE("an error of a table's name is the only one that is named") {
  const Json bogus = {{"TableName", "bad name"}, {"Item", Json::object()}, {"ReturnValues", "BOGUS"}};
  CHECK(complaint("dynamodb", "PutItem", bogus) ==
        one("Value 'bad name' at 'tableName' failed to satisfy constraint: Member must satisfy regular "
            "expression pattern: "
            "[a-zA-Z0-9_.-]+"));
  const std::string name(1025, 'a');
  CHECK(complaint("dynamodb", "GetItem", {{"TableName", name}}) ==
        one("Value '" + name +
            "' at 'tableName' failed to satisfy constraint: Member must have length less than or equal to "
            "1024"));
}

TEST_CASE("a table's name is checked in words of its own where the service has them") {
  CHECK(complaint("dynamodb", "CreateTable", Json::object()) ==
        "ValidationException: The parameter 'TableName' is required but was not present in the request");
  CHECK(complaint("dynamodb", "CreateTable", {{"TableName", "a;"}}) ==
        "ValidationException: TableName must be at least 3 characters long and at most 255 characters long");
  CHECK(complaint("dynamodb", "DescribeTable", {{"TableName", "abc;"}}) ==
        one("Value 'abc;' at 'tableName' failed to satisfy constraint: Member must satisfy regular "
            "expression pattern: [a-zA-Z0-9_.-]+"));
  CHECK(complaint("dynamodb", "DescribeTable", Json::object()) ==
        "ValidationException: The parameter 'TableName' is required but was not present in the request");
  CHECK(complaint("dynamodb", "DescribeTable", {{"TableName", ""}}) ==
        "ValidationException: 2 validation errors detected: Value '' at 'tableName' failed to satisfy "
        "constraint: Member must have length greater than or equal to 3; Value '' at 'tableName' failed to "
        "satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
  CHECK(complaint("dynamodb", "UpdateTable", {{"TableName", "ab"}, {"BillingMode", "BOGUS"}}) ==
        one("Value 'ab' at 'tableName' failed to satisfy constraint: Member must have length greater than or "
            "equal to 3"));
  const std::string long_name(256, 'a');
  CHECK(complaint("dynamodb", "DeleteTable", {{"TableName", long_name}}) ==
        one("Value '" + long_name +
            "' at 'tableName' failed to satisfy constraint: Member must have length less than or equal to "
            "255"));
  CHECK(complaint("dynamodb", "DescribeTable",
                  {{"TableName", "arn:aws:dynamodb:us-east-1:000000000000:table/Music"}})
            .empty());
}
