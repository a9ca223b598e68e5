"""question_collection in C++ and in Python: each answers the same events to the byte, over tables of its own."""
import json
import pathlib
import re
import sys
import unittest

import boto3
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from cloche_process import BINARY, ROOT
from python.lambda_functions import LambdaTest

PACKAGE = pathlib.Path(BINARY).resolve().parent / "handlers" / "question_collection"
NINE = 1767603600000  # 2026-01-05T09:00:00Z
HOUR = 3600000
EXAM = "/exams/{examId}"
QUESTIONS = EXAM + "/questions"
QUESTION = QUESTIONS + "/{questionId}"
OPEN = {"title": "C++", "opensAt": "2026-01-05T10:00:00Z", "closesAt": "2026-01-05T11:00:00.500Z"}
GOOD = {"kind": "multiple", "text": "Which?", "choices": [{"choiceId": "a", "text": "A"}, {"choiceId": "b", "text": "B"}], "correct": ["b", "a"], "points": 2}

# What can be wrong with a body, or nearly so, as text.
BODIES = [
    "", "null", "[]", "{", "{}", "\ufeff{}", " {} ", '{"a":NaN}', '{"a":Infinity}', '{"a":01}', '{"a":1e999}', '{"a":"\\ud800"}', '{"a":"\t"}', '{"a":1,}', "{'a':1}",
    '{"kind":1,"text":["x"],"choices":{},"correct":"a","points":true}', '{"kind":"single","text":"\u00e9\u20ac\U0001f600","choices":[1,2],"correct":[null,{},[]],"points":1e2}',
    '{"points":18446744073709551616,"position":-9223372036854775809}', '{"points":-0,"position":1.0}', '{"points":' + "1" * 400 + "}", '{"points":100000000000000000000000}', '{"z":1,"a":2,"\u00e9":3,"B":4}',
    '{"text":"\\u0000\\u001f\\u007f/\\"\\\\","kind":"\\n"}', '{"text":" \\t\\r\\n\\u000b\\u000c"}', '{"text":"\u00a0"}', "[" * 33 + "]" * 33, '{"a":' + "[" * 31 + "]" * 31 + "}", '{"a":' + "[" * 32 + "]" * 32 + "}",
    json.dumps({**GOOD, "text": "x" * 2000}), json.dumps({**GOOD, "text": "x" * 2001}), json.dumps({**GOOD, "text": "\u20ac" * 2000}, ensure_ascii=False), json.dumps({**GOOD, "text": "x" * 40000}),
    json.dumps({**GOOD, "position": None}), json.dumps({**GOOD, "position": 0}), json.dumps({**GOOD, "position": 1000}), json.dumps({**GOOD, "kind": None}), json.dumps({**GOOD, "correct": ["a", "a"]}),
    json.dumps({**GOOD, "choices": [{"choiceId": "a", "text": "A"}] * 11}), json.dumps({**GOOD, "choices": [{"choiceId": "-", "text": ""}, {"x": 1}]}), '{"text":1,"text":"x"}',
]


