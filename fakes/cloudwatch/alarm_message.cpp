#include "fakes/cloudwatch/alarm_message.h"

#include <fmt/core.h>

#include <array>

#include "fakes/cloudwatch/alarm_reason.h"
#include "fakes/cloudwatch/statistic.h"
#include "fakes/wire/http_message.h"

namespace cloche::cloudwatch {

namespace {

// The members keep the order in which the service writes them.
using Ordered = nlohmann::ordered_json;

constexpr std::size_t longest_subject = 100;

struct Region {
  std::string_view name;
  std::string_view full;
};
constexpr std::array regions{Region{"us-east-1", "US East (N. Virginia)"},
                             Region{"us-east-2", "US East (Ohio)"},
                             Region{"us-west-1", "US West (N. California)"},
                             Region{"us-west-2", "US West (Oregon)"},
                             Region{"af-south-1", "Africa (Cape Town)"},
                             Region{"ap-east-1", "Asia Pacific (Hong Kong)"},
                             Region{"ap-south-1", "Asia Pacific (Mumbai)"},
                             Region{"ap-south-2", "Asia Pacific (Hyderabad)"},
                             Region{"ap-northeast-1", "Asia Pacific (Tokyo)"},
                             Region{"ap-northeast-2", "Asia Pacific (Seoul)"},
                             Region{"ap-northeast-3", "Asia Pacific (Osaka)"},
                             Region{"ap-southeast-1", "Asia Pacific (Singapore)"},
                             Region{"ap-southeast-2", "Asia Pacific (Sydney)"},
                             Region{"ap-southeast-3", "Asia Pacific (Jakarta)"},
                             Region{"ap-southeast-4", "Asia Pacific (Melbourne)"},
                             Region{"ca-central-1", "Canada (Central)"},
                             Region{"ca-west-1", "Canada West (Calgary)"},
                             Region{"eu-central-1", "EU (Frankfurt)"},
                             Region{"eu-central-2", "Europe (Zurich)"},
                             Region{"eu-west-1", "EU (Ireland)"},
                             Region{"eu-west-2", "EU (London)"},
                             Region{"eu-west-3", "EU (Paris)"},
                             Region{"eu-north-1", "EU (Stockholm)"},
                             Region{"eu-south-1", "EU (Milan)"},
                             Region{"eu-south-2", "Europe (Spain)"},
                             Region{"me-south-1", "Middle East (Bahrain)"},
                             Region{"me-central-1", "Middle East (UAE)"},
                             Region{"il-central-1", "Israel (Tel Aviv)"},
                             Region{"sa-east-1", "South America (Sao Paulo)"},
                             Region{"cn-north-1", "China (Beijing)"},
                             Region{"cn-northwest-1", "China (Ningxia)"},
                             Region{"us-gov-east-1", "AWS GovCloud (US-East)"},
                             Region{"us-gov-west-1", "AWS GovCloud (US-West)"}};

std::string full_name(const std::string& region) {
  for (const Region& known : regions) {
    if (known.name == region) return std::string(known.full);
  }
  return region;
}

Ordered copy(const Json& json) { return Ordered::parse(json.dump()); }

void copy_member(Ordered& to, const char* name, const Json& from, const char* member) {
  if (from.contains(member)) to[name] = copy(from[member]);
}

/// [{"value": …, "name": …}, …]
Ordered value_name_list(const Json& dimensions) {
  Ordered list = Ordered::array();
  for (const Json& dimension : dimensions)
    list.push_back(
        {{"value", dimension["Value"].get<std::string>()}, {"name", dimension["Name"].get<std::string>()}});
  return list;
}

Ordered value_name_list_of(const Json& owner) {
  return owner.contains("Dimensions") ? value_name_list(owner["Dimensions"]) : Ordered::array();
}

// --- the message to a topic -------------------------------------------------------------------------------

Ordered topic_query(const Json& query) {
  Ordered entry;
  copy_member(entry, "Expression", query, "Expression");
  copy_member(entry, "Id", query, "Id");
  copy_member(entry, "Label", query, "Label");
  if (query.contains("MetricStat")) {
    const Json& stat = query["MetricStat"];
    Ordered& to = entry["MetricStat"];
    to["Metric"]["Dimensions"] = value_name_list_of(stat["Metric"]);
    copy_member(to["Metric"], "MetricName", stat["Metric"], "MetricName");
    copy_member(to["Metric"], "Namespace", stat["Metric"], "Namespace");
    copy_member(to, "Period", stat, "Period");
    copy_member(to, "Stat", stat, "Stat");
    copy_member(to, "Unit", stat, "Unit");
  }
  entry["ReturnData"] = query.value("ReturnData", true);
  return entry;
}

Ordered trigger(const Json& configuration) {
  Ordered trigger;
  const bool of_metric = configuration.contains("MetricName");
  if (of_metric) {
    copy_member(trigger, "MetricName", configuration, "MetricName");
    copy_member(trigger, "Namespace", configuration, "Namespace");
    if (configuration.contains("Statistic")) {
      trigger["StatisticType"] = "Statistic";
      // Notifications have it in capitals: "SAMPLE_COUNT", "AVERAGE".
      const std::string statistic = configuration["Statistic"].get<std::string>();
      trigger["Statistic"] = statistic == "SampleCount" ? "SAMPLE_COUNT" : wire::upper_case(statistic);
    } else {
      trigger["StatisticType"] = "ExtendedStatistic";
      copy_member(trigger, "ExtendedStatistic", configuration, "ExtendedStatistic");
    }
    trigger["Unit"] = nullptr;
    copy_member(trigger, "Unit", configuration, "Unit");
    trigger["Dimensions"] = value_name_list_of(configuration);
  }
  copy_member(trigger, "Period", configuration, "Period");
  copy_member(trigger, "EvaluationPeriods", configuration, "EvaluationPeriods");
  copy_member(trigger, "DatapointsToAlarm", configuration, "DatapointsToAlarm");
  copy_member(trigger, "ComparisonOperator", configuration, "ComparisonOperator");
  copy_member(trigger, "Threshold", configuration, "Threshold");
  trigger["TreatMissingData"] = configuration.value("TreatMissingData", "missing");
  trigger["EvaluateLowSampleCountPercentile"] = configuration.value("EvaluateLowSampleCountPercentile", "");
  if (!of_metric) {
    trigger["Metrics"] = Ordered::array();
    for (const Json& query : configuration["Metrics"]) trigger["Metrics"].push_back(topic_query(query));
  }
  return trigger;
}

// --- events -----------------------------------------------------------------------------------------------

Ordered event_stat(const Json& metric, const Json& stat, const char* statistic) {
  Ordered entry;
  Ordered& to = entry["metric"];
  copy_member(to, "namespace", metric, "Namespace");
  copy_member(to, "name", metric, "MetricName");
  to["dimensions"] = Ordered::object();
  if (metric.contains("Dimensions")) {
    for (const Json& dimension : metric["Dimensions"])
      to["dimensions"][dimension["Name"].get<std::string>()] = dimension["Value"].get<std::string>();
  }
  copy_member(entry, "period", stat, "Period");
  copy_member(entry, "stat", stat, statistic);
  copy_member(entry, "unit", stat, "Unit");
  return entry;
}

Ordered event_configuration(const Alarm& alarm) {
  const Json& from = alarm.configuration;
  Ordered configuration;
  copy_member(configuration, "description", from, "AlarmDescription");
  if (alarm.composite) {
    copy_member(configuration, "alarmRule", from, "AlarmRule");
    copy_member(configuration, "actionsSuppressor", from, "ActionsSuppressor");
    copy_member(configuration, "actionsSuppressorWaitPeriod", from, "ActionsSuppressorWaitPeriod");
    copy_member(configuration, "actionsSuppressorExtensionPeriod", from, "ActionsSuppressorExtensionPeriod");
    return configuration;
  }
  Ordered& metrics = configuration["metrics"] = Ordered::array();
  if (from.contains("MetricName")) {
    const char* statistic = from.contains("Statistic") ? "Statistic" : "ExtendedStatistic";
    // The id is one that the service makes up.
    metrics.push_back(
        {{"id", "m1"}, {"metricStat", event_stat(from, from, statistic)}, {"returnData", true}});
    return configuration;
  }
  for (const Json& query : from["Metrics"]) {
    Ordered entry{{"id", query["Id"].get<std::string>()}};
    copy_member(entry, "expression", query, "Expression");
    copy_member(entry, "label", query, "Label");
    if (query.contains("MetricStat"))
      entry["metricStat"] = event_stat(query["MetricStat"]["Metric"], query["MetricStat"], "Stat");
    entry["returnData"] = query.value("ReturnData", true);
    metrics.push_back(std::move(entry));
  }
  return configuration;
}

Ordered event_state(std::string_view value, std::string_view reason, const std::optional<std::string>& data,
                    Time updated) {
  Ordered state{{"value", value}, {"reason", reason}};
  if (data) state["reasonData"] = *data;
  state["timestamp"] = zoned(updated);
  return state;
}

Ordered event_detail(const Alarm& alarm, const FormerState& former) {
  return {{"alarmName", alarm.name},
          {"state", event_state(alarm.state, alarm.reason, alarm.reason_data, alarm.updated)},
          {"previousState", event_state(former.value, former.reason, former.reason_data, former.updated)},
          {"configuration", event_configuration(alarm)}};
}

// --- history ----------------------------------------------------------------------------------------------

Ordered history_state(std::string_view value, std::string_view reason,
                      const std::optional<std::string>& data) {
  Ordered state{{"stateValue", value}, {"stateReason", reason}};
  if (data) {
    const Ordered parsed = Ordered::parse(*data, nullptr, false);
    state["stateReasonData"] = parsed.is_discarded() ? Ordered(*data) : parsed;
  }
  return state;
}

/// "EvaluationPeriods" as histories spell it: "evaluationPeriods"; and "okactions".
std::string history_name(std::string name) {
  if (name == "OKActions") return "okactions";
  name[0] = static_cast<char>(name[0] - 'A' + 'a');
  return name;
}

}  // namespace

std::string topic_subject(const Alarm& alarm) {
  std::string subject = fmt::format("{}: \"{}\" in {}", alarm.state, alarm.name, full_name(alarm.region));
  if (subject.size() > longest_subject) subject = subject.substr(0, longest_subject - 3) + "...";  // assumed
  return subject;
}

std::string topic_message(const Account& account, const Alarm& alarm, const FormerState& former) {
  const Json& configuration = alarm.configuration;
  Ordered message;
  message["AlarmName"] = alarm.name;
  message["AlarmDescription"] = nullptr;
  copy_member(message, "AlarmDescription", configuration, "AlarmDescription");
  message["AWSAccountId"] = account.number();
  message["AlarmConfigurationUpdatedTimestamp"] = zoned(alarm.configured);
  message["NewStateValue"] = alarm.state;
  message["NewStateReason"] = alarm.reason;
  message["StateChangeTime"] = zoned(alarm.updated);
  message["Region"] = full_name(alarm.region);
  message["AlarmArn"] = alarm_arn(account, alarm.region, alarm.name);
  message["OldStateValue"] = former.value;
  for (const char* actions : {"OKActions", "AlarmActions", "InsufficientDataActions"}) {
    message[actions] = Ordered::array();
    copy_member(message, actions, configuration, actions);
  }
  if (!alarm.composite) {
    message["Trigger"] = trigger(configuration);
    return message.dump();
  }
  message["AlarmRule"] = alarm.text("AlarmRule");
  message["TriggeringChildren"] = Ordered::array();
  const Ordered data = alarm.reason_data ? Ordered::parse(*alarm.reason_data, nullptr, false) : Ordered();
  if (data.is_object() && data.contains("triggeringAlarms")) {
    for (const auto& child : data["triggeringAlarms"]) {
      message["TriggeringChildren"].push_back(
          {{"Arn", child["arn"]},
           {"State", {{"Value", child["state"]["value"]}, {"Timestamp", child["state"]["timestamp"]}}}});
    }
  }
  return message.dump();
}

std::string function_event(const Account& account, const Alarm& alarm, const FormerState& former) {
  return Ordered{{"source", "aws.cloudwatch"},    {"alarmArn", alarm_arn(account, alarm.region, alarm.name)},
                 {"accountId", account.number()}, {"time", zoned(alarm.updated)},
                 {"region", alarm.region},        {"alarmData", event_detail(alarm, former)}}
      .dump();
}

std::string bus_event(const Account& account, const Alarm& alarm, const FormerState& former,
                      std::string_view id) {
  return Ordered{{"version", "0"},
                 {"id", id},
                 {"detail-type", "CloudWatch Alarm State Change"},
                 {"source", "aws.cloudwatch"},
                 {"account", account.number()},
                 {"time", iso8601(alarm.updated, false)},
                 {"region", alarm.region},
                 {"resources", Ordered::array({alarm_arn(account, alarm.region, alarm.name)})},
                 {"detail", event_detail(alarm, former)}}
      .dump();
}

std::string state_history(const Alarm& alarm, const FormerState& former) {
  return Ordered{{"version", "1.0"},
                 {"oldState", history_state(former.value, former.reason, former.reason_data)},
                 {"newState", history_state(alarm.state, alarm.reason, alarm.reason_data)}}
      .dump();
}

std::string configuration_history(const Account& account, std::string_view type, const Alarm& alarm) {
  Ordered details;
  details["alarmName"] = alarm.name;
  details["alarmArn"] = alarm_arn(account, alarm.region, alarm.name);
  details["alarmConfigurationUpdatedTimestamp"] = zoned(alarm.configured);
  for (const auto& [name, value] : alarm.configuration.items()) {
    if (name == "Dimensions") {
      details["dimensions"] = value_name_list(value);
    } else {
      details[history_name(name)] = copy(value);
    }
  }
  details["stateValue"] = alarm.state;
  details["stateUpdatedTimestamp"] = zoned(alarm.updated);
  details["actionsEnabled"] = alarm.actions_enabled;
  const char* member = type == "Create" ? "createdAlarm" : type == "Update" ? "updatedAlarm" : "deletedAlarm";
  return Ordered{{"version", "1.0"}, {"type", type}, {member, std::move(details)}}.dump();
}

std::string action_history(std::string_view action, bool succeeded, std::string_view message,
                           Time state_updated, std::string_view error) {
  Ordered data{{"actionState", succeeded ? "Succeeded" : "Failed"},
               {"stateUpdateTimestamp", to_millis(state_updated)},
               {"notificationResource", action}};
  if (succeeded) {
    data["publishedMessage"] = message;
  } else {
    data["error"] = error;
  }
  return data.dump();
}

}  // namespace cloche::cloudwatch
