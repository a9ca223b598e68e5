#pragma once
// What CreateTable and UpdateTable check of the throughput of a table or a global index: what it is
// provisioned with, at most answers (on demand), and can take at once (warm). The words were seen of the
// service: by the authors of dynalite, and of what came since in public notes of 2026.
#include <cstdint>
#include <string>
#include <string_view>

#include "fakes/core/json.h"
#include "fakes/wire/structure.h"

namespace cloche::dynamodb {

/// Whose throughput it is: the index of this name, or the table, whose name is none.
using IndexName = std::string_view;
inline constexpr IndexName of_table{};

/// Of reads or writes that can be provisioned.
inline constexpr std::int64_t max_capacity_units = 1'000'000'000'000;

/// "Given value … for ReadCapacityUnits is out of bounds"; `throughput` is a ProvisionedThroughput.
void check_throughput_bounds(const wire::Structure& throughput);

/// The OnDemandThroughput of `request`, a table's or an index's, where it is given: it is not for a table
/// that is PROVISIONED, and has to be more than 0.
void check_new_on_demand_throughput(const wire::Structure& request, IndexName index, bool on_demand);
/// The same of one that is there; -1 takes a maximum away.
void check_changed_on_demand_throughput(const wire::Structure& request, IndexName index, bool on_demand);

/// The WarmThroughput of `request`, where it is given: not less than a new table or index has from the
/// beginning, as `throughput`, its ProvisionedThroughputDescription, says.
void check_new_warm_throughput(const wire::Structure& request, IndexName index, const Json& throughput,
                               bool on_demand);
/// Not less than that of one that is there: `current` is its description.
void check_raised_warm_throughput(const wire::Structure& request, IndexName index, const Json& current);

/// What a new table or index can take at once: what it begins with, or more that is asked for (or null).
Json describe_warm_throughput(const Json* requested, const Json& throughput, bool on_demand);
/// It is never less than what is provisioned; `description` is of a table or an index.
void raise_warm_throughput(Json& description, bool on_demand);

}  // namespace cloche::dynamodb
