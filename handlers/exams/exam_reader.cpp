#include "handlers/exams/exam_reader.h"

namespace handlers {

namespace {

constexpr std::size_t exams_kept = 16;

}  // namespace

Exam require_exam(ExamSource& source, const std::string& id) {
  auto exam = source.find_exam(id);
  if (!exam) throw not_found("There is no exam " + id + '.');
  return *std::move(exam);
}

ExamReader::ExamReader(DynamoDb& database, const Environment& environment)
    : database_(database),
      exams_table_(environment.require("EXAMS_TABLE")),
      questions_table_(environment.require("QUESTIONS_TABLE")) {}

std::optional<Exam> ExamReader::find_exam(const std::string& id) {
  const auto item = database_.get(exams_table_, {{"examId", id}});
  if (!item) return std::nullopt;
  return Exam::stored(*item);
}

std::vector<Question> ExamReader::questions_of(const Exam& exam) {
  const auto found = kept_.find(exam.id);
  if (found != kept_.end() && found->second.tag == exam.questions_tag) return found->second.questions;
  Query query;
  query.table = questions_table_;
  query.key_condition = "examId = :exam";
  query.values = {{":exam", exam.id}};
  query.consistent = true;
  std::vector<Question> questions;
  for (const json::object& item : database_.query_all(std::move(query)))
    questions.push_back(Question::stored(item));
  sort_for_page(questions);
  if (kept_.size() >= exams_kept) kept_.clear();
  kept_[exam.id] = {exam.questions_tag, questions};
  return questions;
}

}  // namespace handlers
