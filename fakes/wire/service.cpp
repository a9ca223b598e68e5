#include "fakes/wire/service.h"

#include "fakes/core/arn.h"
#include "fakes/core/fault.h"

namespace cloche::wire {

std::string Call::arn(std::string_view resource) const {
  return make_arn(service.signing_name, region, account.number(), resource);
}

const model::Service& ServiceDefinition::model() const {
  const model::Service* found = model::find_service(name);
  if (found == nullptr) fail("no API model is named {}", name);
  for (const OperationEntry& entry : operations) {
    if (found->operation(entry.name) == nullptr)
      fail("the API model of {} has no operation {}", name, entry.name);
  }
  return *found;
}

OperationFunction ServiceDefinition::function(std::string_view operation) const {
  for (const OperationEntry& entry : operations) {
    if (entry.name == operation) return entry.function;
  }
  return nullptr;
}

}  // namespace cloche::wire
