#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/errors.h"
#include "fakes/iam/names.h"
#include "fakes/iam/operations/operations.h"
#include "fakes/wire/http_message.h"

namespace cloche::iam {

Answer update_group(Call& call, const Structure& request) {
  const std::string* const new_name = request.find_string("NewGroupName");
  const std::string* const new_path = request.find_string("NewPath");
  if (new_name != nullptr) check_name("newGroupName", *new_name);
  if (new_path != nullptr) check_path("newPath", *new_path);
  GroupStore groups(call.account);
  Group group = named_group(groups, request);
  if (new_name != nullptr) {
    // A name may change its case only.
    if (!wire::equal_ignoring_case(*new_name, group.name) && groups.name_is_taken(*new_name))
      throw group_exists(*new_name);
    group.name = *new_name;
  }
  if (new_path != nullptr) group.path = *new_path;
  groups.update(group);
  return {};
}

}  // namespace cloche::iam
