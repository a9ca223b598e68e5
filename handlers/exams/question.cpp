#include "handlers/exams/question.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "handlers/runtime/digest.h"

namespace handlers {

namespace {

std::string element(std::string_view list, std::size_t index) {
  return std::string(list) + '[' + std::to_string(index) + ']';
}

std::vector<Choice> read_choices(Fields& fields, FieldErrors& errors) {
  std::vector<Choice> choices;
  const Json* list = fields.list("choices", {2, 10});
  if (list == nullptr) return choices;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const std::string path = element("choices", i);
    if (!(*list)[i].is_object()) {
      errors.push_back({path, "must be an object"});
      continue;
    }
    Fields choice((*list)[i], path, errors);
    const auto id = choice.identifier("choiceId");
    const auto text = choice.text("text", {1, 500});
    choice.nothing_else();
    if (id && !seen.insert(*id).second) choice.error("choiceId", "is there twice");
    if (id && text) choices.push_back({*id, *text});
  }
  return choices;
}

std::vector<std::string> read_correct(Fields& fields, FieldErrors& errors,
                                      const std::vector<Choice>& choices) {
  const Json* list = fields.list("correct", {1, 10});
  if (list == nullptr) return {};
  std::set<std::string> correct;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const Json& id = (*list)[i];
    const bool is_choice =
        std::ranges::any_of(choices, [&](const Choice& choice) { return id == choice.id; });
    if (!is_choice) {
      errors.push_back({element("correct", i), "is not one of the choices"});
    } else if (!correct.insert(id.get<std::string>()).second) {
      errors.push_back({element("correct", i), "is there twice"});
    }
  }
  return {correct.begin(), correct.end()};
}

Json documents_of(const std::vector<Choice>& choices) {
  Json list = Json::array();
  for (const Choice& choice : choices) list.push_back({{"choiceId", choice.id}, {"text", choice.text}});
  return list;
}

}  // namespace

Question Question::described(const std::string& exam_id, const Json& body) {
  FieldErrors errors;
  Fields fields(body, "", errors);
  Question question;
  question.exam_id = exam_id;
  question.position = fields.whole("position", {1, 1000}, Presence::optional).value_or(0);
  const auto kind = fields.choice("kind", {"single", "multiple"});
  question.text = fields.text("text", {1, 2000}).value_or("");
  question.choices = read_choices(fields, errors);
  question.correct = read_correct(fields, errors, question.choices);
  question.points = fields.whole("points", {1, 100}).value_or(0);
  question.multiple = kind == "multiple";
  if (kind == "single" && question.correct.size() > 1)
    fields.error("correct", "must have 1 element for a single choice");
  fields.nothing_else();
  refuse(errors);
  question.description_digest = hex(sha256(body.dump()));
  return question;
}

Question Question::stored(const Json& item) {
  Question question;
  question.exam_id = item.at("examId").get<std::string>();
  question.id = item.at("questionId").get<std::string>();
  question.position = item.at("position").get<std::int64_t>();
  question.multiple = item.at("kind") == "multiple";
  question.text = item.at("text").get<std::string>();
  for (const Json& choice : item.at("choices"))
    question.choices.push_back(
        {choice.at("choiceId").get<std::string>(), choice.at("text").get<std::string>()});
  question.correct = item.at("correct").get<std::vector<std::string>>();
  question.points = item.at("points").get<std::int64_t>();
  question.version = item.at("version").get<std::int64_t>();
  question.description_digest = item.at("descriptionDigest").get<std::string>();
  return question;
}

Json Question::document() const {
  Json document = page_document();
  document["examId"] = exam_id;
  document["correct"] = correct;
  document["version"] = version;
  return document;
}

Json Question::page_document() const {
  return {{"questionId", id},
          {"position", position},
          {"kind", multiple ? "multiple" : "single"},
          {"text", text},
          {"choices", documents_of(choices)},
          {"points", points}};
}

Json Question::item() const {
  Json item = document();
  item["descriptionDigest"] = description_digest;
  return item;
}

bool Question::has_choice(std::string_view choice) const {
  return std::ranges::any_of(choices, [&](const Choice& one) { return one.id == choice; });
}

void sort_for_page(std::vector<Question>& questions) {
  std::ranges::sort(questions, [](const Question& a, const Question& b) {
    return std::tie(a.position, a.id) < std::tie(b.position, b.id);
  });
}

}  // namespace handlers
