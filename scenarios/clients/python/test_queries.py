"""Query and Scan, through boto3's client."""
from python.dynamodb_test import DynamoDBTest, schema


class Queries(DynamoDBTest):
    def setUp(self):
        super().setUp()
        self.create_table(types={"artist": "S", "title": "S", "year": "N", "genre": "S"}, LocalSecondaryIndexes=[
            {"IndexName": "ByYear", "KeySchema": schema("artist", "year"),
             "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["label"]}}],
            GlobalSecondaryIndexes=[{"IndexName": "ByGenre", "KeySchema": schema("genre"),
                                     "Projection": {"ProjectionType": "KEYS_ONLY"}}])
        for artist in ("a", "b"):
            for i in range(10):
                self.put(artist, f"t{i}", year={"N": str(2000 - i)}, label={"S": f"l{i % 2}"}, more={"S": "m"},
                         **({"genre": {"S": "jazz"}} if i % 2 else {}))

    def query(self, condition="artist = :a", values=None, **more):
        return self.dynamodb.query(TableName="Music", KeyConditionExpression=condition,
                                   ExpressionAttributeValues={":a": {"S": "a"}, **(values or {})}, **more)

    def titles(self, answer):
        return [item["title"]["S"] for item in answer["Items"]]

    def test_a_key_condition_takes_a_part_of_the_collection_in_order(self):
        self.assertEqual(self.titles(self.query()), [f"t{i}" for i in range(10)])
        self.assertEqual(self.titles(self.query(ScanIndexForward=False, Limit=2)), ["t9", "t8"])
        for condition, values, expected in (
                ("artist = :a AND title = :t", {":t": {"S": "t3"}}, ["t3"]),
                ("artist = :a AND title < :t", {":t": {"S": "t2"}}, ["t0", "t1"]),
                ("artist = :a AND title <= :t", {":t": {"S": "t2"}}, ["t0", "t1", "t2"]),
                ("artist = :a AND title > :t", {":t": {"S": "t7"}}, ["t8", "t9"]),
                ("title >= :t AND artist = :a", {":t": {"S": "t8"}}, ["t8", "t9"]),
                ("artist = :a AND title BETWEEN :t AND :u", {":t": {"S": "t4"}, ":u": {"S": "t5"}}, ["t4", "t5"]),
                ("artist = :a AND begins_with(title, :t)", {":t": {"S": "t7"}}, ["t7"])):
            with self.subTest(condition):
                self.assertEqual(self.titles(self.query(condition, values)), expected)

    def test_a_filter_leaves_out_what_was_read(self):
        answer = self.query(values={":l": {"S": "l1"}}, FilterExpression="label = :l", Limit=4)
        self.assertEqual((answer["Count"], answer["ScannedCount"]), (2, 4))
        self.assertEqual(answer["LastEvaluatedKey"], {"artist": {"S": "a"}, "title": {"S": "t3"}})

    def test_pages_lead_through_the_whole(self):
        pages = self.dynamodb.get_paginator("query").paginate(
            TableName="Music", KeyConditionExpression="artist = :a", ExpressionAttributeValues={":a": {"S": "a"}},
            PaginationConfig={"PageSize": 3})
        self.assertEqual([len(page["Items"]) for page in pages], [3, 3, 3, 1])
        pages = self.dynamodb.get_paginator("scan").paginate(TableName="Music", PaginationConfig={"PageSize": 7})
        self.assertEqual(len(pages.build_full_result()["Items"]), 20)

    def test_a_page_ends_at_one_megabyte(self):
        for i in range(8):
            self.put("big", f"{i}", x={"S": "x" * 300_000})
        answer = self.query(values={":a": {"S": "big"}})
        self.assertEqual(answer["Count"], 4)
        self.assertEqual(answer["LastEvaluatedKey"]["title"], {"S": "3"})

    def test_a_local_index_shows_what_it_projects_and_fetches_the_rest(self):
        answer = self.query(IndexName="ByYear", Limit=1)
        self.assertEqual(answer["Items"], [{"artist": {"S": "a"}, "title": {"S": "t9"}, "year": {"N": "1991"}, "label": {"S": "l1"}}])
        self.assertEqual(set(answer["LastEvaluatedKey"]), {"artist", "title", "year"})
        answer = self.query(IndexName="ByYear", Limit=1, Select="ALL_ATTRIBUTES", ConsistentRead=True)
        self.assertIn("more", answer["Items"][0])

    def test_a_global_index_is_sparse_and_shows_what_it_projects(self):
        answer = self.dynamodb.query(TableName="Music", IndexName="ByGenre", KeyConditionExpression="genre = :g",
                                     ExpressionAttributeValues={":g": {"S": "jazz"}}, ReturnConsumedCapacity="INDEXES")
        self.assertEqual(answer["Count"], 10)
        self.assertEqual(set(answer["Items"][0]), {"artist", "title", "genre"})
        self.assertEqual(answer["ConsumedCapacity"]["GlobalSecondaryIndexes"]["ByGenre"]["CapacityUnits"], 0.5)
        self.assert_error("ValidationException", lambda: self.dynamodb.query(
            TableName="Music", IndexName="ByGenre", KeyConditionExpression="genre = :g", ConsistentRead=True,
            ExpressionAttributeValues={":g": {"S": "jazz"}}), "Consistent reads are not supported on global secondary indexes")
        self.assert_error("ValidationException", lambda: self.dynamodb.query(
            TableName="Music", IndexName="ByGenre", KeyConditionExpression="genre = :g", Select="ALL_ATTRIBUTES",
            ExpressionAttributeValues={":g": {"S": "jazz"}}),
            "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index ByGenre "
            "because its projection type is not ALL")

    def test_a_count_has_no_items(self):
        answer = self.query(Select="COUNT")
        self.assertEqual(answer["Count"], 10)
        self.assertNotIn("Items", answer)

    def test_segments_share_a_scan(self):
        found = []
        for segment in range(4):
            found += self.dynamodb.scan(TableName="Music", Segment=segment, TotalSegments=4)["Items"]
        self.assertEqual(len({(item["artist"]["S"], item["title"]["S"]) for item in found}), 20)
        self.assertEqual(len(found), 20)

    def test_a_scan_filters_and_projects_also_on_an_index(self):
        answer = self.dynamodb.scan(TableName="Music", FilterExpression="attribute_not_exists(genre) AND #y > :y",
                                    ProjectionExpression="title, #y", ExpressionAttributeNames={"#y": "year"},
                                    ExpressionAttributeValues={":y": {"N": "1996"}})
        self.assertEqual((answer["Count"], answer["ScannedCount"]), (4, 20))
        self.assertEqual(set(answer["Items"][0]), {"title", "year"})
        self.assertEqual(self.dynamodb.scan(TableName="Music", IndexName="ByGenre")["Count"], 10)

    def test_the_legacy_conditions_still_work(self):
        answer = self.dynamodb.query(
            TableName="Music",
            KeyConditions={"artist": {"ComparisonOperator": "EQ", "AttributeValueList": [{"S": "a"}]},
                           "title": {"ComparisonOperator": "BEGINS_WITH", "AttributeValueList": [{"S": "t"}]}},
            QueryFilter={"label": {"ComparisonOperator": "EQ", "AttributeValueList": [{"S": "l0"}]}}, AttributesToGet=["title"])
        self.assertEqual(answer["Items"], [{"title": {"S": f"t{i}"}} for i in range(0, 10, 2)])
        answer = self.dynamodb.scan(TableName="Music", ConditionalOperator="OR", ScanFilter={
            "title": {"ComparisonOperator": "IN", "AttributeValueList": [{"S": "t1"}, {"S": "t2"}]},
            "artist": {"ComparisonOperator": "NULL"}})
        self.assertEqual(answer["Count"], 4)

    def test_what_is_wrong_with_a_query_is_said_in_the_words_of_dynamodb(self):
        self.assert_error("ValidationException", lambda: self.query("title = :a"),
                          "Query condition missed key schema element: artist")
        self.assert_error("ValidationException", lambda: self.query("artist = :a AND label = :a"),
                          "Query condition missed key schema element: title")
        self.assert_error("ValidationException", lambda: self.query("artist > :a"), "Query key condition not supported")
        self.assert_error("ValidationException", lambda: self.query(FilterExpression="artist = :a"),
                          "Filter Expression can only contain non-primary key attributes: Primary key attribute: artist")
        self.assert_error("ValidationException", lambda: self.query(values={":unused": {"S": "x"}}),
                          "Value provided in ExpressionAttributeValues unused in expressions: keys: {:unused}")
        self.assert_error("ValidationException", lambda: self.query(ExclusiveStartKey={"artist": {"S": "a"}}),
                          "The provided starting key is invalid")
        self.assert_error("ValidationException", lambda: self.query(IndexName="None"),
                          "The table does not have the specified index: None")
