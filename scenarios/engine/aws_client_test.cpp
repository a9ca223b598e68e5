// Requests as the emulator's own codecs read them, and answers as these write them.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "fakes/core/api_error.h"
#include "fakes/wire/codec.h"
#include "fakes/wire/rest_router.h"
#include "fakes/wire/sigv4.h"
#include "scenarios/engine/aws_answer.h"
#include "scenarios/engine/aws_document.h"
#include "scenarios/engine/aws_request.h"

namespace cloche::scenarios {
namespace {

struct Known {
  const wire::model::Service& service;
  const wire::model::Operation& operation;
};

Known find(std::string_view service, std::string_view operation) {
  const auto* known = wire::model::find_service(service);
  return {*known, *known->operation(operation)};
}

const wire::Codec& codec_for(const wire::model::Service& service) {
  return wire::codec_of(*spoken_protocol(service));
}

/// What the emulator reads of the request that `parameters` make.
Json understood(const Known& known, const Json& parameters) {
  const wire::HttpRequest request =
      aws_request(known.service, known.operation, aws_document(*known.operation.input, parameters));
  wire::PathLabels labels;
  if (*spoken_protocol(known.service) == wire::model::Protocol::rest_json) {
    const auto route = wire::RestRouter(known.service).match(request);
    REQUIRE(route);
    CHECK(route->operation == &known.operation);
    labels = route->labels;
  }
  return presented(*known.operation.input,
                   codec_for(known.service).decode(known.service, known.operation, request, labels));
}

void check_same(std::string_view service, std::string_view operation, std::string_view parameters) {
  const Json given = Json::parse(parameters);
  CHECK(understood(find(service, operation), given) == given);
}

TEST_CASE("a request says what it was given, in each protocol") {
  SUBCASE("AWS JSON") {
    check_same(
        "dynamodb", "PutItem",
        R"({"TableName": "t", "Item": {"id": {"S": "a"}, "b": {"B": "AAE="}}, "ReturnValues": "ALL_OLD"})");
    check_same(
        "sqs", "SendMessageBatch",
        R"({"QueueUrl": "http://q/1/a", "Entries": [{"Id": "1", "MessageBody": "é&=+", "MessageAttributes": {"b": {"DataType": "Binary", "BinaryValue": "AAE="}}}]})");
    check_same(
        "events", "PutEvents",
        R"({"Entries": [{"Time": "2026-01-05T09:00:00Z", "Source": "a", "DetailType": "b", "Detail": "{}"}]})");
  }
  SUBCASE("Query") {
    check_same(
        "sns", "Publish",
        R"({"TopicArn": "arn:x", "Message": "é &=+%", "MessageAttributes": {"k": {"DataType": "String", "StringValue": "v"}}})");
    check_same(
        "iam", "CreateRole",
        R"({"RoleName": "r", "AssumeRolePolicyDocument": "{}", "MaxSessionDuration": 3600, "Tags": [{"Key": "a", "Value": "b"}, {"Key": "c", "Value": "d"}]})");
    check_same("sns", "CreateTopic", R"({"Name": "t", "Attributes": {"A": "1", "B": "2"}})");
  }
  SUBCASE("REST-JSON") {
    check_same(
        "lambda", "Invoke",
        R"({"FunctionName": "a/b c", "InvocationType": "Event", "Payload": "eyJhIjoxfQ==", "Qualifier": "live"})");
    check_same(
        "lambda", "CreateFunction",
        R"({"FunctionName": "f", "Role": "arn:r", "Handler": "h", "Code": {"ZipFile": "AAE="}, "Environment": {"Variables": {"A": "1"}}})");
    check_same("lambda", "UntagResource", R"({"Resource": "arn:x", "TagKeys": ["a", "b"]})");
    check_same("apigateway", "GetStages", R"({"restApiId": "abc"})");
  }
}

TEST_CASE("a parameter that is unknown or of another type is refused by name") {
  const wire::model::Shape& shape = *find("dynamodb", "PutItem").operation.input;
  CHECK_THROWS_WITH_AS(aws_document(shape, {{"TableNam", "t"}}),
                       "PutItemInput has no member \"TableNam\"; did you mean \"TableName\"?",
                       ParameterError);
  CHECK_THROWS_WITH_AS(aws_document(shape, {{"TableName", 1}}), "TableName is a string, not 1",
                       ParameterError);
  const wire::model::Shape& events = *find("events", "PutEvents").operation.input;
  CHECK_THROWS_WITH_AS(aws_document(events, {{"Entries", {{{"Time", "soon"}}}}}),
                       "Entries[0].Time is a time like \"2026-01-05T09:00:00Z\", or seconds, not \"soon\"",
                       ParameterError);
  const wire::model::Shape& invoke = *find("lambda", "Invoke").operation.input;
  CHECK_THROWS_WITH_AS(aws_document(invoke, {{"Payload", "{}"}}),
                       "Payload is base64, as a string, not \"{}\"", ParameterError);
  CHECK_THROWS_WITH_AS(
      aws_request(find("lambda", "Invoke").service, find("lambda", "Invoke").operation, Json::object()),
      "FunctionName is part of the path, and must be given", ParameterError);
}

/// What is read of the answer that the emulator writes.
AwsAnswer read_back(const Known& known, const Json& answer) {
  return read_aws_answer(known.service, known.operation,
                         codec_for(known.service).encode(known.service, known.operation, answer, "req-1"));
}

TEST_CASE("an answer is read by the names of the API, with base64 and times as text") {
  CHECK(read_back(find("dynamodb", "GetItem"), {{"Item", {{"id", {{"S", "a"}}}}}}).result ==
        Json::parse(R"({"Item": {"id": {"S": "a"}}})"));
  CHECK(read_back(find("dynamodb", "DescribeTable"), {{"Table", {{"CreationDateTime", 1767603600000}}}})
            .result == Json::parse(R"({"Table": {"CreationDateTime": "2026-01-05T09:00:00Z"}})"));
  CHECK(
      read_back(find("sns", "ListTopics"), {{"Topics", {{{"TopicArn", "a"}}, {{"TopicArn", "b"}}}}}).result ==
      Json::parse(R"({"Topics": [{"TopicArn": "a"}, {"TopicArn": "b"}]})"));
  CHECK(read_back(find("iam", "DeleteRole"), Json::object()).result == Json::object());
  const AwsAnswer invoked =
      read_back(find("lambda", "Invoke"),
                {{"StatusCode", 200}, {"FunctionError", "Unhandled"}, {"Payload", Json::binary({'{', '}'})}});
  CHECK(invoked.result == Json::parse(R"({"StatusCode": 200, "FunctionError": "Unhandled", "Payload": "e30=",
                                          "ContentType": "application/octet-stream"})"));
  CHECK(invoked.request_id == "req-1");
}

TEST_CASE("an error is its code and message, in each protocol") {
  for (const auto& each :
       {std::pair{"dynamodb", "GetItem"}, {"sqs", "SendMessage"}, {"sns", "Publish"}, {"lambda", "Invoke"}}) {
    const std::string service = each.first;
    const Known known = find(service, each.second);
    const AwsAnswer answer = read_aws_answer(
        known.service, known.operation,
        codec_for(known.service)
            .encode_error(known.service, &known.operation,
                          ApiError("AccessDeniedException", "not \"you\" <&>", 403), "req-2"));
    CAPTURE(service);
    CHECK(answer.status == 403);
    CHECK(answer.error == "AccessDeniedException");
    CHECK(answer.message == "not \"you\" <&>");
    CHECK(answer.result.is_null());
  }
}

TEST_CASE("what is no answer of AWS is an error that says so") {
  const Known known = find("dynamodb", "GetItem");
  CHECK(read_aws_answer(known.service, known.operation, {200, {}, "<html>"}).error == "UnreadableAnswer");
  const AwsAnswer gateway =
      read_aws_answer(known.service, known.operation, {502, {}, "<html>bad gateway</html>"});
  CHECK(gateway.error == "UnreadableAnswer");
  CHECK(gateway.message.contains("bad gateway"));
}

TEST_CASE("a signed request is one that the emulator verifies") {
  const Known known = find("sns", "Publish");
  wire::HttpRequest request = aws_request(
      known.service, known.operation, aws_document(*known.operation.input, {{"Message", "hello  world"}}));
  request.target = "/a%20b?z=1&a=%2F";
  const Time now = *parse_iso8601("2026-01-05T09:00:00Z");
  sign_request(request, "localhost:4566", {"AKIDEXAMPLE", "secret", "token"}, "sns", "eu-west-1", now);
  const wire::SignatureInput signature = wire::parse_signature(request);
  CHECK(signature.access_key_id == "AKIDEXAMPLE");
  CHECK(signature.region == "eu-west-1");
  wire::SignatureContext context{.service = "sns",
                                 .region = "eu-west-1",
                                 .secret = "secret",
                                 .session_token = "token",
                                 .wall_time = now,
                                 .body_sha256 = {}};
  CHECK_NOTHROW(wire::verify_signature(request, signature, context));
  context.secret = "another";
  CHECK_THROWS_AS(wire::verify_signature(request, signature, context), ApiError);
}

}  // namespace
}  // namespace cloche::scenarios
