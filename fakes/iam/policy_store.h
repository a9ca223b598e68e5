#pragma once
// The tables of the policies that the customer manages, and of their versions. A view of an account, made for
// a call and thrown away, like Store.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/account.h"

namespace cloche::iam {

struct ManagedPolicy {
  std::string arn;
  std::string id;  // "ANPA…"
  std::string name;
  std::string path;
  std::optional<std::string> description;
  std::int64_t default_version = 1;
  std::int64_t last_version = 1;  // the highest number that was given out
  Time created{};
  Time updated{};
  std::int64_t attachments = 0;  // read only: to how many entities it is attached
};

struct PolicyVersion {
  std::int64_t number = 1;
  std::string document;
  Time created{};
};

class PolicyStore {
 public:
  explicit PolicyStore(Account& account) : account_(account), database_(account.database()) {}

  std::optional<ManagedPolicy> find(std::string_view arn);
  /// Whether a policy has this name, be it in other case or another path.
  bool name_is_taken(std::string_view name);
  std::int64_t count();
  /// At most `limit` policies in a path that begins with `path_prefix`, by name, after `start`.
  std::vector<ManagedPolicy> policies(std::string_view path_prefix, bool only_attached,
                                      std::string_view start, std::int64_t limit);
  void add(const ManagedPolicy& policy);
  /// Keeps the version numbers and the date of update of `policy`.
  void update(const ManagedPolicy& policy);
  /// Removes the policy, its versions and its tags.
  void remove(const ManagedPolicy& policy);

  std::optional<PolicyVersion> find_version(std::string_view arn, std::int64_t number);
  /// The newest first.
  std::vector<PolicyVersion> versions(std::string_view arn);
  void add_version(std::string_view arn, const PolicyVersion& version);
  void remove_version(std::string_view arn, std::int64_t number);

  /// "arn:aws:iam::000000000000:policy/team/Read".
  std::string arn_of(std::string_view path, std::string_view name) const;

 private:
  Account& account_;
  Database& database_;
};

}  // namespace cloche::iam
