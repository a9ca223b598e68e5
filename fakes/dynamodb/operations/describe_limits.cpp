#include "fakes/dynamodb/operations/operations.h"

namespace cloche::dynamodb {

// The quotas that an account begins with in all regions (Developer Guide, "Service, account, and table
// quotas").
Answer describe_limits(Call&, const Structure&) {
  return Json{{"AccountMaxReadCapacityUnits", 80000},
              {"AccountMaxWriteCapacityUnits", 80000},
              {"TableMaxReadCapacityUnits", 40000},
              {"TableMaxWriteCapacityUnits", 40000}};
}

}  // namespace cloche::dynamodb
