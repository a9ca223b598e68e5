#include "fakes/cloudwatch/alarm_configuration.h"

#include <fmt/core.h>

#include "fakes/cloudwatch/alarm_message.h"
#include "fakes/cloudwatch/errors.h"
#include "fakes/cloudwatch/tags.h"
#include "fakes/core/arn.h"

namespace cloche::cloudwatch {

namespace {

constexpr std::int64_t alarms_in_region = 5000;

}  // namespace

void check_actions(wire::Call& call, const wire::Structure& request) {
  for (const char* list : {"OKActions", "AlarmActions", "InsufficientDataActions"}) {
    for (const std::string& action : request.strings(list)) {
      const auto arn = Arn::parse(action);
      if (!arn || arn->service.empty() || arn->resource.empty())
        throw validation_error(fmt::format("Invalid arn syntax: {}", action));
      if (!arn->region.empty() && arn->region != call.region) {
        throw validation_error(
            fmt::format("Invalid region {} specified. Only {} is supported.", arn->region, call.region));
      }
      if (arn->service != "sns" && arn->service != "lambda")
        call.report_unsupported(fmt::format("{}: {} is kept and not run", list, action));
    }
  }
}

Alarm alarm_of(wire::Call& call, const wire::Structure& request, bool composite,
               std::span<const std::string_view> members) {
  AlarmStore store(call.account, call.region);
  const std::string& name = request.string("AlarmName");
  const Time now = call.account.clock().now();
  Alarm alarm;
  if (auto existing = store.find(name)) {
    if (existing->composite != composite) {  // words assumed
      throw validation_error(fmt::format("An alarm of another type with the name {} already exists.", name));
    }
    alarm = std::move(*existing);
  } else {
    if (store.count() >= alarms_in_region)
      throw ApiError("LimitExceeded",
                     fmt::format("The limit of {} alarms has been reached.", alarms_in_region));  // assumed
    alarm.region = call.region;
    alarm.name = name;
    alarm.composite = composite;
    alarm.reason = "Unchecked: Initial alarm creation";
    alarm.updated = alarm.transitioned = now;
  }
  alarm.configuration = Json::object();
  for (const std::string_view member : members) {
    if (const Json* value = request.find_json(member)) alarm.configuration[member] = *value;
  }
  for (const char* list : {"OKActions", "AlarmActions", "InsufficientDataActions"}) {
    if (!alarm.configuration.contains(list)) alarm.configuration[list] = Json::array();
  }
  alarm.actions_enabled = request.boolean_or("ActionsEnabled", true);
  alarm.configured = now;
  return alarm;
}

bool write_alarm(wire::Call& call, const wire::Structure& request, Alarm& alarm) {
  AlarmStore store(call.account, call.region);
  const bool is_new = alarm.id == 0;
  const std::string arn = alarm_arn(call.account, call.region, alarm.name);
  if (is_new) put_tags(call.account, arn, request.structures("Tags"));
  store.put(alarm);
  store.add_history(alarm, alarm.configured, "ConfigurationUpdate",
                    fmt::format("Alarm \"{}\" {}", alarm.name, is_new ? "created" : "updated"),
                    configuration_history(call.account, is_new ? "Create" : "Update", alarm));
  return is_new;
}

}  // namespace cloche::cloudwatch
