"""Stacks: deployed by the admin API and by CloudFormation, used, updated, forked, deleted."""
import json
import urllib.error

import botocore.exceptions

from cloche_process import ClocheTest

APPLICATION = """
Transform: AWS::Serverless-2016-10-31
Parameters:
  Greeting: {Type: String, Default: hello}
Resources:
  Things:
    Type: AWS::Serverless::SimpleTable
  Greet:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.11
      Handler: index.handler
      Timeout: 10
      Environment:
        Variables: {TABLE: !Ref Things, GREETING: !Ref Greeting}
      Policies:
        - DynamoDBCrudPolicy: {TableName: !Ref Things}
      InlineCode: |
        import os
        import boto3
        def handler(event, context):
            table = boto3.resource("dynamodb").Table(os.environ["TABLE"])
            table.put_item(Item={"id": event["name"]})
            return os.environ["GREETING"] + " " + event["name"]
Outputs:
  Function: {Value: !Ref Greet}
  Table: {Value: !Ref Things, Export: {Name: !Sub '${AWS::StackName}-table'}}
"""
QUEUES = json.dumps({
    "Parameters": {"Seconds": {"Type": "Number", "Default": "30"}},
    "Resources": {
        "Dead": {"Type": "AWS::SQS::Queue"},
        "Work": {"Type": "AWS::SQS::Queue", "Properties": {
            "QueueName": "work", "VisibilityTimeout": {"Ref": "Seconds"},
            "RedrivePolicy": {"deadLetterTargetArn": {"Fn::GetAtt": ["Dead", "Arn"]}, "maxReceiveCount": 3}}}},
    "Outputs": {"Url": {"Value": {"Ref": "Work"}}}})
BROKEN = json.dumps({"Resources": {
    "First": {"Type": "AWS::SQS::Queue"},
    "Second": {"Type": "AWS::SQS::Queue", "DependsOn": "First", "Properties": {"DelaySeconds": 5000}}}})


