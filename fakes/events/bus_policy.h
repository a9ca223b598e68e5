#pragma once
// The policy of a bus: who may send events to it. Kept, and not enforced.
#include <optional>
#include <string>
#include <string_view>

#include "fakes/wire/structure.h"

namespace cloche::events {

/// Adds to a policy, which may be none, the statement that a PutPermission describes, in the place of the one
/// with its id. Throws ValidationException.
void add_statement(std::optional<std::string>& policy, const wire::Structure& request,
                   const std::string& bus_arn);

/// Takes the statement out; a policy without statements is none. Throws ResourceNotFoundException.
void remove_statement(std::optional<std::string>& policy, const std::string& statement_id);

/// Of a policy that is put whole; throws ValidationException.
void check_policy(std::string_view policy);

}  // namespace cloche::events
