// Handlers in Python and JavaScript, run by our bootstraps.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "emulator/lambda/testing/rig.h"
#include "fakes/core/json.h"

using namespace cloche;
using namespace cloche::lambda;
using namespace cloche::lambda::testing;
using namespace std::chrono_literals;

namespace {

using Kind = Outcome::Kind;

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// A rig with one directory of code, and a function for each handler in it.
struct Scripts : Rig {
  explicit Scripts(std::string runtime) : runtime_(std::move(runtime)) {}
  Scripts& file(const std::string& name, std::string_view content) {
    write_file(make_code("scripts") / name, content);
    return *this;
  }
  std::shared_ptr<FunctionVersion> handler(const std::string& handler) {
    auto result = function(runtime_, handler, make_code("scripts"));
    result->version = std::to_string(++versions_);  // so that no two share an environment
    return result;
  }
  Outcome call(const std::string& name, const std::string& payload = "{}", Invocation invocation = {}) {
    return run(handler(name), payload, std::move(invocation));
  }

 private:
  std::string runtime_;
  int versions_ = 0;
};

Invocation with_everything() {
  Invocation invocation = with_id("id-1");
  invocation.trace_id = "Root=1-2-3";
  invocation.client_context = R"({"client":{"app_title":"App"},"custom":{"a":"ü"},"env":{"locale":"de"}})";
  invocation.cognito_identity =
      R"({"cognitoIdentityId":"us-east-1:1","cognitoIdentityPoolId":"us-east-1:2"})";
  return invocation;
}

struct ErrorCase {
  const char* handler;
  const char* type;
  const char* message;
};

}  // namespace

TEST_CASE("a Python handler answers with its event, and what it prints is logged") {
  Scripts rig("python3.12");
  rig.file("app.py", R"(
import logging, sys
logger = logging.getLogger()
logger.setLevel(logging.INFO)
print("at import")
def handler(event, context):
    print("printed", event["a"])
    print("no newline", end="")
    sys.stderr.write(" to stderr\n")
    logger.info("logged")
    logger.debug("not logged")
    return {"got": event, "ü": 1.5}
)");
  const Outcome outcome = rig.call("app.handler", R"({"a":"ä"})", with_id("id-1"));
  CHECK(outcome.kind == Kind::returned);
  CHECK(outcome.payload == R"({"got": {"a": "ä"}, "ü": 1.5})");
  const std::string log = text(outcome.log);
  CHECK(log.starts_with("at import\nSTART RequestId: id-1 Version: 1\nprinted ä\n"));
  CHECK(contains(log, "no newline"));
  CHECK(contains(log, "to stderr"));
  CHECK(contains(log, "Z\tid-1\tlogged\n"));
  CHECK(contains(log, "[INFO]\t20"));
  CHECK_FALSE(contains(log, "not logged"));
}

TEST_CASE("a Python handler's context is complete") {
  Scripts rig("python3.12");
  rig.file("app.py", R"(
import os
def handler(event, c):
    left = c.get_remaining_time_in_millis()
    return [c.aws_request_id, c.function_name, c.function_version, c.memory_limit_in_mb, c.invoked_function_arn,
            c.log_group_name, c.log_stream_name == os.environ["AWS_LAMBDA_LOG_STREAM_NAME"], 0 < left <= 20000,
            c.identity.cognito_identity_id, c.identity.cognito_identity_pool_id, c.client_context.client.app_title,
            c.client_context.custom, c.client_context.env, os.environ["_X_AMZN_TRACE_ID"],
            os.environ["AWS_EXECUTION_ENV"], os.getcwd() == os.environ["LAMBDA_TASK_ROOT"]]
def bare(event, c):
    return [c.client_context, c.identity.cognito_identity_id, "_X_AMZN_TRACE_ID" in os.environ]
)");
  CHECK(Json::parse(rig.call("app.handler", "{}", with_everything()).payload) ==
        Json::parse(R"(["id-1", "thing", "1",
    "512", "arn:aws:lambda:us-east-1:000000000000:function:thing", "/aws/lambda/thing", true, true, "us-east-1:1",
    "us-east-1:2", "App", {"a": "ü"}, {"locale": "de"}, "Root=1-2-3", "AWS_Lambda_python3.12", true])"));
  CHECK(rig.call("app.bare").payload == "[null, null, false]");
}

