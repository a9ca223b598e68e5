#pragma once
// What happens with a message in a topic: FIFO topics put it in order and know it again; then everyone who
// has subscribed, and whose filter policy it passes, gets it. Queues and functions get a Delivery
// (fakes/core/delivery.h); what they refuse goes to the subscription's dead-letter queue.
#include <string>
#include <string_view>

#include "fakes/core/account.h"
#include "fakes/core/delivery.h"
#include "fakes/sns/message.h"
#include "fakes/sns/store.h"

namespace cloche::sns {

/// Publishes a message that was checked, in the unit of work of the caller. Throws ApiError where the kind of
/// topic does not allow it, or asks for more.
Published publish(Account& account, Topic& topic, Message message);

/// What another service sends to a topic: the `receive` of SNS's definition.
void receive(Account& account, const Delivery& delivery);

/// An effect: what a subscriber has refused goes to the dead-letter queue.
void redrive(Account& account, const Json& payload);

inline constexpr std::string_view redrive_effect = "sns.redrive";

}  // namespace cloche::sns
