#pragma once
// The tables of EventBridge in the account's database, and the only SQL of this service. A Store is a view of
// an account, made for a call and thrown away.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fakes/core/account.h"
#include "fakes/events/names.h"

namespace cloche::events {

struct Bus {
  BusName name;
  std::optional<std::string> description;
  std::optional<std::string> policy;  // JSON
  std::optional<std::string> kms_key;
  std::optional<std::string> dead_letter_config;  // JSON
  std::optional<std::string> log_config;          // JSON
  std::optional<Time> created;                    // of the default bus: nobody knows
  std::optional<Time> modified;
};

struct Rule {
  RuleName name;
  std::optional<std::string> pattern;
  std::optional<std::string> schedule;
  std::optional<Time> schedule_start;
  std::string state;  // "ENABLED", "DISABLED", …
  std::optional<std::string> description;
  std::optional<std::string> role_arn;

  bool is_enabled() const { return state != "DISABLED"; }
};

struct Target {
  std::string id;
  std::string arn;
  std::string definition;  // JSON of the model's Target
};

using Tag = std::pair<std::string, std::string>;

/// The tables of schema.sql.
Schema store_schema();

class Store {
 public:
  explicit Store(Account& account) : database_(account.database()) {}

  /// The default bus is always found.
  std::optional<Bus> find_bus(const BusName& name);
  /// At most `limit` buses of a region, by name, after `start`; the default bus among them.
  std::vector<Bus> buses(std::string_view region, std::string_view prefix, std::string_view start,
                         std::int64_t limit);
  std::int64_t bus_count(std::string_view region);
  /// Adds it, or replaces the one of its name.
  void put_bus(const Bus& bus);
  void remove_bus(const BusName& name);

  std::optional<Rule> find_rule(const RuleName& name);
  /// At most `limit` rules of a bus, by name, after `start`.
  std::vector<Rule> rules(const BusName& bus, std::string_view prefix, std::string_view start,
                          std::int64_t limit);
  /// Those that events are matched with: enabled, and with a pattern.
  std::vector<Rule> matching_rules(const BusName& bus);
  /// Those that have a schedule, of all Regions.
  std::vector<Rule> scheduled_rules();
  std::int64_t rule_count(const BusName& bus);
  /// Adds it, or replaces the one of its name.
  void put_rule(const Rule& rule);
  void remove_rule(const RuleName& name);

  /// At most `limit` targets of a rule, by id, after `start`.
  std::vector<Target> targets(const RuleName& rule, std::string_view start, std::int64_t limit);
  std::vector<Target> targets(const RuleName& rule);
  /// The names of the rules of a bus that have a target of this ARN, at most `limit`, after `start`.
  std::vector<std::string> rules_with_target(const BusName& bus, std::string_view target_arn,
                                             std::string_view start, std::int64_t limit);
  /// Adds it, or replaces the one of its id.
  void put_target(const RuleName& rule, const Target& target);
  /// False where there was none.
  bool remove_target(const RuleName& rule, std::string_view id);

  /// By key.
  std::vector<Tag> tags(std::string_view arn);
  void put_tag(std::string_view arn, const Tag& tag);
  void remove_tag(std::string_view arn, std::string_view key);
  void remove_tags(std::string_view arn);

 private:
  Database& database_;
};

}  // namespace cloche::events
