#pragma once
// How IAM shows what the store keeps.
#include <string_view>

#include "fakes/core/json.h"
#include "fakes/iam/group_store.h"
#include "fakes/iam/policy_store.h"
#include "fakes/iam/role_store.h"
#include "fakes/iam/store.h"
#include "fakes/wire/service.h"

namespace cloche::iam {

/// A User, without its tags (which only CreateUser and GetUser show).
Json user_document(const Store& store, const User& user);
Json tag_document(const Tag& tag);
/// An AccessKeyMetadata. `user` owns the key.
Json access_key_document(const User& user, const AccessKey& key);

Json group_document(const GroupStore& store, const Group& group);

/// A Role, without its tags and its last use (which lists do not show).
Json role_document(const RoleStore& store, const Role& role);
/// A Policy, without its tags and its description (which ListPolicies does not show).
Json managed_policy_document(const ManagedPolicy& policy);
/// A PolicyVersion, without its document (which ListPolicyVersions does not show).
Json policy_version_document(const ManagedPolicy& policy, const PolicyVersion& version);
/// A policy as an answer carries it: percent-encoded (RFC 3986).
std::string encoded_policy(std::string_view document);

/// The user that a request names with UserName, or else the one that calls; the root has no name and no id.
/// Throws NoSuchEntity, or ValidationError where the caller is neither a user nor root.
User named_or_calling_user(const wire::Call& call, const wire::Structure& request, Store& store);
/// The user of that name; throws NoSuchEntity.
User existing_user(Store& store, std::string_view name);
/// The user that a request names with UserName; throws NoSuchEntity.
User named_user(Store& store, const wire::Structure& request);

/// The access key that a request names, which must be of the user that it names, or of the one that calls.
/// Throws NoSuchEntity.
AccessKey own_access_key(const wire::Call& call, const wire::Structure& request, Store& store);

/// The group that a request names with GroupName; throws NoSuchEntity.
Group named_group(GroupStore& store, const wire::Structure& request);
/// The role that a request names with RoleName; throws NoSuchEntity.
Role named_role(RoleStore& store, const wire::Structure& request);

/// The customer's policy that a request names with PolicyArn. Throws NoSuchEntity, InvalidInput where it is
/// not an ARN, and "not emulated" for AWS's own policies, whose documents are not here.
ManagedPolicy named_policy(PolicyStore& store, const wire::Structure& request);
/// The same, to be changed; AWS's own policies may not be.
ManagedPolicy named_policy_to_change(const wire::Call& call, PolicyStore& store,
                                     const wire::Structure& request);
/// "arn:aws:iam::aws:policy/…".
bool is_aws_policy(std::string_view policy_arn);
/// Throws InvalidInput where it is no ARN of a policy.
void check_policy_arn(std::string_view policy_arn);
/// The version of the policy that a request names with VersionId; throws NoSuchEntity.
PolicyVersion named_version(PolicyStore& store, const ManagedPolicy& policy, const wire::Structure& request);
/// "v3".
std::string version_id(std::int64_t number);
/// The number of "v3", or of "v3.anything".
std::int64_t version_number(const std::string& version_id);

/// Adds the tags of a request to a user, role or policy. Throws where a key is there twice, or they come to
/// be more than 50; `quota` names that, as in "TagsPerUser".
void put_tags(Store& store, std::string_view owner_id, const wire::Structure& request,
              std::string_view quota);
/// All tags of an owner, as Tag documents.
Json tag_documents(Store& store, std::string_view owner_id);
/// A page of the tags of an owner, as a List…Tags operation answers it.
Json tag_page(Store& store, std::string_view owner_id, const wire::Structure& request);

}  // namespace cloche::iam
