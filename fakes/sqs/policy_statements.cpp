#include "fakes/sqs/policy_statements.h"

#include <algorithm>

#include "fakes/sqs/queue_store.h"

namespace cloche::sqs {

Json policy_of(const Queue& queue, const std::string& arn) {
  const std::string_view text = queue.attribute("Policy");
  if (text.empty()) {
    return {{"Version", "2012-10-17"}, {"Id", arn + "/SQSDefaultPolicy"}, {"Statement", Json::array()}};
  }
  Json policy = parse_json(text);
  Json& statements = policy["Statement"];
  if (statements.is_null()) statements = Json::array();
  if (!statements.is_array()) statements = Json::array({statements});
  return policy;
}

Json::iterator find_statement(Json& statements, std::string_view label) {
  return std::ranges::find_if(statements, [&](const Json& statement) {
    return statement.is_object() && statement.contains("Sid") && statement["Sid"] == label;
  });
}

void put_policy(wire::Call& call, Queue& queue, const Json& policy) {
  if (policy["Statement"].empty()) {
    queue.given.erase("Policy");
  } else {
    queue.given["Policy"] = policy.dump();
  }
  queue.modified = call.account.clock().now();
  QueueStore(call.account).update(queue);
}

}  // namespace cloche::sqs
