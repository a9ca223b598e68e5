#include "handlers/exams/exam.h"

#include "handlers/rest/instant.h"

namespace handlers {

Exam Exam::described(const std::string& id, const Json& body) {
  FieldErrors errors;
  Fields fields(body, "", errors);
  const auto title = fields.text("title", {1, 200});
  const auto opens_at = fields.instant("opensAt");
  const auto closes_at = fields.instant("closesAt");
  if (opens_at && closes_at && *closes_at <= *opens_at) fields.error("closesAt", "must be after opensAt");
  fields.nothing_else();
  refuse(errors);
  Exam exam;
  exam.id = id;
  exam.title = *title;
  exam.opens_at = *opens_at;
  exam.closes_at = *closes_at;
  return exam;
}

Exam Exam::stored(const Json& item) {
  Exam exam;
  exam.id = item.at("examId").get<std::string>();
  exam.title = item.at("title").get<std::string>();
  exam.opens_at = item.at("opensAt").get<Millis>();
  exam.closes_at = item.at("closesAt").get<Millis>();
  exam.question_count = item.at("questionCount").get<std::int64_t>();
  exam.version = item.at("version").get<std::int64_t>();
  exam.questions_tag = item.at("questionsTag").get<std::string>();
  exam.changed_by = item.at("changedBy").get<std::string>();
  return exam;
}

Json Exam::item() const {
  return {{"examId", id},
          {"title", title},
          {"opensAt", opens_at},
          {"closesAt", closes_at},
          {"questionCount", question_count},
          {"version", version},
          {"questionsTag", questions_tag},
          {"changedBy", changed_by}};
}

Json Exam::document() const {
  return {{"examId", id},
          {"title", title},
          {"opensAt", format_instant(opens_at)},
          {"closesAt", format_instant(closes_at)},
          {"questionCount", question_count},
          {"version", version}};
}

}  // namespace handlers
