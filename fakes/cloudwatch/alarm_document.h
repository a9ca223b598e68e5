#pragma once
// An alarm as DescribeAlarms answers it.
#include "fakes/cloudwatch/alarm_store.h"
#include "fakes/core/json.h"

namespace cloche::cloudwatch {

/// MetricAlarm or CompositeAlarm, as it is one.
Json alarm_document(const Account& account, const Alarm& alarm);

}  // namespace cloche::cloudwatch
