#include "handlers/question_answer/answering.h"

#include <doctest/doctest.h>

#include "handlers/rest/testing/requests.h"
#include "handlers/runtime/lambda_runtime.h"
#include "handlers/submission_confirmation/confirming.h"

using namespace handlers;
using handlers::testing::errors_of;
using handlers::testing::kind_of;
using handlers::testing::minute;
using handlers::testing::nine;
using handlers::testing::one_hour;
using handlers::testing::page_of;
using handlers::testing::Sender;

namespace {

Question question_of(const std::string& id, bool multiple, std::vector<std::string> correct,
                     std::int64_t points) {
  Question question;
  question.exam_id = "e";
  question.id = id;
  question.multiple = multiple;
  question.choices = {{"a", "A"}, {"b", "B"}, {"c", "C"}};
  question.correct = std::move(correct);
  question.points = points;
  return question;
}

/// One exam from nine to ten, of a question for 2 points (a), and one for 3 (b and c).
class OneExam : public ExamSource {
 public:
  std::optional<Exam> find_exam(const std::string& id) override {
    if (id != "e") return std::nullopt;
    Exam exam;
    exam.id = "e";
    exam.opens_at = nine;
    exam.closes_at = nine + one_hour;
    return exam;
  }
  std::vector<Question> questions_of(const Exam&) override {
    return {question_of("q1", false, {"a"}, 2), question_of("q2", true, {"b", "c"}, 3)};
  }
};

class MemorySubmissions : public SubmissionStore, public ConfirmedSubmissions {
 public:
  std::map<std::string, Submission> stored;  // by candidate

  bool add(const Submission& submission) override {
    return stored.emplace(submission.candidate, submission).second;
  }
  std::optional<Submission> find(const std::string& exam, const std::string& candidate) override {
    const auto found = stored.find(candidate);
    return exam != "e" || found == stored.end() ? std::nullopt : std::optional(found->second);
  }
  Page of_exam(const std::string&, int limit, const json::object& start) override {
    return page_of(items([](const Submission&) { return true; }), limit, start, "candidateId");
  }
  Page of_candidate(const std::string& candidate, int limit, const json::object& start) override {
    return page_of(items([&](const Submission& one) { return one.candidate == candidate; }), limit, start,
                   "candidateId");
  }
  Page unconfirmed(Millis moment,
                   const json::object& start) override {  // one at a time, so that there are several pages
    return page_of(items([&](const Submission& one) { return !one.confirmed && one.submitted_at < moment; }),
                   1, start, "candidateId");
  }
  void mark_confirmed(const Submission& submission) override {
    stored[submission.candidate].confirmed = true;
  }

 private:
  std::vector<json::object> items(const std::function<bool(const Submission&)>& wanted) {
    std::vector<json::object> items;
    for (const auto& [candidate, submission] : stored)
      if (wanted(submission)) items.push_back(submission.item());
    return items;
  }
};

class RecordedConfirmations : public Confirmations {
 public:
  std::vector<json::object> events;
  bool fails = false;

  void hand_on(const json::object& event) override {
    if (fails) throw std::runtime_error("killed before it was handed on");
    events.push_back(event);
  }
};

struct Parts {
  OneExam exams;
  MemorySubmissions submissions;
  RecordedConfirmations confirmations;
  Answering answering{exams, submissions, confirmations, 30'000};
};

json::object answers_of(const std::string& candidate, const json::array& answers) {
  return {{"candidateId", candidate}, {"answers", answers}};
}

json::object answer_to(const std::string& question, const Json& chosen) {
  return {{"questionId", question}, {"chosen", chosen}};
}

const json::array all_right = json::array{answer_to("q1", {"a"}), answer_to("q2", {"c", "b"})};

struct Desk : Parts, Sender {
  Desk() : Sender(answering.routes()) {}

