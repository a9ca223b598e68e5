#include <doctest/doctest.h>

#include "handlers/exams/exam.h"
#include "handlers/exams/question.h"
#include "handlers/rest/testing/requests.h"

using namespace handlers;

namespace {

template <typename Work>
std::vector<std::string> errors_of(const Work& work) {
  std::vector<std::string> errors;
  try {
    work();
  } catch (const Problem& problem) {
    for (const FieldError& error : problem.errors) errors.push_back(error.field + ": " + error.message);
  }
  return errors;
}

using Errors = std::vector<std::string>;

const json::object good{{"kind", "multiple"},
                        {"text", "Which?"},
                        {"choices", {{{"choiceId", "a"}, {"text", "A"}}, {{"choiceId", "b"}, {"text", "B"}}}},
                        {"correct", {"b", "a"}},
                        {"points", 2}};

Errors errors_with(const json::object& change) {
  json::object body = good;
  for (const auto& [name, value] : change) body[name] = value;
  return errors_of([&] { Question::described("e", body); });
}

}  // namespace

TEST_CASE("An exam needs a title, and closes after it has opened") {
  const json::object body{
      {"title", "C++"}, {"opensAt", "2026-01-05T09:00:00Z"}, {"closesAt", "2026-01-05T10:00:00Z"}};
  const Exam exam = Exam::described("cpp-1", body);
  CHECK(exam.closes_at - exam.opens_at == 3'600'000);
  CHECK(exam.document().at("opensAt") == "2026-01-05T09:00:00.000Z");
  CHECK(errors_of([] { Exam::described("e", json::object()); }) ==
        Errors{"title: is required", "opensAt: is required", "closesAt: is required"});
  json::object late = body;
  late["closesAt"] = body.at("opensAt");
  late["id"] = "x";
  CHECK(errors_of([&] { Exam::described("e", late); }) ==
        Errors{"closesAt: must be after opensAt", "id: is not known"});
}

TEST_CASE("An exam and a question are the same after they were stored") {
  Exam exam = Exam::described(
      "e", {{"title", "T"}, {"opensAt", "2026-01-05T09:00:00Z"}, {"closesAt", "2026-01-05T10:00:00Z"}});
  exam.version = 3;
  exam.question_count = 2;
  exam.questions_tag = "tag";
  exam.changed_by = "me";
  CHECK(Exam::stored(exam.item()).item() == exam.item());
  Question question = Question::described("e", good);
  question.id = "q";
  question.position = 4;
  question.version = 1;
  CHECK(Question::stored(question.item()).item() == question.item());
}

TEST_CASE("A candidate's view of a question does not say what is right") {
  const Question question = Question::described("e", good);
  CHECK(question.document().at("correct") == Json{"a", "b"});
  CHECK_FALSE(question.page_document().contains("correct"));
  CHECK(question.page_document().at("choices").as_array().size() == 2);
}

TEST_CASE("Each thing that is wrong with a question is named") {
  CHECK(errors_with({{"kind", "open"}}) == Errors{"kind: must be one of single, multiple"});
  CHECK(errors_with({{"kind", "single"}}) == Errors{"correct: must have 1 element for a single choice"});
  CHECK(errors_with({{"text", ""}}) == Errors{"text: must not be blank"});
  CHECK(errors_with({{"text", std::string(2001, 'x')}}) == Errors{"text: must have 1 to 2000 characters"});
  CHECK(errors_with({{"points", 0}}) == Errors{"points: must be a whole number from 1 to 100"});
  CHECK(errors_with({{"position", "1"}}) == Errors{"position: must be a whole number from 1 to 1000"});
  CHECK(errors_with({{"correct", json::array()}}) == Errors{"correct: must have 1 to 10 elements"});
  CHECK(errors_with({{"correct", {"a", "a", "c", 1}}}) == Errors{"correct[1]: is there twice",
                                                                 "correct[2]: is not one of the choices",
                                                                 "correct[3]: is not one of the choices"});
  CHECK(errors_with(
            {{"choices", {1, {{"choiceId", "a"}}, {{"choiceId", "a"}, {"text", "A"}, {"right", true}}}}}) ==
        Errors{"choices[0]: must be an object", "choices[1].text: is required",
               "choices[2].right: is not known", "choices[2].choiceId: is there twice",
               "correct[0]: is not one of the choices"});
}

TEST_CASE("The page is in the order of positions, and of ids where they are the same") {
  std::vector<Question> questions(3);
  questions[0].id = "b";
  questions[1].id = "a";
  questions[2].id = "c";
  questions[0].position = questions[1].position = 2;
  questions[2].position = 1;
  sort_for_page(questions);
  CHECK(questions[0].id == "c");
  CHECK(questions[1].id == "a");
}
