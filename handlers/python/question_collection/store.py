"""Exams and their questions in DynamoDB. The twin of handlers/question_collection/dynamodb_exam_store.cpp, and as safe to repeat:
each write has a condition that the first one makes false, or is a transaction known by the invocation's id."""
import decimal
import enum
import random
import time

import boto3
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.config import Config
from botocore.exceptions import ClientError

import exams
from rest import is_conflict

EXAMS_KEPT = 16
ATTEMPTS = 5


class Change(enum.Enum):
    """How a change of questions went. They are changed together with their exam, or not at all."""
    DONE = enum.auto()
    EXAM_REFUSED = enum.auto()  # it is gone, has opened, or is full
    QUESTION_REFUSED = enum.auto()  # one to add is there already; one to change has another version, or is gone


_serializer, _deserializer = TypeSerializer(), TypeDeserializer()


def _to_item(plain):
    return {name: _serializer.serialize(value) for name, value in plain.items()}


def _plain(value):
    if isinstance(value, decimal.Decimal):
        return int(value)
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return value


def _patiently(operation, **parameters):
    """boto3 does not try again what a transaction was in the way of, as the C++ client does."""
    for attempt in range(ATTEMPTS):
        try:
            return operation(**parameters)
        except ClientError as error:
            if not is_conflict(error) or attempt == ATTEMPTS - 1:
                raise
            time.sleep(random.uniform(0, 0.05 * 2 ** attempt))


def _from_item(item):
    return {name: _plain(_deserializer.deserialize(value)) for name, value in item.items()}


class ExamStore:
    def __init__(self, exams_table, questions_table, client=None):
        self._exams, self._questions = exams_table, questions_table
        self._client = client or boto3.client("dynamodb", config=Config(retries={"mode": "standard", "max_attempts": 5}))
        self._kept = {}  # exam → (its questionsTag, its questions)

    def _get(self, table, key):
        item = self._client.get_item(TableName=table, Key=_to_item(key), ConsistentRead=True).get("Item")
        return None if item is None else _from_item(item)

    def find_exam(self, exam_id):
        return self._get(self._exams, {"examId": exam_id})

    def find_question(self, exam_id, question_id):
        return self._get(self._questions, {"examId": exam_id, "questionId": question_id})

    def questions_of(self, exam):
        tag, questions = self._kept.get(exam["examId"], (None, None))
        if questions is not None and tag == exam["questionsTag"]:
            return questions
        questions, start = [], None
        while True:
            page = self._query(exam["examId"], start)
            questions += (_from_item(item) for item in page["Items"])
            start = page.get("LastEvaluatedKey")
            if start is None:
                break
        questions.sort(key=exams.page_order)
        if len(self._kept) >= EXAMS_KEPT:
            self._kept.clear()
        self._kept[exam["examId"]] = exam["questionsTag"], questions
        return questions

    def _query(self, exam_id, start, **options):
        if start is not None:
            options["ExclusiveStartKey"] = start
        return self._client.query(TableName=self._questions, KeyConditionExpression="examId = :exam", ConsistentRead=True,
                                  ExpressionAttributeValues=_to_item({":exam": exam_id}), **options)

    def list_questions(self, exam_id, limit, start):
        """A page of questions by their position, and the key to go on after, or None."""
        questions, start = [], None if start is None else _to_item(start)
        while True:
            # One more than wanted, so that a next page is promised only where there is something on it.
            page = self._query(exam_id, start, IndexName="ByPosition", Limit=limit + 1 - len(questions))
            questions += (_from_item(item) for item in page["Items"])
            if len(questions) > limit:
                return questions[:limit], {name: questions[limit - 1][name] for name in ("examId", "position", "questionId")}
            start = page.get("LastEvaluatedKey")
            if start is None:
                return questions, None

    def _conditional(self, operation, **parameters):
        try:
            _patiently(operation, **parameters)
            return True
        except self._client.exceptions.ConditionalCheckFailedException:
            return False

    def add_exam(self, exam):
        return self._conditional(self._client.put_item, TableName=self._exams, Item=_to_item(exam),
                                 ConditionExpression="attribute_not_exists(examId)")

    def change_exam(self, exam, version):
        values = {":title": exam["title"], ":opens": exam["opensAt"], ":closes": exam["closesAt"], ":by": exam["changedBy"],
                  ":next": exam["version"], ":version": version}
        return self._conditional(
            self._client.update_item, TableName=self._exams, Key=_to_item({"examId": exam["examId"]}),
            UpdateExpression="SET title = :title, opensAt = :opens, closesAt = :closes, changedBy = :by, version = :next",
            ConditionExpression="version = :version", ExpressionAttributeValues=_to_item(values))

    def _transact(self, exam_id, added, now, by, write):
        condition, values = "opensAt > :now", {":now": now, ":by": by, ":one": 1, ":added": added}
        if added > 0:
            condition += " AND questionCount < :most"
            values[":most"] = exams.MAX_QUESTIONS
        update = {"TableName": self._exams, "Key": _to_item({"examId": exam_id}), "ConditionExpression": condition,
                  "UpdateExpression": "SET questionsTag = :by, changedBy = :by ADD version :one, questionCount :added",
                  "ExpressionAttributeValues": _to_item(values)}
        try:
            _patiently(self._client.transact_write_items, TransactItems=[{"Update": update}, write], ClientRequestToken=by)
            return Change.DONE
        except self._client.exceptions.TransactionCanceledException as error:
            reasons = [reason.get("Code", "None") for reason in error.response["CancellationReasons"]]
            if set(reasons) - {"None"} != {"ConditionalCheckFailed"}:
                raise
            return Change.QUESTION_REFUSED if reasons[0] == "None" else Change.EXAM_REFUSED

    def add_question(self, question, now, by):
        put = {"TableName": self._questions, "Item": _to_item(question), "ConditionExpression": "attribute_not_exists(examId)"}
        return self._transact(question["examId"], 1, now, by, {"Put": put})

    def change_question(self, question, version, now, by):
        put = {"TableName": self._questions, "Item": _to_item(question), "ConditionExpression": "version = :version",
               "ExpressionAttributeValues": _to_item({":version": version})}
        return self._transact(question["examId"], 0, now, by, {"Put": put})

    def remove_question(self, exam_id, question_id, version, now, by):
        delete = {"TableName": self._questions, "Key": _to_item({"examId": exam_id, "questionId": question_id}),
                  "ConditionExpression": "version = :version", "ExpressionAttributeValues": _to_item({":version": version})}
        return self._transact(exam_id, -1, now, by, {"Delete": delete})
