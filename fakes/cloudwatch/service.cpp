#include "fakes/cloudwatch/service.h"

#include <array>

#include "fakes/cloudwatch/operations/operations.h"
#include "fakes/cloudwatch/store.h"

namespace cloche::cloudwatch {

namespace {

constexpr std::array operations{
    wire::OperationEntry{"PutMetricData", &put_metric_data},
};

}  // namespace

const wire::ServiceDefinition& definition() {
  static const wire::ServiceDefinition definition{
      .name = "cloudwatch", .operations = operations, .schema = store_schema(), .effects = {}};
  return definition;
}

}  // namespace cloche::cloudwatch
