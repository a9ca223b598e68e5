#pragma once
// What subscribers get: a message as the JSON text that goes to queues, as the event that goes to functions,
// and as a mail. Nothing here is signed: the members of a signature are there, with a value that says so.
#include <string>
#include <string_view>

#include "fakes/sns/message.h"
#include "fakes/sns/store.h"

namespace cloche::sns {

/// For whom, and of which topic, a text is.
struct Address {
  std::string region;
  std::string topic_arn;
  std::string subscription_arn;
};

/// {"Type" : "Notification", …}, laid out as the service does.
std::string notification_text(const Address& address, const Message& message, const std::string& text,
                              Time time);

/// {"Records": [{"EventSource": "aws:sns", …}]}
std::string lambda_event(const Address& address, const Message& message, const std::string& text, Time time);

/// Keeps the mail that says it, to a subscription by email or email-json.
void mail_notification(Account& account, const Topic& topic, const Subscription& subscription,
                       const Message& message);
/// Keeps the mail that asks whether the subscription is wanted; it has the subscription's token.
void mail_confirmation(Account& account, const Topic& topic, const Subscription& subscription);

}  // namespace cloche::sns
