"""SQS through boto3, which is of 2022 here and speaks Query; what it has no model of goes as AWS JSON, by hand."""
import hashlib
import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

from cloche_process import ClocheTest


class Sqs(ClocheTest):
    def setUp(self):
        super().setUp()
        self.sqs = self.client("sqs")

    def create(self, name="one", **attributes):
        return self.sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]

    def create_fifo(self, name="one.fifo", **attributes):
        return self.create(name, FifoQueue="true", **attributes)

    def receive(self, url, **options):
        options.setdefault("MaxNumberOfMessages", 10)
        return self.sqs.receive_message(QueueUrl=url, **options).get("Messages", [])

    def bodies(self, url, **options):
        return [message["Body"] for message in self.receive(url, **options)]

    def attributes(self, url, *names):
        return self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names or ["All"])["Attributes"]

    def json_call(self, operation, body):
        """An AWS JSON request, as today's SDKs send it: (status, headers, document)."""
        request = urllib.request.Request(self.cloche.endpoint, method="POST", data=json.dumps(body).encode(), headers={
            "Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": f"AmazonSQS.{operation}", "X-Amz-Date": "20260105T090000Z",
            "Authorization": f"AWS4-HMAC-SHA256 Credential={self.account}/20260105/us-east-1/sqs/aws4_request, "
                             "SignedHeaders=host;x-amz-date, Signature=0"})
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return response.status, response.headers, json.loads(response.read())
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, json.loads(error.read())

    def advance(self, time_):
        self.admin("POST", "clock", {"advance": time_})


class Queues(Sqs):
    def test_a_queue_is_created_found_changed_listed_and_deleted(self):
        url = self.create(VisibilityTimeout="60")
        self.assertEqual(url, f"{self.cloche.endpoint}/{self.account}/one")
        self.assertEqual(self.create(), url)
        self.assertEqual(self.sqs.get_queue_url(QueueName="one")["QueueUrl"], url)
        self.sqs.set_queue_attributes(QueueUrl=url, Attributes={"DelaySeconds": "5"})
        attributes = self.attributes(url)
        self.assertEqual((attributes["VisibilityTimeout"], attributes["DelaySeconds"]), ("60", "5"))
        self.assertEqual(attributes["QueueArn"], f"arn:aws:sqs:us-east-1:{self.account}:one")
        self.sqs.delete_queue(QueueUrl=url)
        self.assertNotIn("QueueUrls", self.sqs.list_queues())

    def test_errors_have_the_codes_of_query(self):
        url = self.create()
        with self.assertRaises(self.sqs.exceptions.QueueDoesNotExist):
            self.sqs.get_queue_url(QueueName="none")
        self.assert_error("AWS.SimpleQueueService.NonExistentQueue", lambda: self.sqs.delete_queue(QueueUrl=url + "x"))
        self.assert_error("QueueAlreadyExists", lambda: self.create(DelaySeconds="1"),
                          "A queue already exists with the same name and a different value for attribute DelaySeconds")
        self.assert_error("InvalidAttributeValue", lambda: self.create("two", DelaySeconds="901"),
                          "Invalid value for the parameter DelaySeconds.")
        self.assert_error("InvalidAttributeName", lambda: self.create("two", Foo="1"), "Unknown Attribute Foo.")
        self.assert_error("InvalidParameterValue", lambda: self.create("a b"))
        self.sqs.purge_queue(QueueUrl=url)
        self.assert_error("AWS.SimpleQueueService.PurgeQueueInProgress", lambda: self.sqs.purge_queue(QueueUrl=url), status=403)
        self.sqs.delete_queue(QueueUrl=url)
        self.assert_error("AWS.SimpleQueueService.QueueDeletedRecently", self.create)
        self.advance("60s")
        self.create()

    def test_queues_are_listed_by_pages(self):
        urls = [self.create(f"queue-{i}") for i in range(5)]
        pages = list(self.sqs.get_paginator("list_queues").paginate(QueueNamePrefix="queue", PaginationConfig={"PageSize": 2}))
        self.assertEqual([len(page["QueueUrls"]) for page in pages], [2, 2, 1])
        self.assertEqual([url for page in pages for url in page["QueueUrls"]], urls)

    def test_tags_and_permissions(self):
        url = self.sqs.create_queue(QueueName="one", tags={"a": "1"})["QueueUrl"]
        self.sqs.tag_queue(QueueUrl=url, Tags={"b": "2"})
        self.sqs.untag_queue(QueueUrl=url, TagKeys=["a"])
        self.assertEqual(self.sqs.list_queue_tags(QueueUrl=url)["Tags"], {"b": "2"})
        self.sqs.add_permission(QueueUrl=url, Label="l", AWSAccountIds=["111111111111"], Actions=["SendMessage"])
        statement = json.loads(self.attributes(url, "Policy")["Policy"])["Statement"][0]
        self.assertEqual((statement["Sid"], statement["Action"]), ("l", "SQS:SendMessage"))
        self.sqs.remove_permission(QueueUrl=url, Label="l")
        self.assertNotIn("Policy", self.attributes(url))

    def test_regions_are_apart(self):
        self.create()
        other = self.client("sqs", region="eu-west-1")
        self.assertNotIn("QueueUrls", other.list_queues())

    def test_a_queue_is_called_at_its_url(self):
        url = self.create()
        for form in ("Action=SendMessage&MessageBody=a&Version=2012-11-05",
                     "Action=SendMessage&MessageBody=b&Version=2012-11-05&QueueUrl=" + urllib.parse.quote(url, safe="")):
            request = urllib.request.Request(url, data=form.encode(), headers={
                "X-Amz-Date": "20260105T090000Z",
                "Authorization": f"AWS4-HMAC-SHA256 Credential={self.account}/20260105/us-east-1/sqs/aws4_request, "
                                 "SignedHeaders=host;x-amz-date, Signature=0"})
            with urllib.request.urlopen(request, timeout=30) as response:
                self.assertIn(b"<SendMessageResult>", response.read())
        self.assertEqual(self.bodies(url), ["a", "b"])


