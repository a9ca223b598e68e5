#include "handlers/question_answer/dynamodb_submissions.h"

#include "handlers/rest/instant.h"

namespace handlers {

bool DynamoDbSubmissions::add(const Submission& submission) {
  return database_.put_new(table_, submission.item(), "examId");
}

std::optional<Submission> DynamoDbSubmissions::find(const std::string& exam, const std::string& candidate) {
  const auto item = database_.get(table_, {{"examId", exam}, {"candidateId", candidate}});
  if (!item) return std::nullopt;
  return Submission::stored(*item);
}

Page DynamoDbSubmissions::of_exam(const std::string& exam, int limit, const json::object& start) {
  Query query;
  query.table = table_;
  query.key_condition = "examId = :exam";
  query.values = {{":exam", exam}};
  query.start = start;
  return database_.query_page(std::move(query), limit, {"examId", "candidateId"});
}

Page DynamoDbSubmissions::of_candidate(const std::string& candidate, int limit, const json::object& start) {
  Query query;
  query.table = table_;
  query.index = "ByCandidate";
  query.key_condition = "candidateId = :candidate";
  query.values = {{":candidate", candidate}};
  query.forward = false;  // the newest first
  query.start = start;
  return database_.query_page(std::move(query), limit, {"examId", "candidateId", "submittedAt"});
}

Page DynamoDbSubmissions::unconfirmed(Millis moment, const json::object& start) {
  Query query;
  query.table = table_;
  query.index = "PendingConfirmations";
  query.key_condition = "pendingConfirmation = :yes AND submittedAt < :moment";
  query.values = {{":yes", "yes"}, {":moment", format_instant(moment)}};
  query.start = start;
  return database_.query(query);
}

bool DynamoDbSubmissions::mark_confirmed(const Submission& submission) {
  return database_.update_if(table_, {{"examId", submission.exam}, {"candidateId", submission.candidate}},
                             "REMOVE pendingConfirmation", "pendingConfirmation = :yes", {{":yes", "yes"}});
}

}  // namespace handlers
