#include "fakes/iam/documents.h"

#include <fmt/format.h>

#include <charconv>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "fakes/core/arn.h"
#include "fakes/iam/errors.h"
#include "fakes/iam/names.h"
#include "fakes/iam/paging.h"
#include "fakes/wire/http_message.h"

namespace cloche::iam {

namespace {
constexpr int tags_per_owner = 50;
}  // namespace

Json user_document(const Store& store, const User& user) {
  // AWS shows the root neither a name nor a path. Its creation is the account's, which is not kept.
  if (user.is_root()) return {{"UserId", store.principal_id_of(user)}, {"Arn", store.arn_of(user)}};
  return {{"Path", user.path},
          {"UserName", user.name},
          {"UserId", user.id},
          {"Arn", store.arn_of(user)},
          {"CreateDate", to_millis(user.created)}};
}

Json tag_document(const Tag& tag) { return {{"Key", tag.first}, {"Value", tag.second}}; }

Json access_key_document(const User& user, const AccessKey& key) {
  Json document{{"AccessKeyId", key.id},
                {"Status", key.active ? "Active" : "Inactive"},
                {"CreateDate", to_millis(key.created)}};
  if (!user.is_root()) document["UserName"] = user.name;
  return document;
}

Json group_document(const GroupStore& store, const Group& group) {
  return {{"Path", group.path},
          {"GroupName", group.name},
          {"GroupId", group.id},
          {"Arn", store.arn_of(group)},
          {"CreateDate", to_millis(group.created)}};
}

Json role_document(const RoleStore& store, const Role& role) {
  Json document{{"Path", role.path},
                {"RoleName", role.name},
                {"RoleId", role.id},
                {"Arn", store.arn_of(role)},
                {"CreateDate", to_millis(role.created)},
                {"AssumeRolePolicyDocument", encoded_policy(role.trust_policy)},
                {"MaxSessionDuration", role.max_session_seconds}};
  if (role.description) document["Description"] = *role.description;
  return document;
}

Json managed_policy_document(const ManagedPolicy& policy) {
  return {{"PolicyName", policy.name},
          {"PolicyId", policy.id},
          {"Arn", policy.arn},
          {"Path", policy.path},
          {"DefaultVersionId", version_id(policy.default_version)},
          {"AttachmentCount", policy.attachments},
          {"PermissionsBoundaryUsageCount", 0},
          {"IsAttachable", true},
          {"CreateDate", to_millis(policy.created)},
          {"UpdateDate", to_millis(policy.updated)}};
}

Json policy_version_document(const ManagedPolicy& policy, const PolicyVersion& version) {
  return {{"VersionId", version_id(version.number)},
          {"IsDefaultVersion", version.number == policy.default_version},
          {"CreateDate", to_millis(version.created)}};
}

std::string encoded_policy(std::string_view document) { return wire::percent_encode(document); }

User named_or_calling_user(const wire::Call& call, const wire::Structure& request, Store& store) {
  if (request.has("UserName")) return named_user(store, request);
  if (auto user = store.find_user_by_id(call.caller.user_id)) return *std::move(user);
  if (call.caller.user_id == call.account.number()) return {};
  throw validation_error("Must specify userName when calling with non-User credentials");
}

User existing_user(Store& store, std::string_view name) {
  auto user = store.find_user(name);
  if (!user) throw user_not_found(name);
  return *std::move(user);
}

User named_user(Store& store, const wire::Structure& request) {
  const std::string& name = request.string("UserName");
  check_name("userName", name);
  return existing_user(store, name);
}

AccessKey own_access_key(const wire::Call& call, const wire::Structure& request, Store& store) {
  const User user = named_or_calling_user(call, request, store);
  auto key = store.find_access_key(request.string("AccessKeyId"));
  if (!key || key->user_id != user.id) throw access_key_not_found(request.string("AccessKeyId"));
  return *std::move(key);
}

Group named_group(GroupStore& store, const wire::Structure& request) {
  const std::string& name = request.string("GroupName");
  check_name("groupName", name);
  auto group = store.find(name);
  if (!group) throw group_not_found(name);
  return *std::move(group);
}

Role named_role(RoleStore& store, const wire::Structure& request) {
  const std::string& name = request.string("RoleName");
  check_name("roleName", name);
  auto role = store.find(name);
  if (!role) throw role_not_found(name);
  return *std::move(role);
}

bool is_aws_policy(std::string_view policy_arn) {
  const auto arn = Arn::parse(policy_arn);
  return arn && arn->service == "iam" && arn->account == "aws" && arn->resource.starts_with("policy/");
}

void check_policy_arn(std::string_view policy_arn) {
  const auto arn = Arn::parse(policy_arn);
  if (!arn || arn->service != "iam" || !arn->resource.starts_with("policy/")) {
    throw invalid_input(fmt::format("ARN {} is not valid.", policy_arn));
  }
}

ManagedPolicy named_policy(PolicyStore& store, const wire::Structure& request) {
  const std::string& arn = request.string("PolicyArn");
  check_policy_arn(arn);
  if (is_aws_policy(arn)) throw not_emulated(fmt::format("The content of AWS's own policy {}", arn));
  auto policy = store.find(arn);
  if (!policy) throw policy_not_found(arn);
  return *std::move(policy);
}

ManagedPolicy named_policy_to_change(const wire::Call& call, PolicyStore& store,
                                     const wire::Structure& request) {
  const std::string& arn = request.string("PolicyArn");
  if (is_aws_policy(arn)) {
    throw access_denied(call.caller.arn, fmt::format("iam:{}", call.operation.name),
                        fmt::format("policy {}", arn));
  }
  return named_policy(store, request);
}

PolicyVersion named_version(PolicyStore& store, const ManagedPolicy& policy, const wire::Structure& request) {
  const std::string& id = request.string("VersionId");
  auto version = store.find_version(policy.arn, version_number(id));
  if (!version) throw policy_version_not_found(policy.arn, id);
  return *std::move(version);
}

std::string version_id(std::int64_t number) { return fmt::format("v{}", number); }

std::int64_t version_number(const std::string& version_id) {
  std::int64_t number = 0;
  std::from_chars(version_id.data() + 1, version_id.data() + version_id.size(), number);
  return number;
}

void put_tags(Store& store, std::string_view owner_id, const wire::Structure& request,
              std::string_view quota) {
  std::set<std::string> keys;
  for (const wire::Structure& tag : request.structures("Tags")) {
    if (!keys.insert(wire::lower_case(tag.string("Key"))).second) {
      throw invalid_input("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    }
    store.put_tag(owner_id, {tag.string("Key"), tag.string("Value")});
  }
  if (store.tag_count(owner_id) > tags_per_owner) throw quota_exceeded(quota, tags_per_owner);
}

Json tag_documents(Store& store, std::string_view owner_id) {
  Json tags = Json::array();
  for (const Tag& tag : store.tags(owner_id, "", std::numeric_limits<std::int64_t>::max())) {
    tags.push_back(tag_document(tag));
  }
  return tags;
}

Json tag_page(Store& store, std::string_view owner_id, const wire::Structure& request) {
  return page(
      request, "Tags",
      [&](const std::string& start, std::int64_t limit) { return store.tags(owner_id, start, limit); },
      [](const Tag& tag) { return tag.first; }, &tag_document);
}

}  // namespace cloche::iam
