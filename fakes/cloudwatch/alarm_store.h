#pragma once
// The alarms of a region, metric and composite, and their history, as the tables have them.
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/cloudwatch/metric_name.h"
#include "fakes/core/account.h"
#include "fakes/core/clock.h"
#include "fakes/core/json.h"

namespace cloche::cloudwatch {

inline constexpr std::string_view state_ok = "OK";
inline constexpr std::string_view state_alarm = "ALARM";
inline constexpr std::string_view state_insufficient = "INSUFFICIENT_DATA";

struct Alarm {
  std::int64_t id = 0;
  std::string region;
  std::string name;
  bool composite = false;
  Json configuration = Json::object();  // members of MetricAlarm or CompositeAlarm that a request sets
  bool actions_enabled = true;
  Time configured{};
  std::string state{state_insufficient};
  std::string reason;
  std::optional<std::string> reason_data;
  Time updated{};
  Time transitioned{};
  Json suppression = nullptr;  // of a composite alarm: see alarm_suppression.h
  std::int64_t step = 60;
  std::optional<Time> due;

  /// A member of the configuration as text; "" where it is absent.
  std::string text(const char* member) const;
  /// The actions that its state has.
  Json actions_of(std::string_view state) const;
};

struct HistoryItem {
  std::int64_t id = 0;
  std::string alarm;
  bool composite = false;
  Time at{};
  std::string type;  // "ConfigurationUpdate", "StateUpdate", "Action"
  std::string summary;
  std::string data;
};

class AlarmStore {
 public:
  AlarmStore(Account& account, std::string_view region) : database_(account.database()), region_(region) {}

  std::optional<Alarm> find(std::string_view name);
  /// All of the region whose name begins with `prefix` and comes after `after`, by name.
  std::vector<Alarm> list(std::string_view prefix, std::string_view after);
  /// Metric alarms that watch the metric, by name.
  std::vector<Alarm> watching(const MetricName& metric);
  /// Composite alarms whose rule or suppressor names an alarm, by name.
  std::vector<Alarm> parents(std::string_view child);
  std::int64_t count();

  /// Adds or replaces the alarm of that name, and sets its id.
  void put(Alarm& alarm);
  void set_metrics(const Alarm& alarm, const std::vector<std::int64_t>& metrics);
  void set_children(const Alarm& alarm, const std::vector<std::string>& names);
  void remove(const Alarm& alarm);
  /// Writes the state, its reason and its times, and the suppression.
  void put_state(const Alarm& alarm);
  void set_actions_enabled(const Alarm& alarm, bool enabled);

  /// Answers the item's id.
  std::int64_t add_history(const Alarm& alarm, Time at, std::string_view type, std::string_view summary,
                           std::string_view data);
  void replace_history(std::int64_t id, std::string_view summary, std::string_view data);
  /// In the order of time, of one alarm or of all.
  std::vector<HistoryItem> history(const std::string* alarm, Time from, Time to);

 private:
  Database& database_;
  std::string_view region_;
};

/// Alarms of all regions that are due, by region and name.
std::vector<Alarm> due_alarms(Account& account, Time now);

std::string alarm_arn(const Account& account, std::string_view region, std::string_view name);

}  // namespace cloche::cloudwatch
