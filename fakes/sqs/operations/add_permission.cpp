#include <fmt/core.h>
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "fakes/core/arn.h"
#include "fakes/sqs/operations/operations.h"
#include "fakes/sqs/parameters.h"
#include "fakes/sqs/policy_statements.h"
#include "fakes/sqs/queue_url.h"

namespace cloche::sqs {

namespace {

constexpr std::size_t most_actions = 7;
constexpr std::size_t most_statements = 20;  // of a policy

// What an owner can give to another account; the batch forms are given with the plain ones.
constexpr std::array shared_actions{"*",
                                    "SendMessage",
                                    "ReceiveMessage",
                                    "DeleteMessage",
                                    "ChangeMessageVisibility",
                                    "GetQueueAttributes",
                                    "GetQueueUrl",
                                    "ListDeadLetterSourceQueues",
                                    "PurgeQueue"};

Json one_or_many(Json values) { return values.size() == 1 ? values[0] : values; }

Json principals_of(const Structure& request) {
  Json arns = Json::array();
  for (const std::string& account : request.strings("AWSAccountIds")) {
    const bool is_number =
        account.size() == 12 && std::ranges::all_of(account, [](char c) { return c >= '0' && c <= '9'; });
    if (!is_number) throw invalid_value(fmt::format("[{}]", account), "PrincipalId", "Unable to verify.");
    arns.push_back(make_arn("iam", "", account, "root"));
  }
  return one_or_many(std::move(arns));
}

Json actions_of(const Call& call, const Structure& request) {
  const std::vector<std::string> actions = request.strings("Actions");
  if (actions.size() > most_actions) {
    throw ApiError("OverLimit", fmt::format("{} Actions were found, maximum allowed is {}.", actions.size(),
                                            most_actions));
  }
  Json named = Json::array();
  for (const std::string& action : actions) {
    if (std::ranges::find(shared_actions, action) == shared_actions.end()) {
      throw invalid_value("SQS:" + action, "ActionName",
                          call.service.operation(action) != nullptr
                              ? "Only the queue owner is allowed to invoke this action."
                              : "Please refer to the appropriate WSDL for a list of valid actions.");
    }
    named.push_back("SQS:" + action);
  }
  return one_or_many(std::move(named));
}

}  // namespace

Answer add_permission(Call& call, const Structure& request) {
  Queue queue = requested_queue(call, request);
  const std::string& label = required_string(request, "Label");
  required_json(request, "AWSAccountIds");
  required_json(request, "Actions");
  if (!is_name(label)) {
    throw invalid_value(
        label, "Label",
        "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
  }
  Json policy = policy_of(queue, queue_arn(call, queue));
  Json& statements = policy["Statement"];
  if (find_statement(statements, label) != statements.end())
    throw invalid_value(label, "Label", "Already exists.");
  Json statement{{"Sid", label},
                 {"Effect", "Allow"},
                 {"Principal", {{"AWS", principals_of(request)}}},
                 {"Action", actions_of(call, request)},
                 {"Resource", queue_arn(call, queue)}};
  if (statements.size() >= most_statements) {
    throw ApiError("OverLimit", fmt::format("{} Statements were found, maximum allowed is {}.",
                                            statements.size() + 1, most_statements));  // assumed: the words
  }
  statements.push_back(std::move(statement));
  put_policy(call, queue, policy);
  return {};
}

}  // namespace cloche::sqs
