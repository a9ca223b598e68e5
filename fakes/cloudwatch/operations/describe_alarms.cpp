#include <algorithm>

#include "fakes/cloudwatch/alarm_document.h"
#include "fakes/cloudwatch/alarm_store.h"
#include "fakes/cloudwatch/composite_alarm.h"
#include "fakes/cloudwatch/errors.h"
#include "fakes/cloudwatch/operations/operations.h"
#include "fakes/cloudwatch/paging.h"

namespace cloche::cloudwatch {

namespace {

constexpr std::int64_t alarms_in_page = 50;

std::vector<Alarm> named(AlarmStore& store, const std::vector<std::string>& names, const std::string& after) {
  std::vector<Alarm> alarms;
  std::vector<std::string> sorted = names;
  std::ranges::sort(sorted);
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  for (const std::string& name : sorted) {
    if (name <= after) continue;
    if (auto alarm = store.find(name)) alarms.push_back(std::move(*alarm));
  }
  return alarms;
}

bool has_action(const Alarm& alarm, const std::string& prefix) {
  for (const std::string_view state : {state_ok, state_alarm, state_insufficient}) {
    const Json actions = alarm.actions_of(state);
    if (std::ranges::any_of(actions, [&](const Json& action) {
          return action.get_ref<const std::string&>().starts_with(prefix);
        }))
      return true;
  }
  return false;
}

/// Which alarms the request means, by its filters.
class Filters {
 public:
  explicit Filters(const Structure& request)
      : state_(request.find_string("StateValue")), action_prefix_(request.find_string("ActionPrefix")) {
    // "If you omit this parameter, only metric alarms are returned" (API_DescribeAlarms).
    const auto types = request.strings("AlarmTypes");
    metric_ = types.empty() || std::ranges::find(types, "MetricAlarm") != types.end();
    composite_ = std::ranges::find(types, "CompositeAlarm") != types.end();
  }
  bool pass(const Alarm& alarm) const {
    return (alarm.composite ? composite_ : metric_) && (state_ == nullptr || *state_ == alarm.state) &&
           (action_prefix_ == nullptr || has_action(alarm, *action_prefix_));
  }

 private:
  const std::string* state_;
  const std::string* action_prefix_;
  bool metric_ = true;
  bool composite_ = false;
};

/// Of an alarm's children or parents, only these are told.
Json relative(const Account& account, const Alarm& alarm, bool with_state) {
  Json document{{"AlarmName", alarm.name}, {"AlarmArn", alarm_arn(account, alarm.region, alarm.name)}};
  if (with_state) {
    document["StateValue"] = alarm.state;
    document["StateUpdatedTimestamp"] = to_millis(alarm.updated);
  }
  return document;
}

std::vector<Alarm> relatives(AlarmStore& store, const Structure& request, const std::string& after) {
  for (const char* other : {"AlarmNames", "AlarmNamePrefix", "AlarmTypes", "StateValue", "ActionPrefix"}) {
    if (request.has(other)) {
      throw validation_error(
          "ChildrenOfAlarmName and ParentsOfAlarmName can't be combined with other parameters but MaxRecords "
          "and NextToken.");
    }
  }
  std::vector<Alarm> alarms;
  if (const std::string* child = request.find_string("ParentsOfAlarmName")) {
    alarms = store.parents(*child);
    std::erase_if(alarms, [&](const Alarm& alarm) { return alarm.name <= after; });
  } else if (const auto parent = store.find(request.string("ChildrenOfAlarmName"));
             parent && parent->composite) {
    alarms = named(store, alarms_in(parse_rule(parent->text("AlarmRule"))), after);
  }
  return alarms;
}

}  // namespace

Answer describe_alarms(Call& call, const Structure& request) {
  AlarmStore store(call.account, call.region);
  std::string after;
  if (const std::string* token = request.find_string("NextToken")) {
    const auto place = place_of(*token);
    if (!place) throw invalid_next_token();
    after = *place;
  }
  const auto names = request.strings("AlarmNames");
  if (!names.empty() && request.has("AlarmNamePrefix"))
    throw validation_error("AlarmNames and AlarmNamePrefix cannot both be specified.");  // assumed

  const bool of_relatives = request.has("ChildrenOfAlarmName") || request.has("ParentsOfAlarmName");
  std::vector<Alarm> alarms;
  if (of_relatives) {
    alarms = relatives(store, request, after);
  } else {
    alarms = names.empty() ? store.list(request.string_or("AlarmNamePrefix", ""), after)
                           : named(store, names, after);
    const Filters filters(request);
    std::erase_if(alarms, [&](const Alarm& alarm) { return !filters.pass(alarm); });
  }

  Json document{{"MetricAlarms", Json::array()}, {"CompositeAlarms", Json::array()}};
  const std::int64_t otherwise = names.empty() ? alarms_in_page : 100;
  const auto limit = static_cast<std::size_t>(request.integer_or("MaxRecords", otherwise));
  if (alarms.size() > limit) {
    alarms.resize(limit);
    document["NextToken"] = next_token(alarms.back().name);
  }
  for (const Alarm& alarm : alarms) {
    Json entry = of_relatives ? relative(call.account, alarm, request.has("ChildrenOfAlarmName"))
                              : alarm_document(call.account, alarm);
    document[alarm.composite ? "CompositeAlarms" : "MetricAlarms"].push_back(std::move(entry));
  }
  return document;
}

}  // namespace cloche::cloudwatch
