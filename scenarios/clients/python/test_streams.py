"""DynamoDB Streams, through boto3."""
from python.dynamodb_test import DynamoDBTest, key


class Streams(DynamoDBTest):
    def setUp(self):
        super().setUp()
        self.streams = self.client("dynamodbstreams")

    def make(self, view):
        self.create_table(StreamSpecification={"StreamEnabled": True, "StreamViewType": view})
        return self.dynamodb.describe_table(TableName="Music")["Table"]["LatestStreamArn"]

    def change(self):
        self.put("a", "t", n={"N": "1"})
        self.put("a", "t", n={"N": "2"})
        self.put("a", "t", n={"N": "2"})  # changes nothing, and leaves no record
        self.dynamodb.delete_item(TableName="Music", Key=key("a", "t"))

    def iterator(self, arn, kind="TRIM_HORIZON", **more):
        shard = self.streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
        return self.streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType=kind, **more)["ShardIterator"]

    def records(self, arn, kind="TRIM_HORIZON", **more):
        return self.streams.get_records(ShardIterator=self.iterator(arn, kind, **more))["Records"]

    def test_streams_are_listed_and_described(self):
        arn = self.make("NEW_AND_OLD_IMAGES")
        self.assertEqual([stream["StreamArn"] for stream in self.streams.list_streams()["Streams"]], [arn])
        self.assertEqual(len(self.streams.list_streams(TableName="Music", Limit=1)["Streams"]), 1)
        self.assertEqual(self.streams.list_streams(TableName="Other")["Streams"], [])
        stream = self.streams.describe_stream(StreamArn=arn)["StreamDescription"]
        self.assertEqual(stream["StreamStatus"], "ENABLED")
        self.assertEqual(stream["StreamViewType"], "NEW_AND_OLD_IMAGES")
        self.assertEqual(stream["TableName"], "Music")
        self.assertEqual(stream["StreamLabel"], arn.rsplit("/", 1)[1])
        self.assertRegex(stream["Shards"][0]["ShardId"], r"^shardId-\d{20}-[0-9a-f]{8}$")

    def test_each_change_is_a_record(self):
        arn = self.make("NEW_AND_OLD_IMAGES")
        self.change()
        records = self.records(arn)
        self.assertEqual([record["eventName"] for record in records], ["INSERT", "MODIFY", "REMOVE"])
        first = records[0]
        self.assertEqual((first["eventSource"], first["eventVersion"], first["awsRegion"]), ("aws:dynamodb", "1.1", "us-east-1"))
        self.assertEqual(first["dynamodb"]["Keys"], key("a", "t"))
        self.assertEqual(first["dynamodb"]["NewImage"]["n"], {"N": "1"})
        self.assertNotIn("OldImage", first["dynamodb"])
        self.assertEqual((records[1]["dynamodb"]["OldImage"]["n"], records[1]["dynamodb"]["NewImage"]["n"]), ({"N": "1"}, {"N": "2"}))
        self.assertNotIn("NewImage", records[2]["dynamodb"])
        self.assertEqual(len({record["eventID"] for record in records}), 3)
        numbers = [int(record["dynamodb"]["SequenceNumber"]) for record in records]
        self.assertEqual(numbers, sorted(numbers))

    def test_the_view_says_what_a_record_shows(self):
        for view, shown in (("KEYS_ONLY", set()), ("NEW_IMAGE", {"NewImage"}), ("OLD_IMAGE", {"OldImage"})):
            with self.subTest(view):
                self.account = str(next(self._accounts))
                self.dynamodb, self.streams = self.client("dynamodb"), self.client("dynamodbstreams")
                arn = self.make(view)
                self.change()
                modify = self.records(arn)[1]["dynamodb"]
                self.assertEqual({"NewImage", "OldImage"} & set(modify), shown)
                self.assertEqual(modify["StreamViewType"], view)

    def test_each_kind_of_iterator_starts_where_it_says(self):
        arn = self.make("KEYS_ONLY")
        latest = self.iterator(arn, "LATEST")
        self.change()
        numbers = [record["dynamodb"]["SequenceNumber"] for record in self.records(arn)]

        def read(kind, number):
            return [r["dynamodb"]["SequenceNumber"] for r in self.records(arn, kind, SequenceNumber=number)]
        self.assertEqual(read("AT_SEQUENCE_NUMBER", numbers[1]), numbers[1:])
        self.assertEqual(read("AFTER_SEQUENCE_NUMBER", numbers[1]), numbers[2:])
        self.assertEqual(len(self.streams.get_records(ShardIterator=latest)["Records"]), 3)
        self.assertEqual(self.records(arn, "LATEST"), [])

    def test_an_iterator_leads_on(self):
        arn = self.make("KEYS_ONLY")
        self.change()
        page = self.streams.get_records(ShardIterator=self.iterator(arn), Limit=2)
        self.assertEqual(len(page["Records"]), 2)
        page = self.streams.get_records(ShardIterator=page["NextShardIterator"])
        self.assertEqual([record["eventName"] for record in page["Records"]], ["REMOVE"])
        self.assertEqual(self.streams.get_records(ShardIterator=page["NextShardIterator"])["Records"], [])

    def test_records_are_trimmed_after_a_day(self):
        self.admin("POST", "clock", {"freeze": True})
        arn = self.make("KEYS_ONLY")
        self.change()
        self.admin("POST", "clock", {"advance": "25h"})
        self.put("a", "later")
        self.assertEqual([r["dynamodb"]["Keys"] for r in self.records(arn)], [key("a", "later")])

    def test_what_is_not_there_is_said(self):
        self.assert_error("ResourceNotFoundException", lambda: self.streams.describe_stream(
            StreamArn=f"arn:aws:dynamodb:us-east-1:{self.account}:table/Music/stream/2026-01-01T00:00:00.000"))
