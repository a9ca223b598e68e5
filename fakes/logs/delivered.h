#pragma once
// What other services send to a log group (fakes/core/delivery.h): EventBridge does, a rule's events.
#include "fakes/core/account.h"
#include "fakes/core/delivery.h"

namespace cloche::logs {

/// The body becomes an event of the group, in a stream of its own. A body {"timestamp": …, "message": …}, as
/// a rule's input transformer makes it for a group, says what the event is to have. Throws ApiError where the
/// group is not there.
void receive_delivery(Account& account, const Delivery& delivery);

}  // namespace cloche::logs
