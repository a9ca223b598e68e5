#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "fakes/lambda/account_limits.h"
#include "fakes/lambda/errors.h"
#include "fakes/lambda/function_access.h"
#include "fakes/lambda/function_configuration.h"
#include "fakes/lambda/operations/operations.h"
#include "fakes/lambda/version_publishing.h"

namespace cloche::lambda {

Answer publish_version(Call& call, const Structure& request) {
  const FunctionKey key = key_without_qualifier(call, request);
  if (request.has("PublishTo")) throw not_emulated("PublishVersion.PublishTo");
  Store store(call.account, call.region);
  const StoredVersion current = latest_to_change(store, key, request);
  const std::string& code = current.shown.text("CodeSha256");
  if (const std::string* wanted = request.find_string("CodeSha256");
      wanted && !wanted->empty() && *wanted != code) {
    throw invalid_parameter(fmt::format(
        "CodeSHA256 ({}) is different from current CodeSHA256 in $LATEST ({}). Please try again with the "
        "CodeSHA256 in $LATEST.",
        *wanted, code));
  }
  const StoredVersion published = publish(store, current, request.find_string("Description"));
  check_code_storage(store);
  return describe(store, published, version_name(published.number));
}

}  // namespace cloche::lambda
