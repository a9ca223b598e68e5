// Every kind of step, played against an emulator as a scenario does.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "fakes/core/temporary_directory.h"
#include "scenarios/harness/harness.h"

namespace cloche::scenarios {
namespace {

using harness::Failed;
using harness::Stack;
using harness::World;

std::string failure(World& world, std::string_view step) {
  try {
    world.play(step);
    return "";
  } catch (const Failed& failed) {
    return failed.what();
  }
}

/// An empty account with a function that answers what it gets, fails when it is told to, and writes into its
/// log.
struct WithFunction {
  WithFunction() : world(stack) {
    std::ofstream(code.path() / "index.py") << "def handler(event, context):\n"
                                               "    print('got', event)\n"
                                               "    if event and event.get('fail'):\n"
                                               "        raise ValueError('told to')\n"
                                               "    return event\n";
    world.call(
        "iam", "CreateRole",
        {{"RoleName", "r"},
         {"AssumeRolePolicyDocument",
          R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]})"}});
    world.call("lambda", "CreateFunction",
               {{"FunctionName", "echo"},
                {"Runtime", "python3.11"},
                {"Handler", "index.handler"},
                {"Role", "arn:aws:iam::000000000000:role/r"},
                {"Code", {{"S3Bucket", "hot-reload"}, {"S3Key", code.path().string()}}}});
  }

  TemporaryDirectory code;
  Stack stack;
  World world;
};

/// An empty account with a table.
struct WithTable {
  WithTable() : world(stack) {
    world.call("dynamodb", "CreateTable",
               {{"TableName", "notes"},
                {"AttributeDefinitions", {{{"AttributeName", "id"}, {"AttributeType", "S"}}}},
                {"KeySchema", {{{"AttributeName", "id"}, {"KeyType", "HASH"}}}},
                {"BillingMode", "PAY_PER_REQUEST"}});
  }
  void put(const std::string& id, int words) {
    world.call(
        "dynamodb", "PutItem",
        {{"TableName", "notes"}, {"Item", {{"id", {{"S", id}}}, {"words", {{"N", std::to_string(words)}}}}}});
  }

  Stack stack;
  World world;
};

TEST_CASE("a request may be one of the endpoint's own, and sees status, headers and body") {
  Stack stack;
  World world(stack);
  const Json seen = world.play(
      R"({"request": "GET /_cloche/clock", "expect": {"status": 200, "headers": {"Content-Type": {"$contains": "json"}},
    "json": {"$exact": {"now": "2026-01-05T09:00:00.000Z", "frozen": true}}, "body": {"$json": {"frozen": true}}},
    "save": {"type": "/headers/Content-Type", "moment": "/json/now"}})");
  CHECK(seen["status"] == 200);
  CHECK(failure(world, R"({"request": "GET /_cloche/nothing"})")
            .contains("status\n    expected less than 400\n    got      404"));
  CHECK(failure(world, R"({"request": "GET /_cloche/nothing", "expect": {"status": 404}})") == "");
  CHECK(
      failure(
          world,
          R"({"request": {"path": "/_cloche/requests", "query": {"limit": ["x"]}}, "expect": {"status": 400, "json": {"error": {"$contains": "'x'"}}}})") ==
      "");
  CHECK(failure(world, R"({"request": {"path": "/_cloche/clock", "json": {"advance": "1s"}}})") ==
        "");  // POST, as it has a body
  CHECK(failure(world, R"({"request": "GET /_cloche/clock", "save": {"x": "/json/nothing"}})")
            .contains("there is no /json/nothing to save as ${x}"));
}

TEST_CASE("a request to the API of a stack that has none says so") {
  Stack stack;
  World world(stack);
  CHECK(failure(world, R"({"request": "GET /exams"})")
            .contains("the stack has no REST API (AWS::ApiGateway::RestApi)"));
}

