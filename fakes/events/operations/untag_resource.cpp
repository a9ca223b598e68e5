#include <nlohmann/json.hpp>

#include "fakes/events/operations/operations.h"
#include "fakes/events/resources.h"

namespace cloche::events {

Answer untag_resource(Call& call, const Structure& request) {
  const std::string arn = tagged_resource(call, request);
  Store store(call.account);
  for (const std::string& key : request.strings("TagKeys")) store.remove_tag(arn, key);
  return {};
}

}  // namespace cloche::events
