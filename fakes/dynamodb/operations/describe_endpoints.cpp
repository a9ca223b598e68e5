#include <fmt/core.h>

#include "fakes/dynamodb/operations/operations.h"

namespace cloche::dynamodb {

// A client that discovers endpoints would go to the address that it is told. The name is the real service's:
// clients of Cloche have an endpoint of their own, and with that they do not discover.
Answer describe_endpoints(Call& call, const Structure&) {
  Json endpoint{{"Address", fmt::format("dynamodb.{}.amazonaws.com", call.region)},
                {"CachePeriodInMinutes", 1440}};
  return Json{{"Endpoints", Json::array({std::move(endpoint)})}};
}

}  // namespace cloche::dynamodb