TEST_CASE("a request says which API it is for where the stack has several") {
  TemporaryDirectory directory;
  const std::string file = directory.path() / "template.json";
  Json resources;
  for (const char* name : {"One", "Two"}) {
    resources[name] = {{"Type", "AWS::ApiGateway::RestApi"}, {"Properties", {{"Name", name}}}};
    resources[fmt::format("{}Root", name)] = Json::parse(fmt::format(
        R"({{"Type": "AWS::ApiGateway::Method", "Properties": {{"RestApiId": {{"Ref": "{0}"}}, "HttpMethod": "GET",
             "AuthorizationType": "NONE", "ResourceId": {{"Fn::GetAtt": ["{0}", "RootResourceId"]}},
             "MethodResponses": [{{"StatusCode": "200"}}],
             "Integration": {{"Type": "MOCK", "RequestTemplates": {{"application/json": "{{\"statusCode\": 200}}"}},
               "IntegrationResponses": [{{"StatusCode": "200", "ResponseTemplates": {{"application/json": "{0}"}}}}]}}}}}})",
        name));
    resources[fmt::format("{}Stage", name)] = {
        {"Type", "AWS::ApiGateway::Deployment"},
        {"DependsOn", fmt::format("{}Root", name)},
        {"Properties", {{"RestApiId", {{"Ref", name}}}, {"StageName", "v1"}}}};
  }
  // The stack's only stage, which is that of one of them.
  resources["Second"] = Json::parse(
      R"({"Type": "AWS::ApiGateway::Stage", "Properties": {"RestApiId": {"Ref": "One"}, "DeploymentId": {"Ref": "OneStage"},
          "StageName": "v2"}})");
  std::ofstream(file) << Json{{"Resources", resources}};
  Stack stack(file);
  World world(stack);
  CHECK(failure(world, R"({"request": "GET /"})")
            .contains("the stack has several REST APIs (One, Two): a request says which with \"api\""));
  CHECK(failure(world, R"({"request": "GET /${api}"})").contains("${api}: the stack "));
  CHECK(failure(world, R"({"request": {"path": "/", "api": "Two"}, "expect": {"body": "Two"}})") == "");
}

TEST_CASE("a call must succeed, unless another outcome is expected") {
  Stack stack;
  World world(stack);
  CHECK(failure(world, R"({"repeat": {"each": [{"s": "dynamodb", "o": "ListTables"}], "steps": [
    {"call": "${item.s}.ListTables"}, {"call": "dynamodb.${item.o}"}, {"call": "${item.s}.${item.o}"}]}})") ==
        "");
  CHECK(failure(world, R"({"repeat": {"each": [{"s": "dynamodb"}], "steps": [{"call": "${item.s}"}]}})")
            .contains("\"call\" in short is a service and an operation"));
  CHECK(
      failure(
          world,
          R"({"call": "dynamodb.ListTables", "expect": {"status": 200, "result": {"$exact": {"TableNames": []}}}})") ==
      "");
  const std::string describe =
      R"({"call": {"service": "dynamodb", "operation": "DescribeTable", "parameters": {"TableName": "none"}})";
  CHECK(failure(world, describe + "}")
            .contains("error\n    expected no error\n    got      ResourceNotFoundException: Requested "
                      "resource not found"));
  CHECK(failure(
            world,
            describe +
                R"(, "expect": {"error": "ResourceNotFoundException", "message": {"$contains": "none"}}})") ==
        "");
  CHECK(failure(world, describe + R"(, "expect": {"status": 400}})") == "");
  CHECK(failure(world, R"({"call": "dynamodb.ListTables", "expect": {"error": {"$any": true}}})")
            .contains("expected {\"$any\":true}\n    got      nothing"));
}

TEST_CASE("each protocol that is spoken reaches its service, in the region that is meant") {
  Stack stack;
  World world(stack);
  world.play(
      R"({"call": {"service": "sns", "operation": "CreateTopic", "parameters": {"Name": "t"}, "region": "eu-west-1"}, "expect": {"result": {"TopicArn": "arn:aws:sns:eu-west-1:${account}:t"}}, "save": {"topic": "/result/TopicArn"}})");
  world.play(
      R"({"call": {"service": "sns", "operation": "GetTopicAttributes", "region": "eu-west-1", "parameters": {"TopicArn": "${topic}"}}, "expect": {"result": {"Attributes": {"TopicArn": "${topic}"}}}})");
  world.play(R"({"call": "lambda.ListFunctions", "expect": {"result": {"Functions": []}}})");
  world.play(R"({"call": "sts.GetCallerIdentity", "expect": {"result": {"Account": "${account}"}}})");
}

