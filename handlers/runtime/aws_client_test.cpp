#include "handlers/runtime/aws_client.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>

#include "handlers/runtime/testing/test_clock.h"
#include "handlers/runtime/testing/test_server.h"

using namespace handlers;
using handlers::testing::answer_with;
using handlers::testing::Received;
using handlers::testing::TestClock;
using handlers::testing::TestServer;

namespace {

Environment environment_with(const std::string& url) {
  return Environment(Environment::Variables{{"AWS_ACCESS_KEY_ID", "key"},
                                            {"AWS_SECRET_ACCESS_KEY", "secret"},
                                            {"AWS_SESSION_TOKEN", "token"},
                                            {"AWS_REGION", "eu-west-1"},
                                            {"AWS_ENDPOINT_URL", url}});
}

/// A client of a server that answers by these, one after the other, the last one for ever.
struct Bench {
  explicit Bench(std::vector<std::string> some_answers)
      : answers(std::move(some_answers)),
        server([this](const Received&) {
          const std::string answer = answers[std::min(count.load(), answers.size() - 1)];
          ++count;
          return answer;
        }),
        client(environment_with(server.url()), clock, policy()) {}

  // Always the whole bound, so that the waits can be foretold.
  static RetryPolicy policy() {
    RetryPolicy policy;
    policy.jitter = [](Millis bound) { return bound; };
    return policy;
  }

  json::object call(Repeat repeat) {
    return client.call(dynamodb_service, "GetItem", {{"TableName", "t"}}, repeat);
  }

  std::vector<std::string> answers;
  std::atomic<std::size_t> count = 0;
  TestServer server;
  TestClock clock;
  AwsClient client;
};

std::string error(int status, const std::string& code) {
  return answer_with(status,
                     R"({"__type":"com.amazonaws.dynamodb.v20120810#)" + code + R"(","message":"why"})");
}

const std::string fine = answer_with(200, R"({"ok":true})");

std::string code_of(Bench& bench, Repeat repeat) {
  try {
    bench.call(repeat);
  } catch (const AwsError& failure) {
    CHECK(std::string(failure.what()).starts_with("dynamodb: " + failure.code));
    return failure.code;
  }
  return "none";
}

}  // namespace

TEST_CASE("A call is AWS JSON, signed, with the trace of its invocation") {
  Bench bench({fine});
  bench.client.set_trace("Root=1-2-3");
  CHECK(bench.call(Repeat::harmless) == json::object{{"ok", true}});
  bench.client.call(events_service, "PutEvents", json::object(), Repeat::harmless);
  const auto received = bench.server.received();
  REQUIRE(received.size() == 2);
  CHECK(received[0].method == "POST");
  CHECK(received[0].target == "/");
  CHECK(received[0].body == R"({"TableName":"t"})");
  CHECK(received[0].header("X-Amz-Target") == "DynamoDB_20120810.GetItem");
  CHECK(received[0].header("Content-Type") == "application/x-amz-json-1.0");
  CHECK(received[0].header("X-Amz-Security-Token") == "token");
  CHECK(received[0].header("X-Amzn-Trace-Id") == "Root=1-2-3");
  CHECK(received[0].header("Authorization").find("/eu-west-1/dynamodb/aws4_request") != std::string::npos);
  CHECK(received[1].header("X-Amz-Target") == "AWSEvents.PutEvents");
  CHECK(received[1].header("Content-Type") == "application/x-amz-json-1.1");
  CHECK(received[1].header("Authorization").find("/eu-west-1/events/aws4_request") != std::string::npos);
}

TEST_CASE("A function is given an event by Lambda's REST API") {
  Bench bench({answer_with(202, "")});
  bench.client.invoke_event("arn:aws:lambda:eu-west-1:1:function:f", {{"kind", "x"}});
  const Received received = bench.server.received().at(0);
  CHECK(received.target ==
        "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-west-1%3A1%3Afunction%3Af/invocations");
  CHECK(received.header("X-Amz-Invocation-Type") == "Event");
  CHECK(received.body == R"({"kind":"x"})");
}

TEST_CASE("An error has its name, its message and its document, wherever the name stands") {
  Bench bench(
      {answer_with(400, R"({"__type":"a#ResourceNotFoundException","message":"no table","More":1})")});
  try {
    bench.call(Repeat::harmless);
    FAIL("no error");
  } catch (const AwsError& failure) {
    CHECK(failure.code == "ResourceNotFoundException");
    CHECK(failure.status == 400);
    CHECK(failure.document.at("More") == 1);
    CHECK(std::string(failure.what()) == "dynamodb: ResourceNotFoundException (400): no table");
  }
  CHECK(bench.count == 1);
  Bench by_header({answer_with(404, R"({"Message":"none"})",
                               "x-amzn-ErrorType: ResourceNotFoundException:http://x/\r\n")});
  CHECK(code_of(by_header, Repeat::harmless) == "ResourceNotFoundException");
}

TEST_CASE("Throttles and failures of the service are tried again, after pauses whose bound doubles") {
  Bench bench({error(400, "ProvisionedThroughputExceededException"), error(500, "InternalServerError"),
               answer_with(503, "not JSON"), fine});
  CHECK(bench.call(Repeat::harmless) == json::object{{"ok", true}});
  CHECK(bench.clock.waits == std::vector<Millis>{50, 100, 200});
}

TEST_CASE("Five attempts are made, and the last error is the call's") {
  Bench bench({error(500, "InternalServerError"), error(500, "InternalServerError"),
               error(500, "InternalServerError"), error(500, "InternalServerError"),
               error(400, "ThrottlingException"), fine});
  CHECK(code_of(bench, Repeat::harmless) == "ThrottlingException");
  CHECK(bench.count == 5);
  CHECK(bench.clock.waits.size() == 4);
}

TEST_CASE("What a client did wrong is not tried again") {
  Bench bench({error(400, "ConditionalCheckFailedException"), fine});
  CHECK(code_of(bench, Repeat::harmless) == "ConditionalCheckFailedException");
  CHECK(bench.count == 1);
}

TEST_CASE("A call that must not be doubled is tried again only where the service has certainly refused it") {
  SUBCASE("it throttled") {
    Bench bench({error(400, "ThrottlingException"), error(429, "TooManyRequestsException"), fine});
    CHECK(bench.call(Repeat::only_if_refused) == json::object{{"ok", true}});
  }
  SUBCASE("it failed: it may have done it") {
    Bench bench({error(500, "InternalServerError"), fine});
    CHECK(code_of(bench, Repeat::only_if_refused) == "InternalServerError");
    CHECK(bench.count == 1);
  }
  SUBCASE("the answer was lost") {
    Bench bench({"", fine});
    CHECK_THROWS_AS(bench.call(Repeat::only_if_refused), ConnectionError);
    CHECK(bench.count == 1);
  }
}

TEST_CASE("A call that may be doubled is sent again where the answer was lost") {
  Bench bench({"", fine});
  CHECK(bench.call(Repeat::harmless) == json::object{{"ok", true}});
  CHECK(bench.count == 2);
}

TEST_CASE("Where nobody listens, nothing was sent, and even what must not be doubled is tried again") {
  TestClock clock;
  AwsClient client(environment_with("http://" + handlers::testing::address_of_nobody()), clock,
                   Bench::policy());
  CHECK_THROWS_AS(client.call(dynamodb_service, "PutItem", json::object(), Repeat::only_if_refused),
                  ConnectionError);
  CHECK(clock.waits.size() == 4);
}

TEST_CASE("There is no attempt for which the function has no time left") {
  Bench bench({error(500, "InternalServerError")});
  bench.client.set_deadline(bench.clock.now() + 100 +
                            120);  // what is kept for the answer, and time for one pause
  CHECK(code_of(bench, Repeat::harmless) == "InternalServerError");
  CHECK(bench.clock.waits == std::vector<Millis>{50});
}

TEST_CASE("A write that a transaction was in the way of is tried again, one whose condition failed is not") {
  const auto canceled = [](const std::string& reason) {
    return answer_with(
        400, R"({"__type":"TransactionCanceledException","CancellationReasons":[{"Code":"None"},{"Code":")" +
                 reason + R"("}]})");
  };
  Bench conflict({canceled("TransactionConflict"), fine});
  CHECK(conflict.call(Repeat::only_if_refused) == json::object{{"ok", true}});
  Bench of_one_item({error(400, "TransactionConflictException"), fine});
  CHECK(of_one_item.call(Repeat::only_if_refused) == json::object{{"ok", true}});
  Bench condition({canceled("ConditionalCheckFailed"), fine});
  CHECK(code_of(condition, Repeat::harmless) == "TransactionCanceledException");
  CHECK(condition.count == 1);
}

