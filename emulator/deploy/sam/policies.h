#pragma once
// The property `Policies` of functions and state machines, and the role that is made of it.
#include <string>
#include <vector>

#include "emulator/deploy/sam/context.h"

namespace cloche::deploy::sam {

/// Replaces the policy templates (`- DynamoDBCrudPolicy: {TableName: …}`) in a resource's Policies by what
/// they stand for. Throws ResourceError, StructureError.
void expand_policy_templates(const std::string& logical_id, Json& properties);

/// What the execution role of a resource is made of.
struct RoleParts {
  Json assume_role_policy;
  Json managed_policy_arns = Json::array();
  Json policies = Json::array();  // with PolicyName and PolicyDocument
  Json path;
  Json permissions_boundary;
  Json tags;
};
/// The role `<logical_id>Role` with these and what `Policies` adds. Throws ResourceError for a policy that is
/// none.
Resource make_execution_role(const Context& context, const std::string& logical_id, const Json& attributes,
                             const Json& policies, RoleParts parts);

/// A policy document that lets a service assume a role.
Json assume_role_policy(std::string_view service);
/// A policy with one statement: PolicyName, and a PolicyDocument that allows `action` on `resource`.
Json inline_policy(const std::string& name, std::string_view action, const Json& resource);
/// What may put objects into a bucket.
Json s3_destination_policy(const std::string& name, const Json& bucket_arn);

}  // namespace cloche::deploy::sam
