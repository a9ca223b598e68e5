#pragma once
// Time to live: an item whose attribute (TimeToLive's AttributeName) is a Number of seconds since the epoch
// is deleted when that moment is over on the account's clock; the real service takes up to two days, here it
// is at once. What is no Number is ignored, and so is a moment more than five years past (Developer Guide,
// "Using time to live").
//
// A table with time to live enabled has an index by expiry in the store, and one timer in the outbox, due
// with the first.
#include <cstdint>
#include <optional>
#include <string_view>

#include "fakes/core/account.h"
#include "fakes/core/json.h"
#include "fakes/dynamodb/store.h"

namespace cloche::dynamodb {

/// The timer; its payload has Region and TableName, its key is the table's ARN.
inline constexpr std::string_view expire_items_effect = "dynamodb.expire_items";
/// Finishes ENABLING and DISABLING where they take a while; the same payload and key.
inline constexpr std::string_view time_to_live_status_effect = "dynamodb.time_to_live_status";

/// Keeps the expiry index and the timer when an item changed; null where there is none.
void update_expiry(Store& store, const TableDefinition& table, std::string_view item_key, const Json* before,
                   const Json* after);

/// Begins to switch time to live as its document says (ENABLING or DISABLING), and saves the table.
void switch_time_to_live(Store& store, const TableDefinition& table, Json time_to_live);

/// The functions of the two effects.
void expire_items(Account& account, const Json& payload);
void finish_time_to_live_switch(Account& account, const Json& payload);

}  // namespace cloche::dynamodb