TEST_CASE("Python answers are written as Lambda writes them") {
  Scripts rig("python3.11");
  rig.file("app.py", R"(
import decimal
def nothing(e, c): pass
def numbers(e, c): return {"n": decimal.Decimal("1.10"), "deep": [decimal.Decimal("12345678901234567890.1"), 0.5, "ü"]}
def data(e, c): return b"\x00raw"
def unmarshallable(e, c): return {"s": {1, 2}}
)");
  CHECK(rig.call("app.nothing").payload == "null");
  CHECK(rig.call("app.numbers").payload == R"({"n": 1.10, "deep": [12345678901234567890.1, 0.5, "\u00fc"]})");
  CHECK(rig.call("app.data").payload == std::string_view("\0raw", 4));
  const Outcome outcome = rig.call("app.unmarshallable", "{}", with_id("id-1"));
  CHECK(outcome.payload ==
        R"({"errorMessage": "Unable to marshal response: Object of type set is not JSON serializable", )"
        R"("errorType": "Runtime.MarshalError", "requestId": "id-1", "stackTrace": []})");
}

TEST_CASE("a record of Python's log is one event, whatever it has of lines, and the next one is another") {
  Scripts rig("python3.12");
  rig.file("app.py", R"(
import logging
def handler(event, context):
    try:
        raise ValueError("because")
    except ValueError:
        logging.exception("it failed")
    logging.warning("two\nlines")
    print("printed")
)");
  const std::string log = text(rig.call("app.handler", "{}", with_id("id-1")).log);
  CHECK(contains(log, "Z\tid-1\tit failed\rTraceback (most recent call last):\r  File "));
  CHECK(contains(log, "\rValueError: because\n[WARNING]\t"));
  CHECK(contains(log, "Z\tid-1\ttwo\rlines\nprinted\n"));
}

TEST_CASE("what a Python handler raises is answered with its stack") {
  Scripts rig("python3.12");
  rig.file("app.py", R"(
class Odd(Exception): pass
def handler(event, context):
    raise Odd("because")
def leaves(event, context):
    raise SystemExit(4)
)");
  const Outcome outcome = rig.call("app.handler", "{}", with_id("id-1"));
  CHECK(outcome.kind == Kind::failed);
  CHECK(outcome.error_type == "Odd");
  const Json payload = Json::parse(outcome.payload);
  CHECK(payload["errorMessage"] == "because");
  CHECK(payload["errorType"] == "Odd");
  CHECK(payload["requestId"] == "id-1");
  REQUIRE(payload["stackTrace"].size() == 1);
  CHECK(
      contains(payload["stackTrace"][0].get<std::string>(), "/app.py\", line 4, in handler\n    raise Odd("));
  CHECK(contains(text(outcome.log), "[ERROR] Odd: because\rTraceback (most recent call last):\r"));
  CHECK(contains(rig.call("app.leaves").payload, "Runtime exited with error: exit status 4"));
}

TEST_CASE("a Python handler that cannot be found or loaded says why") {
  Scripts rig("python3.12");
  rig.file("app.py", "def handler(e, c): pass\n")
      .file("broken.py", "def handler(e, c:\n")
      .file("needs.py", "import nowhere\n")
      .file("raises.py", "raise ValueError('at import')\n")
      .file("folder/inner.py", "def handler(e, c): return 'inner'\n");
  for (const ErrorCase& one :
       {ErrorCase{"missing.handler", "Runtime.ImportModuleError",
                  "Unable to import module 'missing': No module named 'missing'"},
        ErrorCase{"needs.handler", "Runtime.ImportModuleError",
                  "Unable to import module 'needs': No module named 'nowhere'"},
        ErrorCase{"app.other", "Runtime.HandlerNotFound", "Handler 'other' missing on module 'app'"},
        ErrorCase{"handler", "Runtime.MalformedHandlerName",
                  "Bad handler 'handler': not enough values to unpack (expected 2, got 1)"},
        ErrorCase{"sys.handler", "Runtime.BuiltInModuleConflict",
                  "Cannot use built-in module sys as a handler module"},
        ErrorCase{"raises.handler", "ValueError", "at import"}}) {
    const Outcome outcome = rig.call(one.handler);
    CHECK(outcome.kind == Kind::failed);
    CHECK(outcome.error_type == one.type);
    const Json payload = Json::parse(outcome.payload);
    CHECK(payload["errorType"] == one.type);
    CHECK(payload["errorMessage"] == one.message);
    CHECK(payload["requestId"] == "");
    CHECK(contains(text(outcome.log), std::string("Phase: init\tStatus: error\tError Type: ") + one.type));
  }
  const Outcome broken = rig.call("broken.handler");
  CHECK(broken.error_type == "Runtime.UserCodeSyntaxError");
  CHECK(Json::parse(broken.payload)["errorMessage"].get<std::string>().starts_with(
      "Syntax error in module 'broken': "));
  CHECK(rig.call("folder/inner.handler").payload == "\"inner\"");
  CHECK(rig.call("folder.inner.handler").payload == "\"inner\"");
}

