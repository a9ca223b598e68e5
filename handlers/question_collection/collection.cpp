#include "handlers/question_collection/collection.h"

#include "handlers/rest/etag.h"
#include "handlers/rest/instant.h"
#include "handlers/rest/paging.h"
#include "handlers/runtime/digest.h"

namespace handlers {

namespace {

constexpr std::size_t exam_limit = 4 * 1024;
constexpr std::size_t question_limit = 32 * 1024;

Problem exam_open(const Exam& exam) {
  return {409, "exam-open", "The exam has opened",
          "Exam " + exam.id + " opened at " + format_instant(exam.opens_at) +
              "; its questions and its opening stay as they are."};
}

std::string path_of(const Exam& exam) { return "/exams/" + exam.id; }
std::string path_of(const Question& question) {
  return "/exams/" + question.exam_id + "/questions/" + question.id;
}

template <typename Thing>
ApiResponse show(int status, const Thing& thing) {
  ApiResponse response{
      .status = status, .body = thing.document(), .headers = {{"ETag", etag_of(thing.version)}}};
  if (status == 201) response.headers["Location"] = path_of(thing);
  return response;
}

bool says_the_same(const Exam& one, const Exam& other) {
  return one.title == other.title && one.opens_at == other.opens_at && one.closes_at == other.closes_at;
}

/// Known by the client's key, or else by the invocation, so that what is sent again gets the same id.
std::string question_id(const std::string& exam, const std::string& key) {
  return "q-" + hex(sha256(exam + '\n' + key)).substr(0, 16);
}

std::optional<std::string> idempotency_key(const ApiRequest& request) {
  auto key = request.header("idempotency-key");
  if (key && !is_identifier(*key))
    throw invalid_parameter("Idempotency-Key",
                            "must be 1 to 64 letters, digits, - and _, and begin with one of the first two");
  return key;
}

}  // namespace

std::vector<Route> Collection::routes() {
  return {
      {"PUT", "/exams/{examId}", std::bind_front(&Collection::put_exam, this)},
      {"GET", "/exams/{examId}", std::bind_front(&Collection::get_exam, this)},
      {"GET", "/exams/{examId}/page", std::bind_front(&Collection::get_page, this)},
      {"POST", "/exams/{examId}/questions", std::bind_front(&Collection::post_question, this)},
      {"GET", "/exams/{examId}/questions", std::bind_front(&Collection::list_questions, this)},
      {"GET", "/exams/{examId}/questions/{questionId}", std::bind_front(&Collection::get_question, this)},
      {"PUT", "/exams/{examId}/questions/{questionId}", std::bind_front(&Collection::put_question, this)},
      {"DELETE", "/exams/{examId}/questions/{questionId}",
       std::bind_front(&Collection::delete_question, this)},
  };
}

ApiResponse Collection::put_exam(const ApiRequest& request) {
  const std::string id = request.identifier("examId");  // first: of arguments none is
  Exam exam = Exam::described(id, request.object(exam_limit));
  exam.changed_by = request.id;
  const auto match = request.header("if-match");
  const auto before = store_.find_exam(exam.id);
  if (!before && match) throw precondition_failed("There is no exam " + exam.id + '.');
  if (!before) return create_exam(std::move(exam));
  if (match && before->is_open_or_closed(request.time) && exam.opens_at != before->opens_at)
    throw exam_open(*before);
  if (match) return change_exam(std::move(exam), *before, *match);
  if (says_the_same(exam, *before)) return show(200, *before);
  throw precondition_required("Exam " + exam.id + " exists; say by If-Match which version is to be changed.");
}

ApiResponse Collection::create_exam(Exam exam) {
  exam.version = 1;
  if (store_.add_exam(exam)) return show(201, exam);
  const Exam stored = require_exam(store_, exam.id);
  if (stored.changed_by == exam.changed_by) return show(201, stored);  // ours, of which the answer was lost
  if (says_the_same(exam, stored)) return show(200, stored);
  throw precondition_failed("Exam " + exam.id + " was created by somebody else in the meantime.");
}

ApiResponse Collection::change_exam(Exam exam, const Exam& before, const std::string& match) {
  const auto refused = [&] { return precondition_failed("Exam " + exam.id + " has another version."); };
  if (!if_match_names(match, before.version)) throw refused();
  exam.question_count = before.question_count;
  exam.questions_tag = before.questions_tag;
  exam.version = before.version + 1;
  if (store_.change_exam(exam, before.version)) return show(200, exam);
  const Exam stored = require_exam(store_, exam.id);
  if (stored.changed_by == exam.changed_by) return show(200, stored);
  throw refused();
}

ApiResponse Collection::get_exam(const ApiRequest& request) {
  return show(200, require_exam(store_, request.identifier("examId")));
}

ApiResponse Collection::get_page(const ApiRequest& request) {
  const Exam exam = require_exam(store_, request.identifier("examId"));
  if (request.time < exam.opens_at) {
    throw Problem(403, "exam-not-open", "The exam has not opened yet",
                  "Exam " + exam.id + " opens at " + format_instant(exam.opens_at) + '.');
  }
  if (request.time > exam.closes_at) {
    throw Problem(403, "exam-closed", "The exam is closed",
                  "Exam " + exam.id + " closed at " + format_instant(exam.closes_at) + '.');
  }
  json::array questions;
  std::int64_t points = 0;
  for (const Question& question : store_.questions_of(exam)) {
    questions.push_back(question.page_document());
    points += question.points;
  }
  return {.status = 200,
          .body = {{"examId", exam.id},
                   {"title", exam.title},
                   {"closesAt", format_instant(exam.closes_at)},
                   {"points", points},
                   {"questions", std::move(questions)}},
          .headers = {}};
}

ApiResponse Collection::post_question(const ApiRequest& request) {
  const std::string exam_id = request.identifier("examId");
  Question question = Question::described(exam_id, request.object(question_limit));
  const auto key = idempotency_key(request);
  question.id = question_id(question.exam_id, key ? "key " + *key : "invocation " + request.id);
  const auto replay = [&](const Question& stored) {
    if (stored.description_digest != question.description_digest) {
      throw Problem(422, "idempotency-key-reused", "The Idempotency-Key was used for another question",
                    "Question " + stored.id + " was added with this key.");
    }
    ApiResponse response = show(201, stored);
    response.headers["Idempotent-Replayed"] = "true";
    return response;
  };
  if (key) {
    if (const auto stored = store_.find_question(question.exam_id, question.id)) return replay(*stored);
  }
  const Exam exam = require_exam(store_, question.exam_id);
  if (question.position == 0) question.position = exam.question_count + 1;
  question.version = 1;
  const Change change = store_.add_question(question, request.time, request.id);
  if (change == Change::done) return show(201, question);
  if (change == Change::question_refused) {
    if (const auto stored = store_.find_question(question.exam_id, question.id)) return replay(*stored);
  }
  explain(change, request);
}

ApiResponse Collection::list_questions(const ApiRequest& request) {
  const std::string exam = request.identifier("examId");
  const std::string list = "questions/" + exam;
  const int limit = limit_of(request);
  const json::object start = start_of(request, list);
  require_exam(store_, exam);
  const Page page = store_.list_questions(exam, limit, start);
  json::array questions;
  for (const json::object& item : page.items) questions.push_back(Question::stored(item).document());
  json::object body{{"questions", std::move(questions)}};
  if (!page.next.empty()) body["nextToken"] = page_token(page.next, list);
  return {.status = 200, .body = std::move(body), .headers = {}};
}

Question Collection::require_question(const ApiRequest& request) {
  const std::string exam = request.identifier("examId");
  const std::string id = request.identifier("questionId");
  auto question = store_.find_question(exam, id);
  if (!question) throw not_found("There is no question " + id + " in exam " + exam + '.');
  return *std::move(question);
}

ApiResponse Collection::get_question(const ApiRequest& request) {
  return show(200, require_question(request));
}

std::int64_t Collection::matched_version(const ApiRequest& request, const Question& question) {
  const auto match = request.header("if-match");
  if (!match)
    throw precondition_required("Say by If-Match which version of question " + question.id + " is meant.");
  if (!if_match_names(*match, question.version))
    throw precondition_failed("Question " + question.id + " has another version.");
  return question.version;
}

ApiResponse Collection::put_question(const ApiRequest& request) {
  const std::string exam_id = request.identifier("examId");
  Question question = Question::described(exam_id, request.object(question_limit));
  const Question before = require_question(request);
  const std::int64_t version = matched_version(request, before);
  question.id = before.id;
  if (question.position == 0) question.position = before.position;
  question.description_digest = before.description_digest;  // of what was added, for who adds it again
  question.version = version + 1;
  const Change change = store_.change_question(question, version, request.time, request.id);
  if (change == Change::done) return show(200, question);
  explain(change, request);
}

ApiResponse Collection::delete_question(const ApiRequest& request) {
  const Question question = require_question(request);
  const std::int64_t version = matched_version(request, question);
  const Change change =
      store_.remove_question(question.exam_id, question.id, version, request.time, request.id);
  if (change == Change::done) return {.status = 204, .body = nullptr, .headers = {}};
  explain(change, request);
}

void Collection::explain(Change change, const ApiRequest& request) {
  const Exam exam = require_exam(store_, request.identifier("examId"));
  if (exam.is_open_or_closed(request.time)) throw exam_open(exam);
  if (change == Change::exam_refused && request.method == "POST") {
    throw Problem(409, "exam-full", "The exam has all the questions that it can have",
                  "An exam has at most " + std::to_string(max_questions) + " questions.");
  }
  throw precondition_failed("It was changed by somebody else in the meantime.");
}

}  // namespace handlers
