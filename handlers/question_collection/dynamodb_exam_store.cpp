#include "handlers/question_collection/dynamodb_exam_store.h"

namespace handlers {

namespace {

json::object question_key(const std::string& exam, const std::string& id) {
  return {{"examId", exam}, {"questionId", id}};
}

}  // namespace

DynamoDbExamStore::DynamoDbExamStore(DynamoDb& database, const Environment& environment)
    : database_(database),
      reader_(database, environment),
      exams_table_(environment.require("EXAMS_TABLE")),
      questions_table_(environment.require("QUESTIONS_TABLE")) {}

bool DynamoDbExamStore::add_exam(const Exam& exam) {
  return database_.put_new(exams_table_, exam.item(), "examId");
}

bool DynamoDbExamStore::change_exam(const Exam& exam, std::int64_t version) {
  return database_.update_if(exams_table_, {{"examId", exam.id}},
                             "SET title = :title, opensAt = :opens, closesAt = :closes, changedBy = :by, "
                             "version = :next",
                             "version = :version",
                             {{":title", exam.title},
                              {":opens", exam.opens_at},
                              {":closes", exam.closes_at},
                              {":by", exam.changed_by},
                              {":next", exam.version},
                              {":version", version}});
}

std::optional<Question> DynamoDbExamStore::find_question(const std::string& exam, const std::string& id) {
  const auto item = database_.get(questions_table_, question_key(exam, id));
  if (!item) return std::nullopt;
  return Question::stored(*item);
}

Page DynamoDbExamStore::list_questions(const std::string& exam, int limit, const json::object& start) {
  Query query;
  query.table = questions_table_;
  query.index = "ByPosition";
  query.key_condition = "examId = :exam";
  query.values = {{":exam", exam}};
  query.consistent = true;
  query.start = start;
  return database_.query_page(std::move(query), limit, {"examId", "position", "questionId"});
}

json::object DynamoDbExamStore::exam_update(const std::string& exam, int added, Millis now,
                                            const std::string& by) const {
  json::object update{
      {"TableName", exams_table_},
      {"Key", to_item({{"examId", exam}})},
      {"UpdateExpression", "SET questionsTag = :by, changedBy = :by ADD version :one, questionCount :added"},
      {"ConditionExpression", "opensAt > :now"},
      {"ExpressionAttributeValues", to_item({{":now", now}, {":by", by}, {":one", 1}, {":added", added}})}};
  if (added > 0) {
    update["ConditionExpression"] = "opensAt > :now AND questionCount < :most";
    update["ExpressionAttributeValues"].as_object()[":most"] = to_attribute(max_questions);
  }
  return {{"Update", std::move(update)}};
}

Change DynamoDbExamStore::transact(json::object of_exam, json::object of_question, const std::string& by) {
  const auto reasons = database_.transact({std::move(of_exam), std::move(of_question)}, by);
  if (reasons.empty()) return Change::done;
  return reasons[0] == "None" ? Change::question_refused : Change::exam_refused;
}

Change DynamoDbExamStore::add_question(const Question& question, Millis now, const std::string& by) {
  json::object put{{"TableName", questions_table_},
                   {"Item", to_item(question.item())},
                   {"ConditionExpression", "attribute_not_exists(examId)"}};
  return transact(exam_update(question.exam_id, 1, now, by), {{"Put", std::move(put)}}, by);
}

Change DynamoDbExamStore::change_question(const Question& question, std::int64_t version, Millis now,
                                          const std::string& by) {
  json::object put{{"TableName", questions_table_},
                   {"Item", to_item(question.item())},
                   {"ConditionExpression", "version = :version"},
                   {"ExpressionAttributeValues", to_item({{":version", version}})}};
  return transact(exam_update(question.exam_id, 0, now, by), {{"Put", std::move(put)}}, by);
}

Change DynamoDbExamStore::remove_question(const std::string& exam, const std::string& id,
                                          std::int64_t version, Millis now, const std::string& by) {
  json::object remove{{"TableName", questions_table_},
                      {"Key", to_item(question_key(exam, id))},
                      {"ConditionExpression", "version = :version"},
                      {"ExpressionAttributeValues", to_item({{":version", version}})}};
  return transact(exam_update(exam, -1, now, by), {{"Delete", std::move(remove)}}, by);
}

}  // namespace handlers
