"""boto3's high-level resource: Table, conditions, batch_writer."""
from decimal import Decimal

from boto3.dynamodb.conditions import Attr, Key
from boto3.dynamodb.types import Binary

from cloche_process import ClocheTest
from python.dynamodb_test import attributes, schema


class Resource(ClocheTest):
    def setUp(self):
        super().setUp()
        self.table = self.resource("dynamodb").create_table(
            TableName="Music", AttributeDefinitions=attributes(artist="S", year="N"), KeySchema=schema("artist", "year"),
            BillingMode="PAY_PER_REQUEST")
        self.table.wait_until_exists()

    def test_python_values_come_back_as_python_values(self):
        item = {"artist": "a", "year": Decimal("1999"), "price": Decimal("12.50"), "tags": {"x", "y"}, "numbers": {Decimal(1), Decimal(2)},
                "nested": {"list": [True, None, "s", {"deep": Decimal(1)}]}, "bytes": Binary(b"\x00\x01"), "empty": ""}
        self.table.put_item(Item=item)
        self.assertEqual(self.table.get_item(Key={"artist": "a", "year": 1999})["Item"], item)

    def test_conditions_are_built_from_attributes(self):
        self.table.put_item(Item={"artist": "a", "year": 1, "n": 1}, ConditionExpression=Attr("artist").not_exists())
        error = self.table.meta.client.exceptions.ConditionalCheckFailedException
        with self.assertRaises(error):
            self.table.put_item(Item={"artist": "a", "year": 1}, ConditionExpression=Attr("n").eq(2) | Attr("n").between(5, 9))
        updated = self.table.update_item(Key={"artist": "a", "year": 1}, UpdateExpression="SET #n = #n + :one",
                                         ConditionExpression=Attr("n").is_in([1, 2]) & ~Attr("x").exists(),
                                         ExpressionAttributeNames={"#n": "n"}, ExpressionAttributeValues={":one": 1},
                                         ReturnValues="UPDATED_NEW")
        self.assertEqual(updated["Attributes"], {"n": Decimal(2)})

    def test_a_batch_writer_writes_and_queries_find(self):
        with self.table.batch_writer(overwrite_by_pkeys=["artist", "year"]) as batch:
            for year in list(range(60)) + [59]:
                batch.put_item(Item={"artist": "a" if year < 50 else "b", "year": year, "even": year % 2 == 0})
            batch.delete_item(Key={"artist": "a", "year": 0})
        found = self.table.query(KeyConditionExpression=Key("artist").eq("a") & Key("year").between(10, 19),
                                 FilterExpression=Attr("even").eq(True), ScanIndexForward=False)
        self.assertEqual([int(item["year"]) for item in found["Items"]], [18, 16, 14, 12, 10])
        self.assertEqual(self.table.scan(FilterExpression=Attr("artist").begins_with("a"), Select="COUNT")["Count"], 49)
        self.table.reload()
        self.assertEqual(self.table.item_count, 59)  # counted at once; AWS does it every six hours

    def test_a_table_is_updated_and_deleted_by_its_resource(self):
        self.table.update(BillingMode="PROVISIONED", ProvisionedThroughput={"ReadCapacityUnits": 1, "WriteCapacityUnits": 1})
        self.table.reload()
        self.assertEqual(self.table.provisioned_throughput["ReadCapacityUnits"], 1)
        self.assertEqual([table.name for table in self.resource("dynamodb").tables.all()], ["Music"])
        self.table.delete()
        self.table.wait_until_not_exists()
        self.assertEqual(list(self.resource("dynamodb").tables.all()), [])
