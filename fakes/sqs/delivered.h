#pragma once
// What other services send to a queue (fakes/core/delivery.h) is a message in it, as if it were sent.
#include "fakes/core/account.h"
#include "fakes/core/delivery.h"

namespace cloche::sqs {

/// Throws ApiError where the queue is not there or does not take the message.
void receive_delivery(Account& account, const Delivery& delivery);

}  // namespace cloche::sqs
