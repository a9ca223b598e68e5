#pragma once
// What a candidate submits for an exam, checked against its questions and scored.
#include <string>
#include <vector>

#include "handlers/exams/exam.h"
#include "handlers/exams/question.h"

namespace handlers {

struct Answer {
  std::string question;
  std::vector<std::string> chosen;  // sorted
};

struct Submission {
  std::string exam;
  std::string candidate;
  std::vector<Answer> answers;  // by question
  Millis submitted_at = 0;
  std::int64_t score = 0;
  std::int64_t points = 0;  // that could be had
  bool confirmed = false;

  /// One that a client describes: candidateId, answers. Its form is checked, not yet what it names. Throws
  /// Problem.
  static Submission described(const std::string& exam, const json::object& body);
  static Submission stored(const json::object& item);
  /// `pendingConfirmation` is there until it has been confirmed: what is to be confirmed is found by its
  /// index.
  json::object item() const;
  /// What the candidate is told: the same whenever it is asked for.
  json::object receipt() const;
  /// With the answers, and whether it has been confirmed.
  json::object document() const;
  /// The event that the confirmation is made of.
  json::object confirmation_event() const;

  std::string id() const;
  /// Whether two say the same, in whatever order.
  bool says_the_same(const Submission& other) const;
};

/// Checks that the answers are of these questions and choose what can be chosen, and counts the points of
/// those that are right: all that is right, and nothing that is not. Throws Problem.
void score(Submission& submission, const std::vector<Question>& questions);

}  // namespace handlers
