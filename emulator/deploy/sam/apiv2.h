#pragma once
// What HTTP APIs and WebSocket APIs have in common: their domain, and who authorizes.
#include <string>

#include "emulator/deploy/sam/context.h"
#include "emulator/deploy/sam/properties.h"

namespace cloche::deploy::sam {

/// The domain of one's own: its name, mappings and records. `tags` are the domain's (null: none). `domain`
/// gets its EndpointConfiguration.
/// The records of a hosted zone are put together in `record_groups`, by logical id.
Resources make_apiv2_domain(std::map<std::string, Resource>& record_groups, const Declared& api, Json& domain,
                            const Json& tags, const Json& attributes);

/// The permission of an API to invoke a function that authorizes.
Resource make_apiv2_authorizer_permission(const std::string& logical_id, const std::string& api_id,
                                          const Json& function_arn, const Json& attributes);

}  // namespace cloche::deploy::sam
