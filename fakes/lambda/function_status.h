#pragma once
// What takes a while: a function that is being created ("State": "Pending") or updated ("LastUpdateStatus":
// "InProgress"). After the delay of settings.h it is finished: at once, or by an effect in the outbox. Until
// then no further change is taken, and what runs is what ran before.
#include <string_view>

#include "fakes/core/account.h"
#include "fakes/core/json.h"
#include "fakes/lambda/store.h"
#include "fakes/lambda/stored_version.h"

namespace cloche::lambda {

/// The effect that finishes what is under way; its payload has Region and FunctionName, its key is the
/// function's ARN.
inline constexpr std::string_view function_status_effect = "lambda.function_status";

void begin_creation(Edition& edition);
/// Shows `next` from now on.
void begin_update(StoredVersion& version, Edition next);

/// Throws ResourceConflictException where another change is under way.
void check_can_change(const Store& store, const StoredVersion& version);

/// To be called once what a change did has been saved and described.
void finish_function_later(Store& store, std::string_view function_name);

/// The function of function_status_effect.
void finish_function(Account& account, const Json& payload);

}  // namespace cloche::lambda
