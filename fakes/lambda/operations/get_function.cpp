#include <nlohmann/json.hpp>

#include "fakes/lambda/function_access.h"
#include "fakes/lambda/function_configuration.h"
#include "fakes/lambda/operations/operations.h"
#include "fakes/lambda/tags.h"

namespace cloche::lambda {

Answer get_function(Call& call, const Structure& request) {
  const FunctionKey key = key_in(call, request);
  Store store(call.account, call.region);
  const StoredVersion version = existing_version(store, key);
  // AWS also answers a Location from which the code can be downloaded: README.md.
  Json document{{"Configuration", describe(store, version, key.qualifier)},
                {"Code", {{"RepositoryType", "S3"}}}};
  if (Json tags = describe_tags(store, key.name); !tags.empty()) document["Tags"] = std::move(tags);
  if (const auto reserved = store.reserved_concurrency(key.name)) {
    document["Concurrency"] = {{"ReservedConcurrentExecutions", *reserved}};
  }
  return document;
}

Answer get_function_configuration(Call& call, const Structure& request) {
  const FunctionKey key = key_in(call, request);
  Store store(call.account, call.region);
  return describe(store, existing_version(store, key), key.qualifier);
}

}  // namespace cloche::lambda
