"""What the function does: an administrator keeps exams and their questions, a candidate gets the page of an exam that is open.

The twin of handlers/question_collection/collection.cpp. I/O is behind the store.
"""
import hashlib

import exams
import rest
from rest import Problem, Response, format_instant, precondition_failed, precondition_required
from store import Change

EXAM_LIMIT = 4 * 1024
QUESTION_LIMIT = 32 * 1024


def _says_the_same(exam, other):
    return all(exam[name] == other[name] for name in ("title", "opensAt", "closesAt"))


def _show_exam(status, exam):
    headers = {"ETag": rest.etag_of(exam["version"])}
    if status == 201:
        headers["Location"] = "/exams/" + exam["examId"]
    return Response(status, exams.exam_document(exam), headers)


def _show_question(status, question):
    headers = {"ETag": rest.etag_of(question["version"])}
    if status == 201:
        headers["Location"] = f"/exams/{question['examId']}/questions/{question['questionId']}"
    return Response(status, exams.question_document(question), headers)


def _exam_open(exam):
    return Problem(409, "exam-open", "The exam has opened",
                   f"Exam {exam['examId']} opened at {format_instant(exam['opensAt'])}; its questions and its opening stay as they are.")


def _question_id(exam, key):
    """Known by the client's key, or else by the invocation, so that what is sent again gets the same id."""
    return "q-" + hashlib.sha256(f"{exam}\n{key}".encode()).hexdigest()[:16]


def _idempotency_key(request):
    key = request.headers.get("idempotency-key")
    if key is not None and not rest.is_identifier(key):
        raise rest.invalid_parameter("Idempotency-Key", rest.IDENTIFIER_RULE)
    return key