TEST_CASE("an invocation sees the payload, the function's error and Lambda's") {
  WithFunction with;
  World& world = with.world;
  CHECK(
      failure(
          world,
          R"({"invoke": {"function": "echo", "payload": {"a": [1, "é"]}}, "expect": {"status": 200, "payload": {"$equals": {"a": [1, "é"]}}, "function_error": {"$absent": true}}})") ==
      "");
  const std::string failing = R"({"invoke": {"function": "echo", "payload": {"fail": true}})";
  const std::string text = failure(world, failing + "}");
  CHECK(text.contains(
      "function_error\n    expected no error\n    got      Unhandled: {\"errorMessage\":\"told to\""));
  CHECK(text.contains("what the functions wrote:\n  /aws/lambda/echo:"));
  CHECK(text.contains("got {'fail': True}"));
  CHECK(failure(
            world,
            failing +
                R"(, "expect": {"function_error": "Unhandled", "payload": {"errorType": "ValueError"}}})") ==
        "");
  CHECK(failure(world, R"({"invoke": "none"})").contains("ResourceNotFoundException"));
  CHECK(
      failure(
          world,
          R"({"invoke": {"function": "echo", "type": "Event", "payload": {}}, "expect": {"status": 202}})") ==
      "");
}

TEST_CASE("an event that fails is tried again as the clock goes on, and what it leaves can be looked at") {
  WithFunction with;
  World& world = with.world;
  world.play(
      R"({"call": {"service": "sqs", "operation": "CreateQueue", "parameters": {"QueueName": "dead"}}, "save": {"queue": "/result/QueueUrl"}})");
  world.play(
      R"({"call": {"service": "iam", "operation": "PutRolePolicy", "parameters": {"RoleName": "r", "PolicyName": "p", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sqs:SendMessage\",\"Resource\":\"*\"}]}"}}})");
  world.play(
      R"({"call": {"service": "lambda", "operation": "UpdateFunctionConfiguration", "parameters": {"FunctionName": "echo", "DeadLetterConfig": {"TargetArn": "arn:aws:sqs:us-east-1:${account}:dead"}}}})");
  world.play(R"({"invoke": {"function": "echo", "type": "Event", "payload": {"fail": true}}})");
  world.play(
      R"({"invocations": "echo", "expect": {"count": 1, "cold_starts": 1, "invocations": [{"cold": true, "status": "ok", "memory_mb": 128, "duration_ms": {"$gt": 0}}]}})");
  world.play(R"({"queue": "dead", "expect": {"count": 0}})");
  world.play(R"({"clock": "1h", "expect": {"now": "2026-01-05T10:00:00.000Z"}})");
  world.play(R"({"invocations": "echo", "expect": {"count": 3}})");
  world.play(
      R"({"queue": "dead", "expect": {"count": 1, "in_flight": 0, "delayed": 0, "messages": [{"body": {"$type": "string"}, "json": {"fail": true}, "message_attributes": {"ErrorCode": "200", "ErrorMessage": {"$contains": "told to"}}}]}})");
  world.play(R"({"queue": "${queue}", "expect": {"count": 1}})");  // still there
  world.play(
      R"({"metrics": {"function": "echo", "metric": "Errors"}, "expect": {"value": 3, "points": {"$length": {"$gte": 2}}}})");
  world.play(
      R"({"metrics": {"function": "echo", "metric": "Errors", "from": "${now-1m}"}, "expect": {"value": 0, "points": []}})");
  world.play(
      R"({"metrics": {"function": "echo", "metric": "Duration", "statistic": "Maximum", "from": "${now-1m}"}, "expect": {"value": {"$absent": true}}})");
  world.play(
      R"({"logs": "echo", "expect": {"lines": {"$contains": {"$pattern": "^got"}}, "count": {"$gt": 9}}})");
  world.play(R"({"logs": {"group": "/aws/lambda/echo", "filter": "REPORT"}, "expect": {"count": 3}})");
}

TEST_CASE("a look at a function that is not there is a failure, whatever is expected") {
  WithFunction with;
  World& world = with.world;
  world.invoke("echo");
  for (const char* step :
       {R"({"logs": "ecko", "expect": {"count": 0}})", R"({"invocations": "ecko", "expect": {"count": 0}})",
        R"({"metrics": {"function": "ecko", "metric": "Errors"}, "expect": {"value": 0}})"})
    CHECK(failure(world, step).contains("there is no function ecko; did you mean \"echo\"?"));
  CHECK(failure(world, R"({"logs": "another"})").contains("there is no function another; known are echo"));
  world.call("lambda", "DeleteFunction", {{"FunctionName", "echo"}});
  CHECK(failure(world, R"({"logs": "echo"})").contains("there is no function echo, nor any other"));
  CHECK(failure(world, R"({"logs": {"group": "/aws/lambda/echo"}, "expect": {"count": {"$gt": 0}}})") == "");
}

