#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "fakes/lambda/errors.h"
#include "fakes/lambda/function_access.h"
#include "fakes/lambda/operations/operations.h"
#include "fakes/lambda/resource_policy.h"

namespace cloche::lambda {

namespace {
constexpr std::size_t max_policy_bytes = 20480;  // Lambda quotas: 20 KB
}

Answer add_permission(Call& call, const Structure& request) {
  const FunctionKey key = key_in(call, request);
  Store store(call.account, call.region);
  if (key.qualifier == latest)
    throw invalid_parameter("We currently do not support adding policies for $LATEST.");
  check_function_exists(store, key);
  const std::string revision = policy_revision(store, key);
  const std::string& sid = request.string("StatementId");
  const std::string statement = policy_statement(request, key.qualified_arn(call.account));
  if (store.has_policy_statement(key.name, key.qualifier, sid)) {
    throw resource_conflict(fmt::format(
        "The statement id ({}) provided already exists. Please provide a new statement id, or remove the "
        "existing statement.",
        sid));
  }
  check_revision(request.find_string("RevisionId"), revision);
  store.add_policy_statement(key.name, key.qualifier, sid, statement);
  if (const std::size_t size = policy_document(store, key).size(); size > max_policy_bytes) {
    throw user_error(
        "PolicyLengthExceededException",
        fmt::format("The final policy size ({}) is bigger than the limit ({}).", size, max_policy_bytes));
  }
  change_policy_revision(store, key);
  return Json{{"Statement", statement}};
}

}  // namespace cloche::lambda
