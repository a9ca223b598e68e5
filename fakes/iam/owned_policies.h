#pragma once
// The policies of users, groups and roles: those that stand in them, and the managed ones that are attached
// to them. A view of an account, made for a call and thrown away, like Store.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/account.h"
#include "fakes/wire/structure.h"

namespace cloche::iam {

/// Who has policies: a user, group or role.
struct PolicyOwner {
  std::string id;  // "AIDA…", "AGPA…", "AROA…"
  std::string name;
  std::string_view kind;               // "user", "group", "role"
  std::string_view name_member;        // of requests and answers: "UserName"
  std::size_t inline_bytes;            // quota: its inline policies together, without white space
  std::string_view attachments_quota;  // "PoliciesPerUser"
};

/// The one that a request names with UserName, GroupName or RoleName; throws NoSuchEntity.
PolicyOwner named_owner(Account& account, const wire::Structure& request);

struct InlinePolicy {
  std::string name;
  std::string document;
};

class OwnedPolicies {
 public:
  explicit OwnedPolicies(Account& account) : database_(account.database()) {}

  std::optional<InlinePolicy> find(std::string_view owner_id, std::string_view name);
  /// At most `limit` inline policies by name, after `start`.
  std::vector<InlinePolicy> inline_policies(std::string_view owner_id, std::string_view start,
                                            std::int64_t limit);
  void put(std::string_view owner_id, const InlinePolicy& policy);
  void remove(std::string_view owner_id, std::string_view name);

  /// The ARNs of the managed policies that are attached, by ARN.
  std::vector<std::string> attachments(std::string_view owner_id);
  void attach(std::string_view owner_id, std::string_view policy_arn);
  /// False where it was not attached.
  bool detach(std::string_view owner_id, std::string_view policy_arn);

  /// Throws DeleteConflict where an owner that is to be deleted has policies.
  void check_none(std::string_view owner_id);

 private:
  Database& database_;
};

}  // namespace cloche::iam