TEST_CASE("looks begin with the scenario, whatever its clock does") {
  WithFunction with;
  World& world = with.world;
  world.invoke("echo");
  world.play(R"({"clock": {"set": "2025-12-01T00:00:00Z"}})");
  world.invoke("echo");
  world.play(R"({"clock": {"set": "2026-02-01T00:00:00Z"}})");
  world.play(R"({"invocations": "echo", "expect": {"count": 2}})");
  world.play(R"({"logs": {"function": "echo", "filter": "REPORT"}, "expect": {"count": 2}})");
  world.play(R"({"metrics": {"function": "echo", "metric": "Invocations"}, "expect": {"value": 2}})");
  world.play(R"({"requests": {"operation": "Invoke"}, "expect": {"count": 2}})");
  const std::string text = failure(world, R"({"invoke": {"function": "echo", "payload": {"fail": true}}})");
  CHECK(text.find("got None") != text.rfind("got None"));
  CHECK(text.contains("got {'fail': True}"));
  world.play(R"({"request": {"path": "/_cloche/clock", "json": {"set": "2025-11-01T00:00:00Z"}}})");
  world.invoke("echo");
  world.play(R"({"invocations": "echo", "expect": {"count": 4}})");
}

TEST_CASE("JSON that is nested too deeply is no JSON for who does not look, and a failure for who does") {
  Stack stack;
  World world(stack);
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  world.call("sqs", "CreateQueue", {{"QueueName", "q"}});
  const Json url = world.call("sqs", "GetQueueUrl", {{"QueueName", "q"}})["QueueUrl"];
  world.call("sqs", "SendMessage", {{"QueueUrl", url}, {"MessageBody", deep}});
  CHECK(failure(world, R"({"queue": "q", "expect": {"count": 1}})") == "");
  CHECK(failure(world, R"({"queue": "q", "expect": {"messages": [{"json": [1]}]}})")
            .contains("the JSON in \"messages\" is nested too deeply"));
  CHECK(failure(world,
                R"({"call": {"service": "sqs", "operation": "ReceiveMessage", "parameters": {"QueueUrl": ")" +
                    url.get<std::string>() +
                    R"("}}, "expect": {"result": {"Messages": [{"Body": {"$json": []}}]}}})")
            .contains("which is nested too deeply here"));
}

TEST_CASE("names of headers are compared in any case, wherever they stand") {
  Stack stack;
  World world(stack);
  const auto expecting = [&](const std::string& headers) {
    return failure(world, R"({"request": "GET /_cloche/health", "expect": {"headers": )" + headers + "}}");
  };
  CHECK(expecting(R"({"$allOf": [{"Content-Type": {"$contains": "json"}}]})") == "");
  CHECK(expecting(R"({"$oneOf": [{"X-None": "1"}, {"$allOf": [{"CONTENT-TYPE": {"$any": true}}]}]})") == "");
  CHECK(expecting(R"({"$allOf": [{"Content-Type": {"$absent": true}}]})") != "");
  CHECK(expecting(R"({"$not": {"Content-Type": {"$any": true}}})") != "");
}

TEST_CASE("a function that is not there can't be made to start cold") {
  Stack stack;
  World world(stack);
  CHECK(failure(world, R"({"cold_start": "nope", "expect": {"retired": 0}})")
            .contains("there is no function nope"));
  CHECK(failure(world, R"({"cold_start": {}, "expect": {"retired": 0}})") == "");
}

TEST_CASE("a request is one request, whatever its texts hold") {
  Stack stack;
  World world(stack);
  const auto request = [&](const std::string& members) {
    return failure(world, R"({"request": {"path": "/_cloche/health", )" + members + "}}");
  };
  CHECK(request(R"("headers": {"X-Fine": "a\tb é", "X-None": ""})") == "");
  CHECK(request(R"("headers": {"X": "a\r\nY: b"})").contains("\"X\" can't be a header with the value"));
  CHECK(request(R"("headers": {"X Y": "a"})").contains("\"X Y\" can't be a header"));
  CHECK(request(R"("headers": {"": "a"})").contains("\"\" can't be a header"));
  CHECK(request(R"("host": "a\n")").contains("can't be a header"));
  CHECK(request(R"("method": "GET / HTTP/1.1\r\n")").contains("\"GET / HTTP/1.1\\r\\n\" is no method"));
}

