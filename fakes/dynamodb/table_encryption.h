#pragma once
// SSESpecification and what becomes of it: encryption with a key of KMS, or, where nothing is asked, with the
// one that DynamoDB owns. The words were seen of the service (public notes of 2026).
#include <string_view>

#include "fakes/core/json.h"
#include "fakes/wire/structure.h"

namespace cloche::dynamodb {

/// What is asked has to fit together.
void check_encryption(const wire::Structure& specification);

/// An SSEDescription; null where the specification leaves the table with the key that DynamoDB owns.
Json describe_encryption(const wire::Structure& specification, std::string_view region,
                         std::string_view account);

/// That a table would change: `before` and `after` are SSEDescriptions, or null.
void check_encryption_changes(const wire::Structure& specification, const Json& before, const Json& after);

}  // namespace cloche::dynamodb
