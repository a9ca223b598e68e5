"""Exams and questions: what a client describes, what is stored, what is shown. The twin of handlers/exams."""
import hashlib

from rest import Fields, dump, format_instant, is_identifier, refuse

MAX_QUESTIONS = 100


def described_exam(exam_id, body):
    errors = []
    fields = Fields(body, "", errors)
    exam = {"examId": exam_id, "title": fields.text("title", 1, 200), "opensAt": fields.instant("opensAt"),
            "closesAt": fields.instant("closesAt"), "questionCount": 0, "questionsTag": ""}
    if exam["opensAt"] is not None and exam["closesAt"] is not None and exam["closesAt"] <= exam["opensAt"]:
        fields.error("closesAt", "must be after opensAt")
    fields.nothing_else()
    refuse(errors)
    return exam


def exam_document(exam):
    return {"examId": exam["examId"], "title": exam["title"], "opensAt": format_instant(exam["opensAt"]),
            "closesAt": format_instant(exam["closesAt"]), "questionCount": exam["questionCount"], "version": exam["version"]}


def _choices(fields):
    choices = []
    seen = set()
    for i, one in enumerate(fields.list("choices", 2, 10) or ()):
        path = f"choices[{i}]"
        if not isinstance(one, dict):
            fields.error(path, "must be an object")
            continue
        choice = Fields(one, path, fields.errors)
        choice_id = choice.identifier("choiceId")
        text = choice.text("text", 1, 500)
        choice.nothing_else()
        if choice_id is not None and choice_id in seen:
            choice.error("choiceId", "is there twice")
        seen.add(choice_id)
        if choice_id is not None and text is not None:
            choices.append({"choiceId": choice_id, "text": text})
    return choices


def _correct(fields, choices):
    correct = set()
    for i, one in enumerate(fields.list("correct", 1, 10) or ()):
        if not is_identifier(one) or all(choice["choiceId"] != one for choice in choices):
            fields.error(f"correct[{i}]", "is not one of the choices")
        elif one in correct:
            fields.error(f"correct[{i}]", "is there twice")
        else:
            correct.add(one)
    return sorted(correct)


def described_question(exam_id, body):
    """`position` is None where the client says none."""
    errors = []
    fields = Fields(body, "", errors)
    question = {"examId": exam_id, "position": fields.whole("position", 1, 1000, required=False),
                "kind": fields.choice("kind", ("single", "multiple")), "text": fields.text("text", 1, 2000)}
    question["choices"] = _choices(fields)
    question["correct"] = _correct(fields, question["choices"])
    question["points"] = fields.whole("points", 1, 100)
    if question["kind"] == "single" and len(question["correct"]) > 1:
        fields.error("correct", "must have 1 element for a single choice")
    fields.nothing_else()
    refuse(errors)
    question["descriptionDigest"] = hashlib.sha256(dump(body).encode()).hexdigest()
    return question


def page_document(question):
    """As a candidate sees it: without what is right."""
    return {name: question[name] for name in ("questionId", "position", "kind", "text", "choices", "points")}


def question_document(question):
    return {**page_document(question), **{name: question[name] for name in ("examId", "correct", "version")}}


def page_order(question):
    return question["position"], question["questionId"]
