"""DynamoDB's items, one at a time and in batches, through boto3's client."""
import botocore.exceptions

from python.dynamodb_test import DynamoDBTest, attributes, key, schema


class Items(DynamoDBTest):
    def setUp(self):
        super().setUp()
        self.create_table()

    def test_every_type_comes_back_as_it_was_put(self):
        values = {
            "string": {"S": "é"}, "empty": {"S": ""}, "number": {"N": "-1.5"}, "binary": {"B": b"\x00\xff"}, "yes": {"BOOL": True},
            "null": {"NULL": True}, "strings": {"SS": ["a", "b"]}, "numbers": {"NS": ["1", "2"]}, "binaries": {"BS": [b"a", b"b"]},
            "list": {"L": [{"S": "x"}, {"N": "1"}, {"L": []}]}, "map": {"M": {"a": {"M": {"b": {"B": b""}}}}},
            "precise": {"N": "12345678901234567890123456789012345678"}, "tiny": {"N": "1E-130"},
        }
        self.put("a", "t", **values)
        item = self.get("a", "t", ConsistentRead=True)
        for name in ("strings", "numbers", "binaries"):
            for kind, elements in values[name].items():
                self.assertCountEqual(item[name][kind], elements)
                item[name] = values[name]
        self.assertEqual(item.pop("tiny")["N"], "0." + "0" * 129 + "1")
        values.pop("tiny")
        self.assertEqual(item, {**key("a", "t"), **values})

    def test_an_item_that_is_not_there_is_no_item(self):
        self.assertNotIn("Item", self.dynamodb.get_item(TableName="Music", Key=key("no", "no")))
        self.assertNotIn("Attributes", self.dynamodb.delete_item(TableName="Music", Key=key("no", "no"), ReturnValues="ALL_OLD"))

    def test_a_projection_answers_what_it_names(self):
        self.put("a", "t", map={"M": {"b": {"L": [{"S": "x"}, {"S": "y"}]}, "c": {"N": "1"}}}, size={"N": "3"})
        item = self.get("a", "t", ProjectionExpression="#m.b[1], #s", ExpressionAttributeNames={"#m": "map", "#s": "size"})
        self.assertEqual(item, {"map": {"M": {"b": {"L": [{"S": "y"}]}}}, "size": {"N": "3"}})
        self.assertEqual(self.get("a", "t", AttributesToGet=["size"]), {"size": {"N": "3"}})

    def test_put_answers_the_old_item_if_asked(self):
        self.put("a", "t", n={"N": "1"})
        answer = self.dynamodb.put_item(TableName="Music", Item={**key("a", "t"), "n": {"N": "2"}}, ReturnValues="ALL_OLD")
        self.assertEqual(answer["Attributes"], {**key("a", "t"), "n": {"N": "1"}})
        self.assert_error("ValidationException", lambda: self.dynamodb.put_item(
            TableName="Music", Item=key("a", "t"), ReturnValues="ALL_NEW"), "ReturnValues can only be ALL_OLD or NONE")

    def test_update_answers_in_each_of_its_forms(self):
        def update(returns, expression="SET n = if_not_exists(n, :zero) + :one, l = list_append(if_not_exists(l, :empty), :item)"):
            return self.dynamodb.update_item(
                TableName="Music", Key=key("a", "t"), UpdateExpression=expression, ReturnValues=returns,
                ExpressionAttributeValues={":zero": {"N": "0"}, ":one": {"N": "1"}, ":empty": {"L": []}, ":item": {"L": [{"S": "x"}]}},
            ).get("Attributes")

        self.assertIsNone(update("NONE"))
        self.assertEqual(update("UPDATED_NEW"), {"n": {"N": "2"}, "l": {"L": [{"S": "x"}, {"S": "x"}]}})
        self.assertEqual(update("UPDATED_OLD"), {"n": {"N": "2"}, "l": {"L": [{"S": "x"}, {"S": "x"}]}})
        self.assertEqual(update("ALL_OLD")["n"], {"N": "3"})
        self.assertEqual(update("ALL_NEW"), {**key("a", "t"), "n": {"N": "5"}, "l": {"L": [{"S": "x"}] * 5}})

    def test_update_sets_removes_adds_and_deletes(self):
        self.put("a", "t", tags={"SS": ["x", "y"]}, old={"S": "o"}, map={"M": {"in": {"N": "1"}}}, n={"N": "5"})
        answer = self.dynamodb.update_item(
            TableName="Music", Key=key("a", "t"), ReturnValues="ALL_NEW",
            UpdateExpression="SET #m.#i = #m.#i - :two REMOVE #o ADD n :two, fresh :two DELETE tags :x",
            ExpressionAttributeNames={"#m": "map", "#i": "in", "#o": "old"},
            ExpressionAttributeValues={":two": {"N": "2"}, ":x": {"SS": ["x"]}})
        self.assertEqual(answer["Attributes"], {**key("a", "t"), "tags": {"SS": ["y"]}, "map": {"M": {"in": {"N": "-1"}}},
                                                "n": {"N": "7"}, "fresh": {"N": "2"}})

    def test_conditions_are_checked_and_their_failure_is_an_exception_of_its_own(self):
        self.put("a", "t", n={"N": "1"})
        with self.assertRaises(self.dynamodb.exceptions.ConditionalCheckFailedException) as caught:
            self.dynamodb.put_item(TableName="Music", Item=key("a", "t"), ConditionExpression="attribute_not_exists(artist)")
        self.assertEqual(caught.exception.response["Error"]["Message"], "The conditional request failed")
        values = {":n": {"N": "1"}, ":m": {"N": "5"}, ":p": {"S": "ar"}, ":s": {"S": "S"}}
        for condition in ("n = :n AND n BETWEEN :n AND :m AND n IN (:m, :n)", "NOT n > :m OR n <> :n",
                          "begins_with(artist, :p) OR attribute_type(artist, :s)", "size(artist) = :n"):
            used = {name: value for name, value in values.items() if name in condition}
            self.dynamodb.update_item(TableName="Music", Key=key("a", "t"), UpdateExpression="SET x = n", ConditionExpression=condition,
                                      ExpressionAttributeValues=used)
        self.assert_error("ConditionalCheckFailedException", lambda: self.dynamodb.delete_item(
            TableName="Music", Key=key("a", "t"), ConditionExpression="contains(artist, :p)",
            ExpressionAttributeValues={":p": {"S": "zz"}}))
        self.assertIsNotNone(self.get("a", "t"))

    def test_delete_answers_the_old_item_if_asked(self):
        self.put("a", "t", n={"N": "1"})
        answer = self.dynamodb.delete_item(TableName="Music", Key=key("a", "t"), ReturnValues="ALL_OLD",
                                           ConditionExpression="n = :n", ExpressionAttributeValues={":n": {"N": "1"}})
        self.assertEqual(answer["Attributes"]["n"], {"N": "1"})
        self.assertIsNone(self.get("a", "t"))

    def test_the_legacy_parameters_still_work(self):
        self.dynamodb.put_item(TableName="Music", Item={**key("a", "t"), "n": {"N": "1"}}, Expected={"artist": {"Exists": False}})
        self.dynamodb.update_item(TableName="Music", Key=key("a", "t"),
                                  AttributeUpdates={"n": {"Action": "ADD", "Value": {"N": "4"}}, "x": {"Value": {"S": "y"}}},
                                  Expected={"n": {"ComparisonOperator": "LT", "AttributeValueList": [{"N": "2"}]}})
        self.assertEqual(self.get("a", "t"), {**key("a", "t"), "n": {"N": "5"}, "x": {"S": "y"}})
        self.assert_error("ConditionalCheckFailedException", lambda: self.dynamodb.delete_item(
            TableName="Music", Key=key("a", "t"), Expected={"n": {"Value": {"N": "1"}}, "x": {"Value": {"S": "z"}}},
            ConditionalOperator="OR"))

    def test_consumed_capacity_is_told_as_asked(self):
        item = {**key("a", "t"), "x": {"S": "x" * 1100}}
        written = self.dynamodb.put_item(TableName="Music", Item=item, ReturnConsumedCapacity="TOTAL")["ConsumedCapacity"]
        self.assertEqual(written, {"TableName": "Music", "CapacityUnits": 2.0})
        read = self.dynamodb.get_item(TableName="Music", Key=key("a", "t"), ReturnConsumedCapacity="INDEXES")["ConsumedCapacity"]
        self.assertEqual(read, {"TableName": "Music", "CapacityUnits": 0.5, "Table": {"CapacityUnits": 0.5}})
        read = self.dynamodb.get_item(TableName="Music", Key=key("a", "t"), ReturnConsumedCapacity="TOTAL", ConsistentRead=True)
        self.assertEqual(read["ConsumedCapacity"]["CapacityUnits"], 1.0)

    def test_item_collection_metrics_are_told_of_a_table_with_a_local_index(self):
        self.create_table("Local", types={"artist": "S", "title": "S", "year": "N"}, LocalSecondaryIndexes=[
            {"IndexName": "ByYear", "KeySchema": schema("artist", "year"), "Projection": {"ProjectionType": "ALL"}}])
        metrics = self.dynamodb.put_item(TableName="Local", Item={**key("a", "t"), "year": {"N": "1"}},
                                         ReturnItemCollectionMetrics="SIZE")["ItemCollectionMetrics"]
        self.assertEqual(metrics["ItemCollectionKey"], {"artist": {"S": "a"}})
        self.assertEqual(len(metrics["SizeEstimateRangeGB"]), 2)

    def test_what_is_wrong_with_an_item_is_said_in_the_words_of_dynamodb(self):
        def put(**item):
            return lambda: self.dynamodb.put_item(TableName="Music", Item=item)

        self.assert_error("ValidationException", put(artist={"S": "a"}),
                          "One or more parameter values were invalid: Missing the key title in the item")
        self.assert_error("ValidationException", put(artist={"N": "1"}, title={"S": "t"}),
                          "One or more parameter values were invalid: Type mismatch for key artist expected: S actual: N")
        self.assert_error("ValidationException", put(artist={"S": ""}, title={"S": "t"}),
                          "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty "
                          "string value. Key: artist")
        self.assert_error("ValidationException", put(**key("a", "t"), n={"N": "x"}),
                          "The parameter cannot be converted to a numeric value: x")
        self.assert_error("ValidationException", put(**key("a", "t"), s={"SS": []}),
                          "One or more parameter values were invalid: An string set  may not be empty")
        self.assert_error("ValidationException", put(**key("a", "t"), big={"S": "x" * 410_000}), "Item size has exceeded the maximum "
                          "allowed size")
        self.assert_error("ResourceNotFoundException", lambda: self.dynamodb.get_item(TableName="None", Key=key("a", "t")),
                          "Requested resource not found")
        self.assert_error("ValidationException", lambda: self.dynamodb.get_item(TableName="Music", Key={"artist": {"S": "a"}}),
                          "The provided key element does not match the schema")
        self.assert_error("ValidationException", lambda: self.dynamodb.update_item(
            TableName="Music", Key=key("a", "t"), UpdateExpression="SET artist = :x", ExpressionAttributeValues={":x": {"S": "x"}}),
            "One or more parameter values were invalid: Cannot update attribute artist. This attribute is part of the key")
        self.assert_error("ValidationException", lambda: self.dynamodb.update_item(
            TableName="Music", Key=key("a", "t"), UpdateExpression="SET a = :x, b = :y", ExpressionAttributeValues={":x": {"S": "x"}}),
            "Invalid UpdateExpression: An expression attribute value used in expression is not defined; attribute value: :y")
        self.assert_error("ValidationException", lambda: self.dynamodb.update_item(
            TableName="Music", Key=key("a", "t"), UpdateExpression="SET a ="),
            "Invalid UpdateExpression: Syntax error; token: \"<EOF>\", near: \"=\"")


