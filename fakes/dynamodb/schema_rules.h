#pragma once
// What CreateTable and UpdateTable check of keys, indexes and throughput beyond the model, in the real
// service's order and words (as the public suite of dynalite has them, seen from the real service).
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/api_error.h"
#include "fakes/core/json.h"
#include "fakes/wire/structure.h"

namespace cloche::dynamodb {

/// The attribute definitions of a request (or of a table), in order.
struct AttributeNames {
  std::vector<std::string> names;

  explicit AttributeNames(const Json& definitions);
  bool has(std::string_view name) const;
};

/// "Given value … for ReadCapacityUnits is out of bounds"; `throughput` is a ProvisionedThroughput.
void check_throughput_bounds(const wire::Structure& throughput);

/// The key schema of a table.
void check_table_key(const Json& key_schema, const AttributeNames& defined);
/// The list of LocalSecondaryIndexes, where it is given. Adds the names of the indexes to `index_names`.
void check_local_indexes(const wire::Structure& request, const AttributeNames& defined,
                         std::set<std::string>& index_names);
/// The list of GlobalSecondaryIndexes, where it is given.
void check_global_indexes(const wire::Structure& request, const AttributeNames& defined, bool on_demand,
                          std::set<std::string>& index_names);
/// A ProvisionedThroughput of an index whose table is paid by the request.
ApiError throughput_on_demand(std::string_view index_name);
/// One global index, of CreateTable or UpdateTable.
void check_global_index(const wire::Structure& index, const AttributeNames& defined, bool on_demand);
/// That no attribute is defined that no key uses. `description` has KeySchema and the lists of indexes.
void check_all_used(const Json& description, const AttributeNames& defined);
/// The attributes that all projections together name: 100 at most.
void check_projected_count(const Json& description);

/// What a table's stream is asked to be.
void check_stream(const wire::Structure& specification);
/// That a PROVISIONED table or index is not told a maximum for requests, nor the other way round.
void check_on_demand_throughput(const wire::Structure& request, bool on_demand);

}  // namespace cloche::dynamodb