class Twins(LambdaTest):
    def setUp(self):
        super().setUp()
        self.database = self.client("dynamodb")
        for language, runtime, entry in (("cpp", "provided.al2023", "bootstrap"), ("python", "python3.12", "app.handler")):
            self.make_tables(language)
            self.functions.create_function(
                FunctionName=language, Runtime=runtime, Handler=entry, Role=f"arn:aws:iam::{self.account}:role/worker", Timeout=20, MemorySize=256,
                Code={"S3Bucket": "hot-reload", "S3Key": str(PACKAGE)},
                Environment={"Variables": {"EXAMS_TABLE": language + "-exams", "QUESTIONS_TABLE": language + "-questions"}})

    def make_tables(self, language):
        def table(name, keys, types, **more):
            self.database.create_table(TableName=f"{language}-{name}", BillingMode="PAY_PER_REQUEST", KeySchema=self.schema(*keys),
                                       AttributeDefinitions=[{"AttributeName": key, "AttributeType": kind} for key, kind in types.items()], **more)
        table("exams", ["examId"], {"examId": "S"})
        table("questions", ["examId", "questionId"], {"examId": "S", "questionId": "S", "position": "N"},
              LocalSecondaryIndexes=[{"IndexName": "ByPosition", "KeySchema": self.schema("examId", "position"), "Projection": {"ProjectionType": "ALL"}}])

    @staticmethod
    def schema(*keys):
        return [{"AttributeName": key, "KeyType": kind} for key, kind in zip(keys, ("HASH", "RANGE"))]

    def ask(self, method, resource, body=None, path=None, query=None, headers=None, time=NINE, **event):
        """Asks both; answers what both answered, the body parsed."""
        if body is not None and not isinstance(body, str):
            body = json.dumps(body)
        event = {"httpMethod": method, "resource": resource, "pathParameters": {"examId": "e", **(path or {})}, "queryStringParameters": query, "headers": headers,
                 "body": body, "isBase64Encoded": False, "requestContext": {"requestTimeEpoch": time}, **event}
        answers = []
        for language in ("cpp", "python"):
            answer, response = self.invoke(language, event)
            self.assertNotIn("FunctionError", response, (language, answer, event))
            answers.append(answer)
        self.assertEqual(*answers, event)
        return answers[0], json.loads(answers[0]["body"]) if answers[0]["body"] else None

    def add(self, key, **change):
        return self.ask("POST", QUESTIONS, {**GOOD, **change}, headers={"Idempotency-Key": key})[1]["questionId"]

    def test_bodies_that_are_wrong_or_nearly_so(self):
        self.ask("PUT", EXAM, OPEN)
        for number, body in enumerate(BODIES):
            with self.subTest(body=body[:80]):
                self.ask("POST", QUESTIONS, body, headers={"Idempotency-Key": f"k{number}"})
                self.ask("PUT", EXAM, body)

    def test_an_exam(self):
        self.ask("GET", EXAM)
        self.assertEqual(self.ask("PUT", EXAM, OPEN)[0]["statusCode"], 201)
        for body in (OPEN, {**OPEN, "title": "x"}, {**OPEN, "closesAt": OPEN["opensAt"]}, {**OPEN, "opensAt": "2026-02-30T00:00:00Z"}, {**OPEN, "opensAt": 5}, {**OPEN, "title": "x" * 5000}):
            for match in (None, '"1"', '"2"', "*", 'W/"1"', '"7", "1"', ""):
                self.ask("PUT", EXAM, body, headers={"if-match": match} if match is not None else {})
        self.ask("PUT", EXAM, {**OPEN, "opensAt": "2026-01-05T10:30:00Z"}, headers={"If-Match": "*"}, time=NINE + HOUR)

    def test_questions(self):
        self.ask("PUT", EXAM, OPEN)
        first = self.add("one")
        second = self.add("two", position=1)
        self.add("one")
        self.ask("POST", QUESTIONS, {**GOOD, "points": 9}, headers={"idempotency-key": "one"})
        self.ask("POST", QUESTIONS, GOOD, headers={"idempotency-key": "no key"})
        self.ask("POST", QUESTIONS, GOOD, path={"examId": "none"}, headers={"idempotency-key": "k"})
        token = self.ask("GET", QUESTIONS, query={"limit": "1"})[1]["nextToken"]
        for query in ({"limit": "1", "nextToken": token}, {"nextToken": token[:-1]}, {"nextToken": ""}, {"nextToken": "\u00e9"}, {"nextToken": "e30"}, {"limit": "0"}, {"limit": "1.0"}, {"limit": "\u0661"},
                      {"limit": "101"}, {"limit": "007"}, {"limit": "00000000000007"}, {"limit": ""}):
            self.ask("GET", QUESTIONS, query=query)
        for match in (None, '"2"', "*"):
            self.ask("PUT", QUESTION, {**GOOD, "points": 3}, path={"questionId": first}, headers={"If-Match": match} if match else {})
            self.ask("DELETE", QUESTION, path={"questionId": second}, headers={"If-Match": match} if match else {})
        for identifier in (first, second, "none", "not an id", "", "\u00e9"):
            self.ask("GET", QUESTION, path={"questionId": identifier})
        for time in (NINE, NINE + HOUR, NINE + 2 * HOUR + 500, NINE + 2 * HOUR + 501):
            self.ask("GET", EXAM + "/page", time=time)
        self.ask("DELETE", QUESTION, path={"questionId": first}, headers={"If-Match": "*"}, time=NINE + HOUR)

    def test_what_is_not_there_and_not_text(self):
        self.ask("PATCH", EXAM)
        self.ask("GET", "/elsewhere")
        for content_type in ("application/json; charset=utf-8", "APPLICATION/JSON", "text/plain", ""):
            self.ask("PUT", EXAM, OPEN, headers={"content-type": content_type})
        for body in ("e30=", "e30", "!", "/w==", ""):
            self.ask("PUT", EXAM, body, isBase64Encoded=True)

    def test_an_id_that_is_none_is_named_before_the_body(self):
        for method, resource in (("PUT", EXAM), ("POST", QUESTIONS), ("PUT", QUESTION)):
            answer = self.ask(method, resource, "no JSON", path={"examId": "-", "questionId": "-"})[1]
            self.assertEqual(answer["errors"][0]["field"], "examId", answer)

    def test_an_id_is_made_of_the_invocation_where_there_is_no_key(self):
        self.ask("PUT", EXAM, OPEN)
        for language in ("cpp", "python"):
            event = {"httpMethod": "POST", "resource": QUESTIONS, "pathParameters": {"examId": "e"}, "body": json.dumps(GOOD), "requestContext": {"requestTimeEpoch": NINE}}
            answer = json.loads(self.invoke(language, event)[0]["body"])
            self.assertTrue(re.fullmatch("q-[0-9a-f]{16}", answer["questionId"]), answer)

    def test_an_event_that_is_none_of_the_api_s(self):
        for language in ("cpp", "python"):
            answer, response = self.invoke(language, {"source": "aws.events"})
            self.assertEqual((response["FunctionError"], answer["errorType"], answer["errorMessage"]), ("Unhandled", "UnknownEvent", "this function takes events of its API only"))


