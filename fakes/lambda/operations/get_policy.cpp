#include <nlohmann/json.hpp>

#include "fakes/lambda/errors.h"
#include "fakes/lambda/function_access.h"
#include "fakes/lambda/operations/operations.h"
#include "fakes/lambda/resource_policy.h"

namespace cloche::lambda {

Answer get_policy(Call& call, const Structure& request) {
  FunctionKey key = key_in(call, request);
  Store store(call.account, call.region);
  const std::string revision = policy_revision(store, key);
  if (key.qualifier == latest) key.qualifier.clear();
  std::string document = policy_document(store, key);
  if (document.empty()) throw resource_not_found("The resource you requested does not exist.");
  return Json{{"Policy", std::move(document)}, {"RevisionId", revision}};
}

}  // namespace cloche::lambda
