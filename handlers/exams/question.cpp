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
  const json::array* list = fields.list("choices", {2, 10});
  if (list == nullptr) return choices;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const std::string path = element("choices", i);
    const json::object* object = (*list)[i].if_object();
    if (object == nullptr) {
      errors.push_back({path, "must be an object"});
      continue;
    }
    Fields choice(*object, path, errors);
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
  const json::array* list = fields.list("correct", {1, 10});
  if (list == nullptr) return {};
  std::set<std::string> correct;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const json::string* id = (*list)[i].if_string();
    const bool is_choice =
        id != nullptr && std::ranges::find(choices, std::string_view(*id), &Choice::id) != choices.end();
    if (!is_choice) {
      errors.push_back({element("correct", i), "is not one of the choices"});
    } else if (!correct.emplace(*id).second) {
      errors.push_back({element("correct", i), "is there twice"});
    }
  }
  return {correct.begin(), correct.end()};
}

json::array documents_of(const std::vector<Choice>& choices) {
  json::array list;
  for (const Choice& choice : choices) list.push_back({{"choiceId", choice.id}, {"text", choice.text}});
  return list;
}

}  // namespace

Question Question::described(const std::string& exam_id, const json::object& body) {
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
  question.description_digest = hex(sha256(to_text(body)));
  return question;
}

Question Question::stored(const json::object& item) {
  Question question;
  question.exam_id = item.at("examId").as_string();
  question.id = item.at("questionId").as_string();
  question.position = item.at("position").as_int64();
  question.multiple = item.at("kind") == "multiple";
  question.text = item.at("text").as_string();
  for (const Json& choice : item.at("choices").as_array())
    question.choices.push_back(
        {std::string(choice.at("choiceId").as_string()), std::string(choice.at("text").as_string())});
  question.correct = value_to<std::vector<std::string>>(item.at("correct"));
  question.points = item.at("points").as_int64();
  question.version = item.at("version").as_int64();
  question.description_digest = item.at("descriptionDigest").as_string();
  return question;
}

json::object Question::document() const {
  json::object document = page_document();
  document["examId"] = exam_id;
  document["correct"] = json::value_from(correct);
  document["version"] = version;
  return document;
}

json::object Question::page_document() const {
  return {{"questionId", id},
          {"position", position},
          {"kind", multiple ? "multiple" : "single"},
          {"text", text},
          {"choices", documents_of(choices)},
          {"points", points}};
}

json::object Question::item() const {
  json::object item = document();
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
