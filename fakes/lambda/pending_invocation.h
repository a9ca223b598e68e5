#pragma once
// An operation that can answer only when a function has (wire::Answer): which version runs with what, and how
// to go on with the outcome.
#include <functional>

#include "fakes/core/account.h"
#include "fakes/lambda/function_version.h"
#include "fakes/lambda/invocation.h"
#include "fakes/wire/service.h"

namespace cloche::lambda {

struct PendingInvocation {
  FunctionVersionPtr function;
  Invocation invocation;
  /// Runs in a unit of work of its own; throws ApiError where the outcome is one.
  std::function<wire::Answer(Account& account, const Outcome& outcome)> then;
};

}  // namespace cloche::lambda
