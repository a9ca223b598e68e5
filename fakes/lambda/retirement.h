#pragma once
// A function that is gone: whoever runs its environments is told, by an effect outside of the account, to end
// them. (A change of code or configuration needs no telling: the next invocation brings another revision.)
#include <string_view>

#include "fakes/core/account.h"

namespace cloche::lambda {

/// Its payload: {"FunctionArn": …}, without a version.
inline constexpr std::string_view retire_effect = "lambda.retire";

void retire_environments(Account& account, std::string_view function_arn);

}  // namespace cloche::lambda
