#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "emulator/deploy/properties.h"
#include "emulator/deploy/property_error.h"
#include "emulator/deploy/resource_types/resource_types.h"

namespace cloche::deploy {

namespace {

// ---- what roles, policies and users share

void attach(const Context& context, const Json& role, const Json& policy) {
  context.call("iam", "AttachRolePolicy", {{"RoleName", role}, {"PolicyArn", policy}});
}

void detach(const Context& context, const Json& role, const Json& policy) {
  context.call("iam", "DetachRolePolicy", {{"RoleName", role}, {"PolicyArn", policy}});
}

void put_role_policy(const Context& context, const Json& role, const Json& name, const Json& document) {
  context.call("iam", "PutRolePolicy",
               {{"RoleName", role}, {"PolicyName", name}, {"PolicyDocument", document_text(document)}});
}

void delete_role_policy(const Context& context, const Json& role, const Json& name) {
  context.call("iam", "DeleteRolePolicy", {{"RoleName", role}, {"PolicyName", name}});
}

/// Does `act` with each element of the list `name` of `a` that that of `b` has not.
template <class Act>
void for_each_only_in(const Json& a, const Json& b, std::string_view name, Act&& act) {
  const Json& other = list_property(b, name);
  for (const Json& element : list_property(a, name)) {
    if (std::ranges::find(other, element) == other.end()) act(element);
  }
}

Tagging tagging(std::string_view tag, std::string_view untag) {
  return {"iam", Tagging::Form::list, tag, untag};
}

// ---- roles

constexpr std::array role_properties{
    Property{"AssumeRolePolicyDocument", Use::applied, true},
    Property{"Description"},
    Property{"ManagedPolicyArns"},
    Property{"MaxSessionDuration"},
    Property{"Path", Use::replaces},
    Property{"PermissionsBoundary", Use::not_applied},
    Property{"Policies"},
    Property{"RoleName", Use::replaces},
    Property{"Tags"},
};
constexpr std::array<std::string_view, 2> role_attribute_names{"Arn", "RoleId"};

const Json& required_part(const Json& policy, const char* name) {
  const Json& part = property_or_null(policy, name);
  if (part.is_null()) throw PropertyError{"/Policies", fmt::format("Property {} cannot be empty.", name)};
  return part;
}

Resource create_role(const Context& context, const Json& properties) {
  Json request = picked(properties, {"Description", "MaxSessionDuration", "Path", "Tags"});
  const std::string name = context.name_from(properties, "RoleName", {.longest = 64});
  request["RoleName"] = name;
  request["AssumeRolePolicyDocument"] = document_text(properties.at("AssumeRolePolicyDocument"));
  const Json role = context.call("iam", "CreateRole", request).at("Role");
  for (const Json& policy : list_property(properties, "Policies"))
    put_role_policy(context, name, required_part(policy, "PolicyName"),
                    required_part(policy, "PolicyDocument"));
  for (const Json& arn : list_property(properties, "ManagedPolicyArns")) attach(context, name, arn);
  return {name, {{"Arn", role.at("Arn")}, {"RoleId", role.at("RoleId")}}};
}

bool has_policy(const Json& properties, const Json& name) {
  const Json& policies = list_property(properties, "Policies");
  return std::ranges::any_of(
      policies, [&](const Json& policy) { return property_or_null(policy, "PolicyName") == name; });
}

Resource update_role(const Context& context, const Resource& resource, const Json& before,
                     const Json& after) {
  const std::string& name = resource.physical_id;
  if (is_changed(before, after, "AssumeRolePolicyDocument")) {
    context.call(
        "iam", "UpdateAssumeRolePolicy",
        {{"RoleName", name}, {"PolicyDocument", document_text(after.at("AssumeRolePolicyDocument"))}});
  }
  if (is_any_changed(before, after, {"Description", "MaxSessionDuration"})) {
    const Json& duration = property_or_null(after, "MaxSessionDuration");
    context.call("iam", "UpdateRole",
                 {{"RoleName", name},
                  {"Description", text_property(after, "Description")},
                  {"MaxSessionDuration", duration.is_null() ? Json(3600) : duration}});
  }
  for_each_only_in(before, after, "Policies", [&](const Json& policy) {
    if (!has_policy(after, policy.at("PolicyName")))
      delete_role_policy(context, name, policy.at("PolicyName"));
  });
  for_each_only_in(after, before, "Policies", [&](const Json& policy) {
    put_role_policy(context, name, required_part(policy, "PolicyName"),
                    required_part(policy, "PolicyDocument"));
  });
  for_each_only_in(before, after, "ManagedPolicyArns", [&](const Json& arn) { detach(context, name, arn); });
  for_each_only_in(after, before, "ManagedPolicyArns", [&](const Json& arn) { attach(context, name, arn); });
  change_tags(context, tagging("TagRole", "UntagRole"), {{"RoleName", name}}, before, after);
  return resource;
}

void delete_role(const Context& context, const Resource& resource, const Json& properties) {
  const std::string& name = resource.physical_id;
  for (const Json& arn : list_property(properties, "ManagedPolicyArns")) detach(context, name, arn);
  for (const Json& policy : list_property(properties, "Policies"))
    delete_role_policy(context, name, policy.at("PolicyName"));
  context.call("iam", "DeleteRole", {{"RoleName", name}});
}

// ---- inline policies as resources

constexpr std::array policy_properties{
    Property{"Groups", Use::not_applied},       Property{"PolicyDocument", Use::applied, true},
    Property{"PolicyName", Use::applied, true}, Property{"Roles"},
    Property{"Users", Use::not_applied},
};
constexpr std::array<std::string_view, 1> policy_attribute_names{"Id"};

void put_policy(const Context& context, const Json& properties) {
  for (const Json& role : list_property(properties, "Roles"))
    put_role_policy(context, role, properties.at("PolicyName"), properties.at("PolicyDocument"));
}

Resource create_policy(const Context& context, const Json& properties) {
  put_policy(context, properties);
  const std::string id = context.new_name({.longest = 128});
  return {id, {{"Id", id}}};
}

Resource update_policy(const Context& context, const Resource& resource, const Json& before,
                       const Json& after) {
  const bool renamed = is_changed(before, after, "PolicyName");
  for_each_only_in(before, renamed ? Json::object() : after, "Roles",
                   [&](const Json& role) { delete_role_policy(context, role, before.at("PolicyName")); });
  put_policy(context, after);
  return resource;
}

void delete_policy(const Context& context, const Resource&, const Json& properties) {
  for (const Json& role : list_property(properties, "Roles"))
    delete_role_policy(context, role, properties.at("PolicyName"));
}

constexpr std::array role_policy_properties{
    Property{"PolicyDocument"},
    Property{"PolicyName", Use::replaces, true},
    Property{"RoleName", Use::replaces, true},
};

Resource create_role_policy(const Context& context, const Json& properties) {
  put_role_policy(context, properties.at("RoleName"), properties.at("PolicyName"),
                  property_or_null(properties, "PolicyDocument"));
  // Assumed: policy and role make up its identifier.
  return {text_property(properties, "PolicyName") + "|" + text_property(properties, "RoleName")};
}

Resource update_role_policy(const Context& context, const Resource& resource, const Json&,
                            const Json& after) {
  put_role_policy(context, after.at("RoleName"), after.at("PolicyName"),
                  property_or_null(after, "PolicyDocument"));
  return resource;
}

void remove_role_policy(const Context& context, const Resource&, const Json& properties) {
  delete_role_policy(context, properties.at("RoleName"), properties.at("PolicyName"));
}

// ---- managed policies

constexpr std::array managed_policy_properties{
    Property{"Description", Use::replaces},
    Property{"Groups", Use::not_applied},
    Property{"ManagedPolicyName", Use::replaces},
    Property{"Path", Use::replaces},
    Property{"PolicyDocument", Use::applied, true},
    Property{"Roles"},
    Property{"Tags"},
    Property{"Users", Use::not_applied},
};
constexpr std::array<std::string_view, 3> managed_policy_attribute_names{"DefaultVersionId", "PolicyArn",
                                                                         "PolicyId"};

constexpr std::size_t most_versions = 5;  // of a policy

Resource create_managed_policy(const Context& context, const Json& properties) {
  Json request = picked(properties, {"Description", "Path", "Tags"});
  request["PolicyName"] = context.name_from(properties, "ManagedPolicyName", {.longest = 128});
  request["PolicyDocument"] = document_text(properties.at("PolicyDocument"));
  const Json policy = context.call("iam", "CreatePolicy", request).at("Policy");
  const std::string arn = policy.at("Arn");
  for (const Json& role : list_property(properties, "Roles")) attach(context, role, arn);
  return {arn,
          {{"DefaultVersionId", policy.at("DefaultVersionId")},
           {"PolicyArn", arn},
           {"PolicyId", policy.at("PolicyId")}}};
}

// The versions that are not the default one, the newest first.
Json other_versions(const Context& context, const std::string& arn) {
  const Json listed = context.call("iam", "ListPolicyVersions", {{"PolicyArn", arn}}).at("Versions");
  Json versions = Json::array();
  for (const Json& version : listed) {
    if (!version.at("IsDefaultVersion").get<bool>()) versions.push_back(version.at("VersionId"));
  }
  return versions;
}

Resource update_managed_policy(const Context& context, const Resource& resource, const Json& before,
                               const Json& after) {
  const std::string& arn = resource.physical_id;
  Resource updated = resource;
  if (is_changed(before, after, "PolicyDocument")) {
    // Room for the new version is made where there is none.
    const Json others = other_versions(context, arn);
    if (others.size() + 1 >= most_versions)
      context.call("iam", "DeletePolicyVersion", {{"PolicyArn", arn}, {"VersionId", others.back()}});
    const Json created = context.call("iam", "CreatePolicyVersion",
                                      {{"PolicyArn", arn},
                                       {"PolicyDocument", document_text(after.at("PolicyDocument"))},
                                       {"SetAsDefault", true}});
    updated.attributes["DefaultVersionId"] = created.at("PolicyVersion").at("VersionId");
  }
  for_each_only_in(before, after, "Roles", [&](const Json& role) { detach(context, role, arn); });
  for_each_only_in(after, before, "Roles", [&](const Json& role) { attach(context, role, arn); });
  change_tags(context, tagging("TagPolicy", "UntagPolicy"), {{"PolicyArn", arn}}, before, after);
  return updated;
}

void delete_managed_policy(const Context& context, const Resource& resource, const Json& properties) {
  const std::string& arn = resource.physical_id;
  for (const Json& role : list_property(properties, "Roles")) detach(context, role, arn);
  for (const Json& version : other_versions(context, arn))
    context.call("iam", "DeletePolicyVersion", {{"PolicyArn", arn}, {"VersionId", version}});
  context.call("iam", "DeletePolicy", {{"PolicyArn", arn}});
}

// ---- users

constexpr std::array user_properties{
    Property{"Groups", Use::not_applied},
    Property{"LoginProfile", Use::not_applied},
    Property{"ManagedPolicyArns", Use::not_applied},
    Property{"Path"},
    Property{"PermissionsBoundary", Use::not_applied},
    Property{"Policies", Use::not_applied},
    Property{"Tags"},
    Property{"UserName", Use::replaces},
};
constexpr std::array<std::string_view, 1> user_attribute_names{"Arn"};

Resource create_user(const Context& context, const Json& properties) {
  Json request = picked(properties, {"Path", "Tags"});
  const std::string name = context.name_from(properties, "UserName", {.longest = 64});
  request["UserName"] = name;
  const Json user = context.call("iam", "CreateUser", request).at("User");
  return {name, {{"Arn", user.at("Arn")}}};
}

Resource update_user(const Context& context, const Resource& resource, const Json& before,
                     const Json& after) {
  const std::string& name = resource.physical_id;
  Resource updated = resource;
  if (is_changed(before, after, "Path")) {
    const std::string path = text_property(after, "Path");
    context.call("iam", "UpdateUser", {{"UserName", name}, {"NewPath", path.empty() ? "/" : path}});
    updated.attributes["Arn"] = context.call("iam", "GetUser", {{"UserName", name}}).at("User").at("Arn");
  }
  change_tags(context, tagging("TagUser", "UntagUser"), {{"UserName", name}}, before, after);
  return updated;
}

void delete_user(const Context& context, const Resource& resource, const Json&) {
  context.call("iam", "DeleteUser", {{"UserName", resource.physical_id}});
}

constexpr std::array access_key_properties{
    Property{"Serial", Use::replaces},
    Property{"Status"},
    Property{"UserName", Use::replaces, true},
};
constexpr std::array<std::string_view, 1> access_key_attribute_names{"SecretAccessKey"};

void set_key_status(const Context& context, const std::string& key, const Json& properties) {
  const std::string status = text_property(properties, "Status");
  context.call("iam", "UpdateAccessKey",
               {{"UserName", properties.at("UserName")},
                {"AccessKeyId", key},
                {"Status", status.empty() ? "Active" : status}});
}

Resource create_access_key(const Context& context, const Json& properties) {
  const Json key = context.call("iam", "CreateAccessKey", picked(properties, {"UserName"})).at("AccessKey");
  if (properties.contains("Status")) set_key_status(context, key.at("AccessKeyId"), properties);
  return {key.at("AccessKeyId"), {{"SecretAccessKey", key.at("SecretAccessKey")}}};
}

Resource update_access_key(const Context& context, const Resource& resource, const Json&, const Json& after) {
  set_key_status(context, resource.physical_id, after);
  return resource;
}

void delete_access_key(const Context& context, const Resource& resource, const Json& properties) {
  context.call("iam", "DeleteAccessKey",
               {{"UserName", properties.at("UserName")}, {"AccessKeyId", resource.physical_id}});
}

constexpr std::array types_of_iam{
    ResourceType{.name = "AWS::IAM::Role",
                 .properties = role_properties,
                 .attributes = role_attribute_names,
                 .create = &create_role,
                 .update = &update_role,
                 .remove = &delete_role,
                 .name_property = "RoleName"},
    ResourceType{.name = "AWS::IAM::Policy",
                 .properties = policy_properties,
                 .attributes = policy_attribute_names,
                 .create = &create_policy,
                 .update = &update_policy,
                 .remove = &delete_policy,
                 .is_said_of_others = true},
    ResourceType{.name = "AWS::IAM::RolePolicy",
                 .properties = role_policy_properties,
                 .attributes = {},
                 .create = &create_role_policy,
                 .update = &update_role_policy,
                 .remove = &remove_role_policy,
                 .name_property = "PolicyName",
                 .name_scope = "RoleName"},
    ResourceType{.name = "AWS::IAM::ManagedPolicy",
                 .properties = managed_policy_properties,
                 .attributes = managed_policy_attribute_names,
                 .create = &create_managed_policy,
                 .update = &update_managed_policy,
                 .remove = &delete_managed_policy,
                 .name_property = "ManagedPolicyName"},
    ResourceType{.name = "AWS::IAM::User",
                 .properties = user_properties,
                 .attributes = user_attribute_names,
                 .create = &create_user,
                 .update = &update_user,
                 .remove = &delete_user,
                 .name_property = "UserName"},
    ResourceType{.name = "AWS::IAM::AccessKey",
                 .properties = access_key_properties,
                 .attributes = access_key_attribute_names,
                 .create = &create_access_key,
                 .update = &update_access_key,
                 .remove = &delete_access_key},
};

}  // namespace

std::span<const ResourceType> iam_types() { return types_of_iam; }

}  // namespace cloche::deploy