  ApiResponse submit(const json::object& body) {
    return send("POST /exams/{examId}/submissions", {{"examId", "e"}}, body);
  }
  ApiResponse get(const std::string& candidate) {
    return send("GET /exams/{examId}/submissions/{candidateId}",
                {{"examId", "e"}, {"candidateId", candidate}});
  }
  std::int64_t score_of(const json::array& answers) {
    const std::string candidate = "c" + std::to_string(submissions.stored.size());
    return submit(answers_of(candidate, answers)).body.at("score").as_int64();
  }
};

}  // namespace

TEST_CASE("A submission is scored, stored and handed on") {
  Desk desk;
  const ApiResponse response = desk.submit(answers_of("ada", all_right));
  CHECK(response.status == 201);
  CHECK(response.headers.at("Location") == "/exams/e/submissions/ada");
  CHECK(response.body.at("score") == 5);
  CHECK(response.body.at("points") == 5);
  CHECK(response.body.at("answered") == 2);
  CHECK(response.body.at("submittedAt") == "2026-01-05T09:00:00.000Z");
  REQUIRE(desk.confirmations.events.size() == 1);
  CHECK(desk.confirmations.events[0].at("kind") == "submission-confirmation");
  CHECK(desk.confirmations.events[0].at("submissionId") == response.body.at("submissionId"));
  const ApiResponse stored = desk.get("ada");
  CHECK(stored.body.at("confirmation") == "pending");
  CHECK(stored.body.at("answers").at(1).at("chosen") == Json{"b", "c"});
  CHECK(desk.get("bob").status == 404);
}

TEST_CASE("Points are for all that is right and nothing that is not") {
  Desk desk;
  CHECK(desk.score_of(json::array{answer_to("q1", {"b"}), answer_to("q2", {"b"})}) == 0);
  CHECK(desk.score_of(json::array{answer_to("q2", {"a", "b", "c"})}) == 0);
  CHECK(desk.score_of(json::array{answer_to("q2", {"c", "b"})}) == 3);
  CHECK(desk.score_of(json::array{answer_to("q1", json::array())}) == 0);
}

TEST_CASE("The same submission gets the same answer, in whatever order, another one is refused") {
  Desk desk;
  const ApiResponse first = desk.submit(answers_of("ada", all_right));
  desk.now += minute;
  const json::array reordered = json::array{answer_to("q2", {"b", "c"}), answer_to("q1", {"a"})};
  const ApiResponse again = desk.submit(answers_of("ada", reordered));
  CHECK(again.status == 201);
  CHECK(again.body == first.body);
  CHECK(again.headers.at("Idempotent-Replayed") == "true");
  const ApiResponse other = desk.submit(answers_of("ada", json::array{answer_to("q1", {"a"})}));
  CHECK(other.status == 409);
  CHECK(kind_of(other) == "already-submitted");
  CHECK(desk.submissions.stored.at("ada").answers.size() == 2);
}

TEST_CASE("A page that is sent several times at once is handed on once") {
  Desk desk;
  for (int i = 0; i < 20; ++i) CHECK(desk.submit(answers_of("ada", all_right)).status == 201);
  CHECK(desk.confirmations.events.size() == 1);
}

TEST_CASE("What was stored but not handed on is handed on when it is sent again a little later") {
  Desk desk;
  desk.confirmations.fails = true;
  CHECK_THROWS(desk.submit(answers_of("ada", all_right)));
  desk.confirmations.fails = false;
  desk.now += minute;
  CHECK(desk.submit(answers_of("ada", all_right)).status == 201);
  CHECK(desk.confirmations.events.size() == 1);
  desk.submissions.stored.at("ada").confirmed = true;
  desk.submit(answers_of("ada", all_right));
  CHECK(desk.confirmations.events.size() == 1);
}

TEST_CASE("A page is taken from the opening to the end of the grace") {
  Desk desk;
  desk.now = nine - 1;
  CHECK(kind_of(desk.submit(answers_of("early", all_right))) == "exam-not-open");
  desk.now = nine + one_hour + 30'000;
  CHECK(desk.submit(answers_of("just", all_right)).status == 201);
  desk.now += 1;
  CHECK(kind_of(desk.submit(answers_of("late", all_right))) == "exam-closed");
  CHECK(desk.submit(answers_of("just", all_right)).status == 201);  // was in time the first time
  CHECK(kind_of(desk.submit(answers_of("just", json::array{answer_to("q1", {"a"})}))) == "already-submitted");
  CHECK(desk.send("POST /exams/{examId}/submissions", {{"examId", "none"}}, answers_of("ada", all_right))
            .status == 404);
}

TEST_CASE("Each thing that is wrong with a submission is named, and nothing of it is stored") {
  Desk desk;
  const auto errors = [&](const json::array& answers) {
    return errors_of(desk.submit(answers_of("ada", answers)));
  };
  using Errors = std::vector<std::string>;
  CHECK(errors(json::array()) == Errors{"answers: must have 1 to 100 elements"});
  CHECK(errors(json::array{1, answer_to("q1", {"a", "a", 3})}) ==
        Errors{"answers[0]: must be an object", "answers[1].chosen[1]: is there twice",
               "answers[1].chosen[2]: must be the choiceId of a choice"});
  CHECK(errors(json::array{answer_to("q1", {"a"}), answer_to("q1", {"b"})}) ==
        Errors{"answers[1].questionId: is there twice"});
  CHECK(errors(json::array{answer_to("q9", {"a"}), answer_to("q1", {"z"}), answer_to("q2", {"a"})}) ==
        Errors{"answers[0].questionId: is not a question of this exam",
               "answers[1].chosen: has z, which is not a choice of this question"});
  CHECK(errors(json::array{answer_to("q1", {"a", "b"})}) ==
        Errors{"answers[0].chosen: must have 1 element for a single choice"});
  CHECK(errors_of(desk.submit({{"candidate", "x"}})) ==
        Errors{"candidateId: is required", "answers: is required", "candidate: is not known"});
  CHECK(desk.submissions.stored.empty());
  CHECK(desk.confirmations.events.empty());
}

TEST_CASE("Submissions are listed by exam and by candidate") {
  Desk desk;
  for (const char* candidate : {"ada", "bob", "cy"}) desk.submit(answers_of(candidate, all_right));
  desk.query["limit"] = "2";
  const ApiResponse first = desk.send("GET /exams/{examId}/submissions", {{"examId", "e"}});
  CHECK(first.body.at("submissions").as_array().size() == 2);
  desk.query["nextToken"] = std::string(first.body.at("nextToken").as_string());
  const ApiResponse second = desk.send("GET /exams/{examId}/submissions", {{"examId", "e"}});
  CHECK(second.body.at("submissions").at(0).at("candidateId") == "cy");
  CHECK_FALSE(second.body.at("submissions").at(0).as_object().contains("answers"));
  const ApiResponse of_bob = desk.send("GET /candidates/{candidateId}/submissions", {{"candidateId", "bob"}});
  CHECK(of_bob.body.at("submissions").as_array().size() == 1);
}

TEST_CASE("The schedule hands on what is older than a quarter of an hour and not confirmed") {
  Desk desk;
  for (const char* candidate : {"ada", "bob", "cy"}) desk.submit(answers_of(candidate, all_right));
  desk.submissions.stored.at("bob").confirmed = true;
  desk.confirmations.events.clear();
  CHECK(desk.answering.sweep({{"time", "2026-01-05T09:15:00Z"}}) == json::object{{"handedOn", 0}});
  CHECK(desk.answering.sweep({{"time", "2026-01-05T10:00:00Z"}}) == json::object{{"handedOn", 2}});
  CHECK(desk.confirmations.events[1].at("candidateId") == "cy");
  for (const Json& other : {Json{{"time", "soon"}}, Json{{"time", 5}}, Json(json::object()), Json()})
    CHECK_THROWS_WITH_AS(desk.answering.sweep(other),
                         "this function takes events of its API and of its schedule only", FunctionError);
}

TEST_CASE("A submission is the same after it was stored") {
  Submission submission = Submission::described("e", answers_of("ada", all_right));
  submission.submitted_at = nine;
  submission.score = 5;
  CHECK(Submission::stored(submission.item()).item() == submission.item());
  submission.confirmed = true;
  CHECK_FALSE(submission.item().contains("pendingConfirmation"));
  CHECK(Submission::stored(submission.item()).document().at("confirmation") == "sent");
}

TEST_CASE("A submission is confirmed once, however often its event comes") {
  Desk desk;
  desk.submit(answers_of("ada", all_right));
  std::vector<json::object> announced;
  const auto announce = [&](const json::object& receipt) { announced.push_back(receipt); };
  const json::object event = desk.confirmations.events.at(0);
  CHECK(confirm(event, desk.submissions, announce) == json::object{{"confirmation", "sent"}});
  CHECK(confirm(event, desk.submissions, announce) == json::object{{"confirmation", "sent before"}});
  REQUIRE(announced.size() == 1);
  CHECK(announced[0].at("score") == 5);
  CHECK(desk.get("ada").body.at("confirmation") == "sent");
}

TEST_CASE(
    "An event that is no confirmation's, or of nobody's submission, is an error; one that could not be "
    "announced stays") {
  Desk desk;
  desk.submit(answers_of("ada", all_right));
  const auto type_of = [&](const Json& event) {
    try {
      confirm(event, desk.submissions, [](const json::object&) { throw FunctionError("Down", "no bus"); });
    } catch (const FunctionError& error) {
      return error.type;
    }
    return std::string("none");
  };
  json::object event = desk.confirmations.events.at(0);
  CHECK(type_of(event) == "Down");
  CHECK_FALSE(desk.submissions.stored.at("ada").confirmed);
  event["candidateId"] = "bob";
  CHECK(type_of(event) == "UnknownSubmission");
  event.erase("examId");
  CHECK(type_of(event) == "MalformedEvent");
  CHECK(type_of({{"kind", "other"}}) == "MalformedEvent");
  CHECK(type_of(7) == "MalformedEvent");
}
