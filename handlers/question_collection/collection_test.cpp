#include "handlers/question_collection/collection.h"

#include <doctest/doctest.h>

#include "handlers/rest/testing/requests.h"

using namespace handlers;
using handlers::testing::errors_of;
using handlers::testing::kind_of;
using handlers::testing::one_hour;
using handlers::testing::Sender;

namespace {

/// Exams in memory, by the rules that ExamStore states.
class MemoryStore : public ExamStore {
 public:
  std::map<std::string, Exam> exams;
  std::map<std::string, Question> questions;  // by exam/id
  std::function<void()> before_write;         // what somebody else does in the meantime

  std::optional<Exam> find_exam(const std::string& id) override {
    const auto found = exams.find(id);
    return found == exams.end() ? std::nullopt : std::optional(found->second);
  }
  std::vector<Question> questions_of(const Exam& exam) override {
    std::vector<Question> all;
    for (const auto& [key, question] : questions)
      if (question.exam_id == exam.id) all.push_back(question);
    sort_for_page(all);
    return all;
  }
  bool add_exam(const Exam& exam) override {
    interfere();
    return exams.emplace(exam.id, exam).second;
  }
  bool change_exam(const Exam& exam, std::int64_t version) override {
    interfere();
    if (exams.at(exam.id).version != version) return false;
    exams[exam.id] = exam;
    return true;
  }
  std::optional<Question> find_question(const std::string& exam, const std::string& id) override {
    const auto found = questions.find(exam + '/' + id);
    return found == questions.end() ? std::nullopt : std::optional(found->second);
  }
  Page list_questions(const std::string& exam, int limit, const json::object& start) override {
    std::vector<json::object> items;
    for (const Question& question : questions_of(exams.at(exam))) items.push_back(question.item());
    return handlers::testing::page_of(items, limit, start, "questionId");
  }
  Change add_question(const Question& question, Millis now, const std::string& by) override {
    interfere();
    if (!may_change(question.exam_id, now) || exams[question.exam_id].question_count >= max_questions)
      return Change::exam_refused;
    if (!questions.emplace(question.exam_id + '/' + question.id, question).second)
      return Change::question_refused;
    return changed(question.exam_id, 1, by);
  }
  Change change_question(const Question& question, std::int64_t version, Millis now,
                         const std::string& by) override {
    interfere();
    if (!may_change(question.exam_id, now)) return Change::exam_refused;
    const auto found = questions.find(question.exam_id + '/' + question.id);
    if (found == questions.end() || found->second.version != version) return Change::question_refused;
    found->second = question;
    return changed(question.exam_id, 0, by);
  }
  Change remove_question(const std::string& exam, const std::string& id, std::int64_t version, Millis now,
                         const std::string& by) override {
    interfere();
    if (!may_change(exam, now)) return Change::exam_refused;
    const auto found = questions.find(exam + '/' + id);
    if (found == questions.end() || found->second.version != version) return Change::question_refused;
    questions.erase(found);
    return changed(exam, -1, by);
  }

 private:
  void interfere() {
    if (before_write) std::exchange(before_write, nullptr)();
  }
  bool may_change(const std::string& exam, Millis now) const {
    const auto found = exams.find(exam);
    return found != exams.end() && found->second.opens_at > now;
  }
  Change changed(const std::string& id, int added, const std::string& by) {
    Exam& exam = exams[id];
    exam.question_count += added;
    exam.version += 1;
    exam.questions_tag = by;
    return Change::done;
  }
};

const json::object exam{
    {"title", "C++"}, {"opensAt", "2026-01-05T10:00:00Z"}, {"closesAt", "2026-01-05T11:00:00Z"}};
const json::object question{
    {"kind", "single"},
    {"text", "Which?"},
    {"choices", {{{"choiceId", "a"}, {"text", "A"}}, {{"choiceId", "b"}, {"text", "B"}}}},
    {"correct", {"a"}},
    {"points", 2}};

json::object question_with(const char* name, const Json& value) {
  json::object body = question;
  body[name] = value;
  return body;
}

struct Parts {
  MemoryStore store;
  Collection collection{store};
};

/// The function at nine o'clock, an hour before its exam opens.
struct Office : Parts, Sender {
  Office() : Sender(collection.routes()) { send("PUT /exams/{examId}", {{"examId", "e"}}, exam); }

