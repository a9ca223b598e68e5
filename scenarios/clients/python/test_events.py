"""EventBridge: buses, rules, targets, events."""
import json

from cloche_process import ClocheTest

PATTERN = json.dumps({"source": ["app"], "detail": {"size": [{"numeric": [">", 5]}]}})


class Events(ClocheTest):
    def setUp(self):
        super().setUp()
        self.events = self.client("events")

    def arn(self, resource):
        return f"arn:aws:events:us-east-1:{self.account}:{resource}"

    def test_buses(self):
        self.assertEqual(self.events.describe_event_bus()["Arn"], self.arn("event-bus/default"))
        created = self.events.create_event_bus(Name="orders", Tags=[{"Key": "a", "Value": "b"}])
        self.assertEqual(created["EventBusArn"], self.arn("event-bus/orders"))
        self.assertEqual([bus["Name"] for bus in self.events.list_event_buses()["EventBuses"]], ["default", "orders"])
        self.assertEqual(self.events.list_tags_for_resource(ResourceARN=created["EventBusArn"])["Tags"], [{"Key": "a", "Value": "b"}])
        self.assert_error("ResourceAlreadyExistsException", lambda: self.events.create_event_bus(Name="orders"),
                          "Event bus orders already exists.")
        self.assert_error("ValidationException", lambda: self.events.delete_event_bus(Name="default"), "Cannot delete event bus default.")
        self.events.delete_event_bus(Name="orders")
        with self.assertRaises(self.events.exceptions.ResourceNotFoundException):
            self.events.describe_event_bus(Name="orders")

    def test_rules_are_put_listed_switched_and_deleted(self):
        for i in range(5):
            self.events.put_rule(Name=f"rule-{i}", EventPattern=PATTERN)
        pages = list(self.events.get_paginator("list_rules").paginate(PaginationConfig={"PageSize": 2}))
        self.assertEqual([len(page["Rules"]) for page in pages], [2, 2, 1])
        self.events.disable_rule(Name="rule-0")
        rule = self.events.describe_rule(Name="rule-0")
        self.assertEqual((rule["State"], rule["CreatedBy"], rule["EventBusName"]), ("DISABLED", self.account, "default"))
        self.assert_error("ValidationException", lambda: self.events.put_rule(Name="x"),
                          "Parameter(s) EventPattern or ScheduleExpression must be specified.")
        self.assert_error("InvalidEventPatternException", lambda: self.events.put_rule(Name="x", EventPattern='{"source": "app"}'))
        self.events.delete_rule(Name="rule-0")
        self.assert_error("ResourceNotFoundException", lambda: self.events.enable_rule(Name="rule-0"),
                          "Rule rule-0 does not exist on EventBus default.")

    def test_targets(self):
        self.events.put_rule(Name="rule", EventPattern=PATTERN)
        transformer = {"InputPathsMap": {"size": "$.detail.size"}, "InputTemplate": '{"size": <size>}'}
        target = {"Id": "a", "Arn": f"arn:aws:sqs:us-east-1:{self.account}:queue", "InputTransformer": transformer,
                  "RetryPolicy": {"MaximumRetryAttempts": 2, "MaximumEventAgeInSeconds": 60},
                  "DeadLetterConfig": {"Arn": f"arn:aws:sqs:us-east-1:{self.account}:dead"}}
        self.assertEqual(self.events.put_targets(Rule="rule", Targets=[target])["FailedEntryCount"], 0)
        self.assertEqual(self.events.list_targets_by_rule(Rule="rule")["Targets"], [target])
        self.assertEqual(self.events.list_rule_names_by_target(TargetArn=target["Arn"])["RuleNames"], ["rule"])
        more = [{"Id": str(i), "Arn": target["Arn"]} for i in range(5)]
        self.assert_error("LimitExceededException", lambda: self.events.put_targets(Rule="rule", Targets=more),
                          "The requested resource exceeds the maximum number allowed.")
        self.events.remove_targets(Rule="rule", Ids=["a"])
        self.assertEqual(self.events.list_targets_by_rule(Rule="rule")["Targets"], [])

    def test_entries_of_put_events_are_refused_one_by_one(self):
        good = {"Source": "app", "DetailType": "t", "Detail": "{}"}
        answer = self.events.put_events(Entries=[good, {**good, "Detail": "x"}, {**good, "Source": "aws.ec2"}, {"Source": "app"}])
        self.assertEqual(answer["FailedEntryCount"], 3)
        self.assertEqual([entry.get("ErrorCode") for entry in answer["Entries"]],
                         [None, "MalformedDetail", "NotAuthorizedForSourceException", "InvalidArgument"])
        self.assertRegex(answer["Entries"][0]["EventId"], "^[0-9a-f-]{36}$")

    def test_a_pattern_is_tried(self):
        event = {"id": "1", "account": "1", "source": "app", "time": "2026-01-05T09:00:00Z", "region": "us-east-1", "resources": [],
                 "detail-type": "t", "detail": {"size": 6}}
        self.assertTrue(self.events.test_event_pattern(EventPattern=PATTERN, Event=json.dumps(event))["Result"])
        event["detail"]["size"] = 5
        self.assertFalse(self.events.test_event_pattern(EventPattern=PATTERN, Event=json.dumps(event))["Result"])


