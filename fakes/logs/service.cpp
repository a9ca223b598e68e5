// The table of contents of CloudWatch Logs. What the model has and this has not answers "not emulated".
#include "fakes/logs/service.h"

#include <array>

#include "fakes/logs/delivered.h"
#include "fakes/logs/operations/operations.h"
#include "fakes/logs/retention.h"
#include "fakes/logs/store.h"

namespace cloche::logs {

namespace {

constexpr std::array operations{
    wire::OperationEntry{"CreateLogGroup", &create_log_group},
    wire::OperationEntry{"CreateLogStream", &create_log_stream},
    wire::OperationEntry{"DeleteLogGroup", &delete_log_group},
    wire::OperationEntry{"DeleteLogStream", &delete_log_stream},
    wire::OperationEntry{"DeleteMetricFilter", &delete_metric_filter},
    wire::OperationEntry{"DeleteResourcePolicy", &delete_resource_policy},
    wire::OperationEntry{"DeleteRetentionPolicy", &delete_retention_policy},
    wire::OperationEntry{"DeleteSubscriptionFilter", &delete_subscription_filter},
    wire::OperationEntry{"DescribeLogGroups", &describe_log_groups},
    wire::OperationEntry{"DescribeLogStreams", &describe_log_streams},
    wire::OperationEntry{"DescribeMetricFilters", &describe_metric_filters},
    wire::OperationEntry{"DescribeResourcePolicies", &describe_resource_policies},
    wire::OperationEntry{"DescribeSubscriptionFilters", &describe_subscription_filters},
    wire::OperationEntry{"FilterLogEvents", &filter_log_events},
    wire::OperationEntry{"GetLogEvents", &get_log_events},
    wire::OperationEntry{"ListTagsForResource", &list_tags_for_resource},
    wire::OperationEntry{"ListTagsLogGroup", &list_tags_log_group},
    wire::OperationEntry{"PutLogEvents", &put_log_events},
    wire::OperationEntry{"PutLogGroupDeletionProtection", &put_log_group_deletion_protection},
    wire::OperationEntry{"PutMetricFilter", &put_metric_filter},
    wire::OperationEntry{"PutResourcePolicy", &put_resource_policy},
    wire::OperationEntry{"PutRetentionPolicy", &put_retention_policy},
    wire::OperationEntry{"PutSubscriptionFilter", &put_subscription_filter},
    wire::OperationEntry{"TagLogGroup", &tag_log_group},
    wire::OperationEntry{"TagResource", &tag_resource},
    wire::OperationEntry{"TestMetricFilter", &test_metric_filter},
    wire::OperationEntry{"UntagLogGroup", &untag_log_group},
    wire::OperationEntry{"UntagResource", &untag_resource},
};

constexpr std::array effects{
    wire::EffectEntry{expire_events_effect, &expire_events},
};

}  // namespace

const wire::ServiceDefinition& definition() {
  static const wire::ServiceDefinition service{.name = "logs",
                                               .operations = operations,
                                               .schema = store_schema(),
                                               .effects = effects,
                                               .receive = &receive_delivery};
  return service;
}

}  // namespace cloche::logs
