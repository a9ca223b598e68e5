#pragma once
// What a test may set of DynamoDB's behaviour in its account, beyond what the service's own operations can.
// The admin API calls these inside the account's unit of work.
#include "fakes/core/account.h"

namespace cloche::dynamodb {

/// How long a table or index stays in a passing status (CREATING, UPDATING, DELETING), on the account's
/// clock. Zero, the default: no longer than the call that began it, whose answer still shows the status, as
/// the real service's does.
Duration table_status_delay(Account& account);
void set_table_status_delay(Account& account, Duration delay);

}  // namespace cloche::dynamodb
