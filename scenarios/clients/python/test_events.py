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