class Messages(Sqs):
    def test_a_message_is_sent_received_and_deleted(self):
        url = self.create()
        attributes = {"s": {"DataType": "String", "StringValue": "ü"}, "b": {"DataType": "Binary", "BinaryValue": b"\0\xff"},
                      "n": {"DataType": "Number.int", "StringValue": "-1"}}
        body = "<a> & \"b\" ü\r\n\t\U0001F600"
        sent = self.sqs.send_message(QueueUrl=url, MessageBody=body, MessageAttributes=attributes)
        self.assertEqual(sent["MD5OfMessageBody"], hashlib.md5(body.encode()).hexdigest())
        message, = self.receive(url, AttributeNames=["All"], MessageAttributeNames=["All"])
        self.assertEqual(message["Body"], body)
        self.assertEqual(message["MessageAttributes"], attributes)
        self.assertEqual(message["MD5OfMessageAttributes"], sent["MD5OfMessageAttributes"])
        self.assertEqual(message["Attributes"]["ApproximateReceiveCount"], "1")
        self.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        self.advance("31s")
        self.assertEqual(self.receive(url), [])

    def test_the_digest_of_attributes_is_that_of_the_developer_guide(self):
        url = self.create()

        def counted(data):
            return len(data).to_bytes(4, "big") + data
        expected = hashlib.md5(counted(b"a") + counted(b"String") + b"\1" + counted(b"x")
                               + counted(b"b") + counted(b"Binary") + b"\2" + counted(b"\0")).hexdigest()
        sent = self.sqs.send_message(QueueUrl=url, MessageBody="m", MessageAttributes={
            "b": {"DataType": "Binary", "BinaryValue": b"\0"}, "a": {"DataType": "String", "StringValue": "x"}})
        self.assertEqual(sent["MD5OfMessageAttributes"], expected)

    def test_batches(self):
        url = self.create(VisibilityTimeout="0")
        sent = self.sqs.send_message_batch(QueueUrl=url, Entries=[{"Id": str(i), "MessageBody": f"m{i}"} for i in range(10)])
        self.assertEqual(len(sent["Successful"]), 10)
        self.assertNotIn("Failed", sent)
        messages = self.receive(url)
        self.assertEqual(sorted(message["Body"] for message in messages), [f"m{i}" for i in range(10)])
        entries = [{"Id": str(i), "ReceiptHandle": message["ReceiptHandle"]} for i, message in enumerate(messages)]
        changed = self.sqs.change_message_visibility_batch(QueueUrl=url, Entries=[{**entry, "VisibilityTimeout": 0} for entry in entries])
        self.assertEqual(len(changed["Successful"]), 10)
        entries[0]["ReceiptHandle"] = "none"
        deleted = self.sqs.delete_message_batch(QueueUrl=url, Entries=entries)
        self.assertEqual(len(deleted["Successful"]), 9)
        self.assertEqual([(entry["Id"], entry["Code"], entry["SenderFault"]) for entry in deleted["Failed"]],
                         [("0", "ReceiptHandleIsInvalid", True)])
        for code, entries in (("TooManyEntriesInBatchRequest", [{"Id": str(i), "MessageBody": "x"} for i in range(11)]),
                              ("BatchEntryIdsNotDistinct", [{"Id": "a", "MessageBody": "x"}] * 2),
                              ("InvalidBatchEntryId", [{"Id": "a b", "MessageBody": "x"}]),
                              ("EmptyBatchRequest", []),
                              ("BatchRequestTooLong", [{"Id": str(i), "MessageBody": "x" * 600_000} for i in range(2)])):
            with self.subTest(code):
                self.assert_error(f"AWS.SimpleQueueService.{code}",
                                  lambda entries=entries: self.sqs.send_message_batch(QueueUrl=url, Entries=entries))

    def test_a_dead_letter_queue_gets_what_is_received_too_often(self):
        dead = self.create("dead")
        arn = self.attributes(dead, "QueueArn")["QueueArn"]
        url = self.create(VisibilityTimeout="1", RedrivePolicy=json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": "1"}))
        self.sqs.send_message(QueueUrl=url, MessageBody="poison")
        self.assertEqual(self.bodies(url), ["poison"])
        self.advance("1s")
        self.assertEqual(self.bodies(url), [])
        self.assertEqual(self.bodies(dead), ["poison"])
        self.assertEqual(self.sqs.list_dead_letter_source_queues(QueueUrl=dead)["queueUrls"], [url])
        self.assert_error("InvalidParameterValue", lambda: self.create("two", RedrivePolicy=json.dumps(
            {"deadLetterTargetArn": arn + "x", "maxReceiveCount": 1})))
        self.advance("31s")
        status, _, started = self.json_call("StartMessageMoveTask", {"SourceArn": arn})
        self.assertEqual(status, 200, started)
        self.admin("GET", "idle")
        _, _, listed = self.json_call("ListMessageMoveTasks", {"SourceArn": arn})
        self.assertEqual(listed["Results"][0]["Status"], "COMPLETED")
        self.assertEqual(self.bodies(url), ["poison"])

    def test_a_fifo_queue_keeps_order_and_sends_once(self):
        url = self.create_fifo(ContentBasedDeduplication="true")
        numbers = [self.sqs.send_message(QueueUrl=url, MessageBody=f"m{i}", MessageGroupId="g")["SequenceNumber"] for i in range(3)]
        self.assertEqual(numbers, sorted(numbers))
        again = self.sqs.send_message(QueueUrl=url, MessageBody="m1", MessageGroupId="g")
        self.assertEqual(again["SequenceNumber"], numbers[1])
        first, = self.receive(url, MaxNumberOfMessages=1)
        self.assertEqual(self.receive(url), [])
        self.sqs.delete_message(QueueUrl=url, ReceiptHandle=first["ReceiptHandle"])
        self.assertEqual(self.bodies(url), ["m1", "m2"])
        self.assert_error("MissingParameter", lambda: self.sqs.send_message(QueueUrl=url, MessageBody="x"),
                          "The request must contain the parameter MessageGroupId.")

    def test_the_resource_of_boto3(self):
        queue = self.resource("sqs").create_queue(QueueName="one")
        queue.send_message(MessageBody="hello")
        for message in queue.receive_messages():
            self.assertEqual(message.body, "hello")
            message.delete()
        queue.reload()
        self.assertEqual(queue.attributes["ApproximateNumberOfMessages"], "0")


class Waiting(Sqs):
    def poll(self, url, **options):
        """Receives on another thread; answers how to wait for what it gets and how long it took."""
        client = self.client("sqs")
        answer = {}

        def run():
            began = time.monotonic()
            answer["messages"] = client.receive_message(QueueUrl=url, **options).get("Messages", [])
            answer["took"] = time.monotonic() - began
        thread = threading.Thread(target=run)
        thread.start()

        def join():
            thread.join(timeout=30)
            return [message["Body"] for message in answer["messages"]], answer["took"]
        # It waits when its request has begun: the log has only those that are answered, so a short while is given.
        thread.join(timeout=0.3)
        return join

    def test_who_waits_gets_a_message_as_soon_as_it_comes(self):
        url = self.create()
        join = self.poll(url, WaitTimeSeconds=20)
        self.sqs.send_message(QueueUrl=url, MessageBody="hello")
        bodies, took = join()
        self.assertEqual(bodies, ["hello"])
        self.assertLess(took, 10)

    def test_who_waits_in_vain_gets_nothing_in_the_end(self):
        url = self.create(ReceiveMessageWaitTimeSeconds="1")
        bodies, took = self.poll(url)()
        self.assertEqual(bodies, [])
        self.assertGreaterEqual(took, 1)

    def test_each_message_wakes_one_who_waits(self):
        url = self.create()
        joins = [self.poll(url, WaitTimeSeconds=20, MaxNumberOfMessages=1) for _ in range(3)]
        for body in ("a", "b", "c"):
            self.sqs.send_message(QueueUrl=url, MessageBody=body)
        self.assertEqual(sorted(join()[0][0] for join in joins), ["a", "b", "c"])

    def test_a_clock_that_is_moved_makes_a_message_visible_to_who_waits(self):
        url = self.create()
        self.sqs.send_message(QueueUrl=url, MessageBody="hello", DelaySeconds=600)
        join = self.poll(url, WaitTimeSeconds=20)
        self.advance("10m")
        self.assertEqual(join()[0], ["hello"])

    def test_a_group_that_becomes_free_is_received_by_who_waits(self):
        url = self.create_fifo(ContentBasedDeduplication="true")
        for body in ("1", "2"):
            self.sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId="g")
        first, = self.receive(url, MaxNumberOfMessages=1)
        join = self.poll(url, WaitTimeSeconds=20)
        self.sqs.delete_message(QueueUrl=url, ReceiptHandle=first["ReceiptHandle"])
        self.assertEqual(join()[0], ["2"])


