#pragma once
// The tables of Lambda in the account's database, and the only SQL of this service. A Store is a view of an
// account and a region, made for a call and thrown away.
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fakes/core/account.h"
#include "fakes/core/json.h"
#include "fakes/lambda/function.h"
#include "fakes/lambda/policy_grant.h"
#include "fakes/lambda/stored_version.h"

namespace cloche::lambda {

/// The tables of schema.sql.
Schema store_schema();

/// The regions that have a function of this name, in order.
std::vector<std::string> regions_with_function(Account& account, std::string_view name);

struct StoredAlias {
  std::string name;
  Json configuration;  // AliasConfiguration without AliasArn
};

struct EventInvokeDocument {
  std::string qualifier;
  Json configuration;  // FunctionEventInvokeConfig without FunctionArn
};

class Store {
 public:
  Store(Account& account, std::string_view region) : account_(account), region_(region) {}

  Account& account() const { return account_; }
  std::string_view region() const { return region_; }

  // ---- functions

  bool has_function(std::string_view name);
  void add_function(std::string_view name);
  /// With its versions, aliases, policies, tags and all else; not the number of its last version.
  void remove_function(std::string_view name);
  std::int64_t function_count();
  /// At most `limit` names after `start` ("": from the first), in order.
  std::vector<std::string> function_names(std::string_view start, std::int64_t limit);

  std::optional<std::int64_t> reserved_concurrency(std::string_view name);
  void set_reserved_concurrency(std::string_view name, std::optional<std::int64_t> reserved);
  /// Of all functions of the region.
  std::int64_t total_reserved_concurrency();

  // ---- versions

  std::optional<StoredVersion> find_version(std::string_view name, std::int64_t number);
  void save_version(std::string_view name, const StoredVersion& version);
  void remove_version(std::string_view name, std::int64_t number);
  /// At most `limit` versions from the number `from` on, $LATEST first.
  std::vector<StoredVersion> versions(std::string_view name, std::int64_t from, std::int64_t limit);
  /// The published version with the highest number, if there is one.
  std::optional<StoredVersion> last_published(std::string_view name);
  /// The number of the next version; it is taken with this.
  std::int64_t take_version_number(std::string_view name);
  /// The bytes of the zips of all versions of all functions of the region.
  std::int64_t total_code_size();

  /// What runs of a version, as it is kept in memory until that version is saved; nullptr where there is
  /// none.
  FunctionVersionPtr version_to_run(std::string_view name, std::int64_t number);

  // ---- aliases

  std::optional<StoredAlias> find_alias(std::string_view name, std::string_view alias);
  void save_alias(std::string_view name, const StoredAlias& alias);
  void remove_alias(std::string_view name, std::string_view alias);
  /// By name, from the first after `start` ("").
  std::vector<StoredAlias> aliases(std::string_view name, std::string_view start = "");

  // ---- policies: statements as Lambda writes them, in the order in which they came

  std::vector<std::string> policy_statements(std::string_view name, std::string_view qualifier);
  /// What they grant, as it is kept in memory until a policy changes.
  const std::vector<PolicyGrant>& policy_grants(std::string_view name, std::string_view qualifier);
  bool has_policy_statement(std::string_view name, std::string_view qualifier, std::string_view sid);
  void add_policy_statement(std::string_view name, std::string_view qualifier, std::string_view sid,
                            std::string_view statement);
  /// Whether there was one.
  bool remove_policy_statement(std::string_view name, std::string_view qualifier, std::string_view sid);
  void remove_policy(std::string_view name, std::string_view qualifier);

  // ---- tags

  std::vector<std::pair<std::string, std::string>> tags(std::string_view name);
  void put_tag(std::string_view name, std::string_view key, std::string_view value);
  void remove_tag(std::string_view name, std::string_view key);

  // ---- event invoke configurations

  std::optional<Json> event_invoke_document(std::string_view name, std::string_view qualifier);
  void save_event_invoke_document(std::string_view name, std::string_view qualifier,
                                  const Json& configuration);
  /// Whether there was one.
  bool remove_event_invoke_document(std::string_view name, std::string_view qualifier);
  /// By qualifier, at most `limit` after `start` ("": from the first).
  std::vector<EventInvokeDocument> event_invoke_documents(std::string_view name, std::string_view start,
                                                          std::int64_t limit);

 private:
  struct Cache;
  struct Reservations;
  const Reservations& reservations();

  Account& account_;
  std::string_view region_;
};

/// The code in the code store (by its zip_name()) that versions of functions in an account's database have,
/// or still run.
std::set<std::string> code_named_in(Database& database);

/// A setting of the account that is Cloche's own (settings.h names them); `otherwise` where it was not set.
std::int64_t setting(Account& account, std::string_view name, std::int64_t otherwise);
void set_setting(Account& account, std::string_view name, std::int64_t value);

}  // namespace cloche::lambda
