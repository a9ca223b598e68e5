#include "fakes/cloudformation/question.h"

#include <nlohmann/json.hpp>

#include "fakes/cloudformation/store.h"

namespace cloche::cloudformation {

namespace {

constexpr std::chrono::minutes patience(10);

std::string bell(const std::string& id) { return "cloudformation:" + id; }

void give(Account& account, const std::string& id, const Json& outcome) {
  Store(account).answer_question(id, outcome);
  account.ring(bell(id));
}

}  // namespace

wire::Answer ask(wire::Call& call, const wire::Structure& request) {
  Store store(call.account);
  const std::string& id = call.request_id;
  const auto question = store.find_question(id);
  if (!question) {
    store.add_question(id);
    call.account.outbox().add(question_effect, call.account.clock().now(),
                              {{"Id", id},
                               {"Operation", call.operation.name},
                               {"Region", call.region},
                               {"Host", call.host},
                               {"Request", request.document()}});
    return wire::Wait{bell(id), patience};
  }
  if (question->is_null()) {
    if (call.may_wait) return wire::Wait{bell(id), patience};
    throw ApiError("ServiceUnavailable", "The deployment has not come to its end.", 503);
  }
  const auto error = question->find("Error");
  if (error == question->end()) {
    store.remove_question(id);
    return question->at("Answer");
  }
  // What is thrown undoes the unit of work, so the question is removed in the next one.
  call.account.defer([&account = call.account, id] { Store(account).remove_question(id); });
  throw ApiError(error->at("Code"), error->at("Message"), error->at("Status").get<int>());
}

void answer_question(Account& account, const std::string& id, const Json& document) {
  give(account, id, {{"Answer", document}});
}

void refuse_question(Account& account, const std::string& id, const ApiError& error) {
  give(account, id,
       {{"Error", {{"Code", error.code}, {"Message", error.message}, {"Status", error.status}}}});
}

}  // namespace cloche::cloudformation