TEST_CASE("a botocore that does not know AWS_ENDPOINT_URL reaches it all the same") {
  Scripts rig("python3.12");
  rig.file("app.py", R"(
import boto3
def handler(event, context):
    dynamodb = boto3.client("dynamodb").meta
    return [dynamodb.endpoint_url, dynamodb.region_name, boto3.resource("s3").meta.client.meta.endpoint_url,
            boto3.client("sqs", endpoint_url="http://elsewhere:1").meta.endpoint_url,
            boto3.client("sns").meta.endpoint_url]
)");
  const auto function = rig.handler("app.handler");
  function->environment["AWS_ENDPOINT_URL_SNS"] = "http://127.0.0.1:5";
  const Outcome outcome = rig.run(function, "{}");
  CHECK(Json::parse(outcome.payload) ==
        Json::parse(R"(["http://127.0.0.1:4566", "us-east-1", "http://127.0.0.1:4566",
    "http://elsewhere:1", "http://127.0.0.1:5"])"));
}

TEST_CASE("JavaScript handlers in every form answer") {
  Scripts rig("nodejs20.x");
  rig.file("index.js", R"(
exports.promise = async (event) => ({ got: event });
exports.callback = (event, context, callback) => { setTimeout(() => callback(null, { ...event, cb: true }), 1); };
exports.done = (event, context) => context.done(null, 'done');
exports.succeed = (event, context) => context.succeed('succeeded');
exports.nothing = (event, context, callback) => {};
exports.undefined = async () => undefined;
exports.nested = { deep: { handler: async () => 'nested' } };
exports.thenable = () => ({ then: (resolve) => resolve('thenable') });
exports.waits = (event, context, callback) => {
  let n = 0;
  const timer = setInterval(() => { if (++n === 3) clearInterval(timer); console.log('tick', n); }, 1);
  callback(null, 'after the loop');
};
exports.hurries = (event, context, callback) => {
  context.callbackWaitsForEmptyEventLoop = false;
  setInterval(() => {}, 1000);
  callback(null, 'at once');
};
)")
      .file("esm.mjs", "export const handler = async (event) => `esm ${event.a}`;\n")
      .file("typed/package.json", R"({"type":"module"})")
      .file("typed/main.js", "export const handler = async () => 'typed';\n")
      .file("common.cjs", "exports.handler = async () => 'common';\n");
  CHECK(rig.call("index.promise", R"({"a":"ä"})").payload == R"({"got":{"a":"ä"}})");
  CHECK(rig.call("index.callback", R"({"a":1})").payload == R"({"a":1,"cb":true})");
  CHECK(rig.call("index.done").payload == "\"done\"");
  CHECK(rig.call("index.succeed").payload == "\"succeeded\"");
  CHECK(rig.call("index.nothing").payload == "null");
  CHECK(rig.call("index.undefined").payload == "null");
  CHECK(rig.call("index.nested.deep.handler").payload == "\"nested\"");
  CHECK(rig.call("index.thenable").payload == "\"thenable\"");
  const Outcome waits = rig.call("index.waits");
  CHECK(waits.payload == "\"after the loop\"");
  CHECK(contains(text(waits.log), "\tINFO\ttick 3\n"));
  CHECK(rig.call("index.hurries").payload == "\"at once\"");
  CHECK(rig.call("esm.handler", R"({"a":2})").payload == "\"esm 2\"");
  CHECK(rig.call("typed/main.handler").payload == "\"typed\"");
  CHECK(rig.call("common.handler").payload == "\"common\"");
}

TEST_CASE("a JavaScript environment serves one invocation after the other") {
  Scripts rig("nodejs20.x");
  rig.file("index.js", R"(
let calls = 0;
exports.handler = (event, context, callback) => { if (event === 'fail') throw new Error('no'); callback(null, ++calls); };
)");
  const auto function = rig.handler("index.handler");
  CHECK(rig.run(function, "{}").payload == "1");
  CHECK(rig.run(function, "\"fail\"").kind == Kind::failed);
  CHECK(rig.run(function, "{}").payload == "2");
  CHECK(rig.run(function, "\"" + std::string(1 << 20, 'x') + "\"").payload == "3");
  CHECK(rig.pool->environments() == 1);
}

