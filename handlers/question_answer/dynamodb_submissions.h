#pragma once
// SubmissionStore on DynamoDB, and Confirmations as asynchronous invocations. A submission's key is its exam
// and its candidate, and it is stored on the condition that there is none: the database decides which of two
// was first, and a write that is sent again finds the first one, which says the same.
#include <string>

#include "handlers/question_answer/answering.h"
#include "handlers/runtime/dynamodb.h"

namespace handlers {

class DynamoDbSubmissions : public SubmissionStore {
 public:
  DynamoDbSubmissions(DynamoDb& database, const Environment& environment)
      : database_(database), table_(environment.require("SUBMISSIONS_TABLE")) {}

  bool add(const Submission& submission) override;
  std::optional<Submission> find(const std::string& exam, const std::string& candidate) override;
  Page of_exam(const std::string& exam, int limit, const json::object& start) override;
  Page of_candidate(const std::string& candidate, int limit, const json::object& start) override;
  Page unconfirmed(Millis moment, const json::object& start) override;

  /// Marks it as confirmed, and takes it out of the index of what is to be confirmed; false where it was so
  /// already.
  bool mark_confirmed(const Submission& submission);

 private:
  DynamoDb& database_;
  std::string table_;
};

class InvokedConfirmations : public Confirmations {
 public:
  InvokedConfirmations(AwsClient& client, const Environment& environment)
      : client_(client), function_(environment.require("CONFIRMATION_FUNCTION")) {}

  void hand_on(const json::object& event) override { client_.invoke_event(function_, event); }

 private:
  AwsClient& client_;
  std::string function_;
};

}  // namespace handlers
