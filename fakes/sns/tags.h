#pragma once
// The tags of topics.
#include <vector>

#include "fakes/sns/store.h"
#include "fakes/wire/structure.h"

namespace cloche::sns {

/// The tags of a request, in its order; throws ApiError where a key comes twice.
std::vector<Tag> read_tags(const wire::Structure& request);

/// Puts them, and checks the quota of 50.
void put_tags(Store& store, const Topic& topic, const std::vector<Tag>& tags);

/// Those that AWS puts itself (fakes/core/system_tags.h), {"aws:…": "…"}.
void put_system_tags(Store& store, const Topic& topic, const Json& tags);

Json tags_document(const std::vector<Tag>& tags);

}  // namespace cloche::sns
