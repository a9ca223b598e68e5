"""Functions that run: synchronously, asynchronously on a clock that the test moves, and what they leave behind."""
import base64
import concurrent.futures
import json
import os
import pathlib
import tempfile

from python.lambda_functions import LambdaTest, zipped

ECHO = """
def handler(event, context):
    print("hello", event.get("name"))
    return {"event": event, "version": context.function_version, "arn": context.invoked_function_arn}
"""
FAILS = """
def handler(event, context):
    raise ValueError("no " + event.get("why", "reason"))
"""
HOLDS = """
import os, time
def handler(event, context):
    open(event["until"] + "." + str(os.getpid()), "w").close()
    while not os.path.exists(event["until"]):
        time.sleep(0.01)
    return "held"
"""


class Synchronous(LambdaTest):
    def test_the_handler_gets_the_event_and_its_answer_comes_back(self):
        self.create("echo", ECHO)
        answer, response = self.invoke("echo", {"name": "Ann"}, LogType="Tail")
        self.assertEqual(answer["event"], {"name": "Ann"})
        self.assertEqual(answer["version"], "$LATEST")
        self.assertEqual(answer["arn"], f"arn:aws:lambda:us-east-1:{self.account}:function:echo")
        self.assertEqual(response["StatusCode"], 200)
        self.assertEqual(response["ExecutedVersion"], "$LATEST")
        self.assertNotIn("FunctionError", response)
        self.assertEqual(response["ResponseMetadata"]["HTTPHeaders"]["content-type"], "application/json")
        tail = base64.b64decode(response["LogResult"]).decode()
        self.assertIn("hello Ann", tail)
        self.assertRegex(tail, r"REPORT RequestId: \S+\tDuration: [0-9.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\t"
                               r"Max Memory Used: \d+ MB\tInit Duration: [0-9.]+ ms")

    def test_the_answer_has_the_trace_that_the_function_has(self):
        self.create("trace", "import os\ndef handler(event, context):\n    return os.environ['_X_AMZN_TRACE_ID']\n")
        answer, response = self.invoke("trace")
        trace = response["ResponseMetadata"]["HTTPHeaders"]["x-amzn-trace-id"]
        self.assertRegex(trace, "^root=1-[0-9a-f]{8}-[0-9a-f]{24};sampled=0$")
        self.assertEqual(answer.split(";")[0].lower(), trace.split(";")[0])
        accepted = self.functions.invoke(FunctionName="trace", InvocationType="Event")
        self.assertRegex(accepted["ResponseMetadata"]["HTTPHeaders"]["x-amzn-trace-id"], "^root=1-[0-9a-f]{8}-[0-9a-f]{24};sampled=0$")

    def test_payloads_that_only_lambda_takes_for_json_pass_through(self):
        self.create("raw", "def handler(event, context):\n    return repr(event)\n")
        for payload in (r'{"x":"\ud83d"}', "1e400", "[" * 400 + "]" * 400):
            response = self.functions.invoke(FunctionName="raw", Payload=payload)
            self.assertNotIn("FunctionError", response)
            self.assertEqual(json.loads(response["Payload"].read()), repr(json.loads(payload)))
        for payload in (" ", "1 2", "[" * 1001 + "]" * 1001):
            with self.assertRaises(self.functions.exceptions.InvalidRequestContentException) as refused:
                self.functions.invoke(FunctionName="raw", Payload=payload)
            self.assertNotIn("json.exception", str(refused.exception))

    def test_a_file_may_have_any_name(self):
        code = zipped({"app.py": "import os\ndef handler(event, context):\n    return sorted(os.listdir('.'))\n", "é.txt": "x"})
        self.functions.create_function(FunctionName="names", Runtime="python3.11", Handler="app.handler", Code={"ZipFile": code},
                                       Role=f"arn:aws:iam::{self.account}:role/worker")
        self.assertIn("é.txt", self.invoke("names")[0])

    def test_without_a_payload_the_event_is_an_empty_object(self):
        self.create("echo", ECHO)
        response = self.functions.invoke(FunctionName="echo")
        self.assertEqual(json.loads(response["Payload"].read())["event"], {})

    def test_an_exception_is_a_function_error(self):
        self.create("fails", FAILS)
        answer, response = self.invoke("fails", {"why": "luck"})
        self.assertEqual(response["StatusCode"], 200)
        self.assertEqual(response["FunctionError"], "Unhandled")
        self.assertEqual((answer["errorType"], answer["errorMessage"]), ("ValueError", "no luck"))

    def test_a_time_out_is_a_function_error(self):
        self.create("slow", "import time\ndef handler(event, context):\n    time.sleep(60)\n", Timeout=1)
        answer, response = self.invoke("slow")
        self.assertEqual(response["FunctionError"], "Unhandled")
        self.assertRegex(answer["errorMessage"], r"^(\S+ \S+ )?Task timed out after 1\.00 seconds$|Task timed out after 1\.00 seconds")

    def test_a_node_function_runs_as_common_js_and_as_a_module(self):
        self.create("common", "exports.handler = async (event) => ({ got: event.a });", runtime="nodejs20.x", handler="index.handler",
                    file="index.js")
        self.create("module", "export const handler = async (event) => ({ got: event.a });", runtime="nodejs20.x",
                    handler="index.handler", file="index.mjs")
        self.assertEqual(self.invoke("common", {"a": 1})[0], {"got": 1})
        self.assertEqual(self.invoke("module", {"a": 2})[0], {"got": 2})

    def test_a_bootstrap_of_ones_own_runs(self):
        bootstrap = """#!/bin/sh
while true; do
  headers=$(mktemp)
  event=$(curl -sS -D "$headers" "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/next")
  id=$(grep -i lambda-runtime-aws-request-id "$headers" | tr -d '[:space:]' | cut -d: -f2)
  curl -sS -X POST "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/$id/response" -d "{\\"shell\\": $event}" > /dev/null
done
"""
        self.create("shell", bootstrap, runtime="provided.al2023", handler="any", file="bootstrap", Timeout=10)
        self.assertEqual(self.invoke("shell", {"a": 1})[0], {"shell": {"a": 1}})

    def test_bad_requests(self):
        self.create("echo", ECHO)
        self.assert_error("ResourceNotFoundException", lambda: self.functions.invoke(FunctionName="nope"),
                          f"Function not found: arn:aws:lambda:us-east-1:{self.account}:function:nope", status=404)
        self.assert_error("InvalidRequestContentException", lambda: self.functions.invoke(FunctionName="echo", Payload="{no"))
        self.assert_error("ResourceNotFoundException", lambda: self.functions.invoke(FunctionName="echo", Qualifier="7"), status=404)
        with self.assertRaises(self.functions.exceptions.RequestTooLargeException):
            self.functions.invoke(FunctionName="echo", Payload=json.dumps("x" * (6 * 1024 * 1024)))
        self.assertEqual(self.functions.invoke(FunctionName="echo", InvocationType="DryRun")["StatusCode"], 204)

    def test_an_alias_runs_its_version(self):
        self.create("echo", ECHO)
        self.functions.publish_version(FunctionName="echo")
        self.functions.create_alias(FunctionName="echo", Name="live", FunctionVersion="1")
        answer, response = self.invoke("echo", Qualifier="live")
        self.assertEqual((answer["version"], response["ExecutedVersion"]), ("1", "1"))
        self.assertTrue(answer["arn"].endswith(":function:echo:live"))

    def test_a_function_calls_home_as_its_role(self):
        self.create("who", """
import os, boto3
def handler(event, context):
    boto3.client("dynamodb").create_table(TableName="made-by-function", BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}], KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}])
    return boto3.client("sts").get_caller_identity()["Arn"]
""", Timeout=20, MemorySize=512)
        self.assertEqual(self.invoke("who")[0], f"arn:aws:sts::{self.account}:assumed-role/worker/who")
        self.assertEqual(self.client("dynamodb").list_tables()["TableNames"], ["made-by-function"])

    def test_code_in_a_local_directory_is_reloaded_when_it_changes(self):
        with tempfile.TemporaryDirectory() as directory:
            app = pathlib.Path(directory, "app.py")
            app.write_text("def handler(event, context):\n    return 1\n")
            self.functions.create_function(FunctionName="hot", Runtime="python3.11", Handler="app.handler",
                                           Role=f"arn:aws:iam::{self.account}:role/worker",
                                           Code={"S3Bucket": "hot-reload", "S3Key": directory})
            self.assertEqual(self.invoke("hot")[0], 1)
            app.write_text("def handler(event, context):\n    return 'changed'\n")
            self.assertEqual(self.invoke("hot")[0], "changed")

    def test_an_update_takes_effect_with_the_next_invocation_and_a_deleted_function_is_gone(self):
        self.create("greet", "import os\ndef handler(event, context):\n    return os.environ.get('WORD')\n")
        self.assertIsNone(self.invoke("greet")[0])
        self.functions.update_function_configuration(FunctionName="greet", Environment={"Variables": {"WORD": "hi"}})
        self.assertEqual(self.invoke("greet")[0], "hi")
        self.functions.delete_function(FunctionName="greet")
        self.assert_error("ResourceNotFoundException", lambda: self.functions.invoke(FunctionName="greet"), status=404)


