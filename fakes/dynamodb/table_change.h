#pragma once
// A change of a table by UpdateTable: its description while the change is under way, and the one to which it
// comes. table_status.h finishes it.
#include <string>

#include "fakes/core/json.h"
#include "fakes/dynamodb/throughput_change.h"

namespace cloche::dynamodb {

struct Change {
  Json now;
  Json after;
  Moments when;
};

/// The global index of that name in a table's description. Throws ResourceNotFoundException.
Json& existing_index(Json& description, const std::string& name);

bool is_paid_by_request(const Json& description);

/// Of a table or an index, from `now` to `after`: each member of OnDemandThroughput that is given; -1 takes
/// it away.
void change_on_demand_throughput(const Json& requested, Json& now, Json& after);
void change_warm_throughput(const Json& requested, Json& now, Json& after);

}  // namespace cloche::dynamodb
