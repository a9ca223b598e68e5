#pragma once
// What `carer_genese_questiom_answer` does: takes the page that a candidate submits, once an exam and
// candidate, and hands what is to be confirmed on. I/O is behind SubmissionStore and Confirmations.
#include <optional>
#include <string>
#include <vector>

#include "handlers/exams/exam_reader.h"
#include "handlers/question_answer/submission.h"
#include "handlers/rest/api.h"

namespace handlers {

class SubmissionStore {
 public:
  virtual ~SubmissionStore() = default;
  /// False where the candidate has submitted this exam already.
  virtual bool add(const Submission& submission) = 0;
  virtual std::optional<Submission> find(const std::string& exam, const std::string& candidate) = 0;
  virtual Page of_exam(const std::string& exam, int limit, const json::object& start) = 0;
  virtual Page of_candidate(const std::string& candidate, int limit, const json::object& start) = 0;
  /// Some of those that were submitted before `moment` and are not confirmed; `start` and `next` as Page has
  /// them.
  virtual Page unconfirmed(Millis moment, const json::object& start) = 0;
};

class Confirmations {
 public:
  virtual ~Confirmations() = default;
  /// Gives the event on without waiting for what comes of it. It may arrive twice: who confirms knows what is
  /// done.
  virtual void hand_on(const json::object& event) = 0;
};

class Answering {
 public:
  /// `grace`: how long after the end of an exam a page is still taken.
  Answering(ExamSource& exams, SubmissionStore& submissions, Confirmations& confirmations, Millis grace)
      : exams_(exams), submissions_(submissions), confirmations_(confirmations), grace_(grace) {}

  std::vector<Route> routes();

  /// The schedule's event: hands on what was to be confirmed 15 minutes before and is not, as when this
  /// function was killed between storing and handing on. Answers how many.
  json::object sweep(const Json& event);

 private:
  ApiResponse post(const ApiRequest& request);
  ApiResponse get(const ApiRequest& request);
  ApiResponse list_of_exam(const ApiRequest& request);
  ApiResponse list_of_candidate(const ApiRequest& request);
  ApiResponse replay(const Submission& submission, const Submission& stored, Millis now);
  ApiResponse list(const std::string& name, const Page& page);

  ExamSource& exams_;
  SubmissionStore& submissions_;
  Confirmations& confirmations_;
  Millis grace_;
};

}  // namespace handlers
