// The table of contents of CloudWatch Logs. What the model has and this has not answers "not emulated".
#include "fakes/logs/service.h"

#include <array>

#include "fakes/logs/operations/operations.h"
#include "fakes/logs/retention.h"
#include "fakes/logs/store.h"

namespace cloche::logs {

namespace {

constexpr std::array operations{
    wire::OperationEntry{"CreateLogGroup", &create_log_group},
};

constexpr std::array effects{
    wire::EffectEntry{expire_events_effect, &expire_events},
};

}  // namespace

const wire::ServiceDefinition& definition() {
  static const wire::ServiceDefinition service{
      .name = "logs", .operations = operations, .schema = store_schema(), .effects = effects};
  return service;
}

}  // namespace cloche::logs
