#include "fakes/iam/service.h"

#include <array>

#include "fakes/iam/operations/operations.h"
#include "fakes/iam/store.h"

namespace cloche::iam {

namespace {

constexpr std::array operations{
    wire::OperationEntry{"CreateAccessKey", &create_access_key},
    wire::OperationEntry{"CreateUser", &create_user},
    wire::OperationEntry{"DeleteAccessKey", &delete_access_key},
    wire::OperationEntry{"DeleteUser", &delete_user},
    wire::OperationEntry{"GetAccessKeyLastUsed", &get_access_key_last_used},
    wire::OperationEntry{"GetUser", &get_user},
    wire::OperationEntry{"ListAccessKeys", &list_access_keys},
    wire::OperationEntry{"ListUserTags", &list_user_tags},
    wire::OperationEntry{"ListUsers", &list_users},
    wire::OperationEntry{"TagUser", &tag_user},
    wire::OperationEntry{"UntagUser", &untag_user},
    wire::OperationEntry{"UpdateAccessKey", &update_access_key},
    wire::OperationEntry{"UpdateUser", &update_user},
};

}  // namespace

const wire::ServiceDefinition& definition() {
  static const wire::ServiceDefinition definition{
      .name = "iam", .operations = operations, .schema = store_schema(), .effects = {}};
  return definition;
}

}  // namespace cloche::iam
