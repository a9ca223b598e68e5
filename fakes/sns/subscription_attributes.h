#pragma once
// The attributes of a subscription: which can be set, to what, and what a client reads.
#include <nlohmann/json.hpp>
#include <string>

#include "fakes/sns/store.h"
#include "fakes/wire/service.h"

namespace cloche::sns {

/// Sets an attribute of a subscription to `topic`; "" takes it away. Throws AttributeError, or ApiError for a
/// quota.
void set_attribute(wire::Call& call, const Topic& topic, Subscription& subscription, const std::string& name,
                   const std::string& value);

/// Checks what of the attributes must fit together; after all were set. Throws AttributeError.
void check_attributes(const Subscription& subscription);

/// Whether the subscription has the attribute with this value, however it is written.
bool has_attribute(const Subscription& subscription, const std::string& name, const std::string& value);

/// All attributes, as GetSubscriptionAttributes answers them.
Json attributes_document(Store& store, const std::string& account, const Subscription& subscription);

bool is_raw(const Subscription& subscription);
bool filters_body(const Subscription& subscription);
/// ARN of the queue that takes what can't be delivered; "": none.
std::string dead_letter_queue(const Subscription& subscription);

}  // namespace cloche::sns
