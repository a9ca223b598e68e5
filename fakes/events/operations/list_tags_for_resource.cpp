#include <nlohmann/json.hpp>

#include "fakes/events/operations/operations.h"
#include "fakes/events/resources.h"

namespace cloche::events {

Answer list_tags_for_resource(Call& call, const Structure& request) {
  Json tags = Json::array();
  for (const auto& [key, value] : Store(call.account).tags(tagged_resource(call, request))) {
    tags.push_back({{"Key", key}, {"Value", value}});
  }
  return Json{{"Tags", std::move(tags)}};
}

}  // namespace cloche::events