TEST_CASE("Jitter is full: anything between nothing and the bound, which has an end") {
  RetryPolicy policy = RetryPolicy::standard();
  for (int attempt = 1; attempt < 40; ++attempt) {
    const Millis pause = policy.pause(attempt);
    CHECK(pause >= 0);
    CHECK(pause <= policy.last_bound);
  }
  Millis bound = 0;
  policy.jitter = [&](Millis it) { return bound = it; };
  CHECK(policy.pause(3) == 200);
  CHECK(policy.pause(99) == 5000);
}

TEST_CASE("Endpoints: a service's own variable, the one for all, or AWS's in the region") {
  const auto at = [](Environment::Variables variables) {
    variables.emplace("AWS_REGION", "eu-west-1");
    return endpoint_of(dynamodb_service, Environment(std::move(variables)));
  };
  CHECK(at({{"AWS_ENDPOINT_URL", "http://a:1"}, {"AWS_ENDPOINT_URL_DYNAMODB", "http://b:2"}}).host == "b");
  CHECK(at({{"AWS_ENDPOINT_URL", "http://a:1"}, {"AWS_ENDPOINT_URL_LAMBDA", "http://b:2"}}).host == "a");
  CHECK(at({{"AWS_ENDPOINT_URL", "http://a:1"}, {"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true"}}).host ==
        "dynamodb.eu-west-1.amazonaws.com");
  CHECK(at({}).tls);
  CHECK(at({}).host_header() == "dynamodb.eu-west-1.amazonaws.com");
  CHECK(endpoint_of(lambda_service, Environment(Environment::Variables{{"AWS_DEFAULT_REGION", "cn-north-1"}}))
            .host == "lambda.cn-north-1.amazonaws.com.cn");
}
