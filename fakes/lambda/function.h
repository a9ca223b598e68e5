#pragma once
// What is asked of Lambda's control plane when a function is invoked: which version of which function that
// is, how it runs, how many at once, and what becomes of an asynchronous event. All of it runs inside a unit
// of work of the account.
#include <chrono>
#include <string>
#include <string_view>

#include "fakes/core/account.h"
#include "fakes/lambda/function_version.h"
#include "fakes/lambda/invocation.h"

namespace cloche::lambda {

struct ResolvedFunction {
  FunctionVersionPtr version;
  std::string invoked_arn;  // as it was asked for: with the qualifier, where there was one
  std::string qualifier;    // "": none
  bool by_weight = false;   // drawn by the weights of an alias
};

/// The version that an invocation of `name_or_arn` in `region` runs; of an alias with weights, one drawn from
/// the account's ids. Throws the errors of Invoke: ResourceNotFoundException ("Function not found: <arn>"),
/// InvalidParameterValueException where name and qualifier contradict each other, AccessDeniedException for a
/// function of another account, ResourceConflictException where it is still being created.
ResolvedFunction resolve(Account& account, std::string_view region, std::string_view name_or_arn,
                         const std::string* qualifier = nullptr);

ConcurrencyLimits concurrency_limits(Account& account, std::string_view region,
                                     std::string_view function_name);

/// What becomes of an asynchronous event.
struct EventInvokeConfig {
  int maximum_retry_attempts = 2;
  std::chrono::seconds maximum_event_age{21600};
  std::string on_success;  // ARNs of destinations; "": none
  std::string on_failure;
};
/// Of the function by that qualifier: "" and "$LATEST" are the same, an alias has its own. The defaults where
/// nothing was configured.
EventInvokeConfig event_invoke_config(Account& account, std::string_view region,
                                      std::string_view function_name, std::string_view qualifier);

}  // namespace cloche::lambda