class LogsAndMetrics(LambdaTest):
    def test_each_invocation_is_in_the_log_and_counted(self):
        self.create("echo", ECHO)
        self.create("fails", FAILS)
        self.invoke("echo", {"name": "Ann"})
        self.invoke("echo", {"name": "Bob"})
        self.invoke("fails")
        log = self.log_of("echo")
        self.assertEqual([line.split()[0] for line in log if not line.startswith("hello")],
                         ["INIT_START", "START", "END", "REPORT", "START", "END", "REPORT"] if log[0].startswith("INIT_START")
                         else ["START", "END", "REPORT"] * 2)
        self.assertEqual([line for line in log if line.startswith("hello")], ["hello Ann", "hello Bob"])
        self.assertEqual(self.sum_of("Invocations", "echo"), 2)
        self.assertEqual(self.sum_of("Errors", "echo"), 0)
        self.assertEqual(self.sum_of("Errors", "fails"), 1)
        self.assertEqual(self.sum_of("Throttles", "echo"), 0)
        self.assertEqual(self.sum_of("ConcurrentExecutions", "echo", "Maximum"), 1)
        self.assertGreater(self.sum_of("Duration", "echo"), 0)


class Concurrency(LambdaTest):
    def test_reserved_concurrency_is_a_limit_and_zero_throttles_everything(self):
        self.create("holds", HOLDS, Timeout=30)
        self.functions.put_function_concurrency(FunctionName="holds", ReservedConcurrentExecutions=2)
        client = self.client("lambda", retries={"max_attempts": 0})
        with tempfile.TemporaryDirectory() as directory, concurrent.futures.ThreadPoolExecutor() as threads:
            until = str(pathlib.Path(directory, "go"))
            held = [threads.submit(self.invoke, "holds", {"until": until}) for _ in range(2)]
            while len(os.listdir(directory)) < 2:  # until both are at work
                os.sched_yield()
            with self.assertRaises(client.exceptions.TooManyRequestsException) as caught:
                client.invoke(FunctionName="holds", Payload=json.dumps({"until": until}))
            pathlib.Path(until).touch()
            self.assertEqual([future.result()[0] for future in held], ["held", "held"])
        error = caught.exception
        self.assertEqual(error.response["Error"]["Code"], "TooManyRequestsException")
        self.assertEqual(error.response["Reason"], "ReservedFunctionConcurrentInvocationLimitExceeded")
        self.assertEqual(error.response["ResponseMetadata"]["HTTPStatusCode"], 429)
        self.functions.put_function_concurrency(FunctionName="holds", ReservedConcurrentExecutions=0)
        with self.assertRaises(client.exceptions.TooManyRequestsException):
            client.invoke(FunctionName="holds")
        self.assertGreaterEqual(self.sum_of("Throttles", "holds"), 2)


