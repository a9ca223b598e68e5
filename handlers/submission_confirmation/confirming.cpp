#include "handlers/submission_confirmation/confirming.h"

#include "handlers/runtime/lambda_runtime.h"

namespace handlers {

namespace {

std::string member(const Json& event, const char* name) {
  const json::object* object = event.if_object();
  if (const auto text = object == nullptr ? std::nullopt : text_member(*object, name))
    return std::string(*text);
  throw FunctionError("MalformedEvent", std::string("the event has no ") + name);
}

}  // namespace

json::object confirm(const Json& event, ConfirmedSubmissions& submissions,
                     const std::function<void(const json::object&)>& announce) {
  if (member(event, "kind") != "submission-confirmation")
    throw FunctionError("MalformedEvent", "the event is not a submission-confirmation");
  const std::string exam = member(event, "examId");
  const std::string candidate = member(event, "candidateId");
  const auto submission = submissions.find(exam, candidate);
  if (!submission) throw FunctionError("UnknownSubmission", candidate + " has not submitted exam " + exam);
  if (submission->confirmed) return {{"confirmation", "sent before"}};
  announce(submission->receipt());
  submissions.mark_confirmed(*submission);
  return {{"confirmation", "sent"}};
}

}  // namespace handlers
