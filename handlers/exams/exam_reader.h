#pragma once
// Exams and their questions in DynamoDB, as both the function that keeps them and the one that scores need
// them.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "handlers/exams/exam.h"
#include "handlers/exams/question.h"
#include "handlers/runtime/dynamodb.h"

namespace handlers {

/// What the domain asks of whatever keeps the exams; a test brings its own.
class ExamSource {
 public:
  virtual ~ExamSource() = default;
  virtual std::optional<Exam> find_exam(const std::string& id) = 0;
  /// All questions, in the order of the page.
  virtual std::vector<Question> questions_of(const Exam& exam) = 0;
};

/// Throws the Problem that there is no such exam.
Exam require_exam(ExamSource& source, const std::string& id);

/// The tables EXAMS_TABLE and QUESTIONS_TABLE. Questions of an exam are kept in memory for as long as its
/// questions_tag stays the same, for a warm function gets many requests for the same few exams.
class ExamReader : public ExamSource {
 public:
  ExamReader(DynamoDb& database, const Environment& environment);

  std::optional<Exam> find_exam(const std::string& id) override;
  std::vector<Question> questions_of(const Exam& exam) override;

 private:
  struct Kept {
    std::string tag;
    std::vector<Question> questions;
  };

  DynamoDb& database_;
  std::string exams_table_;
  std::string questions_table_;
  std::map<std::string, Kept> kept_;
};

}  // namespace handlers
