#pragma once
// Tags of groups, which two families of operations read and write.
#include "fakes/core/json.h"
#include "fakes/logs/store.h"

namespace cloche::logs {

/// Adds or replaces the tags, {"key": "value"}; throws ApiError where AWS takes none of them, or there are
/// too many.
void put_tags(Store& store, std::int64_t group, const Json& tags);

void remove_tags(Store& store, std::int64_t group, const std::vector<std::string>& keys);

/// Those that AWS puts itself (fakes/core/system_tags.h), {"aws:…": "…"}.
void put_system_tags(Store& store, std::int64_t group, const Json& tags);

/// {"tags": {…}}
Json tags_document(Store& store, std::int64_t group);

}  // namespace cloche::logs
