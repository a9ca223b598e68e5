#pragma once
// The tags of APIs and of their stages: a member of their documents.
#include <string>
#include <string_view>

#include "fakes/apigateway/store.h"
#include "fakes/core/json.h"

namespace cloche::apigateway {

/// BadRequestException for tags that a request may not put.
void check_tags(const Json& tags);
/// The same for the key of one.
void check_tag_key(const std::string& key);
/// BadRequestException for more tags of the user's than a resource may have.
void check_tag_count(const Json& tags);

/// Those that AWS puts itself (fakes/core/system_tags.h), {"aws:…": "…"}.
void put_system_tags(Store& store, std::string_view api, const Json& tags);
void put_system_tags(Store& store, std::string_view api, std::string_view stage, const Json& tags);

}  // namespace cloche::apigateway
