"""The AWS CLI, unmodified, through the variables that a person sets."""
import json
import os
import pathlib
import subprocess
import tempfile
import time
import zipfile

from cloche_process import ROOT, ClocheTest

AWS = os.environ.get("CLOCHE_AWS_CLI", "/usr/bin/aws")


class CommandLine(ClocheTest):
    def aws(self, *words, status=0, as_text=False):
        """Runs `aws …` and answers its JSON, or what it printed; its stderr where it is to fail."""
        environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "AWS_ACCESS_KEY_ID": self.account,
                       "AWS_SECRET_ACCESS_KEY": "secret", "AWS_DEFAULT_REGION": "us-east-1", "AWS_PAGER": "", "AWS_MAX_ATTEMPTS": "2",
                       "AWS_EC2_METADATA_DISABLED": "true"}
        result = subprocess.run([AWS, "--endpoint-url", self.cloche.endpoint, "--output", "json", *words], env=environment, text=True,
                                capture_output=True, timeout=60, cwd=ROOT, check=False)
        self.assertEqual(result.returncode, status, result.stderr)
        if status != 0:
            return result.stderr.strip()
        if as_text:
            return result.stdout
        return json.loads(result.stdout) if result.stdout.strip() else None

    def create_table(self):
        self.aws("dynamodb", "create-table", "--table-name", "Music", "--attribute-definitions",
                 "AttributeName=artist,AttributeType=S", "AttributeName=title,AttributeType=S", "--key-schema",
                 "AttributeName=artist,KeyType=HASH", "AttributeName=title,KeyType=RANGE", "--billing-mode", "PAY_PER_REQUEST")
        self.aws("dynamodb", "wait", "table-exists", "--table-name", "Music")

    def test_a_table_and_its_items(self):
        self.create_table()
        self.assertEqual(self.aws("dynamodb", "list-tables"), {"TableNames": ["Music"]})
        for title in ("one", "two", "three"):
            self.aws("dynamodb", "put-item", "--table-name", "Music", "--item",
                     json.dumps({"artist": {"S": "a"}, "title": {"S": title}, "size": {"N": "1.50"}, "raw": {"B": "AAE="}}))
        item = self.aws("dynamodb", "get-item", "--table-name", "Music", "--key", '{"artist":{"S":"a"},"title":{"S":"one"}}',
                        "--consistent-read", "--return-consumed-capacity", "TOTAL")
        self.assertEqual(item["Item"]["raw"], {"B": "AAE="})
        self.assertEqual(item["Item"]["size"], {"N": "1.5"})
        self.assertEqual(item["ConsumedCapacity"]["CapacityUnits"], 1.0)
        updated = self.aws("dynamodb", "update-item", "--table-name", "Music", "--key", '{"artist":{"S":"a"},"title":{"S":"one"}}',
                           "--update-expression", "SET #s = #s + :n", "--expression-attribute-names", '{"#s":"size"}',
                           "--expression-attribute-values", '{":n":{"N":"2"}}', "--return-values", "UPDATED_NEW")
        self.assertEqual(updated["Attributes"], {"size": {"N": "3.5"}})
        found = self.aws("dynamodb", "query", "--table-name", "Music", "--key-condition-expression", "artist = :a",
                         "--expression-attribute-values", '{":a":{"S":"a"}}', "--page-size", "1", "--query", "Items[].title.S")
        self.assertEqual(found, ["one", "three", "two"])
        scanned = self.aws("dynamodb", "scan", "--table-name", "Music", "--max-items", "2")
        self.assertEqual(len(scanned["Items"]), 2)
        self.assertEqual(len(self.aws("dynamodb", "scan", "--table-name", "Music", "--starting-token", scanned["NextToken"])["Items"]), 1)
        self.aws("dynamodb", "delete-item", "--table-name", "Music", "--key", '{"artist":{"S":"a"},"title":{"S":"one"}}')
        batch = self.aws("dynamodb", "batch-get-item", "--request-items",
                         '{"Music":{"Keys":[{"artist":{"S":"a"},"title":{"S":"one"}},{"artist":{"S":"a"},"title":{"S":"two"}}]}}')
        self.assertEqual(len(batch["Responses"]["Music"]), 1)
        self.aws("dynamodb", "transact-write-items", "--transact-items",
                 '[{"Delete":{"TableName":"Music","Key":{"artist":{"S":"a"},"title":{"S":"two"}}}}]')
        self.aws("dynamodb", "delete-table", "--table-name", "Music")
        self.aws("dynamodb", "wait", "table-not-exists", "--table-name", "Music")

    def test_a_topic_and_its_subscriptions(self):
        topic = self.aws("sns", "create-topic", "--name", "orders", "--tags", "Key=a,Value=b")["TopicArn"]
        queue = f"arn:aws:sqs:us-east-1:{self.account}:q"
        subscription = self.aws("sns", "subscribe", "--topic-arn", topic, "--protocol", "sqs", "--notification-endpoint", queue,
                                "--attributes", json.dumps({"FilterPolicy": '{"a":["b"]}', "RawMessageDelivery": "true"}))
        self.assertEqual(self.aws("sns", "list-subscriptions", "--query", "Subscriptions[].Endpoint"), [queue])
        attributes = self.aws("sns", "get-subscription-attributes", "--subscription-arn", subscription["SubscriptionArn"])["Attributes"]
        self.assertEqual((attributes["RawMessageDelivery"], attributes["FilterPolicyScope"]), ("true", "MessageAttributes"))
        self.assertIn("MessageId", self.aws("sns", "publish", "--topic-arn", topic, "--message", "x", "--message-attributes",
                                            '{"a":{"DataType":"String","StringValue":"c"}}'))
        self.assertIn("(NotFound) when calling the Publish operation: Topic does not exist",
                      self.aws("sns", "publish", "--topic-arn", topic + "x", "--message", "x", status=254))

    def test_metrics_and_an_alarm(self):
        self.admin("POST", "clock", {"freeze": True, "set": "2026-01-05T09:00:00Z"})
        self.aws("cloudwatch", "put-metric-alarm", "--alarm-name", "errors", "--namespace", "App", "--metric-name", "Errors", "--statistic",
                 "Sum", "--period", "60", "--evaluation-periods", "1", "--threshold", "1", "--comparison-operator",
                 "GreaterThanOrEqualToThreshold", "--treat-missing-data", "notBreaching")
        self.aws("cloudwatch", "put-metric-data", "--namespace", "App", "--metric-name", "Errors", "--value", "3", "--unit", "Count")
        self.admin("POST", "clock", {"advance": "60s"})
        states = self.aws("cloudwatch", "describe-alarms", "--query", "MetricAlarms[].[AlarmName,StateValue]")
        self.assertEqual(states, [["errors", "ALARM"]])
        sums = self.aws("cloudwatch", "get-metric-statistics", "--namespace", "App", "--metric-name", "Errors", "--statistics", "Sum",
                        "--start-time", "2026-01-05T09:00:00Z", "--end-time", "2026-01-05T10:00:00Z", "--period", "300",
                        "--query", "Datapoints[].Sum")
        self.assertEqual(sums, [3.0])
        self.assertEqual(self.aws("cloudwatch", "list-metrics", "--query", "Metrics[].MetricName"), ["Errors"])
        self.assertIn("An error occurred (ResourceNotFound) when calling the SetAlarmState operation",
                      self.aws("cloudwatch", "set-alarm-state", "--alarm-name", "none", "--state-value", "OK", "--state-reason", "x",
                               status=254))

    def test_errors_are_the_services_own(self):
        self.assertEqual(self.aws("dynamodb", "describe-table", "--table-name", "None", status=254),
                         "An error occurred (ResourceNotFoundException) when calling the DescribeTable operation: Requested resource "
                         "not found: Table: None not found")
        self.assertEqual(self.aws("iam", "get-user", "--user-name", "None", status=254),
                         "An error occurred (NoSuchEntity) when calling the GetUser operation: The user with name None cannot be found.")

    def test_streams_and_time_to_live(self):
        self.create_table()
        self.aws("dynamodb", "update-table", "--table-name", "Music", "--stream-specification",
                 "StreamEnabled=true,StreamViewType=KEYS_ONLY")
        arn = self.aws("dynamodbstreams", "list-streams", "--table-name", "Music")["Streams"][0]["StreamArn"]
        shard = self.aws("dynamodbstreams", "describe-stream", "--stream-arn", arn)["StreamDescription"]["Shards"][0]["ShardId"]
        iterator = self.aws("dynamodbstreams", "get-shard-iterator", "--stream-arn", arn, "--shard-id", shard, "--shard-iterator-type",
                            "TRIM_HORIZON")["ShardIterator"]
        self.assertEqual(self.aws("dynamodbstreams", "get-records", "--shard-iterator", iterator)["Records"], [])
        self.aws("dynamodb", "update-time-to-live", "--table-name", "Music", "--time-to-live-specification",
                 "Enabled=true,AttributeName=expires")
        self.assertEqual(self.aws("dynamodb", "describe-time-to-live", "--table-name", "Music")["TimeToLiveDescription"],
                         {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires"})

    def test_who_am_i_and_a_user_with_a_key(self):
        self.assertEqual(self.aws("sts", "get-caller-identity"),
                         {"UserId": self.account, "Account": self.account, "Arn": f"arn:aws:iam::{self.account}:root"})
        self.aws("iam", "create-user", "--user-name", "Bob", "--tags", "Key=a,Value=b")
        key = self.aws("iam", "create-access-key", "--user-name", "Bob")["AccessKey"]
        self.assertEqual(self.aws("iam", "list-users", "--query", "Users[].UserName"), ["Bob"])
        self.assertEqual(self.aws("iam", "list-access-keys", "--user-name", "Bob", "--query", "AccessKeyMetadata[].AccessKeyId"),
                         [key["AccessKeyId"]])

    def test_a_queue_and_its_messages(self):
        url = self.aws("sqs", "create-queue", "--queue-name", "one", "--attributes", "VisibilityTimeout=60", "--tags", "a=b")["QueueUrl"]
        self.assertEqual(url, f"{self.cloche.endpoint}/{self.account}/one")
        self.aws("sqs", "send-message", "--queue-url", url, "--message-body", "hello", "--message-attributes",
                 '{"n":{"DataType":"Number","StringValue":"1"}}')
        message, = self.aws("sqs", "receive-message", "--queue-url", url, "--attribute-names", "All", "--message-attribute-names", "All",
                            "--wait-time-seconds", "1")["Messages"]
        self.assertEqual((message["Body"], message["MessageAttributes"]["n"]["StringValue"]), ("hello", "1"))
        self.aws("sqs", "delete-message", "--queue-url", url, "--receipt-handle", message["ReceiptHandle"])
        self.assertEqual(self.aws("sqs", "get-queue-attributes", "--queue-url", url, "--attribute-names", "ApproximateNumberOfMessages"),
                         {"Attributes": {"ApproximateNumberOfMessages": "0"}})
        self.assertEqual(self.aws("sqs", "get-queue-url", "--queue-name", "none", status=254),
                         "An error occurred (AWS.SimpleQueueService.NonExistentQueue) when calling the GetQueueUrl operation: The "
                         "specified queue does not exist.")
        self.aws("sqs", "delete-queue", "--queue-url", url)
        self.assertIsNone(self.aws("sqs", "list-queues"))

    def test_a_function_of_a_zip(self):
        with tempfile.TemporaryDirectory() as directory:
            path = pathlib.Path(directory, "code.zip")
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr("app.py", "def handler(event, context): return event")
            created = self.aws("lambda", "create-function", "--function-name", "f", "--runtime", "python3.9", "--handler", "app.handler",
                               "--role", f"arn:aws:iam::{self.account}:role/lambda", "--zip-file", f"fileb://{path}", "--publish",
                               "--environment", "Variables={STAGE=test}", "--tags", "team=green")
        arn = f"arn:aws:lambda:us-east-1:{self.account}:function:f"
        self.assertEqual(created["FunctionArn"], f"{arn}:1")
        self.aws("lambda", "wait", "function-active-v2", "--function-name", "f")
        self.assertEqual(self.aws("lambda", "list-tags", "--resource", arn), {"Tags": {"team": "green"}})
        self.aws("lambda", "create-alias", "--function-name", "f", "--name", "live", "--function-version", "1")
        self.aws("lambda", "add-permission", "--function-name", "f:live", "--statement-id", "s", "--action", "lambda:InvokeFunction",
                 "--principal", "events.amazonaws.com")
        self.assertIn('"Sid":"s"', self.aws("lambda", "get-policy", "--function-name", "f", "--qualifier", "live")["Policy"])
        self.assertEqual(self.aws("lambda", "list-functions", "--query", "Functions[].FunctionName"), ["f"])
        self.aws("lambda", "delete-function", "--function-name", "f")
        self.assertEqual(self.aws("lambda", "get-function", "--function-name", "f", status=254),
                         f"An error occurred (ResourceNotFoundException) when calling the GetFunction operation: Function not found: {arn}")

    def test_what_is_not_emulated_is_said(self):
        for words, operation in ((("s3api", "list-buckets"), "ListBuckets"), (("cloudwatch", "list-metric-streams"), "ListMetricStreams"),
                                 (("lambda", "list-layers"), "ListLayers"), (("kms", "list-keys"), "ListKeys"),
                                 (("codecommit", "list-repositories"), "ListRepositories")):
            with self.subTest(operation):
                self.assertRegex(self.aws(*words, status=254), f"^An error occurred [(]NotEmulated[)] when calling the {operation} "
                                 f"operation: {operation} of .+ is not emulated by Cloche[.]$")

    def test_logs_are_put_tailed_and_deleted(self):
        self.aws("logs", "create-log-group", "--log-group-name", "/aws/lambda/f")
        self.aws("logs", "create-log-stream", "--log-group-name", "/aws/lambda/f", "--log-stream-name", "s")
        now = int(time.time() * 1000)
        self.aws("logs", "put-log-events", "--log-group-name", "/aws/lambda/f", "--log-stream-name", "s", "--log-events",
                 f"timestamp={now},message=hello", f"timestamp={now + 1},message=world")
        tailed = self.aws("logs", "tail", "/aws/lambda/f", "--since", "1h", "--format", "short", as_text=True)
        self.assertEqual([line.split(" ", 1)[1] for line in tailed.splitlines()], ["hello", "world"])
        self.assertEqual(self.aws("logs", "filter-log-events", "--log-group-name", "/aws/lambda/f", "--filter-pattern", "world",
                                  "--query", "events[].message"), ["world"])
        self.assertEqual(self.aws("logs", "tail", "/none", status=254),
                         "An error occurred (ResourceNotFoundException) when calling the FilterLogEvents operation: The specified "
                         "log group does not exist.")
        self.aws("logs", "delete-log-group", "--log-group-name", "/aws/lambda/f")

    def test_a_role_is_assumed(self):
        trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": self.account}, "Action": "sts:AssumeRole"}]}
        role = self.aws("iam", "create-role", "--role-name", "Worker", "--assume-role-policy-document", json.dumps(trust))["Role"]
        self.assertEqual(role["AssumeRolePolicyDocument"], trust)
        self.aws("iam", "attach-role-policy", "--role-name", "Worker", "--policy-arn", "arn:aws:iam::aws:policy/ReadOnlyAccess")
        answer = self.aws("sts", "assume-role", "--role-arn", role["Arn"], "--role-session-name", "me")
        self.assertEqual(answer["AssumedRoleUser"]["Arn"], f"arn:aws:sts::{self.account}:assumed-role/Worker/me")

    def test_a_rule_and_its_target(self):
        queue = f"arn:aws:sqs:us-east-1:{self.account}:queue"
        rule = self.aws("events", "put-rule", "--name", "tick", "--schedule-expression", "rate(5 minutes)")
        self.assertEqual(rule, {"RuleArn": f"arn:aws:events:us-east-1:{self.account}:rule/tick"})
        self.assertEqual(self.aws("events", "put-targets", "--rule", "tick", "--targets", f"Id=1,Arn={queue}"),
                         {"FailedEntryCount": 0, "FailedEntries": []})
        self.assertEqual(self.aws("events", "list-rule-names-by-target", "--target-arn", queue), {"RuleNames": ["tick"]})
        self.assertIn("(ValidationException) when calling the DeleteRule operation: Rule can't be deleted since it has targets.",
                      self.aws("events", "delete-rule", "--name", "tick", status=254))
        self.assertIn("(ValidationException) when calling the PutRule operation: Parameter ScheduleExpression is not valid.",
                      self.aws("events", "put-rule", "--name", "tock", "--schedule-expression", "cron(* * * * * *)", status=254))

    def test_a_template_is_deployed_and_deployed_again(self):
        template = {"Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "q"}}},
                    "Outputs": {"Url": {"Value": {"Ref": "Q"}}}}
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "template.json"
            file.write_text(json.dumps(template))
            deploy = ["cloudformation", "deploy", "--stack-name", "s", "--template-file", str(file)]
            self.assertIn("Successfully created/updated stack - s", self.aws(*deploy, as_text=True))
            self.assertIn("No changes to deploy. Stack s is up to date", self.aws(*deploy, as_text=True))
            template["Resources"]["Q"]["Properties"]["DelaySeconds"] = 3
            file.write_text(json.dumps(template))
            self.assertIn("Successfully created/updated stack - s", self.aws(*deploy, as_text=True))
        stack = self.aws("cloudformation", "describe-stacks", "--stack-name", "s")["Stacks"][0]
        self.assertEqual(stack["StackStatus"], "UPDATE_COMPLETE")
        attributes = self.aws("sqs", "get-queue-attributes", "--queue-url", stack["Outputs"][0]["OutputValue"], "--attribute-names", "All")
        self.assertEqual(attributes["Attributes"]["DelaySeconds"], "3")

    def test_an_api_is_made_deployed_and_asked_by_curl(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "app.py").write_text("def handler(event, context):\n    return {'statusCode': 201, 'body': event['path']}\n")
            self.aws("lambda", "create-function", "--function-name", "pets", "--runtime", "python3.11", "--handler", "app.handler", "--role",
                     f"arn:aws:iam::{self.account}:role/worker", "--code", f"S3Bucket=hot-reload,S3Key={folder}")
            self.aws("lambda", "add-permission", "--function-name", "pets", "--statement-id", "api", "--action", "lambda:InvokeFunction",
                     "--principal", "apigateway.amazonaws.com")
            api = self.aws("apigateway", "create-rest-api", "--name", "pets", "--query", "id")
            root = self.aws("apigateway", "get-resources", "--rest-api-id", api, "--query", "items[0].id")
            resource = self.aws("apigateway", "create-resource", "--rest-api-id", api, "--parent-id", root, "--path-part", "{proxy+}", "--query", "id")
            place = ("--rest-api-id", api, "--resource-id", resource, "--http-method", "ANY")
            self.aws("apigateway", "put-method", *place, "--authorization-type", "NONE")
            self.aws("apigateway", "put-integration", *place, "--type", "AWS_PROXY", "--integration-http-method", "POST", "--uri",
                     f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:{self.account}:function:pets/invocations")
            self.aws("apigateway", "create-deployment", "--rest-api-id", api, "--stage-name", "prod")
            self.aws("apigateway", "update-stage", "--rest-api-id", api, "--stage-name", "prod", "--patch-operations",
                     "op=replace,path=/*/*/metrics/enabled,value=true")
            answer = self.curl(f"{self.cloche.endpoint}/_aws/execute-api/{api}/prod/a/b?c=d")
            self.assertIn("HTTP/1.1 201 Created", answer)
            self.assertTrue(answer.endswith("\r\n\r\n/a/b"), answer)
            answer = self.curl("-H", f"Host: {api}.execute-api.localhost", f"{self.cloche.endpoint}/prod/x")
            self.assertTrue(answer.endswith("\r\n\r\n/x"), answer)
            answer = self.curl("-I", f"{self.cloche.endpoint}/_aws/execute-api/{api}/prod/a")
            self.assertIn("HTTP/1.1 201 Created", answer)
            self.assertIn("Content-Length: 2", answer)
            answer = self.curl(f"{self.cloche.endpoint}/_aws/execute-api/{api}/prod")
            self.assertIn("HTTP/1.1 403 Forbidden", answer)
            self.assertTrue(answer.endswith('{"message":"Missing Authentication Token"}'), answer)
            error = self.aws("apigateway", "get-stage", "--rest-api-id", api, "--stage-name", "test", status=254)
            self.assertIn("(NotFoundException) when calling the GetStage operation: Invalid stage identifier specified", error)

    def curl(self, *words):
        """The head and body of an answer as they came."""
        return subprocess.run(["curl", "--silent", "--show-error", "--include", *words], capture_output=True, timeout=30, check=True).stdout.decode()
