#pragma once
// The operations of CloudWatch Logs; each is in the file of its name.
#include "fakes/wire/service.h"

namespace cloche::logs {

using wire::Answer;
using wire::Call;
using wire::Structure;

Answer create_log_group(Call& call, const Structure& request);
Answer create_log_stream(Call& call, const Structure& request);
Answer delete_log_group(Call& call, const Structure& request);
Answer delete_log_stream(Call& call, const Structure& request);
Answer delete_metric_filter(Call& call, const Structure& request);
Answer delete_resource_policy(Call& call, const Structure& request);
Answer delete_retention_policy(Call& call, const Structure& request);
Answer delete_subscription_filter(Call& call, const Structure& request);
Answer describe_log_groups(Call& call, const Structure& request);
Answer describe_log_streams(Call& call, const Structure& request);
Answer describe_metric_filters(Call& call, const Structure& request);
Answer describe_resource_policies(Call& call, const Structure& request);
Answer describe_subscription_filters(Call& call, const Structure& request);
Answer filter_log_events(Call& call, const Structure& request);
Answer get_log_events(Call& call, const Structure& request);
Answer list_tags_for_resource(Call& call, const Structure& request);
Answer list_tags_log_group(Call& call, const Structure& request);
Answer put_log_events(Call& call, const Structure& request);
Answer put_log_group_deletion_protection(Call& call, const Structure& request);
Answer put_metric_filter(Call& call, const Structure& request);
Answer put_resource_policy(Call& call, const Structure& request);
Answer put_retention_policy(Call& call, const Structure& request);
Answer put_subscription_filter(Call& call, const Structure& request);
Answer tag_log_group(Call& call, const Structure& request);
Answer tag_resource(Call& call, const Structure& request);
Answer test_metric_filter(Call& call, const Structure& request);
Answer untag_log_group(Call& call, const Structure& request);
Answer untag_resource(Call& call, const Structure& request);

}  // namespace cloche::logs
