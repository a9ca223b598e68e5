"""DynamoDB's tables, through boto3."""
from python.dynamodb_test import DynamoDBTest, attributes, schema

THROUGHPUT = {"ReadCapacityUnits": 5, "WriteCapacityUnits": 4}


class Tables(DynamoDBTest):
    def test_a_table_is_created_described_and_deleted(self):
        created = self.dynamodb.create_table(TableName="Music", AttributeDefinitions=attributes(artist="S", title="S", year="N"),
                                             KeySchema=schema("artist", "title"), ProvisionedThroughput=THROUGHPUT,
                                             LocalSecondaryIndexes=[{"IndexName": "ByYear", "KeySchema": schema("artist", "year"),
                                                                     "Projection": {"ProjectionType": "KEYS_ONLY"}}],
                                             Tags=[{"Key": "a", "Value": "b"}])["TableDescription"]
        self.assertIn(created["TableStatus"], ("CREATING", "ACTIVE"))
        self.dynamodb.get_waiter("table_exists").wait(TableName="Music")
        table = self.dynamodb.describe_table(TableName="Music")["Table"]
        self.assertEqual(table["TableStatus"], "ACTIVE")
        self.assertEqual(table["TableArn"], f"arn:aws:dynamodb:us-east-1:{self.account}:table/Music")
        self.assertEqual(table["KeySchema"], schema("artist", "title"))
        self.assertCountEqual(table["AttributeDefinitions"], attributes(artist="S", title="S", year="N"))
        self.assertEqual(table["ProvisionedThroughput"]["ReadCapacityUnits"], 5)
        self.assertEqual(table["ProvisionedThroughput"]["NumberOfDecreasesToday"], 0)
        self.assertEqual(table["ItemCount"], 0)
        self.assertEqual(table["TableSizeBytes"], 0)
        self.assertRegex(table["TableId"], r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
        index = table["LocalSecondaryIndexes"][0]
        self.assertEqual(index["IndexArn"], table["TableArn"] + "/index/ByYear")
        self.assertEqual(index["Projection"], {"ProjectionType": "KEYS_ONLY"})

        self.assertEqual(self.dynamodb.delete_table(TableName="Music")["TableDescription"]["TableName"], "Music")
        self.dynamodb.get_waiter("table_not_exists").wait(TableName="Music")
        self.assert_error("ResourceNotFoundException", lambda: self.dynamodb.describe_table(TableName="Music"),
                          "Requested resource not found: Table: Music not found")
        self.assert_error("ResourceNotFoundException", lambda: self.dynamodb.delete_table(TableName="Music"),
                          "Requested resource not found: Table: Music not found")

    def test_a_table_that_exists_is_not_created_again(self):
        self.create_table()
        with self.assertRaises(self.dynamodb.exceptions.ResourceInUseException) as caught:
            self.create_table()
        self.assertEqual(caught.exception.response["Error"]["Message"], "Table already exists: Music")

    def test_tables_are_listed_by_pages_in_order(self):
        names = [f"table-{i:02}" for i in range(7)]
        for name in reversed(names):
            self.create_table(name)
        self.assertEqual(self.dynamodb.list_tables()["TableNames"], names)
        pages = [page["TableNames"] for page in self.dynamodb.get_paginator("list_tables").paginate(PaginationConfig={"PageSize": 3})]
        self.assertEqual(pages, [names[:3], names[3:6], names[6:]])
        self.assertEqual(self.dynamodb.list_tables(ExclusiveStartTableName="table-04")["TableNames"], names[5:])
        self.assertEqual(self.client("dynamodb", region="eu-west-1").list_tables()["TableNames"], [])

    def test_billing_goes_from_on_demand_to_provisioned_and_back(self):
        self.create_table()
        summary = self.dynamodb.describe_table(TableName="Music")["Table"]
        self.assertEqual(summary["BillingModeSummary"]["BillingMode"], "PAY_PER_REQUEST")
        self.assertEqual(summary["ProvisionedThroughput"]["ReadCapacityUnits"], 0)
        self.dynamodb.update_table(TableName="Music", BillingMode="PROVISIONED", ProvisionedThroughput=THROUGHPUT)
        self.dynamodb.get_waiter("table_exists").wait(TableName="Music", WaiterConfig={"Delay": 1})
        self.assertEqual(self.dynamodb.describe_table(TableName="Music")["Table"]["ProvisionedThroughput"]["WriteCapacityUnits"], 4)
        self.dynamodb.update_table(TableName="Music", ProvisionedThroughput={"ReadCapacityUnits": 9, "WriteCapacityUnits": 9})
        self.assertEqual(self.dynamodb.describe_table(TableName="Music")["Table"]["ProvisionedThroughput"]["ReadCapacityUnits"], 9)
        self.dynamodb.update_table(TableName="Music", BillingMode="PAY_PER_REQUEST")
        self.assertEqual(self.dynamodb.describe_table(TableName="Music")["Table"]["BillingModeSummary"]["BillingMode"],
                         "PAY_PER_REQUEST")

    def test_an_index_is_added_filled_and_removed(self):
        self.create_table()
        for year in range(3):
            self.put("a", f"t{year}", year={"N": str(year)}, genre={"S": "jazz"})
        self.put("a", "none")
        self.dynamodb.update_table(
            TableName="Music", AttributeDefinitions=attributes(artist="S", title="S", genre="S", year="N"),
            GlobalSecondaryIndexUpdates=[{"Create": {"IndexName": "ByGenre", "KeySchema": schema("genre", "year"),
                                                     "Projection": {"ProjectionType": "ALL"}}}])
        index = self.dynamodb.describe_table(TableName="Music")["Table"]["GlobalSecondaryIndexes"][0]
        self.assertEqual((index["IndexName"], index["IndexStatus"], index["ItemCount"]), ("ByGenre", "ACTIVE", 3))
        found = self.dynamodb.query(TableName="Music", IndexName="ByGenre", KeyConditionExpression="genre = :g",
                                    ExpressionAttributeValues={":g": {"S": "jazz"}})
        self.assertEqual([item["year"]["N"] for item in found["Items"]], ["0", "1", "2"])
        self.dynamodb.update_table(TableName="Music", GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "ByGenre"}}])
        self.assertNotIn("GlobalSecondaryIndexes", self.dynamodb.describe_table(TableName="Music")["Table"])
        self.assert_error("ValidationException", lambda: self.dynamodb.query(
            TableName="Music", IndexName="ByGenre", KeyConditionExpression="genre = :g",
            ExpressionAttributeValues={":g": {"S": "jazz"}}), "The table does not have the specified index: ByGenre")

    def test_stream_table_class_and_encryption_are_settings(self):
        self.create_table(TableClass="STANDARD_INFREQUENT_ACCESS",
                          StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"})
        table = self.dynamodb.describe_table(TableName="Music")["Table"]
        self.assertEqual(table["TableClassSummary"]["TableClass"], "STANDARD_INFREQUENT_ACCESS")
        self.assertEqual(table["StreamSpecification"], {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"})
        self.assertEqual(table["LatestStreamArn"], f"{table['TableArn']}/stream/{table['LatestStreamLabel']}")
        self.dynamodb.update_table(TableName="Music", StreamSpecification={"StreamEnabled": False})
        self.assertNotIn("StreamSpecification", self.dynamodb.describe_table(TableName="Music")["Table"])
        self.dynamodb.update_table(TableName="Music", TableClass="STANDARD")
        self.dynamodb.update_table(TableName="Music", SSESpecification={"Enabled": True, "SSEType": "KMS"})
        self.assertEqual(self.dynamodb.describe_table(TableName="Music")["Table"]["SSEDescription"]["SSEType"], "KMS")

    def test_tags_are_put_listed_and_taken_off(self):
        self.create_table(Tags=[{"Key": "one", "Value": "1"}])
        arn = self.dynamodb.describe_table(TableName="Music")["Table"]["TableArn"]
        self.dynamodb.tag_resource(ResourceArn=arn, Tags=[{"Key": f"k{i:02}", "Value": str(i)} for i in range(12)])
        tags = self.dynamodb.get_paginator("list_tags_of_resource").paginate(ResourceArn=arn).build_full_result()["Tags"]
        self.assertEqual(len(tags), 13)
        self.dynamodb.untag_resource(ResourceArn=arn, TagKeys=[f"k{i:02}" for i in range(12)])
        self.assertEqual(self.dynamodb.list_tags_of_resource(ResourceArn=arn)["Tags"], [{"Key": "one", "Value": "1"}])

    def test_time_to_live_is_described_and_switched(self):
        self.create_table()
        self.assertEqual(self.dynamodb.describe_time_to_live(TableName="Music")["TimeToLiveDescription"],
                         {"TimeToLiveStatus": "DISABLED"})
        wanted = {"Enabled": True, "AttributeName": "expires"}
        self.assertEqual(self.dynamodb.update_time_to_live(TableName="Music", TimeToLiveSpecification=wanted)
                         ["TimeToLiveSpecification"], wanted)
        self.assertEqual(self.dynamodb.describe_time_to_live(TableName="Music")["TimeToLiveDescription"],
                         {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires"})
        self.assert_error("ValidationException", lambda: self.dynamodb.update_time_to_live(
            TableName="Music", TimeToLiveSpecification=wanted), "TimeToLive is already enabled")

    def test_the_account_tells_its_limits_and_endpoint(self):
        limits = self.dynamodb.describe_limits()
        self.assertEqual(limits["TableMaxReadCapacityUnits"], 40000)
        self.assertEqual(limits["AccountMaxReadCapacityUnits"], 80000)
        self.assertEqual(self.dynamodb.describe_endpoints()["Endpoints"][0]["CachePeriodInMinutes"], 1440)

    def test_continuous_backups_are_described(self):
        self.create_table()
        backups = self.dynamodb.describe_continuous_backups(TableName="Music")["ContinuousBackupsDescription"]
        self.assertEqual(backups["ContinuousBackupsStatus"], "ENABLED")
        self.assertEqual(backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"], "DISABLED")

    def test_what_is_wrong_with_a_table_is_said_in_the_words_of_dynamodb(self):
        def create(**changes):
            request = {"TableName": "Music", "AttributeDefinitions": attributes(artist="S"), "KeySchema": schema("artist"),
                       "BillingMode": "PAY_PER_REQUEST", **changes}
            return lambda: self.dynamodb.create_table(**request)

        self.assert_error("ValidationException", create(AttributeDefinitions=attributes(artist="S", other="S")),
                          "One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match number "
                          "of attributes defined in AttributeDefinitions")
        self.assert_error("ValidationException", create(BillingMode="PROVISIONED"))
        self.assert_error("ValidationException", create(BillingMode="SOMETHING"))
        unchecked = self.client("dynamodb", parameter_validation=False)
        self.assert_error("ValidationException", lambda: unchecked.describe_table(TableName="no"))
        self.assert_error("ValidationException", unchecked.describe_table)
