"""Carer_genese_question_collection in Python: the same function as handlers/question_collection, to the byte that a client sees."""
import os

import collection
import rest
import store

_origin = os.environ.get("ALLOWED_ORIGIN") or "*"
_routes = collection.routes(store.ExamStore(os.environ["EXAMS_TABLE"], os.environ["QUESTIONS_TABLE"]))


class UnknownEvent(Exception):
    """An event that is none of the API's."""


def handler(event, context):
    if not rest.is_request(event):
        raise UnknownEvent("this function takes events of its API only")
    return rest.answer(_routes, rest.Request(event, context.aws_request_id), _origin)
