#include "emulator/front/pipeline.h"

#include <doctest/doctest.h>

#include "emulator/front/in_process.h"

namespace cloche::front {
namespace {

Json document(const net::Response& response) { return parse_json(response.body); }

TEST_CASE("an operation answers in its service's protocol, with a request id") {
  InProcess front;
  const auto response =
      front.call("CreateTable", {{"TableName", "Music"},
                                 {"AttributeDefinitions", Json::array()},
                                 {"KeySchema", {{{"AttributeName", "a"}, {"KeyType", "HASH"}}}}});
  CHECK(response.status == 200);
  CHECK(response.headers.get("content-type") == "application/x-amz-json-1.0");
  CHECK(response.headers.get("x-amzn-requestid").size() == 52);
  CHECK(document(front.call("ListTables")) == Json{{"TableNames", {"Music"}}});
}

TEST_CASE("a request is of the region and the account that its credentials name") {
  InProcess front;
  const Json table{{"TableName", "Music"},
                   {"AttributeDefinitions", Json::array()},
                   {"KeySchema", {{{"AttributeName", "a"}, {"KeyType", "HASH"}}}}};
  front.call("CreateTable", table, "123456789012");
  CHECK(document(front.call("ListTables"))["TableNames"].empty());
  CHECK(document(front.call("ListTables", Json::object(), "123456789012"))["TableNames"].size() == 1);
  const auto elsewhere = front.ask(InProcess::request("ListTables", "{}", "123456789012", "eu-west-1"));
  CHECK(document(elsewhere)["TableNames"].empty());
  const auto caller = document(front.call("DescribeEndpoints", Json::object(), "123456789012"));
  CHECK(caller["Endpoints"][0]["Address"] == "arn:aws:iam::123456789012:root 123456789012");
}

TEST_CASE("a key that AWS gave out is the root of the default account, and makes none") {
  InProcess front;
  const auto caller = document(front.call("DescribeEndpoints", Json::object(), "AKIAIOSFODNN7EXAMPLE"));
  CHECK(caller["Endpoints"][0]["Address"] == "arn:aws:iam::000000000000:root AKIAIOSFODNN7EXAMPLE");
}

TEST_CASE("an ApiError is answered in the service's words, and undoes what the operation wrote") {
  InProcess front;
  front.call("CreateTable", {{"TableName", "Music"},
                             {"AttributeDefinitions", Json::array()},
                             {"KeySchema", {{{"AttributeName", "a"}, {"KeyType", "HASH"}}}}});
  const auto response = front.call("DeleteTable", {{"TableName", "Nope"}});
  CHECK(response.status == 400);
  CHECK(document(response)["__type"] == "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException");
  CHECK(document(front.call("ListTables"))["TableNames"].size() == 1);
}

TEST_CASE("what breaks a constraint of the model does not reach the operation") {
  InProcess front;
  const auto response = front.call("CreateTable", {{"TableName", "Music"}});
  CHECK(response.status == 400);
  CHECK(document(response)["message"].get<std::string>().find(
            "at 'keySchema' failed to satisfy constraint") != std::string::npos);
}

TEST_CASE("a fault of Cloche's own is a 500 that says what broke") {
  InProcess front;
  const auto response = front.call("DescribeTable", {{"TableName", "Music"}});
  CHECK(response.status == 500);
  CHECK(document(response)["__type"] == "com.amazon.coral.service#InternalFailure");
  CHECK(document(response)["message"].get<std::string>().find("the pipe is broken at 7") !=
        std::string::npos);
  CHECK(front.accounts.main().requests.last(1).at(0).error == "InternalFailure");
}

TEST_CASE(
    "a modelled operation without a function says that it is not emulated, in each protocol's format, and is "
    "counted") {
  InProcess front;
  const auto json = front.call("CreateBackup", {{"TableName", "Music"}, {"BackupName", "x"}});
  CHECK(json.status == 501);
  CHECK(document(json)["__type"].get<std::string>().ends_with("NotEmulated"));
  CHECK(document(json)["message"] == "CreateBackup of Amazon DynamoDB is not emulated by Cloche.");

  net::Request request = InProcess::request("", "Action=ListPlatformApplications&Version=2010-03-31");
  request.headers.remove("x-amz-target");
  request.headers.set("Content-Type", "application/x-www-form-urlencoded");
  request.headers.set("Authorization",
                      "AWS4-HMAC-SHA256 Credential=test/20260105/us-east-1/sns/aws4_request, "
                      "SignedHeaders=host, Signature=0");
  const auto query = front.ask(request);
  CHECK(query.status == 501);
  CHECK(query.body.find("<Code>NotEmulated</Code>") != std::string::npos);

  net::Request rest = request;
  rest.method = "GET";
  rest.target = "/2015-03-31/functions/";
  rest.body.clear();
  rest.headers.set("Authorization",
                   "AWS4-HMAC-SHA256 Credential=test/20260105/us-east-1/lambda/aws4_request, "
                   "SignedHeaders=host, Signature=0");
  CHECK(front.ask(rest).status == 501);

  const auto entries = front.accounts.main().unsupported.entries();
  REQUIRE(entries.size() == 3);
  CHECK(entries[0].operation == "CreateBackup");
  CHECK(entries[1].operation == "ListFunctions");
  CHECK(entries[2].operation == "ListPlatformApplications");
}

TEST_CASE("a service of which there is no model says so") {
  InProcess front;
  net::Request request = InProcess::request("", "Action=DescribeInstances&Version=2016-11-15");
  request.headers.remove("x-amz-target");
  request.headers.set("Content-Type", "application/x-www-form-urlencoded");
  request.headers.set("Authorization",
                      "AWS4-HMAC-SHA256 Credential=test/20260105/us-east-1/ec2/aws4_request, "
                      "SignedHeaders=host, Signature=0");
  const auto response = front.ask(request);
  CHECK(response.status == 501);
  CHECK(response.body.find("The service ec2 is not emulated by Cloche.") != std::string::npos);
}

TEST_CASE("every request is logged, with the trace that its caller sends") {
  InProcess front;
  net::Request request = InProcess::request("ListTables", "{}");
  request.headers.add("X-Amzn-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1");
  const auto response = front.ask(request);
  front.call("DeleteTable", {{"TableName", "Nope"}});
  const auto last = front.accounts.main().requests.last(10);
  REQUIRE(last.size() == 2);
  CHECK(last[1].operation == "ListTables");
  CHECK(last[1].service == "dynamodb");
  CHECK(last[1].region == "us-east-1");
  CHECK(last[1].caller == "arn:aws:iam::000000000000:root");
  CHECK(last[1].status == 200);
  CHECK(last[1].request_id == response.headers.get("x-amzn-requestid"));
  CHECK(last[1].trace_id == "1-5759e988-bd862e3fe1be46a994272793");
  CHECK(last[0].error == "ResourceNotFoundException");
  CHECK(last[0].trace_id.size() == 35);
}

TEST_CASE("a browser may ask, and may read the answer") {
  InProcess front;
  net::Request preflight;
  preflight.method = "OPTIONS";
  preflight.target = "/";
  preflight.headers.add("Origin", "http://localhost:3000");
  preflight.headers.add("Access-Control-Request-Headers", "a, b");
  preflight.headers.add("Access-Control-Request-Method", "POST");
  const auto allowed = front.ask(preflight);
  CHECK(allowed.status == 200);
  CHECK(allowed.headers.get("access-control-allow-origin") == "*");
  CHECK(allowed.headers.get("access-control-allow-headers") == "a, b");
  CHECK(allowed.headers.get("access-control-allow-methods") == "POST");
  CHECK(allowed.headers.get("access-control-max-age") == "172800");

  net::Request request = InProcess::request("ListTables", "{}");
  CHECK_FALSE(front.ask(request).headers.has("access-control-allow-origin"));
  request.headers.add("Origin", "http://localhost:3000");
  CHECK(front.ask(request).headers.get("access-control-allow-origin") == "*");
}

TEST_CASE("an operation that waits is asked again when its bell is rung, and at last when time is over") {
  InProcess front;
  const Json key{{"TableName", "Music"}, {"Key", {{"a", {{"S", "x"}}}}}};
  std::vector<std::string> answers;
  const auto wait = [&] {
    front.pipeline.handle(nullptr, InProcess::request("GetItem", key.dump()),
                          [&](net::Response response) { answers.push_back(response.body); });
  };
  const auto run_later = [&] {
    for (auto& task : std::exchange(front.later, {})) task();
  };
  const Json table{{"TableName", "Music"},
                   {"AttributeDefinitions", Json::array()},
                   {"KeySchema", {{{"AttributeName", "a"}, {"KeyType", "HASH"}}}}};
  SUBCASE("rung") {
    wait();
    CHECK(answers.empty());
    auto deadline = std::exchange(front.later, {});
    front.call("CreateTable", table);
    run_later();
    CHECK(answers == std::vector<std::string>{R"({"Item":{"found":{"BOOL":true}}})"});
    deadline.front()();
    CHECK(front.later.empty());
  }
  SUBCASE("stopped") {
    wait();
    front.pipeline.stop_waiting();
    run_later();
    CHECK(answers == std::vector<std::string>{R"({"Item":{"found":{"BOOL":false}}})"});
    wait();
    CHECK(answers.size() == 2);
  }
}

}  // namespace
}  // namespace cloche::front
