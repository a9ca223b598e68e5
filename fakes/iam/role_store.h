#pragma once
// The tables of roles: their inline policies, and which managed policies are attached to them. A view of an
// account, made for a call and thrown away, like Store.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/account.h"

namespace cloche::iam {

struct Role {
  std::string id;  // "AROA…"
  std::string name;
  std::string path;  // "/", "/service-role/"
  std::string trust_policy;
  std::optional<std::string> description;
  std::int64_t max_session_seconds = 3600;
  Time created{};
};

struct InlinePolicy {
  std::string name;
  std::string document;
};

class RoleStore {
 public:
  explicit RoleStore(Account& account) : account_(account), database_(account.database()) {}

  std::optional<Role> find(std::string_view name);
  std::optional<Role> find_by_id(std::string_view id);
  /// Whether a role has this name, be it in other case.
  bool name_is_taken(std::string_view name);
  std::int64_t count();
  /// At most `limit` roles in a path that begins with `path_prefix`, by name, after `start`.
  std::vector<Role> roles(std::string_view path_prefix, std::string_view start, std::int64_t limit);
  void add(const Role& role);
  /// Gives the role of `role.id` the trust policy, description and session duration of `role`.
  void update(const Role& role);
  /// Removes the role; it must have no policies.
  void remove(std::string_view id);

  std::optional<InlinePolicy> find_policy(std::string_view role_id, std::string_view name);
  /// At most `limit` inline policies by name, after `start`.
  std::vector<InlinePolicy> policies(std::string_view role_id, std::string_view start, std::int64_t limit);
  void put_policy(std::string_view role_id, const InlinePolicy& policy);
  void remove_policy(std::string_view role_id, std::string_view name);

  /// The ARNs of the managed policies that are attached to a role, by ARN.
  std::vector<std::string> attachments(std::string_view role_id);
  /// The roles that a policy is attached to, by name.
  std::vector<Role> roles_with(std::string_view policy_arn);
  void attach(std::string_view role_id, std::string_view policy_arn);
  /// False where it was not attached.
  bool detach(std::string_view role_id, std::string_view policy_arn);

  /// "arn:aws:iam::000000000000:role/service-role/Worker".
  std::string arn_of(const Role& role) const;

 private:
  Account& account_;
  Database& database_;
};

}  // namespace cloche::iam
