#pragma once
// The operations of IAM; service.cpp has their table.
#include "fakes/wire/service.h"

namespace cloche::iam {

using wire::Answer;
using wire::Call;
using wire::Structure;

Answer create_user(Call& call, const Structure& request);
Answer get_user(Call& call, const Structure& request);
Answer list_users(Call& call, const Structure& request);
Answer update_user(Call& call, const Structure& request);
Answer delete_user(Call& call, const Structure& request);

Answer tag_user(Call& call, const Structure& request);
Answer untag_user(Call& call, const Structure& request);
Answer list_user_tags(Call& call, const Structure& request);

Answer create_access_key(Call& call, const Structure& request);
Answer list_access_keys(Call& call, const Structure& request);
Answer update_access_key(Call& call, const Structure& request);
Answer delete_access_key(Call& call, const Structure& request);
Answer get_access_key_last_used(Call& call, const Structure& request);

Answer create_role(Call& call, const Structure& request);
Answer get_role(Call& call, const Structure& request);
Answer list_roles(Call& call, const Structure& request);
Answer update_role(Call& call, const Structure& request);
Answer update_role_description(Call& call, const Structure& request);
Answer delete_role(Call& call, const Structure& request);
Answer update_assume_role_policy(Call& call, const Structure& request);

Answer tag_role(Call& call, const Structure& request);
Answer untag_role(Call& call, const Structure& request);
Answer list_role_tags(Call& call, const Structure& request);

Answer list_instance_profiles_for_role(Call& call, const Structure& request);

Answer create_group(Call& call, const Structure& request);
Answer get_group(Call& call, const Structure& request);
Answer list_groups(Call& call, const Structure& request);
Answer update_group(Call& call, const Structure& request);
Answer delete_group(Call& call, const Structure& request);
Answer add_user_to_group(Call& call, const Structure& request);
Answer remove_user_from_group(Call& call, const Structure& request);
Answer list_groups_for_user(Call& call, const Structure& request);

// Each stands for three operations: of a user, a group and a role, which the request names.
Answer put_inline_policy(Call& call, const Structure& request);
Answer get_inline_policy(Call& call, const Structure& request);
Answer delete_inline_policy(Call& call, const Structure& request);
Answer list_inline_policies(Call& call, const Structure& request);
Answer attach_policy(Call& call, const Structure& request);
Answer detach_policy(Call& call, const Structure& request);
Answer list_attached_policies(Call& call, const Structure& request);

Answer create_policy(Call& call, const Structure& request);
Answer get_policy(Call& call, const Structure& request);
Answer list_policies(Call& call, const Structure& request);
Answer delete_policy(Call& call, const Structure& request);
Answer list_entities_for_policy(Call& call, const Structure& request);
Answer tag_policy(Call& call, const Structure& request);
Answer untag_policy(Call& call, const Structure& request);
Answer list_policy_tags(Call& call, const Structure& request);

Answer create_policy_version(Call& call, const Structure& request);
Answer get_policy_version(Call& call, const Structure& request);
Answer list_policy_versions(Call& call, const Structure& request);
Answer set_default_policy_version(Call& call, const Structure& request);
Answer delete_policy_version(Call& call, const Structure& request);

}  // namespace cloche::iam