TEST_CASE("a moment that can't be written is a failure of the step") {
  Stack stack;
  World world(stack);
  CHECK(failure(world, R"({"items": "${now+200000000h}"})")
            .contains("${now+200000000h} is not between the years 0 and 9999"));
  CHECK(failure(world, R"({"items": "${now-200000000h}"})").contains("is not between the years 0 and 9999"));
}

TEST_CASE("a template that is not there is said to be missing in the test") {
  CHECK_THROWS_WITH_AS(Stack("none.yaml"), "this test: there is no template none.yaml", Failed);
}

TEST_CASE("a reference of another type than a member has is a failure of the step") {
  Stack stack;
  World world(stack);
  world.play(R"({"call": "dynamodb.ListTables", "save": {"n": "/status", "list": "/result/TableNames"}})");
  const std::map<std::string, std::string> steps{
      {R"({"items": "${n}"})", "\"table\" is a string, not 200"},
      {R"({"invoke": "${n}"})", "\"function\" is a string, not 200"},
      {R"({"logs": "${list}"})", "\"function\" is a string, not []"},
      {R"({"queue": "${n}"})", "\"queue\" is a string"},
      {R"({"alarms": "${n}"})", "\"alarm\" is a string"},
      {R"({"items": {"table": "t", "key": "${n}"}})", "\"key\" is an object, not 200"},
      {R"({"items": {"table": "t", "typed": "${n}"}})", "\"typed\" is true or false"},
      {R"({"burst": {"mix": "${n}", "steps": []}})", "\"mix\" is true or false"},
      {R"({"burst": {"steps": [{"call": "dynamodb.ListTables", "count": "${list}"}]}})",
       "\"count\" is a whole number"},
      {R"({"repeat": {"count": 2, "at_once": "${list}", "steps": []}})",
       "\"at_once\" is a whole number from 1 to 1000"},
      {R"({"repeat": {"each": "${n}", "steps": []}})", "\"each\" is an array"},
      {R"({"cold_start": "${n}"})", "\"function\" is a string"},
      {R"({"call": {"service": "${n}", "operation": "ListTables"}})", "\"service\" is a string"},
      {R"({"call": {"service": "dynamodb", "operation": "ListTables", "parameters": "${n}"}})",
       "\"parameters\" is an object"},
      {R"({"invoke": {"function": "f", "type": "${n}"}})", "\"type\" is RequestResponse, Event or DryRun"},
      {R"({"request": {"path": "${n}"}})", "\"path\" is a string"},
      {R"({"request": {"path": "/", "headers": "${n}"}})", "\"headers\" is an object of strings"},
      {R"({"clock": {"set": "${n}"}})", "\"set\" is a time like"},
      {R"({"clock": {"freeze": "${n}"}})", "\"freeze\" is true or false"},
      {R"({"metrics": {"metric": "m", "namespace": "x", "dimensions": "${n}"}})",
       "\"dimensions\" is an object of strings"},
  };
  for (const auto& [wrong, expected] : steps) {
    const std::string& step = wrong;  // clang 14 captures no part of a binding
    CAPTURE(step);
    CHECK(failure(world, step).contains("step:1:1: "));
    CHECK(failure(world, step).contains(expected));
  }
}

TEST_CASE("an error in the place of what was expected is said") {
  WithFunction with;
  World& world = with.world;
  const std::string describe =
      R"({"call": {"service": "dynamodb", "operation": "DescribeTable", "parameters": {"TableName": "none"}}, "expect": )";
  CHECK(failure(world, describe + R"({"result": {"Table": {"TableStatus": "ACTIVE"}}}})")
            .contains("error\n    expected no error\n    got      ResourceNotFoundException: "));
  CHECK(failure(world, describe + R"({"status": 200}})")
            .contains("got      400; the answer is ResourceNotFoundException: Requested resource not found"));
  CHECK(failure(
            world,
            R"({"invoke": {"function": "echo", "payload": {"fail": true}}, "expect": {"payload": {"a": 1}}})")
            .contains("got      Unhandled: {\"errorMessage\":\"told to\""));
  CHECK(failure(world, R"({"request": "GET /_cloche/nothing", "expect": {"json": {"a": 1}}})")
            .contains("got      404, with \"{\\\"error\\\""));
  CHECK(failure(world, R"({"request": "GET /_cloche/nothing", "expect": {"status": 200}})")
            .contains("got      404; the body is \"{\\\"error\\\""));
}