class Batches(DynamoDBTest):
    def setUp(self):
        super().setUp()
        self.create_table()
        self.create_table("Other", types={"id": "N"}, keys=schema("id"))

    def test_a_batch_writes_to_several_tables_and_reads_from_them(self):
        self.put("gone", "t")
        answer = self.dynamodb.batch_write_item(ReturnConsumedCapacity="TOTAL", RequestItems={
            "Music": [{"PutRequest": {"Item": key("a", str(i))}} for i in range(10)] + [{"DeleteRequest": {"Key": key("gone", "t")}}],
            "Other": [{"PutRequest": {"Item": {"id": {"N": str(i)}}}} for i in range(14)]})
        self.assertEqual(answer["UnprocessedItems"], {})
        self.assertEqual({c["TableName"]: c["CapacityUnits"] for c in answer["ConsumedCapacity"]}, {"Music": 11.0, "Other": 14.0})
        answer = self.dynamodb.batch_get_item(RequestItems={
            "Music": {"Keys": [key("a", "1"), key("a", "2"), key("gone", "t")], "ConsistentRead": True},
            "Other": {"Keys": [{"id": {"N": "3"}}], "ProjectionExpression": "#i", "ExpressionAttributeNames": {"#i": "id"}}})
        self.assertCountEqual(answer["Responses"]["Music"], [key("a", "1"), key("a", "2")])
        self.assertEqual(answer["Responses"]["Other"], [{"id": {"N": "3"}}])
        self.assertEqual(answer["UnprocessedKeys"], {})

    def test_what_does_not_fit_into_16_megabytes_is_left_unprocessed(self):
        big = {"S": "x" * 390_000}
        for i in range(60):
            self.put("a", f"{i:03}", x=big)
        wanted = [key("a", f"{i:03}") for i in range(60)]
        found = []
        calls = 0
        while wanted:
            answer = self.dynamodb.batch_get_item(RequestItems={"Music": {"Keys": wanted}})
            found += answer["Responses"]["Music"]
            wanted = answer["UnprocessedKeys"].get("Music", {}).get("Keys", [])
            calls += 1
        self.assertEqual(len({item["title"]["S"] for item in found}), 60)
        self.assertEqual(calls, 2)

    def test_a_batch_that_is_too_long_or_names_an_item_twice_is_refused(self):
        puts = [{"PutRequest": {"Item": key("a", str(i))}} for i in range(26)]
        self.assert_error("ValidationException", lambda: self.dynamodb.batch_write_item(RequestItems={"Music": puts}))
        self.assert_error("ValidationException", lambda: self.dynamodb.batch_write_item(RequestItems={"Music": [puts[0], puts[0]]}),
                          "Provided list of item keys contains duplicates")
        self.assert_error("ValidationException", lambda: self.dynamodb.batch_get_item(
            RequestItems={"Music": {"Keys": [key("a", "t")] * 2}}), "Provided list of item keys contains duplicates")
        self.assert_error("ResourceNotFoundException", lambda: self.dynamodb.batch_write_item(RequestItems={"None": puts[:1]}))
        with self.assertRaises(botocore.exceptions.ParamValidationError):
            self.dynamodb.batch_write_item()


