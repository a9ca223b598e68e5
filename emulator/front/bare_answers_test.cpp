// What DynamoDB's HTTP server answers by itself; each seen from the real service by dynalite's authors.
#include "emulator/front/bare_answers.h"

#include <doctest/doctest.h>

#include "emulator/front/in_process.h"

namespace cloche::front {
namespace {

net::Request bare(std::string method, std::string body = "", std::string content_type = "") {
  net::Request request;
  request.method = std::move(method);
  request.target = "/";
  request.headers.add("Host", "dynamodb.us-east-1.localhost");
  if (!content_type.empty()) request.headers.add("Content-Type", content_type);
  request.body = std::move(body);
  return request;
}

TEST_CASE("a GET is told that the service is well") {
  InProcess front;
  const auto response = front.ask(bare("GET"));
  CHECK(response.status == 200);
  CHECK(response.body == "healthy: dynamodb.us-east-1.amazonaws.com ");
  CHECK(response.headers.get("x-amz-crc32") == "3128867991");
  CHECK(response.headers.get("x-amzn-requestid").size() == 52);
}

TEST_CASE("what does not speak the protocol is not found") {
  InProcess front;
  for (const auto& request :
       {bare("OPTIONS"), bare("PUT"), bare("DELETE"), bare("POST", "hi"), bare("POST", "hi", "whatever"),
        bare("POST", "hi", "application/x-amz-json-1.1"), bare("POST", "hi", "application/jsonasdf")}) {
    const auto response = front.ask(request);
    CHECK(response.status == 404);
    CHECK(response.body == "<UnknownOperationException/>\n");
    CHECK(response.headers.get("x-amz-crc32") == "3552371480");
  }
}

TEST_CASE("a body that is too large is refused, and one that is just not is read") {
  InProcess front;
  const auto refused = front.ask(bare("POST", std::string(16 * 1024 * 1024 + 1, 'a')));
  CHECK(refused.status == 413);
  CHECK(refused.stream != nullptr);  // so it is sent in chunks, as DynamoDB sends it
  CHECK(front.ask(bare("POST", std::string(16 * 1024 * 1024, 'a'))).status == 404);
}

TEST_CASE("a body that is not JSON is heard of before all else, and is answered as it was asked") {
  InProcess front;
  for (const auto& [type, answered] :
       {std::pair{"application/json", "application/json"},
        {"application/x-amz-json-1.0", "application/x-amz-json-1.0"},
        {"  application/json  ;   asfd", "application/json"},
        {"application/x-amz-json-1.0;blahblah", "application/x-amz-json-1.0"}}) {
    const auto response = front.ask(bare("POST", "hi", type));
    CHECK(response.status == 400);
    CHECK(response.body == R"({"__type":"com.amazon.coral.service#SerializationException"})");
    CHECK(response.headers.get("content-type") == answered);
    CHECK(response.headers.get("x-amz-crc32") == "3948637019");
  }
}

TEST_CASE("an operation that does not exist comes before the signature, and that before an empty body") {
  InProcess front;
  const auto post = [&](std::string_view target, std::string_view authorization, std::string url = "/") {
    net::Request request = bare("POST");
    request.target = std::move(url);
    if (!target.empty()) request.headers.add("X-Amz-Target", std::string(target));
    if (!authorization.empty()) request.headers.add("Authorization", std::string(authorization));
    return front.ask(request);
  };
  const std::string unknown = R"({"__type":"com.amazon.coral.service#UnknownOperationException"})";
  CHECK(post("", "").body == unknown);
  CHECK(post("whatever", "").body == unknown);
  CHECK(post("DynamoDB_20120810.ListTable", "AWS4-").body == unknown);
  CHECK(post("", "").headers.get("content-type") == "application/json");
  net::Request of_nobody = bare("POST");
  of_nobody.headers.set("Host", "localhost:4566");
  of_nobody.headers.add("X-Amz-Target", "whatever");
  CHECK(front.ask(of_nobody).body == unknown);
  const std::string missing =
      R"({"__type":"com.amazon.coral.service#MissingAuthenticationTokenException","message":"Request is missing Authentication Token"})";
  CHECK(post("DynamoDB_20120810.ListTables", "").body == missing);
  CHECK(post("DynamoDB_20120810.ListTables", "AWS4").body == missing);
  CHECK(post("DynamoDB_20120810.ListTables", "X", "/?X-Amz-Algorith").body == missing);
  CHECK(post("DynamoDB_20120810.ListTables", "X", "/?X-Amz-Algorithm").headers.get("x-amz-crc32") ==
        "2139606068");
  CHECK(post("DynamoDB_20120810.ListTables", "AWS4-").headers.get("x-amz-crc32") == "1828866742");
  CHECK(post("DynamoDB_20120810.ListTables", "", "/?X-Amz-Algorithm").headers.get("x-amz-crc32") ==
        "2900502663");

  net::Request signed_and_empty = InProcess::request("ListTables", "");
  CHECK(front.ask(signed_and_empty).body ==
        R"({"__type":"com.amazon.coral.service#SerializationException"})");
}

}  // namespace
}  // namespace cloche::front
