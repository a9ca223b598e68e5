#pragma once
// A change of a table that takes a while: its document holds under "Table" what is to be seen at once
// (CREATING, UPDATING, DELETING) and under "After" the description to which it comes; no "After" says that
// the table goes. After the delay of settings.h a change is finished: at once, or by an effect in the outbox.
#include <string_view>

#include "fakes/core/account.h"
#include "fakes/core/json.h"
#include "fakes/dynamodb/store.h"

namespace cloche::dynamodb {

/// The effect that finishes a change; its payload has Region and TableName, its key is the table's ARN.
inline constexpr std::string_view table_status_effect = "dynamodb.table_status";

/// Throws ResourceInUseException where another change is under way.
void check_can_change(const TableDefinition& table);
/// The same for deleting it, which waits for its indexes as well.
void check_can_delete(const TableDefinition& table);

/// When a change that begins now will be finished.
Time change_finished_at(Account& account);

/// To be called once what a change did has been saved and described.
void finish_change_later(Store& store, const TableDefinition& table);

/// The function of table_status_effect.
void finish_change(Account& account, const Json& payload);

}  // namespace cloche::dynamodb
