#pragma once
// ExamStore on DynamoDB. A question is written in one transaction with its exam, whose counter, version and
// tag say that the questions have changed, and whose opening time is the transaction's condition. The
// transaction carries the invocation's id as its ClientRequestToken, so that DynamoDB does it once however
// often it is sent.
#include <string>
#include <vector>

#include "handlers/question_collection/collection.h"

namespace handlers {

class DynamoDbExamStore : public ExamStore {
 public:
  DynamoDbExamStore(DynamoDb& database, const Environment& environment);

  std::optional<Exam> find_exam(const std::string& id) override { return reader_.find_exam(id); }
  std::vector<Question> questions_of(const Exam& exam) override { return reader_.questions_of(exam); }
  bool add_exam(const Exam& exam) override;
  bool change_exam(const Exam& exam, std::int64_t version) override;
  std::optional<Question> find_question(const std::string& exam, const std::string& id) override;
  Page list_questions(const std::string& exam, int limit, const json::object& start) override;
  Change add_question(const Question& question, Millis now, const std::string& by) override;
  Change change_question(const Question& question, std::int64_t version, Millis now,
                         const std::string& by) override;
  Change remove_question(const std::string& exam, const std::string& id, std::int64_t version, Millis now,
                         const std::string& by) override;

 private:
  json::object exam_update(const std::string& exam, int added, Millis now, const std::string& by) const;
  Change transact(json::object of_exam, json::object of_question, const std::string& by);

  DynamoDb& database_;
  ExamReader reader_;
  std::string exams_table_;
  std::string questions_table_;
};

}  // namespace handlers
