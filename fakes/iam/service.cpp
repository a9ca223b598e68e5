#include "fakes/iam/service.h"

#include <array>

#include "fakes/iam/operations/operations.h"
#include "fakes/iam/store.h"

namespace cloche::iam {

namespace {

constexpr std::array operations{
    wire::OperationEntry{"AddUserToGroup", &add_user_to_group},
    wire::OperationEntry{"AttachGroupPolicy", &attach_policy},
    wire::OperationEntry{"AttachRolePolicy", &attach_policy},
    wire::OperationEntry{"AttachUserPolicy", &attach_policy},
    wire::OperationEntry{"CreateAccessKey", &create_access_key},
    wire::OperationEntry{"CreateGroup", &create_group},
    wire::OperationEntry{"CreatePolicy", &create_policy},
    wire::OperationEntry{"CreatePolicyVersion", &create_policy_version},
    wire::OperationEntry{"CreateRole", &create_role},
    wire::OperationEntry{"CreateUser", &create_user},
    wire::OperationEntry{"DeleteAccessKey", &delete_access_key},
    wire::OperationEntry{"DeleteGroup", &delete_group},
    wire::OperationEntry{"DeleteGroupPolicy", &delete_inline_policy},
    wire::OperationEntry{"DeletePolicy", &delete_policy},
    wire::OperationEntry{"DeletePolicyVersion", &delete_policy_version},
    wire::OperationEntry{"DeleteRole", &delete_role},
    wire::OperationEntry{"DeleteRolePolicy", &delete_inline_policy},
    wire::OperationEntry{"DeleteUser", &delete_user},
    wire::OperationEntry{"DeleteUserPolicy", &delete_inline_policy},
    wire::OperationEntry{"DetachGroupPolicy", &detach_policy},
    wire::OperationEntry{"DetachRolePolicy", &detach_policy},
    wire::OperationEntry{"DetachUserPolicy", &detach_policy},
    wire::OperationEntry{"GetAccessKeyLastUsed", &get_access_key_last_used},
    wire::OperationEntry{"GetGroup", &get_group},
    wire::OperationEntry{"GetGroupPolicy", &get_inline_policy},
    wire::OperationEntry{"GetPolicy", &get_policy},
    wire::OperationEntry{"GetPolicyVersion", &get_policy_version},
    wire::OperationEntry{"GetRole", &get_role},
    wire::OperationEntry{"GetRolePolicy", &get_inline_policy},
    wire::OperationEntry{"GetUser", &get_user},
    wire::OperationEntry{"GetUserPolicy", &get_inline_policy},
    wire::OperationEntry{"ListAccessKeys", &list_access_keys},
    wire::OperationEntry{"ListAttachedGroupPolicies", &list_attached_policies},
    wire::OperationEntry{"ListAttachedRolePolicies", &list_attached_policies},
    wire::OperationEntry{"ListAttachedUserPolicies", &list_attached_policies},
    wire::OperationEntry{"ListEntitiesForPolicy", &list_entities_for_policy},
    wire::OperationEntry{"ListGroupPolicies", &list_inline_policies},
    wire::OperationEntry{"ListGroups", &list_groups},
    wire::OperationEntry{"ListGroupsForUser", &list_groups_for_user},
    wire::OperationEntry{"ListInstanceProfilesForRole", &list_instance_profiles_for_role},
    wire::OperationEntry{"ListPolicies", &list_policies},
    wire::OperationEntry{"ListPolicyTags", &list_policy_tags},
    wire::OperationEntry{"ListPolicyVersions", &list_policy_versions},
    wire::OperationEntry{"ListRolePolicies", &list_inline_policies},
    wire::OperationEntry{"ListRoleTags", &list_role_tags},
    wire::OperationEntry{"ListRoles", &list_roles},
    wire::OperationEntry{"ListUserPolicies", &list_inline_policies},
    wire::OperationEntry{"ListUserTags", &list_user_tags},
    wire::OperationEntry{"ListUsers", &list_users},
    wire::OperationEntry{"PutGroupPolicy", &put_inline_policy},
    wire::OperationEntry{"PutRolePolicy", &put_inline_policy},
    wire::OperationEntry{"PutUserPolicy", &put_inline_policy},
    wire::OperationEntry{"RemoveUserFromGroup", &remove_user_from_group},
    wire::OperationEntry{"SetDefaultPolicyVersion", &set_default_policy_version},
    wire::OperationEntry{"TagPolicy", &tag_policy},
    wire::OperationEntry{"TagRole", &tag_role},
    wire::OperationEntry{"TagUser", &tag_user},
    wire::OperationEntry{"UntagPolicy", &untag_policy},
    wire::OperationEntry{"UntagRole", &untag_role},
    wire::OperationEntry{"UntagUser", &untag_user},
    wire::OperationEntry{"UpdateAccessKey", &update_access_key},
    wire::OperationEntry{"UpdateAssumeRolePolicy", &update_assume_role_policy},
    wire::OperationEntry{"UpdateGroup", &update_group},
    wire::OperationEntry{"UpdateRole", &update_role},
    wire::OperationEntry{"UpdateRoleDescription", &update_role_description},
    wire::OperationEntry{"UpdateUser", &update_user},
};

}  // namespace

const wire::ServiceDefinition& definition() {
  static const wire::ServiceDefinition definition{
      .name = "iam", .operations = operations, .schema = store_schema(), .effects = {}};
  return definition;
}

}  // namespace cloche::iam