TEST_CASE("a look at a queue changes nothing: neither its messages nor what is to happen") {
  WithFunction with;
  World& world = with.world;
  world.play(
      R"({"call": {"service": "sqs", "operation": "CreateQueue", "parameters": {"QueueName": "dead"}}})");
  world.play(
      R"({"call": {"service": "sqs", "operation": "CreateQueue", "parameters": {"QueueName": "q", "Attributes": {"VisibilityTimeout": "10", "RedrivePolicy": "{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:${account}:dead\",\"maxReceiveCount\":\"1\"}"}}}, "save": {"q": "/result/QueueUrl"}})");
  world.play(
      R"({"call": {"service": "sqs", "operation": "SendMessage", "parameters": {"QueueUrl": "${q}", "MessageBody": "hi", "MessageAttributes": {"b": {"DataType": "Binary", "BinaryValue": "AAE="}}}}})");
  world.play(
      R"({"queue": "q", "expect": {"count": 1, "messages": [{"body": "hi", "json": {"$absent": true}, "attributes": {"ApproximateReceiveCount": "0"}, "message_attributes": {"b": "AAE="}}]}})");
  world.play(
      R"({"call": {"service": "sqs", "operation": "ReceiveMessage", "parameters": {"QueueUrl": "${q}"}}})");
  world.play(R"({"queue": "q", "expect": {"count": 0, "in_flight": 1, "messages": []}})");
  world.play(R"({"clock": "11s"})");
  // It goes to the other queue when it would be received the next time.
  world.play(R"({"queue": "q", "expect": {"count": 1, "in_flight": 0, "messages": [{"body": "hi"}]}})");
  world.play(R"({"queue": "dead", "expect": {"count": 0}})");
  CHECK(failure(world, R"({"queue": "none"})")
            .contains("there is no queue none in us-east-1; there are dead, q"));
  world.play(R"({"invoke": {"function": "echo", "type": "Event", "payload": {}}, "idle": false})");
  world.play(R"({"queue": "q", "idle": false})");
  world.play(R"({"idle": true})");
  world.play(R"({"invocations": "echo", "expect": {"count": 1}})");
}

TEST_CASE("items are looked at in plain JSON or in DynamoDB's form") {
  WithTable with;
  with.put("a", 1);
  with.put("b", 2);
  World& world = with.world;
  CHECK(
      failure(
          world,
          R"({"items": "notes", "expect": {"count": 2, "items": {"$unordered": [{"$exact": {"id": "a", "words": 1}}, {"id": "b"}]}}})") ==
      "");
  CHECK(failure(world,
                R"({"items": {"table": "notes", "key": {"id": "a"}}, "expect": {"item": {"words": 1}}})") ==
        "");
  CHECK(
      failure(
          world,
          R"({"items": {"table": "notes", "key": {"id": "z"}}, "expect": {"count": 0, "item": {"$absent": true}}})") ==
      "");
  CHECK(
      failure(
          world,
          R"({"items": {"table": "notes", "typed": true, "key": {"id": {"S": "a"}}}, "expect": {"item": {"words": {"N": "1"}}}})") ==
      "");
  CHECK(
      failure(
          world,
          R"({"items": {"table": "notes", "where": {"words": {"$gt": 1}}}, "expect": {"count": 1, "item": {"id": "b"}}})") ==
      "");
  CHECK(failure(world, R"({"items": "none"})").contains("dynamodb Scan: ResourceNotFoundException"));
  const std::string text = failure(
      world,
      R"({"name": "Two notes", "items": "notes", "expect": {"count": 3, "items": [{}, {"words": 7}]}})");
  CHECK(
      text.contains("step:1:1: Two notes: it is not as expected\n  count\n    expected 3\n    got      2\n  "
                    "items[1].words\n    expected 7\n"));
}

