// The table of contents of DynamoDB. What the model has and this has not answers "not emulated".
#include "fakes/dynamodb/service.h"

#include <array>

#include "fakes/dynamodb/operations/operations.h"
#include "fakes/dynamodb/store.h"
#include "fakes/dynamodb/table_status.h"
#include "fakes/dynamodb/time_to_live.h"

namespace cloche::dynamodb {

namespace {

constexpr std::array operations{
    wire::OperationEntry{"BatchGetItem", &batch_get_item},
    wire::OperationEntry{"BatchWriteItem", &batch_write_item},
    wire::OperationEntry{"CreateTable", &create_table},
    wire::OperationEntry{"DeleteItem", &delete_item},
    wire::OperationEntry{"DeleteTable", &delete_table},
    wire::OperationEntry{"DescribeContinuousBackups", &describe_continuous_backups},
    wire::OperationEntry{"DescribeEndpoints", &describe_endpoints},
    wire::OperationEntry{"DescribeLimits", &describe_limits},
    wire::OperationEntry{"DescribeTable", &describe_table},
    wire::OperationEntry{"DescribeTimeToLive", &describe_time_to_live},
    wire::OperationEntry{"GetItem", &get_item},
    wire::OperationEntry{"ListTables", &list_tables},
    wire::OperationEntry{"ListTagsOfResource", &list_tags_of_resource},
    wire::OperationEntry{"PutItem", &put_item},
    wire::OperationEntry{"Query", &query},
    wire::OperationEntry{"Scan", &scan},
    wire::OperationEntry{"TagResource", &tag_resource},
    wire::OperationEntry{"TransactGetItems", &transact_get_items},
    wire::OperationEntry{"TransactWriteItems", &transact_write_items},
    wire::OperationEntry{"UntagResource", &untag_resource},
    wire::OperationEntry{"UpdateContinuousBackups", &update_continuous_backups},
    wire::OperationEntry{"UpdateItem", &update_item},
    wire::OperationEntry{"UpdateTable", &update_table},
    wire::OperationEntry{"UpdateTimeToLive", &update_time_to_live},
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