class Stacks(ClocheTest):
    def setUp(self):
        super().setUp()
        self.cloudformation = self.client("cloudformation")

    def outputs(self, name):
        stack = self.cloudformation.describe_stacks(StackName=name)["Stacks"][0]
        return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}

    def invoke(self, function, event):
        response = self.client("lambda").invoke(FunctionName=function, Payload=json.dumps(event))
        return json.loads(response["Payload"].read())

    def test_an_application_is_deployed_used_updated_and_deleted(self):
        deployed = self.admin("POST", "deploy", {"stack": "app", "file": "app.yaml", "text": APPLICATION})
        self.assertEqual(deployed["status"], "CREATE_COMPLETE")
        outputs = self.outputs("app")
        self.assertEqual(deployed["outputs"], outputs)
        self.assertTrue(outputs["Function"].startswith("app-Greet-"))
        self.assertEqual(self.invoke(outputs["Function"], {"name": "Ada"}), "hello Ada")
        self.assertEqual(self.client("dynamodb").get_item(TableName=outputs["Table"], Key={"id": {"S": "Ada"}})["Item"],
                         {"id": {"S": "Ada"}})
        updated = self.admin("POST", "deploy", {"stack": "app", "file": "app.yaml", "text": APPLICATION,
                                                "parameters": {"Greeting": "good day"}})
        self.assertEqual(updated["status"], "UPDATE_COMPLETE")
        self.assertEqual(self.invoke(outputs["Function"], {"name": "Bob"}), "good day Bob")
        self.assertEqual(self.client("dynamodb").scan(TableName=outputs["Table"])["Count"], 2)
        self.assertEqual(self.admin("DELETE", "deploy?stack=app")["status"], "DELETE_COMPLETE")
        self.assertEqual(self.client("dynamodb").list_tables()["TableNames"], [])
        self.assertEqual(self.client("lambda").list_functions()["Functions"], [])

    def test_waiters_and_events_of_a_stack(self):
        created = self.cloudformation.create_stack(StackName="queues", TemplateBody=QUEUES, Tags=[{"Key": "team", "Value": "x"}])
        self.cloudformation.get_waiter("stack_create_complete").wait(StackName="queues", WaiterConfig={"Delay": 1, "MaxAttempts": 3})
        stack = self.cloudformation.describe_stacks(StackName=created["StackId"])["Stacks"][0]
        self.assertEqual(stack["StackStatus"], "CREATE_COMPLETE")
        self.assertEqual(stack["Parameters"], [{"ParameterKey": "Seconds", "ParameterValue": "30"}])
        url = self.outputs("queues")["Url"]
        self.assertEqual(self.client("sqs").list_queue_tags(QueueUrl=url)["Tags"], {"team": "x"})
        self.cloudformation.update_stack(StackName="queues", UsePreviousTemplate=True,
                                         Parameters=[{"ParameterKey": "Seconds", "ParameterValue": "7"}])
        self.cloudformation.get_waiter("stack_update_complete").wait(StackName="queues", WaiterConfig={"Delay": 1, "MaxAttempts": 3})
        attributes = self.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout"])["Attributes"]
        self.assertEqual(attributes, {"VisibilityTimeout": "7"})
        events = [event for page in self.cloudformation.get_paginator("describe_stack_events").paginate(StackName="queues")
                  for event in page["StackEvents"]]
        self.assertEqual(events[0]["ResourceStatus"], "UPDATE_COMPLETE")
        self.assertEqual(events[-1]["ResourceStatusReason"], "User Initiated")
        with self.assertRaisesRegex(botocore.exceptions.ClientError, "No updates are to be performed"):
            self.cloudformation.update_stack(StackName="queues", UsePreviousTemplate=True,
                                             Parameters=[{"ParameterKey": "Seconds", "UsePreviousValue": True}])
        self.cloudformation.delete_stack(StackName="queues")
        self.cloudformation.get_waiter("stack_delete_complete").wait(StackName=created["StackId"], WaiterConfig={"Delay": 1, "MaxAttempts": 3})

    def test_a_stack_that_fails_is_rolled_back(self):
        self.cloudformation.create_stack(StackName="broken", TemplateBody=BROKEN)
        with self.assertRaisesRegex(botocore.exceptions.WaiterError, "ROLLBACK_COMPLETE"):
            self.cloudformation.get_waiter("stack_create_complete").wait(StackName="broken", WaiterConfig={"Delay": 1, "MaxAttempts": 3})
        events = self.cloudformation.describe_stack_events(StackName="broken")["StackEvents"]
        failed = [event for event in events if event["ResourceStatus"] == "CREATE_FAILED"]
        self.assertEqual([event["LogicalResourceId"] for event in failed], ["Second"])
        self.assertIn("DelaySeconds", failed[0]["ResourceStatusReason"])
        self.assertNotIn("QueueUrls", self.client("sqs").list_queues())

    def test_errors_are_clients_errors(self):
        with self.assertRaises(self.cloudformation.exceptions.AlreadyExistsException):
            for _ in range(2):
                self.cloudformation.create_stack(StackName="twice", TemplateBody=QUEUES)
        role = json.dumps({"Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {
            "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"},
                                                    "Action": "sts:AssumeRole"}]}}}}})
        with self.assertRaises(self.cloudformation.exceptions.InsufficientCapabilitiesException):
            self.cloudformation.create_stack(StackName="role", TemplateBody=role)
        with self.assertRaisesRegex(botocore.exceptions.ClientError, "Stack with id nobody does not exist"):
            self.cloudformation.describe_stacks(StackName="nobody")

    def test_a_template_too_long_for_a_request_is_refused(self):
        for call in (self.cloudformation.create_stack, self.cloudformation.update_stack):
            with self.assertRaisesRegex(botocore.exceptions.ClientError, "at 'templateBody' failed to satisfy constraint: "
                                        "Member must have length less than or equal to 51200"):
                call(StackName="long", TemplateBody=QUEUES + " " * (51201 - len(QUEUES)))

    def test_a_request_that_is_sent_again_is_carried_out_once(self):
        request = {"StackName": "once", "TemplateBody": QUEUES, "ClientRequestToken": "token-1"}
        created = self.cloudformation.create_stack(**request)
        self.assertEqual(self.cloudformation.create_stack(**request)["StackId"], created["StackId"])
        with self.assertRaises(self.cloudformation.exceptions.TokenAlreadyExistsException):
            self.cloudformation.create_stack(**{**request, "TemplateBody": BROKEN})
        events = self.cloudformation.describe_stack_events(StackName="once")["StackEvents"]
        self.assertEqual({event["ClientRequestToken"] for event in events}, {"token-1"})

    def test_resources_are_marked_with_their_stack(self):
        topic = json.dumps({"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}})
        stack = self.cloudformation.create_stack(StackName="marked", TemplateBody=topic, Tags=[{"Key": "team", "Value": "x"}])["StackId"]
        arn = self.cloudformation.describe_stack_resource(StackName="marked",
                                                          LogicalResourceId="Topic")["StackResourceDetail"]["PhysicalResourceId"]
        tags = self.client("sns").list_tags_for_resource(ResourceArn=arn)["Tags"]
        self.assertEqual({tag["Key"]: tag["Value"] for tag in tags},
                         {"aws:cloudformation:stack-name": "marked", "aws:cloudformation:stack-id": stack,
                          "aws:cloudformation:logical-id": "Topic", "team": "x"})
        with self.assertRaisesRegex(botocore.exceptions.ClientError, "aws: prefixed tag key names are not allowed for external use"):
            self.cloudformation.create_stack(StackName="own", TemplateBody=topic, Tags=[{"Key": "aws:x", "Value": "y"}])

    def test_a_circle_is_seen_when_a_template_is_validated(self):
        circle = json.dumps({"Resources": {"A": {"Type": "AWS::SQS::Queue", "DependsOn": "B"},
                                           "B": {"Type": "AWS::SQS::Queue", "DependsOn": "A"}}})
        with self.assertRaisesRegex(botocore.exceptions.ClientError, r"Circular dependency between resources: \[A, B\]"):
            self.cloudformation.validate_template(TemplateBody=circle)

    def test_a_description_that_is_no_text_is_the_clients_fault(self):
        with self.assertRaisesRegex(botocore.exceptions.ClientError, "Description must be a string"):
            self.cloudformation.validate_template(TemplateBody=json.dumps({**json.loads(QUEUES), "Description": ["a"]}))

    def test_a_template_is_said_wrong_with_its_place_and_nothing_is_left(self):
        text = "Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n    Properties:\n      Visibility: 3\n"
        with self.assertRaises(urllib.error.HTTPError) as caught:
            self.admin("POST", "deploy", {"stack": "app", "file": "app.yaml", "text": text})
        self.assertEqual(caught.exception.code, 400)
        error = json.load(caught.exception)["error"]
        self.assertTrue(error.startswith("app.yaml:5:7: Queue: Encountered unsupported property Visibility; expected one of "), error)
        self.assertIn("VisibilityTimeout", error)
        self.assertEqual(self.cloudformation.describe_stacks()["Stacks"], [])

    def test_a_change_set_is_looked_at_and_executed(self):
        self.cloudformation.create_change_set(StackName="s", ChangeSetName="c", ChangeSetType="CREATE", TemplateBody=QUEUES)
        self.cloudformation.get_waiter("change_set_create_complete").wait(StackName="s", ChangeSetName="c",
                                                                          WaiterConfig={"Delay": 1, "MaxAttempts": 3})
        changes = self.cloudformation.describe_change_set(StackName="s", ChangeSetName="c")["Changes"]
        self.assertEqual([change["ResourceChange"]["Action"] for change in changes], ["Add", "Add"])
        self.cloudformation.execute_change_set(StackName="s", ChangeSetName="c")
        self.assertEqual(self.cloudformation.describe_stacks(StackName="s")["Stacks"][0]["StackStatus"], "CREATE_COMPLETE")