class Json(Sqs):
    def test_both_protocols_see_the_same_queue(self):
        url = self.create()
        status, headers, sent = self.json_call("SendMessage", {"QueueUrl": url, "MessageBody": "hello"})
        self.assertEqual((status, headers["Content-Type"]), (200, "application/x-amz-json-1.0"))
        self.assertEqual(self.receive(url)[0]["MessageId"], sent["MessageId"])
        self.assertEqual(self.json_call("ReceiveMessage", {"QueueUrl": url})[2], {})

    def test_errors_say_their_code_of_query_in_a_header(self):
        for operation, body, query_error, kind, status in (
                ("GetQueueUrl", {"QueueName": "none"}, "AWS.SimpleQueueService.NonExistentQueue;Sender", "QueueDoesNotExist", 400),
                ("CreateQueue", {"QueueName": "a b"}, "InvalidParameterValue;Sender", "InvalidParameterValueException", 400),
                ("CreateQueue", {}, "MissingParameter;Sender", "MissingRequiredParameterException", 400),
                ("DeleteQueue", {"QueueUrl": "none"}, "InvalidAddress;Sender", "InvalidAddress", 404)):
            with self.subTest(operation):
                answered, headers, error = self.json_call(operation, body)
                self.assertEqual((answered, headers["x-amzn-query-error"]), (status, query_error))
                self.assertEqual(error["__type"], f"com.amazonaws.sqs#{kind}")
                self.assertTrue(error["message"])