class Collection:
    def __init__(self, store):
        self._store = store

    def _require_exam(self, exam_id):
        exam = self._store.find_exam(exam_id)
        if exam is None:
            raise rest.not_found(f"There is no exam {exam_id}.")
        return exam

    def _require_question(self, request):
        exam_id, question_id = request.identifier("examId"), request.identifier("questionId")
        question = self._store.find_question(exam_id, question_id)
        if question is None:
            raise rest.not_found(f"There is no question {question_id} in exam {exam_id}.")
        return question

    # Exams

    def put_exam(self, request):
        exam = exams.described_exam(request.identifier("examId"), request.object(EXAM_LIMIT))
        exam["changedBy"] = request.id
        match = request.headers.get("if-match")
        before = self._store.find_exam(exam["examId"])
        if before is None and match is not None:
            raise precondition_failed(f"There is no exam {exam['examId']}.")
        if before is None:
            return self._create_exam(exam)
        if match is not None and request.time >= before["opensAt"] and exam["opensAt"] != before["opensAt"]:
            raise _exam_open(before)
        if match is not None:
            return self._change_exam(exam, before, match)
        if _says_the_same(exam, before):
            return _show_exam(200, before)
        raise precondition_required(f"Exam {exam['examId']} exists; say by If-Match which version is to be changed.")

    def _create_exam(self, exam):
        exam["version"] = 1
        if self._store.add_exam(exam):
            return _show_exam(201, exam)
        stored = self._require_exam(exam["examId"])
        if stored["changedBy"] == exam["changedBy"]:  # ours, of which the answer was lost
            return _show_exam(201, stored)
        if _says_the_same(exam, stored):
            return _show_exam(200, stored)
        raise precondition_failed(f"Exam {exam['examId']} was created by somebody else in the meantime.")

    def _change_exam(self, exam, before, match):
        refused = precondition_failed(f"Exam {exam['examId']} has another version.")
        if not rest.if_match_names(match, before["version"]):
            raise refused
        exam.update(questionCount=before["questionCount"], questionsTag=before["questionsTag"], version=before["version"] + 1)
        if self._store.change_exam(exam, before["version"]):
            return _show_exam(200, exam)
        stored = self._require_exam(exam["examId"])
        if stored["changedBy"] == exam["changedBy"]:
            return _show_exam(200, stored)
        raise refused

    def get_exam(self, request):
        return _show_exam(200, self._require_exam(request.identifier("examId")))

    def get_page(self, request):
        exam = self._require_exam(request.identifier("examId"))
        if request.time < exam["opensAt"]:
            raise Problem(403, "exam-not-open", "The exam has not opened yet",
                          f"Exam {exam['examId']} opens at {format_instant(exam['opensAt'])}.")
        if request.time > exam["closesAt"]:
            raise Problem(403, "exam-closed", "The exam is closed",
                          f"Exam {exam['examId']} closed at {format_instant(exam['closesAt'])}.")
        questions = self._store.questions_of(exam)
        return Response(200, {"examId": exam["examId"], "title": exam["title"], "closesAt": format_instant(exam["closesAt"]),
                              "points": sum(question["points"] for question in questions),
                              "questions": [exams.page_document(question) for question in questions]})

    # Questions

    def post_question(self, request):
        question = exams.described_question(request.identifier("examId"), request.object(QUESTION_LIMIT))
        key = _idempotency_key(request)
        question["questionId"] = _question_id(question["examId"], f"key {key}" if key is not None else f"invocation {request.id}")
        if key is not None:
            stored = self._store.find_question(question["examId"], question["questionId"])
            if stored is not None:
                return self._replay(question, stored)
        exam = self._require_exam(question["examId"])
        if question["position"] is None:
            question["position"] = exam["questionCount"] + 1
        question["version"] = 1
        change = self._store.add_question(question, request.time, request.id)
        if change is Change.DONE:
            return _show_question(201, question)
        if change is Change.QUESTION_REFUSED:
            stored = self._store.find_question(question["examId"], question["questionId"])
            if stored is not None:
                return self._replay(question, stored)
        raise self._explanation(change, request)

    @staticmethod
    def _replay(question, stored):
        if stored["descriptionDigest"] != question["descriptionDigest"]:
            raise Problem(422, "idempotency-key-reused", "The Idempotency-Key was used for another question",
                          f"Question {stored['questionId']} was added with this key.")
        response = _show_question(201, stored)
        response.headers["Idempotent-Replayed"] = "true"
        return response

    def list_questions(self, request):
        exam_id = request.identifier("examId")
        listed = "questions/" + exam_id
        limit = rest.limit_of(request)
        start = rest.start_of(request, listed)
        self._require_exam(exam_id)
        questions, after = self._store.list_questions(exam_id, limit, start)
        body = {"questions": [exams.question_document(question) for question in questions]}
        if after is not None:
            body["nextToken"] = rest.page_token(after, listed)
        return Response(200, body)

    def get_question(self, request):
        return _show_question(200, self._require_question(request))

    @staticmethod
    def _matched_version(request, question):
        match = request.headers.get("if-match")
        if match is None:
            raise precondition_required(f"Say by If-Match which version of question {question['questionId']} is meant.")
        if not rest.if_match_names(match, question["version"]):
            raise precondition_failed(f"Question {question['questionId']} has another version.")
        return question["version"]

    def put_question(self, request):
        question = exams.described_question(request.identifier("examId"), request.object(QUESTION_LIMIT))
        before = self._require_question(request)
        version = self._matched_version(request, before)
        question["questionId"] = before["questionId"]
        if question["position"] is None:
            question["position"] = before["position"]
        question["descriptionDigest"] = before["descriptionDigest"]  # of what was added, for who adds it again
        question["version"] = version + 1
        change = self._store.change_question(question, version, request.time, request.id)
        if change is Change.DONE:
            return _show_question(200, question)
        raise self._explanation(change, request)

    def delete_question(self, request):
        question = self._require_question(request)
        version = self._matched_version(request, question)
        change = self._store.remove_question(question["examId"], question["questionId"], version, request.time, request.id)
        if change is Change.DONE:
            return Response(204)
        raise self._explanation(change, request)

    def _explanation(self, change, request):
        exam = self._require_exam(request.identifier("examId"))
        if request.time >= exam["opensAt"]:
            return _exam_open(exam)
        if change is Change.EXAM_REFUSED and request.method == "POST":
            return Problem(409, "exam-full", "The exam has all the questions that it can have",
                           f"An exam has at most {exams.MAX_QUESTIONS} questions.")
        return precondition_failed("It was changed by somebody else in the meantime.")


def routes(store):
    it = Collection(store)
    return {
        ("PUT", "/exams/{examId}"): it.put_exam,
        ("GET", "/exams/{examId}"): it.get_exam,
        ("GET", "/exams/{examId}/page"): it.get_page,
        ("POST", "/exams/{examId}/questions"): it.post_question,
        ("GET", "/exams/{examId}/questions"): it.list_questions,
        ("GET", "/exams/{examId}/questions/{questionId}"): it.get_question,
        ("PUT", "/exams/{examId}/questions/{questionId}"): it.put_question,
        ("DELETE", "/exams/{examId}/questions/{questionId}"): it.delete_question,
    }