  ApiResponse put_exam(const json::object& body, const std::string& match = "") {
    if (!match.empty()) headers["if-match"] = match;
    return send("PUT /exams/{examId}", {{"examId", "e"}}, body);
  }
  ApiResponse add(const json::object& body, const std::string& key = "") {
    if (!key.empty()) headers["idempotency-key"] = key;
    return send("POST /exams/{examId}/questions", {{"examId", "e"}}, body);
  }
  ApiResponse on_question(const std::string& method, const std::string& id, const std::string& match = "",
                          const Json& body = nullptr) {
    if (!match.empty()) headers["if-match"] = match;
    return send(method + " /exams/{examId}/questions/{questionId}", {{"examId", "e"}, {"questionId", id}},
                body);
  }
  ApiResponse page() { return send("GET /exams/{examId}/page", {{"examId", "e"}}); }
  std::string add_one() { return std::string(add(question).body.at("questionId").as_string()); }
};

}  // namespace

TEST_CASE("An exam is created once, and changed by its version") {
  Office office;
  CHECK(office.put_exam(exam).status == 200);  // says the same
  json::object other = exam;
  other["title"] = "C++ 23";
  CHECK(office.put_exam(other).status == 428);
  CHECK(office.put_exam(other, "\"9\"").status == 412);
  const ApiResponse changed = office.put_exam(other, "\"1\"");
  CHECK(changed.status == 200);
  CHECK(changed.headers.at("ETag") == "\"2\"");
  CHECK(changed.body.at("title") == "C++ 23");
  office.headers["if-match"] = "\"1\"";
  CHECK(office.send("PUT /exams/{examId}", {{"examId", "none"}}, exam).status == 412);
}

TEST_CASE("Of two who create an exam at once one is told; one whose answer was lost is not") {
  Office office;
  office.store.exams.clear();
  json::object another = exam;
  another["title"] = "Another";
  office.store.before_write = [&] { office.store.exams["e"] = Exam::described("e", another); };
  CHECK(office.put_exam(exam).status == 412);
  office.store.exams.clear();
  office.store.before_write = [&] {
    Exam ours = Exam::described("e", exam);
    ours.version = 1;
    ours.changed_by = "invocation-3";
    office.store.exams["e"] = ours;
  };
  CHECK(office.put_exam(exam).status == 201);
}

TEST_CASE("Two who create the same exam at once have both created it") {
  Office office;
  office.store.exams.clear();
  office.store.before_write = [&] { office.store.exams["e"] = Exam::described("e", exam); };
  CHECK(office.put_exam(exam).status == 200);
}

TEST_CASE("A wrong id is named before a wrong body") {
  Office office;
  CHECK(
      errors_of(office.send("PUT /exams/{examId}", {{"examId", "-"}}, {}))[0].starts_with("examId: must be"));
  CHECK(errors_of(office.send("POST /exams/{examId}/questions", {{"examId", "-"}}, {}))[0].starts_with(
      "examId: must be"));
}

TEST_CASE("An exam that has opened may close at another time, but not open at another") {
  Office office;
  office.now += one_hour;
  json::object longer = exam;
  longer["closesAt"] = "2026-01-05T12:00:00Z";
  CHECK(office.put_exam(longer, "\"1\"").status == 200);
  longer["opensAt"] = "2026-01-05T10:30:00Z";
  CHECK(kind_of(office.put_exam(longer, "\"2\"")) == "exam-open");
}

TEST_CASE("A question is added at the end of its exam, or where it is wanted") {
  Office office;
  const ApiResponse first = office.add(question);
  CHECK(first.status == 201);
  CHECK(first.body.at("position") == 1);
  CHECK(first.body.at("version") == 1);
  CHECK(first.headers.at("ETag") == "\"1\"");
  CHECK(first.headers.at("Location") ==
        "/exams/e/questions/" + std::string(first.body.at("questionId").as_string()));
  CHECK(office.add(question).body.at("position") == 2);
  CHECK(office.add(question_with("position", 7)).body.at("position") == 7);
  CHECK(office.store.exams["e"].question_count == 3);
  CHECK(office.send("POST /exams/{examId}/questions", {{"examId", "none"}}, question).status == 404);
}

TEST_CASE("With a key, a question that is added again is there once") {
  Office office;
  const ApiResponse first = office.add(question, "k1");
  const ApiResponse again = office.add(question, "k1");
  CHECK(again.status == 201);
  CHECK(again.body == first.body);
  CHECK(again.headers.at("Idempotent-Replayed") == "true");
  CHECK(office.store.questions.size() == 1);
  CHECK(kind_of(office.add(question_with("points", 3), "k1")) == "idempotency-key-reused");
  CHECK(office.add(question, "k2").body.at("questionId") != first.body.at("questionId"));
  CHECK(errors_of(office.add(question, "not a key"))[0].starts_with("Idempotency-Key: must be"));
}

