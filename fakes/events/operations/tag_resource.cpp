#include <nlohmann/json.hpp>

#include "fakes/events/operations/operations.h"
#include "fakes/events/resources.h"

namespace cloche::events {

Answer tag_resource(Call& call, const Structure& request) {
  const std::string arn = tagged_resource(call, request);
  Store store(call.account);
  put_tags(store, arn, request);
  return {};
}

}  // namespace cloche::events
