#pragma once
// The statements of a queue's policy, which AddPermission and RemovePermission write. Policies are kept and
// answered; what they allow is not looked at.
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "fakes/core/json.h"
#include "fakes/sqs/queue.h"
#include "fakes/wire/service.h"

namespace cloche::sqs {

/// Its policy, or an empty one; "Statement" is an array.
Json policy_of(const Queue& queue, const std::string& arn);

/// By its Sid; end() where there is none.
Json::iterator find_statement(Json& statements, std::string_view label);

/// Writes the policy, or takes it away where it has no statement.
void put_policy(wire::Call& call, Queue& queue, const Json& policy);

}  // namespace cloche::sqs
