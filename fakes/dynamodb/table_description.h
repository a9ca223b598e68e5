#pragma once
// The pieces of a TableDescription: what CreateTable and UpdateTable put into a table's document, and what is
// answered of it.
#include <string>
#include <string_view>

#include "fakes/core/json.h"
#include "fakes/dynamodb/store.h"
#include "fakes/wire/structure.h"

namespace cloche::dynamodb {

/// The table's description with the counts of the moment, as every operation on tables answers it.
Json describe(Store& store, const TableDefinition& table);

/// A ProvisionedThroughputDescription; of a table or index that is paid by the request (null), zeros.
Json describe_throughput(const Json* throughput);

/// What is described of a new index, without its counts: `request` is a LocalSecondaryIndex.
Json describe_local_index(const wire::Structure& request, std::string_view table_arn);
/// `request` is a GlobalSecondaryIndex or a CreateGlobalSecondaryIndexAction. Its status is CREATING.
Json describe_global_index(const wire::Structure& request, std::string_view table_arn);

/// AttributeDefinitions as the service shows them.
Json in_order_of_names(Json definitions);

}  // namespace cloche::dynamodb
