#pragma once
// What the confirmation function does with a submission that was handed on: announces it once, and marks it
// as confirmed. An event may come twice (Lambda delivers at least once); what is marked is not announced
// again.
#include <functional>

#include "handlers/question_answer/dynamodb_submissions.h"

namespace handlers {

class ConfirmedSubmissions {
 public:
  virtual ~ConfirmedSubmissions() = default;
  virtual std::optional<Submission> find(const std::string& exam, const std::string& candidate) = 0;
  virtual void mark_confirmed(const Submission& submission) = 0;
};

/// Answers {"confirmation": "sent" | "sent before"}. Throws FunctionError for an event that is none, or of a
/// submission that is not there: Lambda tries it again, and keeps it in the dead-letter queue.
json::object confirm(const Json& event, ConfirmedSubmissions& submissions,
                     const std::function<void(const json::object&)>& announce);

}  // namespace handlers
