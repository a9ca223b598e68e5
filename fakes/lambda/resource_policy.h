#pragma once
// The resource policy of a function, or of one of its versions or aliases: who may invoke it. Kept as Lambda
// writes it, statement by statement.
#include <string>

#include "fakes/lambda/function_name.h"
#include "fakes/lambda/store.h"
#include "fakes/wire/service.h"

namespace cloche::lambda {

/// The statement that an AddPermission asks for, as Lambda writes it; `resource` is its ARN.
/// InvalidParameterValueException for a principal that is none.
std::string policy_statement(const wire::Structure& request, const std::string& resource);

/// The whole document, as Lambda writes it; "" where there is no statement.
std::string policy_document(Store& store, const FunctionKey& key);

/// The RevisionId of what the policy belongs to; it changes with the policy. ResourceNotFoundException where
/// that is not there.
std::string policy_revision(Store& store, const FunctionKey& key);
std::string change_policy_revision(Store& store, const FunctionKey& key);

}  // namespace cloche::lambda
