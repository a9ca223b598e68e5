// alarms: the state of CloudWatch's alarms, and the states that they took.
#include <array>
#include <nlohmann/json.hpp>

#include "scenarios/engine/paging.h"
#include "scenarios/engine/sequence.h"
#include "scenarios/engine/steps/kinds.h"

namespace cloche::scenarios::steps {

namespace {

constexpr std::array alarms_members{MemberRule{"alarm"}, MemberRule{"prefix"}};
constexpr std::array alarms_facets{Facet{"state"}, Facet{"states"}, Facet{"alarms"}, Facet{"history"}};

void check_alarms(const LocatedJson& given, const Json& arguments, const std::string& file) {
  if (arguments.contains("alarm") && arguments.contains("prefix"))
    throw FileError(given.in(file), "\"alarms\" has an alarm or a prefix, not both");
}

Json described_alarms(Site& site, const Json& parameters) {
  Json alarms = Json::array();
  for_each_page(site, {"cloudwatch", "DescribeAlarms", "NextToken", "NextToken"}, parameters,
                [&](const Json& page) {
                  for (const char* kind : {"MetricAlarms", "CompositeAlarms"}) {
                    for (const Json& alarm : page.value(kind, Json::array())) alarms.push_back(alarm);
                  }
                });
  return alarms;
}

/// What an alarm's history says of a change of its state.
Json change_of(const Json& item) {
  Json change{{"alarm", item.value("AlarmName", "")}, {"time", item.value("Timestamp", "")}};
  const Json data = Json::parse(item.value("HistoryData", ""), nullptr, false);
  if (data.is_discarded()) return change;
  change["from"] = data.value("/oldState/stateValue"_json_pointer, "");
  change["to"] = data.value("/newState/stateValue"_json_pointer, "");
  return change;
}

Json history_of(Site& site, const Json& states) {
  Json history = Json::array();
  const Json parameters{{"HistoryItemType", "StateUpdate"},
                        {"ScanBy", "TimestampAscending"},
                        {"AlarmTypes", {"MetricAlarm", "CompositeAlarm"}},
                        {"StartDate", iso8601(site.began())}};
  for_each_page(site, {"cloudwatch", "DescribeAlarmHistory", "NextToken", "NextToken"}, parameters,
                [&](const Json& page) {
                  for (const Json& item : page.value("AlarmHistoryItems", Json::array())) {
                    if (states.contains(item.value("AlarmName", ""))) history.push_back(change_of(item));
                  }
                });
  return history;
}

Json play_alarms(Sequence& sequence, const Step& step, const Json& arguments) {
  Site& site = sequence.site();
  Json parameters{{"AlarmTypes", {"MetricAlarm", "CompositeAlarm"}}};
  if (arguments.contains("alarm"))
    parameters["AlarmNames"] = {site.physical_id(arguments["alarm"].get<std::string>())};
  if (arguments.contains("prefix")) parameters["AlarmNamePrefix"] = arguments["prefix"];
  Json alarms = described_alarms(site, parameters);
  Json states = Json::object();
  for (const Json& alarm : alarms) states[alarm.value("AlarmName", "")] = alarm.value("StateValue", "");
  if (arguments.contains("alarm") && alarms.empty())
    throw StepFailed("there is no alarm " + parameters["AlarmNames"][0].get<std::string>());
  Json seen{{"alarms", std::move(alarms)}};
  if (states.size() == 1) seen["state"] = states.front();
  const bool saved = !step.save.empty();
  if (saved || (step.expect.is_object() && step.expect.contains("history")))
    seen["history"] = history_of(site, states);
  seen["states"] = std::move(states);
  return seen;
}

}  // namespace

const StepKind& alarms() {
  static const StepKind kind{.name = "alarms",
                             .members = alarms_members,
                             .facets = alarms_facets,
                             .short_member = "alarm",
                             .check = check_alarms,
                             .play = play_alarms};
  return kind;
}

}  // namespace cloche::scenarios::steps