TEST_CASE("A question that is added again in another order of its members says the same") {
  const auto described = [](const char* text) { return Question::described("e", *read_object(text)); };
  const Question one = described(R"({"kind":"single","text":"T","points":2,"correct":["a"],
    "choices":[{"choiceId":"a","text":"A"},{"choiceId":"b","text":"B"}]})");
  const Question other = described(
      R"({"choices":[{"text":"A","choiceId":"a"},{"text":"B","choiceId":"b"}],"correct":["a"],"kind":"single","points":2,"text":"T"})");
  CHECK(one.description_digest == other.description_digest);
  // The same as functions that run already have stored, and as the Python twin's.
  CHECK(one.description_digest == "b6a26ed8ec69cd69b71a15b0606e35fad61409ec0dfa09442319611165cea6c8");
}

TEST_CASE("A question is changed and removed by its version") {
  Office office;
  const std::string id = office.add_one();
  CHECK(office.on_question("PUT", id, "", question).status == 428);
  CHECK(office.on_question("PUT", id, "\"2\"", question).status == 412);
  const ApiResponse changed = office.on_question("PUT", id, "\"1\"", question_with("points", 5));
  CHECK(changed.status == 200);
  CHECK(changed.body.at("points") == 5);
  CHECK(changed.body.at("version") == 2);
  CHECK(changed.body.at("position") == 1);
  CHECK(office.on_question("GET", id).body == changed.body);
  CHECK(office.on_question("DELETE", id).status == 428);
  CHECK(office.on_question("DELETE", id, "\"1\"").status == 412);
  const ApiResponse removed = office.on_question("DELETE", id, "\"2\"");
  CHECK(removed.status == 204);
  CHECK(removed.body.is_null());
  CHECK(office.on_question("GET", id).status == 404);
  CHECK(office.on_question("DELETE", id, "*").status == 404);
  CHECK(office.store.exams["e"].question_count == 0);
}

TEST_CASE("A change that another one overtakes is refused") {
  Office office;
  const std::string id = office.add_one();
  office.store.before_write = [&] { office.store.questions.at("e/" + id).version = 8; };
  CHECK(office.on_question("PUT", id, "\"1\"", question).status == 412);
  office.store.before_write = [&] { office.store.exams["e"].opens_at = office.now; };
  CHECK(kind_of(office.on_question("DELETE", id, "\"8\"")) == "exam-open");
}

TEST_CASE("From the moment at which an exam opens its questions stay as they are") {
  Office office;
  const std::string id = office.add_one();
  office.now += one_hour;
  CHECK(kind_of(office.add(question)) == "exam-open");
  CHECK(kind_of(office.on_question("PUT", id, "\"1\"", question)) == "exam-open");
  CHECK(kind_of(office.on_question("DELETE", id, "\"1\"")) == "exam-open");
}

TEST_CASE("An exam has at most a hundred questions") {
  Office office;
  office.store.exams["e"].question_count = max_questions;
  CHECK(kind_of(office.add(question)) == "exam-full");
}

TEST_CASE("Questions are listed page by page, with their answers") {
  Office office;
  for (int i = 0; i < 3; ++i) office.add_one();
  office.query["limit"] = "2";
  const ApiResponse first = office.send("GET /exams/{examId}/questions", {{"examId", "e"}});
  REQUIRE(first.body.at("questions").as_array().size() == 2);
  CHECK(first.body.at("questions").at(0).at("correct") == Json{"a"});
  office.query = {{"limit", "2"}, {"nextToken", std::string(first.body.at("nextToken").as_string())}};
  const ApiResponse second = office.send("GET /exams/{examId}/questions", {{"examId", "e"}});
  CHECK(second.body.at("questions").as_array().size() == 1);
  CHECK_FALSE(second.body.as_object().contains("nextToken"));
  CHECK(office.send("GET /exams/{examId}/questions", {{"examId", "none"}}).status == 404);
}

TEST_CASE("A candidate gets the page while the exam is open, and not what is right") {
  Office office;
  office.add(question_with("position", 2));
  office.add(question_with("position", 1));
  CHECK(kind_of(office.page()) == "exam-not-open");
  office.now += one_hour;
  const ApiResponse page = office.page();
  CHECK(page.status == 200);
  CHECK(page.body.at("points") == 4);
  REQUIRE(page.body.at("questions").as_array().size() == 2);
  CHECK(page.body.at("questions").at(0).at("position") == 1);
  CHECK(to_text(page.body).find("correct") == std::string::npos);
  office.now += one_hour;
  CHECK(office.page().status == 200);  // to its last millisecond
  office.now += 1;
  CHECK(kind_of(office.page()) == "exam-closed");
}
