#include <nlohmann/json.hpp>
#include <vector>

#include "fakes/lambda/alias_routing.h"
#include "fakes/lambda/function_access.h"
#include "fakes/lambda/operations/operations.h"
#include "fakes/lambda/paging.h"

namespace cloche::lambda {

Answer list_aliases(Call& call, const Structure& request) {
  const FunctionKey key = key_without_qualifier(call, request);
  Store store(call.account, call.region);
  check_function_exists(store, key);
  std::vector<StoredAlias> aliases = store.aliases(key.name, page_start(request));
  if (const std::string* version = request.find_string("FunctionVersion")) {
    std::erase_if(aliases, [&](const StoredAlias& alias) {
      return alias.configuration.at("FunctionVersion") != *version;
    });
  }
  return page(
      request, "Aliases", aliases, [](const StoredAlias& alias) { return alias.name; },
      [&](const StoredAlias& alias) { return describe_alias(store, key.name, alias); });
}

}  // namespace cloche::lambda
