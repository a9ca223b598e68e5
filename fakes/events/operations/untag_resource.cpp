#include <nlohmann/json.hpp>

#include "fakes/core/system_tags.h"
#include "fakes/events/errors.h"
#include "fakes/events/operations/operations.h"
#include "fakes/events/resources.h"

namespace cloche::events {

Answer untag_resource(Call& call, const Structure& request) {
  const std::string arn = tagged_resource(call, request);
  Store store(call.account);
  for (const std::string& key : request.strings("TagKeys")) {
    if (is_system_tag(key)) throw validation_error(system_tag_refusal);  // assumed: the words
    store.remove_tag(arn, key);
  }
  return {};
}

}  // namespace cloche::events
