// The table of contents of DynamoDB. What the model has and this has not answers "not emulated".
#include "fakes/dynamodb/service.h"

#include <array>

#include "fakes/dynamodb/operations/operations.h"
#include "fakes/dynamodb/store.h"
#include "fakes/dynamodb/table_status.h"
#include "fakes/dynamodb/time_to_live.h"

namespace cloche::dynamodb {

namespace {

// None has to do with logs or metrics, which is what deferred work writes: all overtake it.
constexpr std::array operations{
    wire::OperationEntry{"BatchGetItem", &batch_get_item, true},
    wire::OperationEntry{"BatchWriteItem", &batch_write_item, true},
    wire::OperationEntry{"CreateTable", &create_table, true},
    wire::OperationEntry{"DeleteItem", &delete_item, true},
    wire::OperationEntry{"DeleteTable", &delete_table, true},
    wire::OperationEntry{"DescribeContinuousBackups", &describe_continuous_backups, true},
    wire::OperationEntry{"DescribeEndpoints", &describe_endpoints, true},
    wire::OperationEntry{"DescribeLimits", &describe_limits, true},
    wire::OperationEntry{"DescribeTable", &describe_table, true},
    wire::OperationEntry{"DescribeTimeToLive", &describe_time_to_live, true},
    wire::OperationEntry{"GetItem", &get_item, true},
    wire::OperationEntry{"ListTables", &list_tables, true},
    wire::OperationEntry{"ListTagsOfResource", &list_tags_of_resource, true},
    wire::OperationEntry{"PutItem", &put_item, true},
    wire::OperationEntry{"Query", &query, true},
    wire::OperationEntry{"Scan", &scan, true},
    wire::OperationEntry{"TagResource", &tag_resource, true},
    wire::OperationEntry{"TransactGetItems", &transact_get_items, true},
    wire::OperationEntry{"TransactWriteItems", &transact_write_items, true},
    wire::OperationEntry{"UntagResource", &untag_resource, true},
    wire::OperationEntry{"UpdateContinuousBackups", &update_continuous_backups, true},
    wire::OperationEntry{"UpdateItem", &update_item, true},
    wire::OperationEntry{"UpdateTable", &update_table, true},
    wire::OperationEntry{"UpdateTimeToLive", &update_time_to_live, true},
};

constexpr std::array effects{
    wire::EffectEntry{expire_items_effect, &expire_items},
    wire::EffectEntry{table_status_effect, &finish_change},
    wire::EffectEntry{time_to_live_status_effect, &finish_time_to_live_switch},
};

}  // namespace

const wire::ServiceDefinition& definition() {
  static const wire::ServiceDefinition service{"dynamodb", operations, store_schema(), effects};
  return service;
}

}  // namespace cloche::dynamodb