TEST_CASE("a JavaScript handler's context is complete, and its console is logged") {
  Scripts rig("nodejs20.x");
  rig.file("index.js", R"(
exports.handler = async (event, c) => {
  console.log('two\nlines %d', 5);
  console.error(new Error('seen').message);
  const left = c.getRemainingTimeInMillis();
  return [c.awsRequestId, c.functionName, c.functionVersion, c.memoryLimitInMB, c.invokedFunctionArn, c.logGroupName,
    c.logStreamName === process.env.AWS_LAMBDA_LOG_STREAM_NAME, 0 < left && left <= 20000, c.identity, c.clientContext,
    process.env._X_AMZN_TRACE_ID, process.env.AWS_EXECUTION_ENV, c.callbackWaitsForEmptyEventLoop];
};
)");
  const Outcome outcome = rig.call("index.handler", "{}", with_everything());
  CHECK(Json::parse(outcome.payload) == Json::parse(R"(["id-1", "thing", "1", "512",
    "arn:aws:lambda:us-east-1:000000000000:function:thing", "/aws/lambda/thing", true, true,
    {"cognitoIdentityId": "us-east-1:1", "cognitoIdentityPoolId": "us-east-1:2"},
    {"client": {"app_title": "App"}, "custom": {"a": "ü"}, "env": {"locale": "de"}},
    "Root=1-2-3", "AWS_Lambda_nodejs20.x", true])"));
  CHECK(contains(text(outcome.log), "Z\tid-1\tINFO\ttwo\rlines 5\n"));
  CHECK(contains(text(outcome.log), "Z\tid-1\tERROR\tseen\n"));
}

TEST_CASE("what a JavaScript handler throws is answered with its stack") {
  Scripts rig("nodejs20.x");
  rig.file("index.js", R"(
class Odd extends Error { constructor(m) { super(m); this.name = 'Odd'; } }
exports.rejects = async () => { throw new Odd('because'); };
exports.throws = () => { throw new TypeError('sync'); };
exports.callsBack = (e, c, cb) => cb(new Error('called back'));
exports.text = (e, c, cb) => cb('only text');
exports.fails = (e, c) => c.fail('failed');
exports.uncaught = () => { setTimeout(() => { throw new Error('nobody catches'); }, 1); return new Promise(() => {}); };
exports.unhandled = () => { Promise.reject(new Error('nobody handles')); return new Promise((r) => setTimeout(r, 1000)); };
exports.never = async () => { await new Promise(() => {}); };
exports.exits = async () => process.exit(5);
exports.streams = awslambda.streamifyResponse ? () => awslambda.streamifyResponse(() => {}) : undefined;
)");
  for (const ErrorCase& one :
       {ErrorCase{"index.rejects", "Odd", "because"}, ErrorCase{"index.throws", "TypeError", "sync"},
        ErrorCase{"index.callsBack", "Error", "called back"}, ErrorCase{"index.text", "string", "only text"},
        ErrorCase{"index.fails", "string", "failed"}, ErrorCase{"index.uncaught", "Error", "nobody catches"},
        ErrorCase{"index.unhandled", "Runtime.UnhandledPromiseRejection", "Error: nobody handles"},
        ErrorCase{"index.streams", "Error", "Response streaming is not emulated by Cloche."}}) {
    const Outcome outcome = rig.call(one.handler);
    CHECK_MESSAGE(outcome.kind == Kind::failed, one.handler);
    CHECK(outcome.error_type == one.type);
    const Json payload = Json::parse(outcome.payload);
    CHECK(payload["errorType"] == one.type);
    CHECK(payload["errorMessage"] == one.message);
    CHECK(payload["trace"].is_array());
  }
  CHECK(rig.call("index.never").error_type == "Runtime.NodeJsExit");
  CHECK(contains(rig.call("index.exits").payload, "Runtime exited with error: exit status 5"));
}

