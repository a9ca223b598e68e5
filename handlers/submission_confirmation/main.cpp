// carer_genese_submission_confirmation
#include "handlers/rest/announcements.h"
#include "handlers/rest/function.h"
#include "handlers/submission_confirmation/confirming.h"

namespace {

class Submissions : public handlers::ConfirmedSubmissions {
 public:
  explicit Submissions(handlers::Services& services) : store_(services.database, services.environment) {}

  std::optional<handlers::Submission> find(const std::string& exam, const std::string& candidate) override {
    return store_.find(exam, candidate);
  }
  void mark_confirmed(const handlers::Submission& submission) override { store_.mark_confirmed(submission); }

 private:
  handlers::DynamoDbSubmissions store_;
};

}  // namespace

int main() {
  return handlers::run_api([](handlers::Services& services) {
    auto submissions = std::make_shared<Submissions>(services);
    const auto confirm = [submissions, &services](const handlers::Json& event) {
      const auto announce = [&](const handlers::json::object& receipt) {
        handlers::announce(services.client, "Submission confirmed", receipt);
      };
      handlers::json::object answer = handlers::confirm(event, *submissions, announce);
      services.log.info("confirmation", answer);
      return answer;
    };
    return handlers::ApiFunction{.routes = {}, .on_event = confirm, .owners = {submissions}};
  });
}