TEST_CASE("alarms have a state, and a history of states") {
  WithFunction with;
  World& world = with.world;
  world.play(
      R"({"call": {"service": "cloudwatch", "operation": "PutMetricAlarm", "parameters": {"AlarmName": "errors", "Namespace": "AWS/Lambda", "MetricName": "Errors",
    "Dimensions": [{"Name": "FunctionName", "Value": "echo"}], "Statistic": "Sum", "Period": 60, "EvaluationPeriods": 1, "Threshold": 1, "ComparisonOperator": "GreaterThanOrEqualToThreshold", "TreatMissingData": "notBreaching"}}})");
  world.play(
      R"({"invoke": {"function": "echo", "payload": {"fail": true}}, "expect": {"function_error": {"$any": true}}})");
  world.play(R"({"clock": "2m"})");
  world.play(
      R"({"alarms": "errors", "expect": {"state": "ALARM", "states": {"errors": "ALARM"}, "alarms": [{"Threshold": 1}]}})");
  world.play(R"({"clock": "1h"})");
  world.play(
      R"({"alarms": {"prefix": "err"}, "expect": {"state": "OK", "history": {"$contains": {"alarm": "errors", "to": "ALARM", "time": {"$gt": "2026-01-05T09"}}}}})");
  world.play(R"({"alarms": {}, "expect": {"states": {"$exact": {"errors": "OK"}}}})");
  CHECK(failure(world, R"({"alarms": "none"})").contains("there is no alarm none"));
}

TEST_CASE("the clock is moved, set and let go") {
  Stack stack;
  World world(stack);
  world.play(R"({"call": "dynamodb.ListTables", "save": {"tables": "/result/TableNames"}})");
  world.play(
      R"({"clock": {"advance": "36h"}, "expect": {"now": "2026-01-06T21:00:00.000Z", "frozen": true}})");
  CHECK(world.now() == *parse_iso8601("2026-01-06T21:00:00Z"));
  world.play(R"({"clock": {"set": "${now+1d}"}, "expect": {"now": "2026-01-07T21:00:00.000Z"}})");
  world.play(R"({"clock": {"freeze": false}, "expect": {"frozen": false}})");
  CHECK(failure(world, R"({"clock": {"advance": "${tables}"}})")
            .contains("\"advance\" is a duration like \"90s\""));
}

TEST_CASE("settings are set, and a burst meets a limit of them") {
  WithFunction with;
  World& world = with.world;
  world.play(
      R"({"settings": {"lambda.concurrent_executions": 0}, "expect": {"settings": {"lambda.concurrent_executions": 0}}})");
  world.play(
      R"({"burst": {"count": 8, "at_once": 4, "steps": [{"invoke": {"function": "echo", "payload": {"n": "${i}"}}}]},
    "expect": {"statuses": {"429": 8}, "errors": {"TooManyRequestsException": 8}, "played": 8}})");
  const std::string unexpected = failure(
      world, R"({"burst": {"count": 2, "steps": [{"invoke": "echo"}]}, "expect": {"statuses": {"200": 2}}})");
  CHECK(unexpected.contains("statuses.200\n    expected 2\n    got      nothing"));
  CHECK(unexpected.contains("statuses.429\n    expected nothing\n    got      2"));
  CHECK(failure(world, R"({"burst": {"count": 2, "steps": [{"invoke": "echo"}]}})")
            .contains("TooManyRequestsException"));
  CHECK(failure(world, R"({"settings": {"lambda.nothing": 1}})").contains("lambda.nothing"));
}

TEST_CASE(
    "a burst plays each step as often as it says, with its number, and in a mixed order that the seed "
    "repeats") {
  WithTable with;
  World& world = with.world;
  const std::string put =
      R"("call": {"service": "dynamodb", "operation": "PutItem", "parameters": {"TableName": "notes", "Item": {"id": {"S": "${kind}-${i:03}"}}}})";
  const auto step = [&](const std::string& kind) {
    std::string text = put;
    text.replace(text.find("${kind}"), 7, kind);
    return text;
  };
  world.play(R"({"burst": {"count": 3, "mix": true, "steps": [{)" + step("a") + R"(}, {"count": 20, )" +
             step("b") +
             R"(, "expect": {"status": 200}}]}, "expect": {"statuses": {"200": 23}, "errors": {}}})");
  CHECK(world.items("notes").size() == 23);
  CHECK(world.item("notes", {{"id", "a-003"}}).is_object());
  CHECK(world.item("notes", {{"id", "b-020"}}).is_object());
}

