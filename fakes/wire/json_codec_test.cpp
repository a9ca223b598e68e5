#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "fakes/core/digest.h"
#include "fakes/core/fault.h"
#include "fakes/wire/codec.h"

using namespace cloche;
using namespace cloche::wire;

namespace {

const model::Service& dynamodb() { return *model::find_service("dynamodb"); }

Json decode(const std::string& service, const std::string& operation, const std::string& body) {
  const model::Service& known = *model::find_service(service);
  return json_codec().decode(known, *known.operation(operation), HttpRequest{"POST", "/", {}, body}, {});
}

/// The message of the SerializationException that decoding throws; "none" where it does not.
std::string refusal(const std::string& operation, const std::string& body) {
  try {
    decode("dynamodb", operation, body);
  } catch (const ApiError& error) {
    CHECK(error.code == "SerializationException");
    return error.message;
  }
  return "none";
}

std::string encode(const std::string& service, const std::string& operation, const Json& answer) {
  const model::Service& known = *model::find_service(service);
  return json_codec().encode(known, *known.operation(operation), answer, "id").body;
}

HttpResponse encode_error(const std::string& service, const ApiError& error) {
  return json_codec().encode_error(*model::find_service(service), nullptr, error, "id");
}

}  // namespace

TEST_CASE(
    "a request is decoded by its operation's input; what the model lacks and what is null is left out") {
  const Json document = decode(
      "dynamodb", "PutItem",
      R"({"TableName":"Music","Item":{"a":{"S":"x"},"b":{"N":"1"}},"Nonsense":{"a":[1]},"ReturnValues":null})");
  CHECK(document == Json::parse(R"({"TableName":"Music","Item":{"a":{"S":"x"},"b":{"N":"1"}}})"));
}

TEST_CASE("an opaque value stays as it came, but its kinds are checked") {
  const Json item =
      decode("dynamodb", "PutItem",
             R"({"Item":{"a":{"B":"AQID","x":1},"b":{"L":[{"BOOL":"yes"},{"NULL":true}]}}})")["Item"];
  CHECK(item == Json::parse(R"({"a":{"B":"AQID"},"b":{"L":[{"BOOL":true},{"NULL":true}]}})"));
  CHECK(refusal("PutItem", R"({"Item":{"a":{"B":"23456"}}})") ==
        "Base64 encoded length is expected a multiple of 4 bytes but found: 5");
  CHECK(refusal("PutItem", R"({"Item":{"a":{"M":{"x":{"BS":["=+/="]}}}}})") ==
        "Invalid last non-pad Base64 character dectected");
  CHECK(refusal("PutItem", R"({"Item":{"a":{"M":{"x":{"BS":["+/+="]}}}}})") ==
        "Invalid last non-pad Base64 character dectected");
}

TEST_CASE("a value of another kind is refused in the service's words") {
  CHECK(refusal("PutItem", R"({"TableName":23})") == "NUMBER_VALUE cannot be converted to String");
  CHECK(refusal("PutItem", R"({"TableName":34.56})") == "DECIMAL_VALUE cannot be converted to String");
  CHECK(refusal("PutItem", R"({"TableName":true})") == "TRUE_VALUE cannot be converted to String");
  CHECK(refusal("PutItem", R"({"TableName":[]})") == "Unrecognized collection type class java.lang.String");
  CHECK(refusal("PutItem", R"({"TableName":{}})") == "Start of structure or map found where not expected");
  CHECK(refusal("Query", R"({"Limit":"23"})") == "STRING_VALUE cannot be converted to Integer");
  CHECK(refusal("Query", R"({"Limit":[]})") == "Unrecognized collection type class java.lang.Integer");
  CHECK(refusal("CreateTable", R"({"ProvisionedThroughput":{"ReadCapacityUnits":false}})") ==
        "FALSE_VALUE cannot be converted to Long");
  CHECK(refusal("GetItem", R"({"ConsistentRead":"23"})") == "Unexpected token received from parser");
  CHECK(refusal("GetItem", R"({"ConsistentRead":23})") == "NUMBER_VALUE cannot be converted to Boolean");
  CHECK(refusal("PutItem", R"({"Item":"23"})") == "Unexpected field type");
  CHECK(refusal("PutItem", R"({"Item":[]})") ==
        "Unrecognized collection type java.util.Map<java.lang.String, "
        "com.amazonaws.dynamodb.v20120810.AttributeValue>");
  CHECK(refusal("PutItem", R"({"ExpressionAttributeNames":[]})") ==
        "Unrecognized collection type java.util.Map<java.lang.String, java.lang.String>");
  CHECK(refusal("PutItem", R"({"Item":{"a":23}})") == "Unexpected value type in payload");
  CHECK(refusal("PutItem", R"({"Item":{"a":[]}})") ==
        "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue");
  CHECK(refusal("PutItem", R"({"Expected":{"a":{"Value":23}}})") == "Unexpected field type");
  CHECK(refusal("PutItem", R"({"Item":{"a":{"SS":{}}}})") ==
        "Start of structure or map found where not expected");
  CHECK(refusal("PutItem", R"({"Item":{"a":{"B":23}}})") ==
        "only base-64-encoded strings are convertible to bytes");
  CHECK(refusal("PutItem", R"({"Item":{"a":{"B":[]}}})") ==
        "Unrecognized collection type class java.nio.ByteBuffer");
  CHECK(refusal("BatchWriteItem", R"({"RequestItems":[]})") ==
        "Unrecognized collection type java.util.Map<java.lang.String, "
        "java.util.List<com.amazonaws.dynamodb.v20120810.WriteRequest>>");
  CHECK(refusal("BatchWriteItem", R"({"RequestItems":{"a":{}}})") ==
        "Start of structure or map found where not expected");
  CHECK(refusal("BatchWriteItem", R"({"RequestItems":{"a":"x"}})").starts_with("class sun.reflect.generics"));
  CHECK(refusal("BatchGetItem", R"({"RequestItems":{"a":{"Keys":[23]}}})")
            .starts_with("class sun.reflect.generics"));
}

