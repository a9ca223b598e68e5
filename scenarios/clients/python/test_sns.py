"""SNS, through boto3: topics, subscriptions, and what is published to queues, functions and addresses."""
import json

from cloche_process import ClocheTest

QUEUE_ARN = "arn:aws:sqs:us-east-1:{}:{}"


class Sns(ClocheTest):
    def setUp(self):
        super().setUp()
        self.sns = self.client("sns")
        self.topic = self.sns.create_topic(Name="orders")["TopicArn"]

    def messages(self):
        return self.admin("GET", "sns/messages")["messages"]

    def test_a_topic_and_its_attributes(self):
        self.assertEqual(self.topic, f"arn:aws:sns:us-east-1:{self.account}:orders")
        self.assertEqual(self.sns.create_topic(Name="orders")["TopicArn"], self.topic)
        self.sns.set_topic_attributes(TopicArn=self.topic, AttributeName="DisplayName", AttributeValue="Shop")
        attributes = self.sns.get_topic_attributes(TopicArn=self.topic)["Attributes"]
        self.assertEqual((attributes["DisplayName"], attributes["Owner"]), ("Shop", self.account))
        self.assertEqual(json.loads(attributes["Policy"])["Id"], "__default_policy_ID")
        self.assert_error("InvalidParameter", lambda: self.sns.create_topic(Name="orders", Attributes={"DisplayName": "x"}),
                          "Invalid parameter: Attributes Reason: Topic already exists with different attributes")
        self.assert_error("InvalidParameter", lambda: self.sns.create_topic(Name="a b"), "Invalid parameter: Topic Name")
        self.sns.delete_topic(TopicArn=self.topic)
        self.assert_error("NotFound", lambda: self.sns.get_topic_attributes(TopicArn=self.topic), "Topic does not exist", 404)
        with self.assertRaises(self.sns.exceptions.NotFoundException):
            self.sns.publish(TopicArn=self.topic, Message="x")

    def test_lists_are_paged(self):
        for number in range(120):
            self.sns.create_topic(Name=f"t{number:03}")
        pages = list(self.sns.get_paginator("list_topics").paginate())
        self.assertEqual([len(page["Topics"]) for page in pages], [100, 21])
        for number in range(120):
            self.sns.subscribe(TopicArn=self.topic, Protocol="sqs", Endpoint=QUEUE_ARN.format(self.account, f"q{number}"))
        pages = list(self.sns.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=self.topic))
        self.assertEqual([len(page["Subscriptions"]) for page in pages], [100, 20])

    def test_tags(self):
        self.sns.tag_resource(ResourceArn=self.topic, Tags=[{"Key": "team", "Value": "shop"}, {"Key": "empty", "Value": ""}])
        self.sns.untag_resource(ResourceArn=self.topic, TagKeys=["empty"])
        self.assertEqual(self.sns.list_tags_for_resource(ResourceArn=self.topic)["Tags"], [{"Key": "team", "Value": "shop"}])
        self.assert_error("ResourceNotFound", lambda: self.sns.list_tags_for_resource(ResourceArn=self.topic + "x"), status=404)

    def test_an_address_confirms_and_gets_mail(self):
        arn = self.sns.subscribe(TopicArn=self.topic, Protocol="email", Endpoint="a@example.com")["SubscriptionArn"]
        self.assertEqual(arn, "pending confirmation")
        message = self.messages()[0]
        self.assertEqual((message["kind"], message["to"]), ("SubscriptionConfirmation", "a@example.com"))
        arn = self.sns.confirm_subscription(TopicArn=self.topic, Token=message["token"])["SubscriptionArn"]
        self.assertEqual(arn, message["subscription_arn"])
        self.sns.publish(TopicArn=self.topic, Message="Hello", Subject="News")
        notification = self.messages()[1]
        self.assertEqual((notification["subject"], notification["token"]), ("News", None))
        self.assertTrue(notification["body"].startswith("Hello\n"))

    def test_who_does_not_confirm_is_forgotten_after_three_days(self):
        self.sns.subscribe(TopicArn=self.topic, Protocol="email", Endpoint="a@example.com")
        self.admin("POST", "clock", {"freeze": True})
        self.admin("POST", "clock", {"advance": "72h"})
        self.assertEqual(self.sns.list_subscriptions()["Subscriptions"], [])

    def test_a_filter_policy_is_checked(self):
        def subscribe(policy, **more):
            return self.sns.subscribe(TopicArn=self.topic, Protocol="sqs", Endpoint=QUEUE_ARN.format(self.account, "q"),
                                      Attributes={"FilterPolicy": json.dumps(policy), **more})["SubscriptionArn"]
        self.assert_error("InvalidParameter", lambda: subscribe({"a": [{"like": "b"}]}),
                          "Invalid parameter: Attributes Reason: FilterPolicy: Unrecognized match type like\n at [Source: (String)\""
                          '{"a": [{"like": "b"}]}"; line: 1, column: 18]')
        arn = subscribe({"a": {"b": ["c"]}}, FilterPolicyScope="MessageBody")
        self.assertEqual(self.sns.get_subscription_attributes(SubscriptionArn=arn)["Attributes"]["FilterPolicyScope"], "MessageBody")

    def test_a_batch_tells_right_from_wrong(self):
        answer = self.sns.publish_batch(TopicArn=self.topic, PublishBatchRequestEntries=[
            {"Id": "a", "Message": "x"}, {"Id": "b", "Message": "x", "Subject": "a\nb"}])
        self.assertEqual([entry["Id"] for entry in answer["Successful"]], ["a"])
        self.assertEqual(answer["Failed"], [{"Id": "b", "Code": "InvalidParameter", "Message": "Invalid parameter: Subject",
                                             "SenderFault": True}])
        self.assert_error("EmptyBatchRequest",
                          lambda: self.sns.publish_batch(TopicArn=self.topic, PublishBatchRequestEntries=[]))

    def test_what_is_not_emulated_is_said(self):
        self.assert_error("NotEmulated", lambda: self.sns.publish(PhoneNumber="+15550100", Message="x"), status=501)
        self.assert_error("NotEmulated", lambda: self.sns.list_platform_applications(), status=501)
        self.sns.create_topic(Name="secret", Attributes={"KmsMasterKeyId": "alias/aws/sns"})
        unsupported = self.admin("GET", "unsupported")["unsupported"]
        self.assertIn("KmsMasterKeyId is stored and not applied: messages are not encrypted",
                      [entry["what"] for entry in unsupported])