TEST_CASE("a repeat plays its steps in rounds, one by one or at once") {
  WithTable with;
  World& world = with.world;
  world.play(R"({"repeat": {"count": 3, "as": "n", "steps": [
    {"call": {"service": "dynamodb", "operation": "PutItem", "parameters": {"TableName": "notes", "Item": {"id": {"S": "one-${n}"}}}}},
    {"items": "notes", "expect": {"count": "${n}"}}]}})");
  world.play(R"({"repeat": {"each": [{"id": "x"}, {"id": "y"}], "at_once": 2, "steps": [
    {"call": {"service": "dynamodb", "operation": "PutItem", "parameters": {"TableName": "notes", "Item": {"id": {"S": "${item.id}-${i}"}}}}, "save": {"result": "/status"}},
    {"items": {"table": "notes", "key": {"id": "${item.id}-${i}"}}, "expect": {"count": 1, "item": {"id": "${item.id}-${i}"}}}]}})");
  CHECK(world.items("notes").size() == 5);
  const std::string text = failure(
      world,
      R"({"name": "Thrice", "repeat": {"count": 3, "steps": [{"name": "look ${i}", "items": "notes", "expect": {"count": {"$not": 5}}}]}})");
  CHECK(text.contains(": Thrice > round 1 > look 1: it is not as expected"));
}

TEST_CASE("requests are those of functions and steps, and not what looking takes") {
  WithTable with;
  with.put("a", 1);
  World& world = with.world;
  world.items("notes");
  world.play(
      R"({"requests": {"service": "dynamodb"}, "expect": {"count": 2, "requests": [{"operation": "CreateTable"}, {"operation": "PutItem", "status": 200}]}})");
  world.play(
      R"({"requests": {"operation": "PutItem", "where": {"status": {"$gte": 400}}}, "expect": {"count": 0}})");
}

TEST_CASE("a function's processes can be ended, so that it starts cold again") {
  WithFunction with;
  World& world = with.world;
  world.invoke("echo");
  world.play(R"({"cold_start": "echo", "expect": {"retired": 1}})");
  world.invoke("echo");
  world.play(R"({"invocations": "echo", "expect": {"count": 2, "cold_starts": 2}})");
}

TEST_CASE("values that are always there") {
  Stack stack;
  World world(stack);
  world.play(
      R"({"request": {"path": "/_cloche/clock", "method": "POST", "json": {"set": "${now.date}T10:00:00Z"}}, "expect": {"json": {"now": "2026-01-05T10:00:00.000Z"}}})");
  CHECK(failure(world, R"({"request": "GET /${api}"})").contains("has no REST API"));
  CHECK(failure(world, R"({"request": "GET /${output.Url}"})").contains("the stack has no output Url"));
  CHECK(
      failure(world, R"({"request": "GET /${resource.Table}"})").contains("the stack has no resource Table"));
  const auto id = [&] {
    return world.play(
        R"({"call": {"service": "sqs", "operation": "CreateQueue", "parameters": {"QueueName": "q-${uuid}"}}})")
        ["result"]["QueueUrl"];
  };
  const Json first = id();
  CHECK(first != id());
  World again(stack);  // the same seed
  again.play(
      R"({"call": {"service": "sqs", "operation": "CreateQueue", "parameters": {"QueueName": "q-${uuid}"}}, "expect": {"result": {"QueueUrl": {"$pattern": "/q-[0-9a-f]{8}-[0-9a-f-]{27}$"}}}})");
}

TEST_CASE("the harness says what it can't do") {
  Stack stack;
  World world(stack);
  CHECK_THROWS_AS(world.call("dynamodb", "DescribeTable", {{"TableName", "none"}}), Failed);
  CHECK(world.error_of("dynamodb", "DescribeTable", {{"TableName", "none"}}) == "ResourceNotFoundException");
  CHECK_THROWS_AS(world.error_of("dynamodb", "ListTables"), Failed);
  CHECK_THROWS_AS(world.call("dynamodb", "ListTable"), Failed);
  CHECK_THROWS_AS(world.play(R"({"requst": 1})"), Failed);
  CHECK_THROWS_AS(stack.output("Url"), Failed);
  CHECK(harness::mismatch({{"a", 1}}, R"({"a": {"$gt": 1}})") == "a: expected more than 1, got 1\n");
  CHECK_JSON(Json({{"a", 1}}), R"({"a": 1})");
}

TEST_CASE("worlds of one stack don't see each other") {
  Stack stack;
  World one(stack), other(stack);
  one.call("sqs", "CreateQueue", {{"QueueName", "q"}});
  CHECK(one.call("sqs", "ListQueues").contains("QueueUrls"));
  CHECK(!other.call("sqs", "ListQueues").contains("QueueUrls"));
  one.advance("1d");
  CHECK(one.now() - other.now() == Duration(std::chrono::hours(24)));
}

}  // namespace
}  // namespace cloche::scenarios