TEST_CASE("a body that is no JSON object is a SerializationException without a message") {
  for (const std::string body :
       {"", "hi", "[]", "23", "null", "{", "{}x", "{\"TableName\":\"\xff\"}", R"({"TableName":"\ud800"})"}) {
    INFO(body);
    CHECK(refusal("PutItem", body).empty());
  }
  std::string deep = R"({"x":)";
  deep.append(100'000, '[');
  CHECK(refusal("PutItem", deep).empty());
  CHECK(refusal("DescribeLimits", "") == "none");
  const HttpResponse response = encode_error("dynamodb", {"SerializationException", ""});
  CHECK(response.body == R"({"__type":"com.amazon.coral.service#SerializationException"})");
  CHECK(response.headers.get("x-amz-crc32") == "3948637019");  // seen by the authors of dynalite
}

TEST_CASE("numbers: a decimal loses its fraction, what does not fit is refused") {
  CHECK(decode("dynamodb", "Query", R"({"Limit":1.9})")["Limit"] == 1);
  CHECK(decode("dynamodb", "Query", R"({"Limit":-1.9})")["Limit"] == -1);
  CHECK(decode("dynamodb", "Query", R"({"Limit":2147483647})")["Limit"] == 2147483647);
  CHECK(refusal("Query", R"({"Limit":2147483648})") != "none");
  CHECK(refusal("CreateTable", R"({"ProvisionedThroughput":{"ReadCapacityUnits":9223372036854775808}})") !=
        "none");
  CHECK(refusal("CreateTable", R"({"ProvisionedThroughput":{"ReadCapacityUnits":1e30}})") != "none");
}

TEST_CASE("timestamps are milliseconds, blobs are bytes") {
  const Json points =
      decode("cloudwatch", "GetMetricStatistics", R"({"StartTime":1363055524.534,"EndTime":1363055524})");
  CHECK(points["StartTime"] == 1363055524534);
  CHECK(points["EndTime"] == 1363055524000);
  CHECK(decode("kms", "Encrypt", R"({"Plaintext":"AQID"})")["Plaintext"] == Json::binary({1, 2, 3}));
  CHECK_THROWS_AS(decode("cloudwatch", "GetMetricStatistics", R"({"StartTime":"now"})"), ApiError);
}

TEST_CASE("an answer is written by the output's shape") {
  CHECK(encode("dynamodb", "GetItem", {{"Item", json_fragment(R"({"a":{"S":"x"}})")}}) ==
        R"({"Item":{"a":{"S":"x"}}})");
  CHECK(encode("dynamodb", "GetItem",
               {{"Item", {{"a", json_fragment(R"({"S":"x"})")}, {"b", {{"N", "1"}}}}}}) ==
        R"({"Item":{"a":{"S":"x"},"b":{"N":"1"}}})");
  CHECK(encode("dynamodb", "DescribeTable",
               {{"Table", {{"CreationDateTime", 1363055524534}, {"ItemCount", 3}, {"TableId", nullptr}}}}) ==
        R"({"Table":{"CreationDateTime":1363055524.534,"ItemCount":3}})");
  CHECK(encode("dynamodb", "Query", {{"ConsumedCapacity", {{"CapacityUnits", 1}}}}) ==
        R"({"ConsumedCapacity":{"CapacityUnits":1.0}})");
  CHECK(encode("kms", "Encrypt", {{"CiphertextBlob", Json::binary({1, 2, 3})}}) ==
        R"({"CiphertextBlob":"AQID"})");
  CHECK(encode("sqs", "DeleteQueue", Json::object()) == "{}");
}

TEST_CASE("the names of another protocol do not show in JSON") {
  CHECK(encode("sqs", "ListQueues", {{"QueueUrls", {"a", "b"}}}) == R"({"QueueUrls":["a","b"]})");
  CHECK(decode("sqs", "SendMessage",
               R"({"MessageAttributes":{"a":{"DataType":"String","StringValue":"x"}}})")["MessageAttributes"]
                                                                                        ["a"]["DataType"] ==
        "String");
}

TEST_CASE("an answer that the model does not allow is a fault") {
  CHECK_THROWS_AS(encode("dynamodb", "GetItem", {{"item", Json::object()}}), Fault);
  CHECK_THROWS_AS(encode("dynamodb", "GetItem", {{"Item", "x"}}), Fault);
  CHECK_THROWS_AS(encode("dynamodb", "DescribeTable", {{"Table", {{"ItemCount", "3"}}}}), Fault);
  CHECK_THROWS_AS(encode("dynamodb", "DescribeTable", {{"Table", {{"CreationDateTime", 1.5}}}}), Fault);
  CHECK_THROWS_AS(encode("sqs", "DeleteQueue", {{"x", 1}}), Fault);
}

TEST_CASE("the headers of an answer") {
  const auto& operation = *dynamodb().operation("ListTables");
  const HttpResponse response =
      json_codec().encode(dynamodb(), operation, {{"TableNames", Json::array()}}, "ID");
  CHECK(response.status == 200);
  CHECK(response.headers.get("Content-Type") == "application/x-amz-json-1.0");
  CHECK(response.headers.get("x-amzn-RequestId") == "ID");
  CHECK(response.headers.get("x-amz-crc32") == std::to_string(crc32(R"({"TableNames":[]})")));
  const auto& logs = *model::find_service("logs");
  const HttpResponse other =
      json_codec().encode(logs, *logs.operation("DescribeLogGroups"), Json::object(), "ID");
  CHECK(other.headers.get("Content-Type") == "application/x-amz-json-1.1");
  CHECK_FALSE(other.headers.has("x-amz-crc32"));
}

TEST_CASE("an error of the service has its name, message and members as its shape has them") {
  CHECK(
      encode_error("dynamodb", {"ResourceNotFoundException", "Requested resource not found"}).body ==
      R"({"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"Requested resource not found"})");
  const HttpResponse cancelled =
      encode_error("dynamodb", {"TransactionCanceledException",
                                "cancelled",
                                0,
                                {{"CancellationReasons", Json::array({{{"Code", "None"}}})}}});
  CHECK(cancelled.status == 400);
  CHECK(
      cancelled.body ==
      R"({"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","Message":"cancelled","CancellationReasons":[{"Code":"None"}]})");
  CHECK(encode_error("dynamodb", {"InternalServerError", "oops"}).status == 500);
  CHECK(encode_error("logs", {"ResourceNotFoundException", "no"}).body ==
        R"({"__type":"ResourceNotFoundException","message":"no"})");
}

TEST_CASE("an error of the framework has its own package and spelling") {
  CHECK(encode_error("dynamodb", {"ValidationException", "bad"}).body ==
        R"({"__type":"com.amazon.coral.validate#ValidationException","message":"bad"})");
  CHECK(encode_error("dynamodb", {"SerializationException", "bad"}).body ==
        R"({"__type":"com.amazon.coral.service#SerializationException","Message":"bad"})");
  CHECK(encode_error("dynamodb", {"AccessDeniedException", "no"}).body ==
        R"({"__type":"com.amazon.coral.service#AccessDeniedException","Message":"no"})");
  const HttpResponse unknown = encode_error("dynamodb", {"UnknownOperationException", ""});
  CHECK(unknown.headers.get("x-amz-crc32") == "1368724161");  // seen by the authors of dynalite
  const HttpResponse unsupported = encode_error("dynamodb", not_emulated("ExecuteStatement"));
  CHECK(unsupported.status == 501);
  CHECK(Json::parse(unsupported.body)["__type"] == "NotEmulated");
}

TEST_CASE("a query-compatible service says Query's code in a header") {
  const HttpResponse response =
      encode_error("sqs", {"QueueDoesNotExist", "The specified queue does not exist."});
  CHECK(Json::parse(response.body)["__type"] == "com.amazonaws.sqs#QueueDoesNotExist");
  CHECK(response.headers.get("x-amzn-query-error") == "AWS.SimpleQueueService.NonExistentQueue;Sender");
}