class Asynchronous(LambdaTest):
    def setUp(self):
        super().setUp()
        self.admin("POST", "clock", {"freeze": True})

    def send(self, name, event):
        response = self.functions.invoke(FunctionName=name, InvocationType="Event", Payload=json.dumps(event))
        self.assertEqual(response["StatusCode"], 202)
        self.assertEqual(response["Payload"].read(), b"")
        self.admin("GET", "idle")
        return response["ResponseMetadata"]["RequestId"]

    def advance(self, duration):
        self.admin("POST", "clock", {"advance": duration})

    def test_an_event_runs_the_function_once(self):
        self.create("echo", ECHO)
        self.send("echo", {"name": "Ann"})
        self.advance("1h")
        self.assertEqual([line for line in self.log_of("echo") if line.startswith("hello")], ["hello Ann"])
        self.assertEqual(self.sum_of("AsyncEventsReceived", "echo"), 1)

    def test_a_failing_event_is_tried_again_after_one_and_two_minutes_and_ends_in_the_dead_letter_queue(self):
        url, arn = self.make_queue("dead")
        self.create("fails", FAILS, DeadLetterConfig={"TargetArn": arn})
        request_id = self.send("fails", {"why": "luck"})
        tries = lambda: sum(line.startswith("START") for line in self.log_of("fails"))
        self.assertEqual(tries(), 1)
        self.advance("59s")
        self.assertEqual(tries(), 1)
        self.advance("1s")
        self.assertEqual(tries(), 2)
        self.advance("119s")
        self.assertEqual(tries(), 2)
        self.assertEqual(self.messages(url), [])
        self.advance("1s")
        self.assertEqual(tries(), 3)
        [message] = self.messages(url)
        self.assertEqual(json.loads(message["Body"]), {"why": "luck"})
        attributes = {name: value["StringValue"] for name, value in message["MessageAttributes"].items()}
        self.assertEqual(attributes, {"RequestID": request_id, "ErrorCode": "200", "ErrorMessage": "no luck"})
        self.assertEqual(self.sum_of("AsyncEventsDropped", "fails"), 1)
        self.assertEqual(self.sum_of("Errors", "fails"), 3)

    def test_the_destinations_get_records(self):
        good_url, good = self.make_queue("good")
        bad_url, bad = self.make_queue("bad")
        self.create("echo", ECHO)
        self.create("fails", FAILS)
        for name in ("echo", "fails"):
            self.functions.put_function_event_invoke_config(
                FunctionName=name, MaximumRetryAttempts=0,
                DestinationConfig={"OnSuccess": {"Destination": good}, "OnFailure": {"Destination": bad}})
        first = self.send("echo", {"name": "Ann"})
        second = self.send("fails", {"why": "luck"})
        [record] = [json.loads(message["Body"]) for message in self.messages(good_url)]
        self.assertEqual(record["version"], "1.0")
        self.assertEqual(record["requestContext"], {
            "requestId": first, "functionArn": f"arn:aws:lambda:us-east-1:{self.account}:function:echo:$LATEST", "condition": "Success",
            "approximateInvokeCount": 1})
        self.assertEqual(record["requestPayload"], {"name": "Ann"})
        self.assertEqual(record["responseContext"], {"statusCode": 200, "executedVersion": "$LATEST"})
        self.assertEqual(record["responsePayload"]["event"], {"name": "Ann"})
        [record] = [json.loads(message["Body"]) for message in self.messages(bad_url)]
        self.assertEqual(record["requestContext"]["condition"], "RetriesExhausted")
        self.assertEqual(record["requestContext"]["requestId"], second)
        self.assertEqual(record["responseContext"], {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"})
        self.assertEqual(record["responsePayload"]["errorType"], "ValueError")

    def test_an_event_that_grows_too_old_is_given_up(self):
        url, arn = self.make_queue("bad")
        self.create("fails", FAILS)
        self.functions.put_function_event_invoke_config(FunctionName="fails", MaximumEventAgeInSeconds=90,
                                                        DestinationConfig={"OnFailure": {"Destination": arn}})
        self.send("fails", {})
        self.advance("10m")
        [record] = [json.loads(message["Body"]) for message in self.messages(url)]
        self.assertEqual(record["requestContext"]["condition"], "EventAgeExceeded")
        self.assertEqual(record["requestContext"]["approximateInvokeCount"], 2)

    def test_an_event_larger_than_the_limit_is_refused(self):
        self.create("echo", ECHO)
        with self.assertRaises(self.functions.exceptions.RequestTooLargeException):
            self.functions.invoke(FunctionName="echo", InvocationType="Event", Payload=json.dumps("x" * (1024 * 1024)))

    def test_a_destination_may_be_a_function(self):
        self.create("after", ECHO)
        self.create("echo", ECHO)
        self.functions.put_function_event_invoke_config(
            FunctionName="echo",
            DestinationConfig={"OnSuccess": {"Destination": f"arn:aws:lambda:us-east-1:{self.account}:function:after"}})
        self.send("echo", {"name": "Ann"})
        self.assertIn("hello None", self.log_of("after"))

    def test_a_target_that_is_gone_is_counted(self):
        url, arn = self.make_queue("dead")
        self.create("fails", FAILS, DeadLetterConfig={"TargetArn": arn})
        self.queues.delete_queue(QueueUrl=url)
        self.send("fails", {})
        self.advance("1h")
        self.assertEqual(self.sum_of("DeadLetterErrors", "fails"), 1)