TEST_CASE("a JavaScript handler that cannot be found or loaded says why") {
  Scripts rig("nodejs20.x");
  rig.file("index.js", "exports.handler = async () => 1; exports.text = 'x';\n")
      .file("broken.js", "exports.handler = async ( => 1;\n")
      .file("needs.js", "require('nowhere');\n")
      .file("raises.js", "throw new RangeError('at load');\n");
  const auto failed = [&](const char* handler, const char* type) {
    const Outcome outcome = rig.call(handler);
    CHECK(outcome.kind == Kind::failed);
    CHECK_MESSAGE(outcome.error_type == type, handler);
    return Json::parse(outcome.payload)["errorMessage"].get<std::string>();
  };
  CHECK(contains(failed("missing.handler", "Runtime.ImportModuleError"), "Cannot find module 'missing'"));
  CHECK(contains(failed("needs.handler", "Runtime.ImportModuleError"), "Cannot find module 'nowhere'"));
  CHECK(failed("index.other", "Runtime.HandlerNotFound") == "index.other is undefined or not exported");
  CHECK(failed("index.text", "Runtime.HandlerNotFound") == "index.text is not a function");
  CHECK(failed("index", "Runtime.MalformedHandlerName") == "Bad handler");
  CHECK(contains(failed("../index.handler", "Runtime.MalformedHandlerName"), "is not a valid handler name"));
  CHECK(contains(failed("broken.handler", "Runtime.UserCodeSyntaxError"), "SyntaxError: "));
  CHECK(failed("raises.handler", "RangeError") == "at load");
}

TEST_CASE(
    "since Node.js 24 a JavaScript handler answers with what it returns, and one with a callback fails") {
  Scripts rig("nodejs24.x");
  rig.file("index.js", R"(
exports.promise = async (event) => ({ got: event });
exports.value = (event, context) => ({ got: event, id: context.awsRequestId.length > 0 });
exports.nothing = () => {};
exports.old = (event, context) => [typeof context.succeed, typeof context.done, typeof context.fail,
  context.callbackWaitsForEmptyEventLoop ?? 'gone'];
exports.raises = () => { throw new RangeError('at once'); };
exports.rejects = async () => { throw new RangeError('later'); };
exports.never = () => new Promise(() => {});
exports.count = function () { return arguments.length; };
exports.callback = (event, context, callback) => callback(null, 1);
exports.both = async (event, context, callback) => 1;
)");
  CHECK(rig.call("index.promise", R"({"a":1})").payload == R"({"got":{"a":1}})");
  CHECK(rig.call("index.value", "2").payload == R"({"got":2,"id":true})");
  CHECK(rig.call("index.nothing").payload == "null");
  CHECK(rig.call("index.old").payload == R"(["undefined","undefined","undefined","gone"])");
  CHECK(rig.call("index.count").payload == "2");
  CHECK(rig.call("index.raises").error_type == "RangeError");
  CHECK(rig.call("index.rejects").error_type == "RangeError");
  CHECK(rig.call("index.never").error_type == "Runtime.NodeJsExit");
  for (const char* handler : {"index.callback", "index.both"}) {
    const Outcome outcome = rig.call(handler);
    CHECK(outcome.kind == Kind::failed);
    CHECK(outcome.error_type == "Runtime.CallbackHandlerDeprecated");
    CHECK(Json::parse(outcome.payload)["errorMessage"].get<std::string>() ==
          "ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js "
          "24. You "
          "need to modify this function to use a supported handler signature to use Node.js 24 or later. For "
          "more "
          "information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.");
    CHECK(contains(text(outcome.log), "\tERROR\tInit Error \t"));
  }
}

TEST_CASE("an AWS SDK for JavaScript that does not know AWS_ENDPOINT_URL reaches it all the same") {
  Scripts rig("nodejs20.x");
  // The shape of version 2, whose core.js every one of its entrances loads.
  rig.file("node_modules/aws-sdk/package.json", R"({"name":"aws-sdk","main":"lib/aws.js"})")
      .file("node_modules/aws-sdk/lib/node_loader.js",
            "module.exports = { VERSION: '2.1692.0', config: {} };\n")
      .file("node_modules/aws-sdk/lib/aws.js", "module.exports = require('./node_loader');\n")
      .file("index.js", "const AWS = require('aws-sdk');\nexports.handler = async () => AWS.config;\n");
  CHECK(rig.call("index.handler").payload ==
        R"({"endpoint":"http://127.0.0.1:4566","s3ForcePathStyle":true})");
}

TEST_CASE("runtimes that cannot run here say why") {
  Rig rig;
  for (const char* runtime :
       {"provided", "provided.al2", "provided.al2023", "python3.9", "python3.13", "nodejs22.x"})
    CHECK_FALSE(rig.platform.runtimes().unsupported_runtime_reason(runtime).has_value());
  for (const char* runtime : {"java21", "dotnet8", "ruby3.3", "go1.x", "nodejs", "python", "python2.7", ""})
    CHECK(
        contains(*rig.platform.runtimes().unsupported_runtime_reason(runtime), "is not emulated by Cloche"));
}
