#pragma once
// Labels with parts that depend on the data: "max ${MAX} of ${PROP('Dim.FunctionName')}" ("Using dynamic
// labels" of the user guide). Assumed: how numbers and times are written.
#include <string>
#include <string_view>

#include "fakes/cloudwatch/metric_query.h"

namespace cloche::cloudwatch {

struct LabelContext {
  const MetricQuery& query;
  const TimeSeries& series;
  std::string_view own_label;  // what ${LABEL} stands for
  std::string_view account;
  std::string_view region;
  int offset_minutes = 0;  // of LabelOptions.Timezone
};

/// The label with its parts replaced; a part that is none stays as it is.
std::string dynamic_label(std::string_view label, const LabelContext& context);

/// "+0130" in minutes; nullopt where it is no zone.
std::optional<int> zone_offset(std::string_view zone);

}  // namespace cloche::cloudwatch
