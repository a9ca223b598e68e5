#include "handlers/exams/exam.h"

#include "handlers/rest/instant.h"

namespace handlers {

Exam Exam::described(const std::string& id, const json::object& body) {
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

Exam Exam::stored(const json::object& item) {
  Exam exam;
  exam.id = item.at("examId").as_string();
  exam.title = item.at("title").as_string();
  exam.opens_at = item.at("opensAt").as_int64();
  exam.closes_at = item.at("closesAt").as_int64();
  exam.question_count = item.at("questionCount").as_int64();
  exam.version = item.at("version").as_int64();
  exam.questions_tag = item.at("questionsTag").as_string();
  exam.changed_by = item.at("changedBy").as_string();
  return exam;
}

json::object Exam::item() const {
  return {{"examId", id},
          {"title", title},
          {"opensAt", opens_at},
          {"closesAt", closes_at},
          {"questionCount", question_count},
          {"version", version},
          {"questionsTag", questions_tag},
          {"changedBy", changed_by}};
}

json::object Exam::document() const {
  return {{"examId", id},
          {"title", title},
          {"opensAt", format_instant(opens_at)},
          {"closesAt", format_instant(closes_at)},
          {"questionCount", question_count},
          {"version", version}};
}

}  // namespace handlers
