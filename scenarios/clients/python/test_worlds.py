"""What Cloche adds to AWS: accounts apart, forks, a clock that is moved by hand, a reset, data that stays."""
import json
import tempfile
import urllib.request

import boto3

from cloche_process import Cloche
from python.dynamodb_test import DynamoDBTest, key
from python.lambda_functions import LambdaTest, zipped


# The queue's URL is where it is sent to, as clients of old do.
SENDER = """
import os, boto3
def handler(event, context):
    queue = os.environ["QUEUE"]
    boto3.client("sqs", endpoint_url=queue.rsplit("/", 2)[0]).send_message(QueueUrl=queue, MessageBody="sent")
    return {"queue": queue, "other": os.environ["OTHER"]}
"""


class Worlds(DynamoDBTest):
    def test_accounts_do_not_see_each_other(self):
        self.create_table()
        other = self.client("dynamodb", key=str(next(self._accounts)))
        self.assertEqual(other.list_tables()["TableNames"], [])
        self.assertEqual(self.client("dynamodb", key="test").list_tables()["TableNames"], [])

    def test_a_fork_has_what_was_there_and_its_own_future(self):
        self.create_table()
        self.put("a", "before")
        endpoint = self.admin("POST", "fork")["endpoint"]
        fork = self.client("dynamodb", endpoint=endpoint, key="anything")
        self.assertEqual(fork.describe_table(TableName="Music")["Table"]["TableArn"],
                         f"arn:aws:dynamodb:us-east-1:{self.account}:table/Music")
        fork.put_item(TableName="Music", Item=key("a", "in the fork"))
        self.put("a", "outside")
        self.assertEqual([item["title"]["S"] for item in fork.scan(TableName="Music")["Items"]], ["before", "in the fork"])
        self.assertEqual([item["title"]["S"] for item in self.dynamodb.scan(TableName="Music")["Items"]], ["before", "outside"])
        self.admin("DELETE", "fork", endpoint=endpoint)

    def test_items_expire_on_the_clock_of_the_account(self):
        self.admin("POST", "clock", {"freeze": True})
        self.admin("POST", "clock", {"set": "2026-01-05T09:00:00Z"})
        self.create_table(StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"})
        self.dynamodb.update_time_to_live(TableName="Music", TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"})
        at = 1767603600  # 2026-01-05T09:00:00Z
        self.put("a", "soon", expires={"N": str(at + 60)})
        self.put("a", "late", expires={"N": str(at + 7 * 86400)})
        self.put("a", "never")
        self.admin("GET", "idle")
        self.assertIsNotNone(self.get("a", "soon"))
        self.admin("POST", "clock", {"advance": "12h"})
        self.assertIsNone(self.get("a", "soon"))
        self.assertIsNotNone(self.get("a", "late"))
        streams = self.client("dynamodbstreams")
        arn = streams.list_streams(TableName="Music")["Streams"][0]["StreamArn"]
        shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
        iterator = streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
        removed = [r for r in streams.get_records(ShardIterator=iterator)["Records"] if r["eventName"] == "REMOVE"]
        self.assertEqual([r["userIdentity"] for r in removed], [{"PrincipalId": "dynamodb.amazonaws.com", "Type": "Service"}])

    def test_the_clock_is_seen_in_what_is_made(self):
        self.admin("POST", "clock", {"freeze": True})
        self.admin("POST", "clock", {"set": "2030-02-03T04:05:06Z"})
        self.create_table()
        created = self.dynamodb.describe_table(TableName="Music")["Table"]["CreationDateTime"]
        self.assertEqual(created.astimezone(created.tzinfo).timestamp(), 1896321906)

    def test_a_reset_leaves_an_empty_account(self):
        self.create_table()
        self.admin("POST", "reset")
        self.assertEqual(self.dynamodb.list_tables()["TableNames"], [])
        self.create_table()

    def test_a_seed_repeats_the_ids(self):
        ids = []
        for _ in range(2):
            cloche = Cloche("--seed", "7")
            self.addCleanup(cloche.close)
            iam = self.client("iam", endpoint=cloche.endpoint)
            ids.append(iam.create_user(UserName="Bob")["User"]["UserId"])
        self.assertEqual(ids[0], ids[1])

    def test_requests_are_remembered_with_their_traces(self):
        trace = "Root=1-5f84c7a1-0123456789abcdef01234567"
        self.dynamodb.meta.events.register("before-send.dynamodb.ListTables",
                                           lambda request, **_: request.headers.__setitem__("X-Amzn-Trace-Id", trace))
        answer = self.dynamodb.list_tables()
        self.assertTrue(answer["ResponseMetadata"]["RequestId"])
        last = [entry for entry in self.admin("GET", "requests")["requests"] if entry["operation"] == "ListTables"][-1]
        self.assertEqual((last["service"], last["status"]), ("dynamodb", 200))
        self.assertIn("1-5f84c7a1-0123456789abcdef01234567", json.dumps(last))

    def test_health_is_answered_also_where_other_tools_look_for_it(self):
        for path in ("/_cloche/health", "/_localstack/health"):
            with urllib.request.urlopen(self.cloche.endpoint + path, timeout=10) as response:
                self.assertEqual(response.status, 200)
                self.assertIn("services", json.loads(response.read()))


class Clocks(LambdaTest):
    def test_what_waits_on_the_clock_goes_on_when_it_was_set_back(self):
        url, arn = self.make_queue("ticks")
        events = self.client("events")
        events.put_rule(Name="daily", ScheduleExpression="cron(0 8 ? * MON *)")
        events.put_targets(Rule="daily", Targets=[{"Id": "1", "Arn": arn, "Input": '"8 o\'clock"'}])
        self.metrics.put_metric_alarm(AlarmName="silent", Namespace="App", MetricName="Beats", Statistic="Sum", Period=60, EvaluationPeriods=1,
                                      Threshold=1, ComparisonOperator="LessThanThreshold", TreatMissingData="breaching")
        self.queues.send_message(QueueUrl=url, MessageBody="sent before")
        self.admin("POST", "clock", {"freeze": True, "set": "2026-01-05T07:59:00Z"})
        self.admin("POST", "clock", {"advance": "2m"})
        shown = self.admin("GET", "sqs/messages?queue=ticks")["messages"]
        self.assertEqual([(message["body"], message["state"]) for message in shown], [("sent before", "visible"), ('"8 o\'clock"', "visible")])
        self.assertEqual(self.metrics.describe_alarms(AlarmNames=["silent"])["MetricAlarms"][0]["StateValue"], "ALARM")

    def test_a_cold_start_is_of_a_function_that_is_there(self):
        self.create("greet", "def handler(event, context):\n    return 1\n")
        self.invoke("greet")
        arn = f"arn:aws:lambda:us-east-1:{self.account}:function:greet"
        self.assertEqual(self.admin("POST", "cold-start", {"function": arn}), {"retired": 1})
        self.assertEqual(self.admin("POST", "cold-start", {"function": "greet"}), {"retired": 0})
        for name, status, error in [("greeet", 404, "there is no function greeet"), ("", 404, "there is no function "),
                                    (arn.replace("us-east-1", "eu-west-1"), 404, "there is no function " + arn.replace("us-east-1", "eu-west-1")),
                                    ("greet:live", 400, "a function is started anew with all of its versions: name it without :live")]:
            with self.subTest(name), self.assertRaises(urllib.error.HTTPError) as caught:
                self.admin("POST", "cold-start", {"function": name})
            with caught.exception as answer:
                self.assertEqual((answer.code, json.loads(answer.read())["error"]), (status, error))


class Data(DynamoDBTest):
    def test_data_outlives_the_process(self):
        with tempfile.TemporaryDirectory() as folder:
            first = Cloche("--data", folder)
            self.addCleanup(first.kill)
            self.dynamodb = self.client("dynamodb", endpoint=first.endpoint)
            self.create_table()
            self.put("a", "t", n={"N": "1"})
            first.kill()
            second = Cloche("--data", folder)
            self.dynamodb = self.client("dynamodb", endpoint=second.endpoint)
            self.assertEqual(self.get("a", "t")["n"], {"N": "1"})
            second.close()


class Addresses(LambdaTest):
    def test_a_function_reaches_its_queue_after_a_start_at_another_port(self):
        with tempfile.TemporaryDirectory() as folder:
            first = Cloche("--data", folder)
            self.addCleanup(first.kill)
            queues = self.client("sqs", endpoint=first.endpoint)
            url = queues.create_queue(QueueName="orders")["QueueUrl"]
            port = first.endpoint.rsplit(":", 1)[1]
            self.assertIn(f":{port}/", url)
            functions = self.client("lambda", endpoint=first.endpoint)
            functions.create_function(
                FunctionName="send", Runtime="python3.11", Handler="app.handler", Role=f"arn:aws:iam::{self.account}:role/worker",
                Timeout=30, Environment={"Variables": {"QUEUE": url, "OTHER": f"http://example.com:{port}/x"}},
                Code={"ZipFile": zipped({"app.py": SENDER})})
            first.kill()
            second = Cloche("--data", folder)
            self.addCleanup(second.close)
            self.assertNotEqual(second.endpoint, first.endpoint)
            functions = self.client("lambda", endpoint=second.endpoint)
            answer = json.loads(functions.invoke(FunctionName="send", Payload=b"{}")["Payload"].read())
            own = second.endpoint.rsplit(":", 1)[1]
            self.assertEqual(answer, {"queue": f"http://localhost:{own}/{self.account}/orders", "other": f"http://example.com:{port}/x"})
            queues = self.client("sqs", endpoint=second.endpoint)
            queue = queues.get_queue_url(QueueName="orders")["QueueUrl"]
            self.assertEqual([message["Body"] for message in queues.receive_message(QueueUrl=queue)["Messages"]], ["sent"])


    def test_a_stack_of_a_fork_names_what_is_in_the_fork(self):
        stacks = self.client("cloudformation")
        stacks.create_stack(StackName="app", TemplateBody=json.dumps({
            "Resources": {"Orders": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "orders"}}},
            "Outputs": {"Orders": {"Value": {"Ref": "Orders"}, "Export": {"Name": "orders"}}}}))
        original = stacks.describe_stacks(StackName="app")["Stacks"][0]["Outputs"][0]["OutputValue"]
        endpoint = self.admin("POST", "fork")["endpoint"]
        self.addCleanup(lambda: self.admin("DELETE", "fork", endpoint=endpoint))
        fork = self.client("cloudformation", endpoint=endpoint)
        url = fork.describe_stacks(StackName="app")["Stacks"][0]["Outputs"][0]["OutputValue"]
        self.assertEqual(url.split("/")[2].split(":")[1], endpoint.split("/")[2].split(":")[1])
        self.assertEqual(url.split("/")[3:], original.split("/")[3:])
        self.assertEqual(fork.describe_stack_resource(StackName="app", LogicalResourceId="Orders")["StackResourceDetail"]["PhysicalResourceId"], url)
        self.assertEqual(fork.list_exports()["Exports"][0]["Value"], url)
        self.assertEqual(stacks.describe_stacks(StackName="app")["Stacks"][0]["Outputs"][0]["OutputValue"], original)


class Variables(DynamoDBTest):
    def test_a_client_without_a_signature_is_told_so(self):
        request = urllib.request.Request(self.cloche.endpoint, data=b"{}", method="POST", headers={
            "X-Amz-Target": "DynamoDB_20120810.ListTables", "Content-Type": "application/x-amz-json-1.0"})
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request, timeout=10)
        self.assertEqual(caught.exception.code, 400)
        self.assertEqual(json.loads(caught.exception.read())["__type"], "com.amazon.coral.service#MissingAuthenticationTokenException")
        caught.exception.close()

    def test_checksums_of_answers_are_right(self):
        # botocore checks x-amz-crc32 itself; that it is there is checked here.
        answer = self.dynamodb.list_tables()
        self.assertIn("x-amz-crc32", answer["ResponseMetadata"]["HTTPHeaders"])
        self.assertEqual(answer["ResponseMetadata"]["RetryAttempts"], 0)
        self.assertEqual(boto3.client("dynamodb", region_name="us-east-1", endpoint_url=self.cloche.endpoint,
                                      aws_access_key_id="x", aws_secret_access_key="y").list_tables()["TableNames"], [])
