#pragma once
// How a request names a group: by its name, or since 2022 by its name or ARN in a `logGroupIdentifier`.
#include <string_view>

#include "fakes/logs/store.h"
#include "fakes/wire/service.h"

namespace cloche::logs {

/// The group of `logGroupName`; throws group_not_found().
LogGroup named_group(Store& store, const wire::Structure& request);

/// The group of `logGroupName` or `logGroupIdentifier`, of which there must be one.
LogGroup identified_group(Store& store, const wire::Structure& request);

/// The group of a name or ARN.
LogGroup group_of_identifier(Store& store, std::string_view identifier);

/// The group of `resourceArn`, for its tags.
LogGroup tagged_group(Store& store, const wire::Structure& request);

}  // namespace cloche::logs
