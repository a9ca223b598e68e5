#include <array>

#include "emulator/deploy/properties.h"
#include "emulator/deploy/resource_types/resource_types.h"
#include "fakes/cloudwatch/tags.h"

namespace cloche::deploy {

namespace {

// ---- alarms

constexpr std::array alarm_properties{
    Property{"ActionsEnabled"},
    Property{"AlarmActions"},
    Property{"AlarmDescription"},
    Property{"AlarmName", Use::replaces},
    Property{"ComparisonOperator"},
    Property{"DatapointsToAlarm"},
    Property{"Dimensions"},
    Property{"EvaluateLowSampleCountPercentile"},
    Property{"EvaluationCriteria", Use::not_applied},
    Property{"EvaluationInterval", Use::not_applied},
    Property{"EvaluationPeriods"},
    Property{"ExtendedStatistic"},
    Property{"InsufficientDataActions"},
    Property{"MetricName"},
    Property{"Metrics"},
    Property{"Namespace"},
    Property{"OKActions"},
    Property{"Period"},
    Property{"Statistic"},
    Property{"Tags"},
    Property{"Threshold"},
    Property{"ThresholdMetricId"},
    Property{"TreatMissingData"},
    Property{"Unit"},
};
constexpr std::array<std::string_view, 1> alarm_attribute_names{"Arn"};

void change_alarm_tags(const Context& context, const Resource& resource, const Json& before,
                       const Json& after) {
  const Json named{{"ResourceARN", resource.attributes.at("Arn")}};
  change_tags(context, {"cloudwatch"}, named, before, after);
}

Resource create_alarm_by(const Context& context, const Json& properties, const char* operation) {
  Json request = properties;
  const std::string name = context.name_from(properties, "AlarmName");
  request["AlarmName"] = name;
  context.call("cloudwatch", operation, request);
  return {name, {{"Arn", context.arn("cloudwatch", "alarm:" + name)}}};
}

// The operation takes an alarm as a whole; its tags are those of a new one only.
Resource update_alarm_by(const Context& context, const Resource& resource, const Json& before,
                         const Json& after, const char* operation) {
  Json request = after;
  request.erase("Tags");
  request["AlarmName"] = resource.physical_id;
  context.call("cloudwatch", operation, request);
  change_alarm_tags(context, resource, before, after);
  return resource;
}

Resource create_alarm(const Context& context, const Json& properties) {
  return create_alarm_by(context, properties, "PutMetricAlarm");
}

Resource update_alarm(const Context& context, const Resource& resource, const Json& before,
                      const Json& after) {
  return update_alarm_by(context, resource, before, after, "PutMetricAlarm");
}

void delete_alarm(const Context& context, const Resource& resource, const Json&) {
  context.call("cloudwatch", "DeleteAlarms", {{"AlarmNames", {resource.physical_id}}});
}

void mark_alarm(const Context& context, const Resource& resource, const Json&, const Json& tags) {
  cloudwatch::put_system_tags(context.operations.account(), text_property(resource.attributes, "Arn"), tags);
}

// Alarms of both kinds share their names.
std::optional<std::string> existing_alarm(const Context& context, const Json& properties) {
  const std::string name = text_property(properties, "AlarmName");
  const auto found = look_up(context, "cloudwatch", "DescribeAlarms",
                             {{"AlarmNames", {name}}, {"AlarmTypes", {"MetricAlarm", "CompositeAlarm"}}});
  const bool is_there = found && (!list_property(*found, "MetricAlarms").empty() ||
                                  !list_property(*found, "CompositeAlarms").empty());
  return is_there ? std::optional(name) : std::nullopt;
}

// ---- composite alarms

constexpr std::array composite_alarm_properties{
    Property{"ActionsEnabled"},
    Property{"ActionsSuppressor"},
    Property{"ActionsSuppressorExtensionPeriod"},
    Property{"ActionsSuppressorWaitPeriod"},
    Property{"AlarmActions"},
    Property{"AlarmDescription"},
    Property{"AlarmName", Use::replaces},
    Property{"AlarmRule", Use::applied, true},
    Property{"InsufficientDataActions"},
    Property{"OKActions"},
    Property{"Tags"},
};

Resource create_composite_alarm(const Context& context, const Json& properties) {
  return create_alarm_by(context, properties, "PutCompositeAlarm");
}

Resource update_composite_alarm(const Context& context, const Resource& resource, const Json& before,
                                const Json& after) {
  return update_alarm_by(context, resource, before, after, "PutCompositeAlarm");
}

// ---- dashboards

constexpr std::array dashboard_properties{
    Property{"DashboardBody", Use::applied, true},
    Property{"DashboardName", Use::replaces},
    Property{"Tags"},
};

void put_dashboard(const Context& context, const std::string& name, const Json& properties) {
  context.call("cloudwatch", "PutDashboard",
               {{"DashboardName", name}, {"DashboardBody", document_text(properties.at("DashboardBody"))}});
}

Resource create_dashboard(const Context& context, const Json& properties) {
  const std::string name = context.name_from(properties, "DashboardName");
  put_dashboard(context, name, properties);
  return {name};
}

std::optional<std::string> existing_dashboard(const Context& context, const Json& properties) {
  const auto found = look_up(context, "cloudwatch", "GetDashboard", picked(properties, {"DashboardName"}));
  return found ? std::optional(text_property(properties, "DashboardName")) : std::nullopt;
}

Resource update_dashboard(const Context& context, const Resource& resource, const Json&, const Json& after) {
  put_dashboard(context, resource.physical_id, after);
  return resource;
}

void delete_dashboard(const Context& context, const Resource& resource, const Json&) {
  context.call("cloudwatch", "DeleteDashboards", {{"DashboardNames", {resource.physical_id}}});
}

constexpr std::array types_of_cloudwatch{
    ResourceType{.name = "AWS::CloudWatch::Alarm",
                 .properties = alarm_properties,
                 .attributes = alarm_attribute_names,
                 .create = &create_alarm,
                 .update = &update_alarm,
                 .remove = &delete_alarm,
                 .name_property = "AlarmName",
                 .existing = &existing_alarm,
                 .put_system_tags = &mark_alarm},
    ResourceType{.name = "AWS::CloudWatch::CompositeAlarm",
                 .properties = composite_alarm_properties,
                 .attributes = alarm_attribute_names,
                 .create = &create_composite_alarm,
                 .update = &update_composite_alarm,
                 .remove = &delete_alarm,
                 .name_property = "AlarmName",
                 .existing = &existing_alarm,
                 .put_system_tags = &mark_alarm},
    ResourceType{.name = "AWS::CloudWatch::Dashboard",
                 .properties = dashboard_properties,
                 .attributes = {},
                 .create = &create_dashboard,
                 .update = &update_dashboard,
                 .remove = &delete_dashboard,
                 .name_property = "DashboardName",
                 .existing = &existing_dashboard},
};

}  // namespace

std::span<const ResourceType> cloudwatch_types() { return types_of_cloudwatch; }

}  // namespace cloche::deploy
