#include "handlers/question_answer/submission.h"

#include <algorithm>
#include <set>

#include "handlers/rest/api.h"
#include "handlers/rest/instant.h"
#include "handlers/runtime/digest.h"

namespace handlers {

namespace {

std::string path_of(std::size_t answer, const char* member) {
  return "answers[" + std::to_string(answer) + "]." + member;
}

std::vector<std::string> read_chosen(Fields& fields, FieldErrors& errors) {
  const json::array* list = fields.list("chosen", {0, 10});
  if (list == nullptr) return {};
  std::set<std::string> chosen;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const json::string* id = (*list)[i].if_string();
    const std::string path = fields.path_of("chosen") + '[' + std::to_string(i) + ']';
    if (id == nullptr || !is_identifier(*id)) {
      errors.push_back({path, "must be the choiceId of a choice"});
    } else if (!chosen.emplace(*id).second) {
      errors.push_back({path, "is there twice"});
    }
  }
  return {chosen.begin(), chosen.end()};
}

std::vector<Answer> read_answers(Fields& fields, FieldErrors& errors) {
  std::vector<Answer> answers;
  const json::array* list = fields.list("answers", {1, max_questions});
  if (list == nullptr) return answers;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const std::string path = "answers[" + std::to_string(i) + ']';
    const json::object* object = (*list)[i].if_object();
    if (object == nullptr) {
      errors.push_back({path, "must be an object"});
      continue;
    }
    Fields answer(*object, path, errors);
    const auto question = answer.identifier("questionId");
    auto chosen = read_chosen(answer, errors);
    answer.nothing_else();
    if (question && !seen.insert(*question).second) answer.error("questionId", "is there twice");
    answers.push_back({question.value_or(""), std::move(chosen)});
  }
  return answers;
}

}  // namespace

Submission Submission::described(const std::string& exam, const json::object& body) {
  FieldErrors errors;
  Fields fields(body, "", errors);
  Submission submission;
  submission.exam = exam;
  submission.candidate = fields.identifier("candidateId").value_or("");
  submission.answers = read_answers(fields, errors);
  fields.nothing_else();
  refuse(errors);
  return submission;
}

Submission Submission::stored(const json::object& item) {
  Submission submission;
  submission.exam = item.at("examId").as_string();
  submission.candidate = item.at("candidateId").as_string();
  for (const Json& answer : item.at("answers").as_array())
    submission.answers.push_back({std::string(answer.at("questionId").as_string()),
                                  value_to<std::vector<std::string>>(answer.at("chosen"))});
  submission.submitted_at = parse_instant(item.at("submittedAt").as_string()).value();
  submission.score = item.at("score").as_int64();
  submission.points = item.at("points").as_int64();
  submission.confirmed = !item.contains("pendingConfirmation");
  return submission;
}

std::string Submission::id() const { return "s-" + hex(sha256(exam + '\n' + candidate)).substr(0, 16); }

json::object Submission::receipt() const {
  return {{"submissionId", id()},
          {"examId", exam},
          {"candidateId", candidate},
          {"submittedAt", format_instant(submitted_at)},
          {"answered", answers.size()},
          {"score", score},
          {"points", points}};
}

json::object Submission::document() const {
  json::object document = receipt();
  document["confirmation"] = confirmed ? "sent" : "pending";
  json::array& list = document["answers"].emplace_array();
  for (const Answer& answer : answers)
    list.push_back({{"questionId", answer.question}, {"chosen", json::value_from(answer.chosen)}});
  return document;
}

json::object Submission::item() const {
  json::object item = document();
  item.erase("confirmation");
  if (!confirmed) item["pendingConfirmation"] = "yes";
  return item;
}

json::object Submission::confirmation_event() const {
  json::object event = receipt();
  event["kind"] = "submission-confirmation";
  return event;
}

bool Submission::says_the_same(const Submission& other) const {
  const auto of = [](const Submission& submission) {
    std::vector<std::pair<std::string, std::vector<std::string>>> answers;
    for (const Answer& answer : submission.answers) answers.emplace_back(answer.question, answer.chosen);
    std::ranges::sort(answers);
    return answers;
  };
  return of(*this) == of(other);
}

void score(Submission& submission, const std::vector<Question>& questions) {
  FieldErrors errors;
  submission.score = 0;
  submission.points = 0;
  for (const Question& question : questions) submission.points += question.points;
  for (std::size_t i = 0; i < submission.answers.size(); ++i) {
    const Answer& answer = submission.answers[i];
    const auto question = std::ranges::find(questions, answer.question, &Question::id);
    if (question == questions.end()) {
      errors.push_back({path_of(i, "questionId"), "is not a question of this exam"});
      continue;
    }
    for (std::size_t k = 0; k < answer.chosen.size(); ++k)
      if (!question->has_choice(answer.chosen[k]))
        errors.push_back(
            {path_of(i, "chosen"), "has " + answer.chosen[k] + ", which is not a choice of this question"});
    if (!question->multiple && answer.chosen.size() > 1)
      errors.push_back({path_of(i, "chosen"), "must have 1 element for a single choice"});
    if (answer.chosen == question->correct) submission.score += question->points;
  }
  refuse(errors);
}

}  // namespace handlers
