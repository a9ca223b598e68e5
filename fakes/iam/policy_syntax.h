#pragma once
// Whether a policy is one: the grammar of IAM's JSON policy language, without a look at what it allows
// (nothing is enforced yet). IAM names the first thing that it finds wrong, as MalformedPolicyDocument.
//
// Source: the IAM User Guide, "Grammar of the IAM JSON policy language"; the words are those that people have
// reported of the service, and the order among them is assumed.
#include <cstddef>
#include <string_view>

namespace cloche::iam {

enum class PolicyKind {
  identity,  // inline in a role, or of a session: needs resources, and names no principal
  managed,   // as identity, and of version 2012-10-17
  trust,     // who may assume a role: needs a principal, and names no resource
};

/// Throws MalformedPolicyDocument.
void check_policy(PolicyKind kind, std::string_view document);
/// The syntax and the quota (6,144 characters) of a managed policy.
void check_managed_policy(std::string_view document);
/// The syntax and the quota (2,048 characters) of a trust policy.
void check_trust_policy(std::string_view document);

/// The size that quotas count: characters that are not white space.
std::size_t policy_size(std::string_view document);

}  // namespace cloche::iam