class Deliveries(ClocheTest):
    """From PutEvents, or from the clock, to queues."""

    def setUp(self):
        super().setUp()
        self.events = self.client("events")
        self.sqs = self.client("sqs")

    def queue(self, name, **attributes):
        url = self.sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
        return url, f"arn:aws:sqs:us-east-1:{self.account}:{name}"

    def messages(self, url):
        """All messages of a queue, once all has settled."""
        self.admin("GET", "idle")
        found = []
        while True:
            messages = self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, AttributeNames=["All"],
                                                MessageAttributeNames=["All"]).get("Messages", [])
            if not messages:
                return found
            for message in messages:
                self.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            found += messages

    def put(self, **detail):
        answer = self.events.put_events(Entries=[{"Source": "app", "DetailType": "t", "Detail": json.dumps(detail)}])
        self.assertEqual(answer["FailedEntryCount"], 0)
        return answer["Entries"][0]["EventId"]

    def test_an_event_that_matches_goes_to_a_queue(self):
        url, arn = self.queue("queue")
        self.events.put_rule(Name="rule", EventPattern=PATTERN)
        self.events.put_targets(Rule="rule", Targets=[{"Id": "t", "Arn": arn}])
        self.put(size=5)
        event_id = self.put(size=6)
        events = [json.loads(message["Body"]) for message in self.messages(url)]
        self.assertEqual([list(event) for event in events],
                         [["version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail"]])
        self.assertEqual((events[0]["id"], events[0]["account"], events[0]["detail"]), (event_id, self.account, {"size": 6}))

    def test_inputs_and_groups(self):
        url, arn = self.queue("queue.fifo", FifoQueue="true", ContentBasedDeduplication="true")
        self.events.put_rule(Name="rule", EventPattern=PATTERN)
        group = {"Arn": arn, "SqsParameters": {"MessageGroupId": "g"}}
        self.events.put_targets(Rule="rule", Targets=[
            {"Id": "a", "Input": '"constant"', **group}, {"Id": "b", "InputPath": "$.detail", **group},
            {"Id": "c", "InputTransformer": {"InputPathsMap": {"n": "$.detail.size"},
                                             "InputTemplate": '{"n": <n>, "rule": "<aws.events.rule-name>"}'}, **group}])
        self.put(size=6)
        messages = self.messages(url)
        self.assertEqual([message["Body"] for message in messages], ['"constant"', '{"size":6}', '{"n":6,"rule":"rule"}'])
        self.assertEqual({message["Attributes"]["MessageGroupId"] for message in messages}, {"g"})

    def test_a_schedule_fires_on_the_accounts_clock(self):
        self.admin("POST", "clock", {"set": "2026-01-05T09:00:00Z", "freeze": True})
        url, arn = self.queue("queue", MessageRetentionPeriod="1209600")
        self.events.put_rule(Name="tick", ScheduleExpression="cron(0 12 ? * MON-FRI *)")
        self.events.put_targets(Rule="tick", Targets=[{"Id": "t", "Arn": arn, "InputPath": "$.time"}])
        self.admin("POST", "clock", {"advance": "7d"})
        times = sorted(json.loads(message["Body"]) for message in self.messages(url))
        self.assertEqual(times, [f"2026-01-{day:02}T12:00:00Z" for day in (5, 6, 7, 8, 9)])

    def test_what_a_target_does_not_take_goes_to_its_dead_letter_queue(self):
        url, dead = self.queue("dead")
        self.events.put_rule(Name="rule", EventPattern=PATTERN)
        for identity, arn in (("q", f"arn:aws:sqs:us-east-1:{self.account}:none"), ("l", f"arn:aws:lambda:us-east-1:{self.account}:function:none")):
            self.events.put_targets(Rule="rule", Targets=[{"Id": identity, "Arn": arn, "DeadLetterConfig": {"Arn": dead}}])
        event_id = self.put(size=6)
        messages = self.messages(url)
        self.assertEqual([json.loads(message["Body"])["id"] for message in messages], [event_id] * 2)
        for message in messages:
            attributes = {name: value["StringValue"] for name, value in message["MessageAttributes"].items()}
            self.assertEqual(attributes["ERROR_CODE"], "NO_RESOURCE")
            self.assertEqual(attributes["RULE_ARN"], f"arn:aws:events:us-east-1:{self.account}:rule/rule")
            self.assertRegex(attributes["TARGET_ARN"], ":none$")
