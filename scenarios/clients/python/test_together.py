"""Services that send to each other: alarms, topics, queues, rules, schedules and functions, on a clock that the test moves."""
import json

from python.lambda_functions import LambdaTest

COUNT = "def handler(event, context):\n    print('got', event.get('source') or event['Records'][0]['Sns']['Message'])\n"
FAILS = "def handler(event, context):\n    raise ValueError('no')\n"


class Together(LambdaTest):
    def setUp(self):
        super().setUp()
        self.topics = self.client("sns")
        self.events = self.client("events")
        self.admin("POST", "clock", {"freeze": True, "set": "2026-01-05T09:00:00Z"})

    def advance(self, duration):
        self.admin("POST", "clock", {"advance": duration})

    def make_topic(self, name, queue):
        topic = self.topics.create_topic(Name=name)["TopicArn"]
        self.topics.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue, Attributes={"RawMessageDelivery": "true"})
        return topic

    def bodies(self, url):
        """The messages of a queue, which are gone then."""
        messages = self.messages(url)
        for message in messages:
            self.queues.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return [json.loads(message["Body"]) for message in messages]

    def arn(self, name):
        return f"arn:aws:lambda:us-east-1:{self.account}:function:{name}"

    def test_an_alarm_on_a_functions_errors_is_raised_and_cleared_and_says_so_to_a_queue(self):
        url, queue = self.make_queue("alarms")
        topic = self.make_topic("alarms", queue)
        self.create("fails", FAILS)
        self.metrics.put_metric_alarm(
            AlarmName="errors", Namespace="AWS/Lambda", MetricName="Errors", Dimensions=[{"Name": "FunctionName", "Value": "fails"}],
            Statistic="Sum", Period=60, EvaluationPeriods=1, Threshold=1, ComparisonOperator="GreaterThanOrEqualToThreshold",
            TreatMissingData="notBreaching", AlarmActions=[topic], OKActions=[topic])
        self.advance("3m")
        self.assertEqual([message["NewStateValue"] for message in self.bodies(url)], ["OK"])
        self.invoke("fails")
        self.advance("2m")
        [raised] = self.bodies(url)
        self.assertEqual((raised["AlarmName"], raised["NewStateValue"]), ("errors", "ALARM"))
        self.assertIn("was greater than or equal to the threshold (1.0)", raised["NewStateReason"])
        self.advance("10m")
        self.assertEqual([message["NewStateValue"] for message in self.bodies(url)], ["OK"])
        self.assertEqual(self.metrics.describe_alarms()["MetricAlarms"][0]["StateValue"], "OK")

    def permit(self, function, service, source):
        self.functions.add_permission(FunctionName=function, StatementId="s", Action="lambda:InvokeFunction", Principal=service, SourceArn=source)

    def test_a_rule_without_permission_does_not_run_a_function(self):
        url, queue = self.make_queue("dead")
        self.create("counts", COUNT)
        self.permit("counts", "events.amazonaws.com", f"arn:aws:events:us-east-1:{self.account}:rule/other")
        self.events.put_rule(Name="often", ScheduleExpression="rate(6 hours)")
        self.events.put_targets(Rule="often", Targets=[{"Id": "1", "Arn": self.arn("counts"), "DeadLetterConfig": {"Arn": queue}}])
        self.advance("6h")
        message = self.queues.receive_message(QueueUrl=url, MessageAttributeNames=["All"])["Messages"][0]
        self.assertEqual(message["MessageAttributes"]["ERROR_CODE"]["StringValue"], "NO_PERMISSIONS")
        self.assertEqual(self.logs.describe_log_groups()["logGroups"], [])

    def test_a_schedule_runs_a_function_through_a_week_in_order(self):
        self.create("counts", COUNT)
        self.permit("counts", "events.amazonaws.com", f"arn:aws:events:us-east-1:{self.account}:rule/*")
        self.events.put_rule(Name="often", ScheduleExpression="rate(6 hours)")
        self.events.put_rule(Name="mornings", ScheduleExpression="cron(30 7 ? * MON-FRI *)")
        for rule in ("often", "mornings"):
            self.assertEqual(self.events.put_targets(Rule=rule, Targets=[{"Id": "1", "Arn": self.arn("counts")}])["FailedEntryCount"], 0)
        self.advance("7d")
        self.assertEqual(sum(line == "got aws.events" for line in self.log_of("counts")), 28 + 5)

    def test_a_topic_runs_a_function(self):
        self.create("counts", COUNT)
        topic = self.topics.create_topic(Name="t")["TopicArn"]
        self.permit("counts", "sns.amazonaws.com", topic)
        self.topics.subscribe(TopicArn=topic, Protocol="lambda", Endpoint=self.arn("counts"))
        self.topics.publish(TopicArn=topic, Message="hello")
        self.admin("GET", "idle")
        self.assertIn("got hello", self.log_of("counts"))

    def test_a_failed_event_goes_to_a_topic_and_to_a_bus(self):
        url, queue = self.make_queue("failures")
        topic = self.make_topic("failures", queue)
        self.create("fails", FAILS)
        destination = {"OnFailure": {"Destination": topic}}
        self.functions.put_function_event_invoke_config(FunctionName="fails", MaximumRetryAttempts=0, DestinationConfig=destination)
        self.functions.invoke(FunctionName="fails", InvocationType="Event", Payload=b'{"n": 1}')
        self.admin("GET", "idle")
        [record] = self.bodies(url)
        self.assertEqual(record["requestPayload"], {"n": 1})

        bus = f"arn:aws:events:us-east-1:{self.account}:event-bus/default"
        self.functions.update_function_event_invoke_config(FunctionName="fails", DestinationConfig={"OnFailure": {"Destination": bus}})
        self.events.put_rule(Name="failures", EventPattern=json.dumps({
            "source": ["lambda"], "detail-type": ["Lambda Function Invocation Result - Failure"],
            "detail": {"requestContext": {"condition": ["RetriesExhausted"]}}}))
        self.events.put_targets(Rule="failures", Targets=[{"Id": "1", "Arn": queue, "InputPath": "$.detail.requestPayload"}])
        self.functions.invoke(FunctionName="fails", InvocationType="Event", Payload=b'{"n": 2}')
        self.admin("GET", "idle")
        self.assertEqual(self.bodies(url), [{"n": 2}])

    def test_a_queue_that_is_waited_for_answers_as_soon_as_a_function_sends_to_it(self):
        url, _ = self.make_queue("q")
        self.create("sends", """
import boto3
def handler(event, context):
    boto3.client("sqs").send_message(QueueUrl=event["url"], MessageBody="hello")
""", Timeout=30, MemorySize=512)
        self.functions.invoke(FunctionName="sends", InvocationType="Event", Payload=json.dumps({"url": url}))
        [message] = self.queues.receive_message(QueueUrl=url, WaitTimeSeconds=20)["Messages"]
        self.assertEqual(message["Body"], "hello")
