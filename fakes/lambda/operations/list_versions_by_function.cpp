#include <nlohmann/json.hpp>

#include "fakes/lambda/function_access.h"
#include "fakes/lambda/function_configuration.h"
#include "fakes/lambda/operations/operations.h"
#include "fakes/lambda/paging.h"

namespace cloche::lambda {

Answer list_versions_by_function(Call& call, const Structure& request) {
  const FunctionKey key = key_without_qualifier(call, request);
  Store store(call.account, call.region);
  check_function_exists(store, key);
  const std::string start = page_start(request);
  const std::int64_t from = start.empty() ? 0 : version_number(start).value_or(0) + 1;
  return page(
      request, "Versions", store.versions(key.name, from, page_size(request) + 1),
      [](const StoredVersion& version) { return version_name(version.number); },
      [&](const StoredVersion& version) {
        return describe_in_list(store, version, version_name(version.number));
      });
}

}  // namespace cloche::lambda
