#pragma once
// Groups, streams and what belongs to a group, in the account's database. The SQL of this service is here and
// in event_log.cpp. A Store is a view of an account and a region, made for a call and thrown away.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fakes/core/account.h"

namespace cloche::logs {

struct LogGroup {
  std::int64_t id = 0;
  std::string name;
  Time created{};
  std::string log_class = "STANDARD";
  std::optional<std::int64_t> retention = std::nullopt;  // days; none: for ever
  std::optional<std::string> kms_key = std::nullopt;
  bool deletion_protected = false;
};

struct LogStream {
  std::int64_t id = 0;
  std::string name;
  Time created{};
  std::optional<std::int64_t> first_event;  // milliseconds, as all of these
  std::optional<std::int64_t> last_event;
  std::optional<std::int64_t> last_ingestion;
};

struct Filter {
  std::string name;
  std::string pattern;
  Time created{};
  std::string definition;  // JSON: what else Describe… answers
};
enum class FilterKind { metric, subscription };

struct ResourcePolicy {
  std::string name;
  std::string document;
  Time updated{};
};

using Tag = std::pair<std::string, std::string>;

/// The tables of schema.sql.
Schema store_schema();

/// How many days the group keeps its events; nullopt: for ever, or it is gone.
std::optional<std::int64_t> retention_of(Account& account, std::int64_t group);

class Store {
 public:
  Store(Account& account, std::string_view region)
      : account_(account), database_(account.database()), region_(region) {}

  Account& account() { return account_; }
  std::string_view region() const { return region_; }

  std::optional<LogGroup> find_group(std::string_view name);
  struct GroupSelection {
    std::string_view prefix;     // with which names begin
    std::string_view pattern;    // which they contain
    std::string_view log_class;  // "": any
  };
  /// At most `limit` groups by name, after the name `start`.
  std::vector<LogGroup> groups(const GroupSelection& selection, std::string_view start, std::int64_t limit);
  /// Answers its id.
  std::int64_t add_group(const LogGroup& group);
  /// With all that is in it.
  void remove_group(std::int64_t id);
  void set_retention(std::int64_t group, std::optional<std::int64_t> days);
  void set_deletion_protection(std::int64_t group, bool on);
  std::int64_t stored_bytes(std::int64_t group);

  std::optional<LogStream> find_stream(std::int64_t group, std::string_view name);
  /// Their ids and names.
  std::vector<std::pair<std::int64_t, std::string>> stream_names(std::int64_t group, std::string_view prefix);
  struct StreamPage {
    std::string_view prefix;
    bool by_last_event = false;
    bool descending = false;
    struct Start {
      std::int64_t last_event = 0;  // 0: of a stream without events
      std::string name;
    };
    std::optional<Start> start = std::nullopt;  // the last stream of the page before
    std::int64_t limit = 0;
  };
  std::vector<LogStream> streams(std::int64_t group, const StreamPage& page);
  std::int64_t add_stream(std::int64_t group, std::string_view name, Time created);
  /// With its events.
  void remove_stream(std::int64_t id);

  std::vector<Tag> tags(std::int64_t group);
  void put_tag(std::int64_t group, const Tag& tag);
  void remove_tag(std::int64_t group, std::string_view key);

  /// By name.
  std::vector<Filter> filters(std::int64_t group, FilterKind kind);
  std::int64_t filter_count(std::int64_t group, FilterKind kind);
  void put_filter(std::int64_t group, FilterKind kind, const Filter& filter);
  /// False where there is none.
  bool remove_filter(std::int64_t group, FilterKind kind, std::string_view name);

  std::vector<ResourcePolicy> resource_policies();
  void put_resource_policy(const ResourcePolicy& policy);
  bool remove_resource_policy(std::string_view name);

  /// "arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/f", without the ":*" that some answers have.
  std::string arn_of(const LogGroup& group) const;

 private:
  Account& account_;
  Database& database_;
  std::string_view region_;
};

}  // namespace cloche::logs
