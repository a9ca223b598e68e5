#pragma once
// The resource policy of a REST API: who may call it, from where.
#include "fakes/core/json.h"

namespace cloche::deploy::sam {

/// Adds to `document` (a policy document, perhaps empty) what `policy` (AwsAccountWhitelist,
/// IpRangeBlacklist…) means for `resources`. Throws InvalidDocument.
void extend_resource_policy(Json& document, const Json& policy, const Json& resources);

/// Adds statements, a list or one, that are not in it yet.
void add_policy_statements(Json& document, const Json& statements);

}  // namespace cloche::deploy::sam
