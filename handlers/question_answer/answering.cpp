#include "handlers/question_answer/answering.h"

#include <functional>

#include "handlers/rest/instant.h"
#include "handlers/rest/paging.h"
#include "handlers/rest/schedule.h"

namespace handlers {

namespace {

constexpr std::size_t submission_limit = 64 * 1024;
constexpr Millis unconfirmed_too_long = 15 * 60'000;
constexpr Millis longest_first_time = 30'000;  // more than the functions' time-outs, one after the other

Problem not_open(const Exam& exam) {
  return {403, "exam-not-open", "The exam has not opened yet",
          "Exam " + exam.id + " opens at " + format_instant(exam.opens_at) + '.'};
}

Problem closed(const Exam& exam) {
  return {403, "exam-closed", "The exam is closed",
          "Exam " + exam.id + " closed at " + format_instant(exam.closes_at) + '.'};
}

ApiResponse created(const Submission& submission) {
  const std::string location = "/exams/" + submission.exam + "/submissions/" + submission.candidate;
  return {.status = 201, .body = submission.receipt(), .headers = {{"Location", location}}};
}

}  // namespace

std::vector<Route> Answering::routes() {
  return {
      {"POST", "/exams/{examId}/submissions", std::bind_front(&Answering::post, this)},
      {"GET", "/exams/{examId}/submissions", std::bind_front(&Answering::list_of_exam, this)},
      {"GET", "/exams/{examId}/submissions/{candidateId}", std::bind_front(&Answering::get, this)},
      {"GET", "/candidates/{candidateId}/submissions", std::bind_front(&Answering::list_of_candidate, this)},
  };
}

ApiResponse Answering::post(const ApiRequest& request) {
  const std::string exam_id = request.identifier("examId");
  Submission submission = Submission::described(exam_id, request.object(submission_limit));
  const Exam exam = require_exam(exams_, submission.exam);
  if (request.time < exam.opens_at) throw not_open(exam);
  if (request.time > exam.closes_at + grace_) {
    // Too late for a first time; who sends the same again gets the same answer.
    if (const auto stored = submissions_.find(submission.exam, submission.candidate))
      return replay(submission, *stored, request.time);
    throw closed(exam);
  }
  score(submission, exams_.questions_of(exam));
  submission.submitted_at = request.time;
  if (!submissions_.add(submission)) {
    const auto stored = submissions_.find(submission.exam, submission.candidate);
    if (!stored) throw std::runtime_error("a submission that was there is gone");
    return replay(submission, *stored, request.time);
  }
  confirmations_.hand_on(submission.confirmation_event());
  return created(submission);
}

ApiResponse Answering::replay(const Submission& submission, const Submission& stored, Millis now) {
  if (!submission.says_the_same(stored)) {
    throw Problem(409, "already-submitted", "The exam was submitted already",
                  "Candidate " + stored.candidate + " submitted exam " + stored.exam + " at " +
                      format_instant(stored.submitted_at) + " with other answers.");
  }
  // The first time may have ended before this; or be at it still, and then the candidate would be told twice.
  if (!stored.confirmed && now - stored.submitted_at > longest_first_time)
    confirmations_.hand_on(stored.confirmation_event());
  ApiResponse response = created(stored);
  response.headers["Idempotent-Replayed"] = "true";
  return response;
}

ApiResponse Answering::get(const ApiRequest& request) {
  const std::string exam = request.identifier("examId");
  const std::string candidate = request.identifier("candidateId");
  const auto stored = submissions_.find(exam, candidate);
  if (!stored) throw not_found("Candidate " + candidate + " has not submitted exam " + exam + '.');
  return {.status = 200, .body = stored->document(), .headers = {}};
}

ApiResponse Answering::list(const std::string& name, const Page& page) {
  json::array submissions;
  for (const json::object& item : page.items) submissions.push_back(Submission::stored(item).receipt());
  json::object body{{"submissions", std::move(submissions)}};
  if (!page.next.empty()) body["nextToken"] = page_token(page.next, name);
  return {.status = 200, .body = std::move(body), .headers = {}};
}

ApiResponse Answering::list_of_exam(const ApiRequest& request) {
  const std::string exam = request.identifier("examId");
  const std::string name = "submissions of exam/" + exam;
  const int limit = limit_of(request);
  const json::object start = start_of(request, name);
  require_exam(exams_, exam);
  return list(name, submissions_.of_exam(exam, limit, start));
}

ApiResponse Answering::list_of_candidate(const ApiRequest& request) {
  const std::string candidate = request.identifier("candidateId");
  const std::string name = "submissions of candidate/" + candidate;
  const int limit = limit_of(request);
  return list(name, submissions_.of_candidate(candidate, limit, start_of(request, name)));
}

json::object Answering::sweep(const Json& event) {
  const Millis now = scheduled_at(event);
  int count = 0;
  json::object start;
  do {
    const Page page = submissions_.unconfirmed(now - unconfirmed_too_long, start);
    for (const json::object& item : page.items) {
      confirmations_.hand_on(Submission::stored(item).confirmation_event());
      ++count;
    }
    start = page.next;
  } while (!start.empty());
  return {{"handedOn", count}};
}

}  // namespace handlers
