#pragma once
// An exam: when it is open, and how many questions it has. Its questions can be changed until it opens, and
// not any more from then on, so that all candidates get the same ones and a score means the same for all.
#include <string>

#include "handlers/rest/fields.h"

namespace handlers {

inline constexpr std::int64_t max_questions = 100;

struct Exam {
  std::string id;
  std::string title;
  Millis opens_at = 0;
  Millis closes_at = 0;
  std::int64_t question_count = 0;
  std::int64_t version = 0;   // of the exam and its questions
  std::string questions_tag;  // another one after each change of the questions; "" before the first
  std::string changed_by;     // the invocation that made the last change

  /// An exam that a client describes: title, opensAt, closesAt. Throws Problem.
  static Exam described(const std::string& id, const json::object& body);
  static Exam stored(const json::object& item);
  json::object item() const;
  /// As the API shows it.
  json::object document() const;

  bool is_open_or_closed(Millis now) const { return now >= opens_at; }
};

}  // namespace handlers
