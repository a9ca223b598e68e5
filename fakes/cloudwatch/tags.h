#pragma once
// The tags of alarms and dashboards, by ARN.
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/account.h"
#include "fakes/core/json.h"
#include "fakes/wire/structure.h"

namespace cloche::cloudwatch {

/// Puts tags (Key, Value) onto a resource, replacing those of the same key. Throws ApiError where they are
/// wrong.
void put_tags(Account& account, std::string_view arn, const std::vector<wire::Structure>& tags);
/// Those that AWS puts itself (fakes/core/system_tags.h), {"aws:…": "…"}.
void put_system_tags(Account& account, std::string_view arn, const Json& tags);
void remove_tags(Account& account, std::string_view arn, const std::vector<std::string>& keys);
void remove_all_tags(Account& account, std::string_view arn);
/// By key.
Json tags_document(Account& account, std::string_view arn);

}  // namespace cloche::cloudwatch
