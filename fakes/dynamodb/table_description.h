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

/// An SSEDescription; null where the specification leaves the table with the key that DynamoDB owns.
Json describe_encryption(const wire::Structure& specification, std::string_view region,
                         std::string_view account);

/// What a table or index can take at once: the maxima that were asked for, or those that one begins with.
Json describe_warm_throughput(const Json* requested, const Json& throughput, bool on_demand);

}  // namespace cloche::dynamodb
