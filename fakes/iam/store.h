#pragma once
// The tables of IAM in the account's database: users, credentials and tags here, groups in group_store.h,
// roles in role_store.h, managed policies in policy_store.h, whose they are in owned_policies.h; the only SQL
// of this service. IAM is global: nothing has a region. A Store is a view of an account, made for a call and
// thrown away.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fakes/core/account.h"

namespace cloche::iam {

struct User {
  std::string id;  // "AIDA…"; "": the account's root
  std::string name;
  std::string path;  // "/", "/division/"
  Time created{};

  bool is_root() const { return id.empty(); }
};

struct AccessKey {
  std::string id;  // "AKIA…"
  std::string user_id;
  std::string secret;
  bool active = true;
  Time created{};
  std::optional<Time> last_used;
  std::string last_service;
  std::string last_region;
};

/// Whom a session of a role stands for.
struct AssumedRole {
  std::string role_id;  // "AROA…"
  std::string role_arn;
  std::string session_name;
};

struct Session {
  std::string access_key_id;  // "ASIA…"
  std::string secret;
  std::string token;
  std::string user_id;  // "": root's, or a role's
  Time expires{};
  std::optional<AssumedRole> role;
};

using Tag = std::pair<std::string, std::string>;

/// What a query of "id, name, path, created" of users found.
std::vector<User> read_users(Statement row);

/// The tables of schema.sql and of the steps after it, those of RoleStore and PolicyStore among them.
Schema store_schema();

class Store {
 public:
  explicit Store(Account& account) : account_(account), database_(account.database()) {}

  std::optional<User> find_user(std::string_view name);
  std::optional<User> find_user_by_id(std::string_view id);
  /// Whether a user has this name, be it in other case.
  bool name_is_taken(std::string_view name);
  std::int64_t user_count();
  /// At most `limit` users in a path that begins with `path_prefix`, by name, after `start` ("": from the
  /// first).
  std::vector<User> users(std::string_view path_prefix, std::string_view start, std::int64_t limit);
  /// The users that a policy is attached to, by name.
  std::vector<User> users_with(std::string_view policy_arn);
  void add_user(const User& user);
  /// Gives the user of `user.id` the name and path of `user`.
  void update_user(const User& user);
  /// Removes the user and its tags; it must have neither access keys nor policies,
  /// and be in no group.
  void remove_user(std::string_view id);

  /// The tags of a user, role or policy, by its id. At most `limit` by key, after the key `start`.
  std::vector<Tag> tags(std::string_view owner_id, std::string_view start, std::int64_t limit);
  std::int64_t tag_count(std::string_view owner_id);
  void put_tag(std::string_view owner_id, const Tag& tag);
  void remove_tag(std::string_view owner_id, std::string_view key);

  std::optional<AccessKey> find_access_key(std::string_view id);
  /// In the order in which they were made; a user has two at most.
  std::vector<AccessKey> access_keys(std::string_view user_id);
  void add_access_key(const AccessKey& key);
  void set_active(std::string_view access_key_id, bool active);
  void remove_access_key(std::string_view id);
  void set_last_used(std::string_view access_key_id, Time time, std::string_view service,
                     std::string_view region);

  std::optional<Session> find_session(std::string_view access_key_id);
  void add_session(const Session& session);

  /// "arn:aws:iam::000000000000:user/division/Bob", or root's.
  std::string arn_of(const User& user) const;
  /// As sts:GetCallerIdentity answers it: the user's id; of root, the account's number.
  std::string principal_id_of(const User& user) const;

 private:
  Account& account_;
  Database& database_;
};

}  // namespace cloche::iam
