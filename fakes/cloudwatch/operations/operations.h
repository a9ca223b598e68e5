#pragma once
// The operations of CloudWatch; service.cpp has their table.
#include "fakes/wire/service.h"

namespace cloche::cloudwatch {

using wire::Answer;
using wire::Call;
using wire::Structure;

Answer put_metric_data(Call& call, const Structure& request);
Answer get_metric_statistics(Call& call, const Structure& request);
Answer get_metric_data(Call& call, const Structure& request);
Answer list_metrics(Call& call, const Structure& request);

Answer put_metric_alarm(Call& call, const Structure& request);
Answer put_composite_alarm(Call& call, const Structure& request);
Answer describe_alarms(Call& call, const Structure& request);
Answer describe_alarms_for_metric(Call& call, const Structure& request);
Answer describe_alarm_history(Call& call, const Structure& request);
Answer delete_alarms(Call& call, const Structure& request);
Answer set_alarm_state(Call& call, const Structure& request);
Answer enable_alarm_actions(Call& call, const Structure& request);
Answer disable_alarm_actions(Call& call, const Structure& request);

Answer put_dashboard(Call& call, const Structure& request);
Answer get_dashboard(Call& call, const Structure& request);
Answer list_dashboards(Call& call, const Structure& request);
Answer delete_dashboards(Call& call, const Structure& request);

Answer tag_resource(Call& call, const Structure& request);
Answer untag_resource(Call& call, const Structure& request);
Answer list_tags_for_resource(Call& call, const Structure& request);

}  // namespace cloche::cloudwatch
