// carer_genese_questiom_answer
#include "handlers/question_answer/dynamodb_submissions.h"
#include "handlers/rest/function.h"

namespace {

struct Parts {
  explicit Parts(handlers::Services& services)
      : exams(services.database, services.environment),
        submissions(services.database, services.environment),
        confirmations(services.client, services.environment),
        answering(exams, submissions, confirmations,
                  std::stol(services.environment.get("EXAM_GRACE_SECONDS", "30")) * 1000) {}

  handlers::ExamReader exams;
  handlers::DynamoDbSubmissions submissions;
  handlers::InvokedConfirmations confirmations;
  handlers::Answering answering;
};

}  // namespace

int main() {
  return handlers::run_api([](handlers::Services& services) {
    auto parts = std::make_shared<Parts>(services);
    return handlers::ApiFunction{
        .routes = parts->answering.routes(),
        .on_event = [parts](const handlers::Json& event) { return parts->answering.sweep(event); },
        .owners = {parts}};
  });
}
