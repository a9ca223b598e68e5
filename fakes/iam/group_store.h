#pragma once
// The tables of groups, and of who is in them; their policies are in owned_policies.h. A view of an account,
// made for a call and thrown away, like Store.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/account.h"
#include "fakes/iam/store.h"

namespace cloche::iam {

struct Group {
  std::string id;  // "AGPA…"
  std::string name;
  std::string path;  // "/", "/division/"
  Time created{};
};

class GroupStore {
 public:
  explicit GroupStore(Account& account) : account_(account), database_(account.database()) {}

  std::optional<Group> find(std::string_view name);
  /// Whether a group has this name, be it in other case.
  bool name_is_taken(std::string_view name);
  std::int64_t count();
  /// At most `limit` groups in a path that begins with `path_prefix`, by name, after `start`.
  std::vector<Group> groups(std::string_view path_prefix, std::string_view start, std::int64_t limit);
  void add(const Group& group);
  /// Gives the group of `group.id` the name and path of `group`.
  void update(const Group& group);
  /// Removes the group; it must have neither members nor policies.
  void remove(std::string_view id);

  /// At most `limit` members of a group by name, after `start`.
  std::vector<User> members(std::string_view id, std::string_view start, std::int64_t limit);
  /// At most `limit` groups that a user is in, by name, after `start`.
  std::vector<Group> groups_of(std::string_view user_id, std::string_view start, std::int64_t limit);
  void add_member(std::string_view id, std::string_view user_id);
  void remove_member(std::string_view id, std::string_view user_id);
  /// The groups that a policy is attached to, by name.
  std::vector<Group> groups_with(std::string_view policy_arn);

  /// "arn:aws:iam::000000000000:group/division/Admins".
  std::string arn_of(const Group& group) const;

 private:
  Account& account_;
  Database& database_;
};

}  // namespace cloche::iam
