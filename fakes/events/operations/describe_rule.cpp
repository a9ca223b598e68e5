#include <nlohmann/json.hpp>

#include "fakes/events/operations/operations.h"
#include "fakes/events/resources.h"

namespace cloche::events {

Answer describe_rule(Call& call, const Structure& request) {
  Json answer = rule_document(call.account, existing_rule(call, request));
  answer["CreatedBy"] = call.account.number();
  return answer;
}

}  // namespace cloche::events
