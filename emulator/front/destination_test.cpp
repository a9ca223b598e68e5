#include "emulator/front/destination.h"

#include <doctest/doctest.h>
#include <fmt/core.h>

#include "emulator/front/in_process.h"

namespace cloche::front {
namespace {

struct Asked {
  std::string method = "POST";
  std::string target = "/";
  std::string scope;  // "us-east-1/dynamodb"
  wire::Headers headers;
  std::string body;
};

std::string found(const Asked& asked) {
  static const Services services(in_process::definitions());
  wire::HttpRequest request{asked.method, asked.target, asked.headers, asked.body};
  if (!asked.scope.empty()) {
    request.headers.add("Authorization",
                        fmt::format("AWS4-HMAC-SHA256 Credential=test/20260105/{}/aws4_request, "
                                    "SignedHeaders=host, Signature=0",
                                    asked.scope));
  }
  const wire::SignatureInput signature = wire::parse_signature(request);
  const Destination destination = find_destination(services, request, signature);
  return fmt::format("{}.{} {}", destination.service != nullptr ? destination.service->model->name : "none",
                     destination.operation != nullptr ? destination.operation->name : "", destination.region);
}

const std::string form = "application/x-www-form-urlencoded; charset=utf-8";

TEST_CASE("the target header says service and operation, whatever the scope is") {
  CHECK(found({.scope = "eu-west-1/dynamodb",
               .headers = {{"X-Amz-Target", "DynamoDBStreams_20120810.ListStreams"}},
               .body = {}}) == "dynamodbstreams.ListStreams eu-west-1");
  CHECK(found({.scope = "eu-west-1/dynamodb",
               .headers = {{"X-Amz-Target", "DynamoDB_20120810.Nope"}},
               .body = {}}) == "dynamodb. eu-west-1");
  CHECK(
      found({.scope = "eu-west-1/dynamodb", .headers = {{"X-Amz-Target", "Nope.ListTables"}}, .body = {}}) ==
      "dynamodb. eu-west-1");
  CHECK(found({.scope = "", .headers = {{"X-Amz-Target", "Nope"}}, .body = {}}) == "dynamodb. us-east-1");
}

TEST_CASE("the host name says service and region where nothing is signed") {
  CHECK(found({.scope = "", .headers = {{"Host", "dynamodb.eu-west-1.localhost:4566"}}, .body = {}}) ==
        "dynamodb. eu-west-1");
  CHECK(found({.scope = "", .headers = {{"Host", "streams.dynamodb.eu-west-1.amazonaws.com"}}, .body = {}}) ==
        "dynamodbstreams. eu-west-1");
  CHECK(found({.scope = "", .headers = {{"Host", "localhost:4566"}}, .body = {}}) == "dynamodb. us-east-1");
}

TEST_CASE("a Query request is of the service of its scope, or of its version") {
  CHECK(found({.scope = "us-west-2/iam",
               .headers = {{"Content-Type", form}},
               .body = "Action=ListUsers&Version=2010-05-08"}) == "iam.ListUsers us-west-2");
  CHECK(found({.scope = "",
               .headers = {{"Content-Type", form}},
               .body = "Version=2011-06-15&Action=AssumeRoleWithWebIdentity"}) ==
        "sts.AssumeRoleWithWebIdentity us-east-1");
  CHECK(found({.method = "GET",
               .target = "/?Action=GetCallerIdentity&Version=2011-06-15",
               .scope = "",
               .headers = {},
               .body = {}}) == "sts.GetCallerIdentity us-east-1");
  CHECK(found({.scope = "us-east-1/sqs",
               .headers = {{"Content-Type", form}},
               .body = "Action=ListQueues&Version=2012-11-05"}) == "sqs.ListQueues us-east-1");
}

TEST_CASE("SQS takes a Query request at a queue's URL, signed or not") {
  const Asked at_queue{.target = "/000000000000/one",
                       .scope = "us-east-1/sqs",
                       .headers = {{"Content-Type", form}},
                       .body = "Action=SendMessage&Version=2012-11-05"};
  CHECK(found(at_queue) == "sqs.SendMessage us-east-1");
  Asked unsigned_one = at_queue;
  unsigned_one.scope = "";
  CHECK(found(unsigned_one) == "sqs.SendMessage us-east-1");
  CHECK(found({.method = "GET",
               .target = "/bucket/key?Action=x&Version=2012-11-05",
               .scope = "us-east-1/s3",
               .headers = {},
               .body = {}}) == "s3.GetObject us-east-1");
}

TEST_CASE("RPC v2 CBOR has service and operation in its path") {
  CHECK(found({.target = "/service/GraniteServiceVersion20100801/operation/ListMetrics",
               .scope = "us-east-1/monitoring",
               .headers = {{"smithy-protocol", "rpc-v2-cbor"}},
               .body = {}}) == "cloudwatch.ListMetrics us-east-1");
}

TEST_CASE("a REST request is of whichever service of its scope has its path") {
  CHECK(found({.method = "GET",
               .target = "/2015-03-31/functions/",
               .scope = "us-east-1/lambda",
               .headers = {},
               .body = {}}) == "lambda.ListFunctions us-east-1");
  CHECK(found({.method = "GET",
               .target = "/restapis",
               .scope = "us-east-1/apigateway",
               .headers = {},
               .body = {}}) == "apigateway.GetRestApis us-east-1");
  CHECK(found({.method = "GET",
               .target = "/v2/apis",
               .scope = "us-east-1/apigateway",
               .headers = {},
               .body = {}}) == "apigatewayv2.GetApis us-east-1");
  CHECK(found({.method = "POST",
               .target = "/v2/email/outbound-emails",
               .scope = "us-east-1/ses",
               .headers = {},
               .body = {}}) == "sesv2.SendEmail us-east-1");
}

TEST_CASE("a path that nobody claims is S3's") {
  CHECK(found({.method = "GET", .target = "/bucket/key", .scope = "", .headers = {}, .body = {}}) ==
        "s3.GetObject us-east-1");
}

TEST_CASE("a scope of a service that Cloche does not know leads nowhere") {
  CHECK(found({.scope = "us-east-1/ec2",
               .headers = {{"Content-Type", form}},
               .body = "Action=DescribeVpcs&Version=2016-11-15"}) == "none. us-east-1");
}

}  // namespace
}  // namespace cloche::front
