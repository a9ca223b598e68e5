"""What the tests of DynamoDB share: a table made in one line."""
from cloche_process import ClocheTest


def schema(hash_key, range_key=None):
    keys = [{"AttributeName": hash_key, "KeyType": "HASH"}]
    return keys + ([{"AttributeName": range_key, "KeyType": "RANGE"}] if range_key else [])


def attributes(**types):
    return [{"AttributeName": name, "AttributeType": kind} for name, kind in types.items()]


class DynamoDBTest(ClocheTest):
    def setUp(self):
        super().setUp()
        self.dynamodb = self.client("dynamodb")

    def create_table(self, name="Music", types=None, keys=None, **settings):
        """Music: artist and title, on demand; answers its name."""
        self.dynamodb.create_table(TableName=name, AttributeDefinitions=attributes(**(types or {"artist": "S", "title": "S"})),
                                   KeySchema=keys or schema("artist", "title"), **{"BillingMode": "PAY_PER_REQUEST", **settings})
        self.dynamodb.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 5})
        return name

    def put(self, artist, title, table="Music", **more):
        self.dynamodb.put_item(TableName=table, Item={"artist": {"S": artist}, "title": {"S": title}, **more})

    def get(self, artist, title, table="Music", **more):
        return self.dynamodb.get_item(TableName=table, Key=key(artist, title), **more).get("Item")


def key(artist, title):
    return {"artist": {"S": artist}, "title": {"S": title}}
