#include <nlohmann/json.hpp>

#include "fakes/sqs/operations/operations.h"
#include "fakes/sqs/parameters.h"
#include "fakes/sqs/policy_statements.h"
#include "fakes/sqs/queue_url.h"

namespace cloche::sqs {

Answer remove_permission(Call& call, const Structure& request) {
  Queue queue = requested_queue(call, request);
  const std::string& label = required_string(request, "Label");
  Json policy = policy_of(queue, queue_arn(call, queue));
  Json& statements = policy["Statement"];
  const auto found = find_statement(statements, label);
  if (found == statements.end()) throw invalid_value(label, "Label", "can't find label on existing policy.");
  statements.erase(found);
  put_policy(call, queue, policy);
  return {};
}

}  // namespace cloche::sqs
