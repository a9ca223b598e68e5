#pragma once
// What `Carer_genese_question_collection` does: an administrator keeps exams and their questions, a candidate
// gets the page of an exam that is open. I/O is behind ExamStore.
#include <optional>
#include <string>
#include <vector>

#include "handlers/exams/exam_reader.h"
#include "handlers/rest/api.h"

namespace handlers {

/// How a change of questions went. They are changed together with their exam, or not at all.
enum class Change {
  done,
  exam_refused,      // it is gone, has opened, or is full
  question_refused,  // one to add is there already; one to change has another version, or is gone
};

class ExamStore : public ExamSource {
 public:
  /// A new exam; false where there is one.
  virtual bool add_exam(const Exam& exam) = 0;
  /// Its title and times over those of this version; false where it has another.
  virtual bool change_exam(const Exam& exam, std::int64_t version) = 0;

  virtual std::optional<Question> find_question(const std::string& exam, const std::string& id) = 0;
  /// A page of questions by their position; `start` and `next` are as Page has them.
  virtual Page list_questions(const std::string& exam, int limit, const json::object& start) = 0;

  // Each of the three is refused from the moment `now` at which the exam has opened. `by` is the invocation:
  // what is sent twice with the same one is done once.
  virtual Change add_question(const Question& question, Millis now, const std::string& by) = 0;
  virtual Change change_question(const Question& question, std::int64_t version, Millis now,
                                 const std::string& by) = 0;
  virtual Change remove_question(const std::string& exam, const std::string& id, std::int64_t version,
                                 Millis now, const std::string& by) = 0;
};

class Collection {
 public:
  explicit Collection(ExamStore& store) : store_(store) {}

  std::vector<Route> routes();

 private:
  ApiResponse put_exam(const ApiRequest& request);
  ApiResponse get_exam(const ApiRequest& request);
  ApiResponse get_page(const ApiRequest& request);
  ApiResponse post_question(const ApiRequest& request);
  ApiResponse list_questions(const ApiRequest& request);
  ApiResponse get_question(const ApiRequest& request);
  ApiResponse put_question(const ApiRequest& request);
  ApiResponse delete_question(const ApiRequest& request);

  ApiResponse create_exam(Exam exam);
  ApiResponse change_exam(Exam exam, const Exam& before, const std::string& match);
  Question require_question(const ApiRequest& request);
  std::int64_t matched_version(const ApiRequest& request, const Question& question);
  [[noreturn]] void explain(Change change, const ApiRequest& request);

  ExamStore& store_;
};

}  // namespace handlers
