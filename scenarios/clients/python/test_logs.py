"""CloudWatch Logs with boto3."""
import time

from cloche_process import ClocheTest


class Logs(ClocheTest):
    def setUp(self):
        super().setUp()
        self.logs = self.client("logs")
        self.now = int(time.time() * 1000)

    def put(self, *messages, group="g", stream="s", start=0):
        return self.logs.put_log_events(logGroupName=group, logStreamName=stream, logEvents=[
            {"timestamp": self.now + start + i, "message": message} for i, message in enumerate(messages)])

    def create(self, group="g", *streams):
        self.logs.create_log_group(logGroupName=group)
        for stream in streams or ("s",):
            self.logs.create_log_stream(logGroupName=group, logStreamName=stream)

    def messages(self, **arguments):
        pages = self.logs.get_paginator("filter_log_events").paginate(logGroupName="g", **arguments)
        return [event["message"] for page in pages for event in page["events"]]

    def test_groups_and_streams(self):
        self.logs.create_log_group(logGroupName="/aws/lambda/f", tags={"team": "a"})
        self.assert_error("ResourceAlreadyExistsException", lambda: self.logs.create_log_group(logGroupName="/aws/lambda/f"),
                          "The specified log group already exists")
        with self.assertRaises(self.logs.exceptions.ResourceNotFoundException):
            self.logs.create_log_stream(logGroupName="none", logStreamName="s")
        for i in range(5):
            self.logs.create_log_stream(logGroupName="/aws/lambda/f", logStreamName=f"s{i}")
        pages = list(self.logs.get_paginator("describe_log_streams").paginate(
            logGroupName="/aws/lambda/f", PaginationConfig={"PageSize": 2}))
        self.assertEqual([[stream["logStreamName"] for stream in page["logStreams"]] for page in pages],
                         [["s0", "s1"], ["s2", "s3"], ["s4"]])
        group = self.logs.describe_log_groups(logGroupNamePrefix="/aws/")["logGroups"][0]
        self.assertEqual(group["arn"], f"arn:aws:logs:us-east-1:{self.account}:log-group:/aws/lambda/f:*")
        arn = group["arn"].removesuffix(":*")
        self.logs.tag_resource(resourceArn=arn, tags={"b": "c"})
        self.assertEqual(self.logs.list_tags_for_resource(resourceArn=arn)["tags"], {"team": "a", "b": "c"})
        self.logs.put_retention_policy(logGroupName="/aws/lambda/f", retentionInDays=14)
        self.assertEqual(self.logs.describe_log_groups()["logGroups"][0]["retentionInDays"], 14)
        self.assert_error("InvalidParameterException",
                          lambda: self.logs.put_retention_policy(logGroupName="/aws/lambda/f", retentionInDays=2))
        self.logs.delete_log_group(logGroupName="/aws/lambda/f")
        self.assertEqual(self.logs.describe_log_groups()["logGroups"], [])

    def test_events_are_read_to_the_end(self):
        self.create()
        self.put(*[str(i) for i in range(25)])
        seen, token = [], {}
        while True:
            page = self.logs.get_log_events(logGroupName="g", logStreamName="s", startFromHead=True, limit=10, **token)
            seen += [event["message"] for event in page["events"]]
            if token.get("nextToken") == page["nextForwardToken"]:
                break
            token = {"nextToken": page["nextForwardToken"]}
        self.assertEqual(seen, [str(i) for i in range(25)])
        last = self.logs.get_log_events(logGroupName="g", logStreamName="s", limit=3)
        self.assertEqual([event["message"] for event in last["events"]], ["22", "23", "24"])

    def test_filters(self):
        self.create("g", "a", "b")
        self.put('{"level": "ERROR", "ms": 120}', "plain ERROR", stream="a")
        self.put('{"level": "INFO", "ms": 80}', '127.0.0.1 GET "/x y" 404', stream="b", start=10)
        self.assertEqual(len(self.messages(PaginationConfig={"PageSize": 1})), 4)
        self.assertEqual(self.messages(filterPattern="ERROR -plain"), ['{"level": "ERROR", "ms": 120}'])
        self.assertEqual(self.messages(filterPattern='{ $.ms > 100 || $.level = "INF*" }'),
                         ['{"level": "ERROR", "ms": 120}', '{"level": "INFO", "ms": 80}'])
        self.assertEqual(self.messages(filterPattern="[ip, method=GET, path, status=4*]"), ['127.0.0.1 GET "/x y" 404'])
        self.assertEqual(self.messages(filterPattern="%4[0-9]{2}$%"), ['127.0.0.1 GET "/x y" 404'])
        self.assertEqual(self.messages(logStreamNames=["a"], startTime=self.now + 1), ["plain ERROR"])
        self.assert_error("InvalidParameterException", lambda: self.messages(filterPattern="{ $.ms > }"), "Invalid filter pattern")
        self.assert_error("InvalidParameterException", lambda: self.messages(filterPattern="a:b"),
                          "Invalid character(s) in term ':'")

    def test_events_of_a_wrong_time_are_said(self):
        self.create()
        answer = self.put("old", start=-15 * 86_400_000)
        self.assertEqual(answer["rejectedLogEventsInfo"], {"tooOldLogEventEndIndex": 1})
        self.assertEqual(self.messages(), [])

    def test_retention_follows_the_clock(self):
        self.create()
        self.logs.put_retention_policy(logGroupName="g", retentionInDays=1)
        self.put("one")
        self.admin("POST", "clock", {"advance": "23h"})
        self.assertEqual(self.messages(), ["one"])
        self.admin("POST", "clock", {"advance": "61m"})
        self.assertEqual(self.messages(), [])
        self.assertEqual(self.logs.describe_log_groups()["logGroups"][0]["storedBytes"], 0)

    def test_a_metric_filter_is_kept_and_tested(self):
        self.create()
        transformation = {"metricName": "m", "metricNamespace": "n", "metricValue": "$.ms"}
        self.logs.put_metric_filter(logGroupName="g", filterName="f", filterPattern="{ $.ms > 0 }",
                                    metricTransformations=[transformation])
        found = self.logs.describe_metric_filters(logGroupName="g")["metricFilters"][0]
        self.assertEqual((found["filterPattern"], found["metricTransformations"]), ("{ $.ms > 0 }", [transformation]))
        matches = self.logs.test_metric_filter(filterPattern="{ $.ms > 0 }", logEventMessages=['{"ms": 1}', '{"ms": 0}'])["matches"]
        self.assertEqual(matches, [{"eventNumber": 1, "eventMessage": '{"ms": 1}', "extractedValues": {"$.ms": "1"}}])
        self.logs.delete_metric_filter(logGroupName="g", filterName="f")
        self.assertEqual(self.logs.describe_metric_filters()["metricFilters"], [])
