#pragma once
// Who may subscribe to what: protocols and their endpoints; and how a subscription that must be confirmed is:
// by a token, which is mailed to it and is good for three days of the account's clock.
#include <string>
#include <string_view>

#include "fakes/sns/store.h"
#include "fakes/wire/service.h"

namespace cloche::sns {

/// Throws ApiError where `topic` does not take subscriptions of this kind, or does not here.
void check_endpoint(const wire::Call& call, const Topic& topic, const std::string& protocol,
                    const std::string& endpoint);
/// Throws ApiError where there is no such protocol, or not here.
void check_protocol(const std::string& protocol);

/// Whether an endpoint must say that it wants the subscription.
bool needs_confirmation(std::string_view protocol);

/// Gives it a (new) token and mails that. To be saved by the caller.
void ask_for_confirmation(Account& account, const Topic& topic, Subscription& subscription);

/// An effect: removes a subscription that nobody has confirmed.
void expire_subscription(Account& account, const Json& payload);

/// Removes a subscription that is there.
void remove_subscription(Account& account, const Subscription& subscription);

inline constexpr std::string_view expire_effect = "sns.expire_subscription";

}  // namespace cloche::sns