class Transactions(unittest.TestCase):
    """What the twin makes of a transaction that DynamoDB cancels. Cloche, which does one after the other, has no conflict of two."""

    @classmethod
    def setUpClass(cls):
        sys.path.insert(0, str(ROOT / "handlers" / "python" / "question_collection"))
        import store
        cls.store = store

    def change(self, *cancellations):
        client = boto3.client("dynamodb", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
        with Stubber(client) as stub:
            for reasons in cancellations:
                if reasons is None:
                    stub.add_response("transact_write_items", {})
                else:
                    stub.add_client_error("transact_write_items", "TransactionCanceledException", modeled_fields={"CancellationReasons": [{"Code": code} for code in reasons]})
            change = self.store.ExamStore("exams", "questions", client).remove_question("e", "q", 1, NINE, "invocation")
            stub.assert_no_pending_responses()
            return change

    def test_a_write_that_a_transaction_is_in_the_way_of_is_tried_again(self):
        client = boto3.client("dynamodb", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
        exam = {"examId": "e", "title": "t", "opensAt": 1, "closesAt": 2, "changedBy": "invocation", "version": 2}
        with Stubber(client) as stub:
            stub.add_client_error("update_item", "TransactionConflictException")
            stub.add_response("update_item", {})
            self.assertTrue(self.store.ExamStore("exams", "questions", client).change_exam(exam, 1))

    def test_a_conflict_that_stays_is_503_as_a_throttle_is(self):
        import rest
        event = {"httpMethod": "GET", "resource": "/", "requestContext": {"requestTimeEpoch": NINE}}

        def status(code, **more):
            def fail(request):
                raise ClientError({"Error": {"Code": code}, **more}, "PutItem")
            return rest.answer({("GET", "/"): fail}, rest.Request(event, "invocation"), "*")["statusCode"]
        self.assertEqual(status("TransactionConflictException"), 503)
        self.assertEqual(status("TransactionCanceledException", CancellationReasons=[{"Code": "TransactionConflict"}, {"Code": "None"}]), 503)
        with self.assertRaises(ClientError):
            status("TransactionCanceledException", CancellationReasons=[{"Code": "ConditionalCheckFailed"}, {"Code": "TransactionConflict"}])

    def test_a_condition_says_what_was_refused(self):
        self.assertEqual(self.change(["ConditionalCheckFailed", "None"]), self.store.Change.EXAM_REFUSED)
        self.assertEqual(self.change(["None", "ConditionalCheckFailed"]), self.store.Change.QUESTION_REFUSED)

    def test_a_conflict_is_tried_again(self):
        self.assertEqual(self.change(["TransactionConflict", "None"], ["None", "ThrottlingError"], None), self.store.Change.DONE)
        with self.assertRaises(Exception) as raised:
            self.change(*[["TransactionConflict", "None"]] * 5)
        self.assertIn("TransactionCanceledException", type(raised.exception).__name__ + str(raised.exception))
