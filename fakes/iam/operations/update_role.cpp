#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/operations/operations.h"

namespace cloche::iam {

// The API reference says that a MaxSessionDuration that is left out becomes one hour; that it stays, as the
// Description does, is assumed.
Answer update_role(Call& call, const Structure& request) {
  RoleStore roles(call.account);
  Role role = named_role(roles, request);
  if (const std::string* description = request.find_string("Description")) role.description = *description;
  role.max_session_seconds = request.integer_or("MaxSessionDuration", role.max_session_seconds);
  roles.update(role);
  return {};
}

}  // namespace cloche::iam
