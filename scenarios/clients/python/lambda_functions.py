"""What the tests of Lambda share: functions from source text, and what they left behind."""
import datetime
import io
import json
import zipfile

from cloche_process import ClocheTest


def zipped(files):
    """The bytes of a zip with these files: name → text or bytes; all may be executed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = 0o755 << 16
            archive.writestr(entry, content)
    return packed.getvalue()


class LambdaTest(ClocheTest):
    def setUp(self):
        super().setUp()
        self.functions = self.client("lambda")
        self.logs = self.client("logs")
        self.metrics = self.client("cloudwatch")
        self.queues = self.client("sqs")

    def create(self, name, source, runtime="python3.11", handler="app.handler", file="app.py", **options):
        return self.functions.create_function(FunctionName=name, Runtime=runtime, Handler=handler, Role=options.pop("Role", f"arn:aws:iam::{self.account}:role/worker"),
                                              Code={"ZipFile": zipped({file: source})}, **options)

    def invoke(self, name, event=None, **options):
        """What the function answers, parsed, and the whole response."""
        response = self.functions.invoke(FunctionName=name, Payload=json.dumps(event or {}), **options)
        body = response["Payload"].read()
        return (json.loads(body) if body else None), response

    def log_of(self, name):
        events = self.logs.filter_log_events(logGroupName="/aws/lambda/" + name)["events"]
        for event in events:
            self.assertTrue(event["message"].endswith("\n"), event)
        return [event["message"].rstrip("\n") for event in events]

    def sum_of(self, metric, name, statistic="Sum"):
        now = self.now()
        data = self.metrics.get_metric_statistics(Namespace="AWS/Lambda", MetricName=metric, StartTime=now - 86400, EndTime=now + 60,
                                                  Period=86400 * 2, Statistics=[statistic],
                                                  Dimensions=[{"Name": "FunctionName", "Value": name}])["Datapoints"]
        return sum(point[statistic] for point in data)

    def now(self):
        """The account's clock, in seconds."""
        text = self.admin("GET", "clock")["now"].replace("Z", "+00:00")
        return datetime.datetime.fromisoformat(text).timestamp()

    def make_queue(self, name):
        url = self.queues.create_queue(QueueName=name)["QueueUrl"]
        arn = self.queues.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        return url, arn

    def messages(self, url):
        return self.queues.receive_message(QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"]).get("Messages", [])
