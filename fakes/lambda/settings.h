#pragma once
// What a test may set of Lambda's behaviour in its account, beyond what the service's own operations can. The
// admin API calls these inside the account's unit of work.
#include "fakes/core/account.h"

namespace cloche::lambda {

/// How long a function stays Pending, or an update of it InProgress, on the account's clock. Zero, the
/// default: no longer than the call that began it, whose answer still shows the status, as the real service's
/// does.
Duration function_status_delay(Account& account);
void set_function_status_delay(Account& account, Duration delay);

/// How many invocations may run at once, in each region: a quota that AWS raises on request, 1000 by default.
std::int64_t concurrent_executions(Account& account);
void set_concurrent_executions(Account& account, std::int64_t count);

}  // namespace cloche::lambda