class Transactions(DynamoDBTest):
    def setUp(self):
        super().setUp()
        self.create_table()

    def test_a_transaction_is_all_or_nothing(self):
        self.put("a", "1", n={"N": "1"})
        self.put("a", "2")
        self.dynamodb.transact_write_items(TransactItems=[
            {"Put": {"TableName": "Music", "Item": key("a", "3")}},
            {"Update": {"TableName": "Music", "Key": key("a", "1"), "UpdateExpression": "ADD n :one",
                        "ExpressionAttributeValues": {":one": {"N": "1"}}}},
            {"Delete": {"TableName": "Music", "Key": key("a", "2")}},
            {"ConditionCheck": {"TableName": "Music", "Key": key("a", "4"), "ConditionExpression": "attribute_not_exists(artist)"}}])
        self.assertEqual(self.get("a", "1")["n"], {"N": "2"})
        self.assertIsNone(self.get("a", "2"))

        with self.assertRaises(self.dynamodb.exceptions.TransactionCanceledException) as caught:
            self.dynamodb.transact_write_items(TransactItems=[
                {"Put": {"TableName": "Music", "Item": key("a", "5")}},
                {"Update": {"TableName": "Music", "Key": key("a", "1"), "UpdateExpression": "SET n = :one",
                            "ConditionExpression": "n = :one", "ExpressionAttributeValues": {":one": {"N": "1"}},
                            "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}}])
        self.assertEqual(caught.exception.response["Error"]["Message"], "Transaction cancelled, please refer cancellation reasons for "
                         "specific reasons [None, ConditionalCheckFailed]")
        self.assertEqual(caught.exception.response["CancellationReasons"], [
            {"Code": "None"}, {"Code": "ConditionalCheckFailed", "Message": "The conditional request failed",
                               "Item": {**key("a", "1"), "n": {"N": "2"}}}])
        self.assertIsNone(self.get("a", "5"))

    def test_items_are_read_in_one_transaction(self):
        self.put("a", "1", n={"N": "1"})
        answer = self.dynamodb.transact_get_items(ReturnConsumedCapacity="TOTAL", TransactItems=[
            {"Get": {"TableName": "Music", "Key": key("a", "1"), "ProjectionExpression": "n"}},
            {"Get": {"TableName": "Music", "Key": key("a", "2")}}])
        self.assertEqual(answer["Responses"], [{"Item": {"n": {"N": "1"}}}, {}])
        self.assertEqual(answer["ConsumedCapacity"][0]["CapacityUnits"], 4.0)

    def test_a_token_makes_a_transaction_happen_once(self):
        def add(amount):
            return self.dynamodb.transact_write_items(ClientRequestToken="token", TransactItems=[
                {"Update": {"TableName": "Music", "Key": key("a", "1"), "UpdateExpression": "ADD n :amount",
                            "ExpressionAttributeValues": {":amount": {"N": amount}}}}])
        add("1")
        add("1")
        self.assertEqual(self.get("a", "1")["n"], {"N": "1"})
        self.assert_error("IdempotentParameterMismatchException", lambda: add("2"))

    def test_an_item_can_be_in_a_transaction_once(self):
        self.assert_error("ValidationException", lambda: self.dynamodb.transact_write_items(TransactItems=[
            {"Put": {"TableName": "Music", "Item": key("a", "1")}}, {"Delete": {"TableName": "Music", "Key": key("a", "1")}}]),
            "Transaction request cannot include multiple operations on one item")
