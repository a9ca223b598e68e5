#include "fakes/cloudwatch/service.h"

#include <array>

#include "fakes/cloudwatch/alarm_evaluation.h"
#include "fakes/cloudwatch/alarm_state.h"
#include "fakes/cloudwatch/alarm_timer.h"
#include "fakes/cloudwatch/operations/operations.h"
#include "fakes/cloudwatch/store.h"

namespace cloche::cloudwatch {

namespace {

constexpr std::array operations{
    wire::OperationEntry{"DeleteAlarms", &delete_alarms},
    wire::OperationEntry{"DeleteDashboards", &delete_dashboards},
    wire::OperationEntry{"DescribeAlarmHistory", &describe_alarm_history},
    wire::OperationEntry{"DescribeAlarms", &describe_alarms},
    wire::OperationEntry{"DescribeAlarmsForMetric", &describe_alarms_for_metric},
    wire::OperationEntry{"DisableAlarmActions", &disable_alarm_actions},
    wire::OperationEntry{"EnableAlarmActions", &enable_alarm_actions},
    wire::OperationEntry{"GetDashboard", &get_dashboard},
    wire::OperationEntry{"GetMetricData", &get_metric_data},
    wire::OperationEntry{"GetMetricStatistics", &get_metric_statistics},
    wire::OperationEntry{"ListDashboards", &list_dashboards},
    wire::OperationEntry{"ListMetrics", &list_metrics},
    wire::OperationEntry{"ListTagsForResource", &list_tags_for_resource},
    wire::OperationEntry{"PutCompositeAlarm", &put_composite_alarm},
    wire::OperationEntry{"PutDashboard", &put_dashboard},
    wire::OperationEntry{"PutMetricAlarm", &put_metric_alarm},
    wire::OperationEntry{"PutMetricData", &put_metric_data},
    wire::OperationEntry{"SetAlarmState", &set_alarm_state},
    wire::OperationEntry{"TagResource", &tag_resource},
    wire::OperationEntry{"UntagResource", &untag_resource},
};

constexpr std::array effects{
    wire::EffectEntry{clock_set_back_effect, &evaluate_all_anew},
    wire::EffectEntry{evaluate_effect, &evaluate_due_alarms},
    wire::EffectEntry{action_refused_effect, &note_refused_action},
};

}  // namespace

const wire::ServiceDefinition& definition() {
  static const wire::ServiceDefinition definition{
      .name = "cloudwatch", .operations = operations, .schema = store_schema(), .effects = effects};
  return definition;
}

}  // namespace cloche::cloudwatch
