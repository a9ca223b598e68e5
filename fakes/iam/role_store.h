#pragma once
// The tables of roles; their policies are in owned_policies.h. A view of an account, made for a call and
// thrown away, like Store.
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

  /// The roles that a policy is attached to, by name.
  std::vector<Role> roles_with(std::string_view policy_arn);

  /// "arn:aws:iam::000000000000:role/service-role/Worker".
  std::string arn_of(const Role& role) const;

 private:
  Account& account_;
  Database& database_;
};

}  // namespace cloche::iam
