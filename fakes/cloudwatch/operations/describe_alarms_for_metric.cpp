#include "fakes/cloudwatch/alarm_document.h"
#include "fakes/cloudwatch/alarm_store.h"
#include "fakes/cloudwatch/operations/operations.h"

namespace cloche::cloudwatch {

Answer describe_alarms_for_metric(Call& call, const Structure& request) {
  std::vector<MetricName::Dimension> dimensions;
  for (const Structure& dimension : request.structures("Dimensions"))
    dimensions.emplace_back(dimension.string("Name"), dimension.string("Value"));
  const MetricName metric(request.string("Namespace"), request.string("MetricName"), std::move(dimensions));

  Json document{{"MetricAlarms", Json::array()}};
  for (const Alarm& alarm : AlarmStore(call.account, call.region).watching(metric)) {
    // Alarms on metric math are not told, as the service does not either.
    if (!alarm.configuration.contains("MetricName")) continue;
    bool fits = true;
    for (const char* filter : {"Statistic", "ExtendedStatistic", "Period", "Unit"}) {
      const Json* wanted = request.find_json(filter);
      if (wanted != nullptr &&
          (!alarm.configuration.contains(filter) || alarm.configuration[filter] != *wanted))
        fits = false;
    }
    if (fits) document["MetricAlarms"].push_back(alarm_document(call.account, alarm));
  }
  return document;
}

}  // namespace cloche::cloudwatch
