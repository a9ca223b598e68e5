#include <limits>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "fakes/lambda/function_configuration.h"
#include "fakes/lambda/function_name.h"
#include "fakes/lambda/operations/operations.h"
#include "fakes/lambda/paging.h"

namespace cloche::lambda {

namespace {

struct Listed {
  std::string function;
  StoredVersion version;
};

constexpr std::int64_t no_limit = std::numeric_limits<std::int64_t>::max();

// A function's $LATEST alone, after the function `start`, one more than a page holds.
std::vector<Listed> latest_versions(Store& store, const Structure& request) {
  std::vector<Listed> listed;
  for (std::string& name : store.function_names(page_start(request), page_size(request) + 1)) {
    auto version = store.find_version(name, 0);
    listed.push_back({std::move(name), std::move(*version)});
  }
  return listed;
}

// Every version, after the place "function:number".
std::vector<Listed> all_versions(Store& store, const Structure& request) {
  const std::string start = page_start(request);
  const auto colon = start.find(':');
  const std::string last = start.substr(0, colon);
  std::vector<Listed> listed;
  const auto wanted = static_cast<std::size_t>(page_size(request)) + 1;
  const auto list = [&](const std::string& name, std::int64_t from) {
    for (StoredVersion& version :
         store.versions(name, from, static_cast<std::int64_t>(wanted - listed.size())))
      listed.push_back({name, std::move(version)});
  };
  if (colon != std::string::npos)
    list(last, version_number(start.substr(colon + 1)).value_or(no_limit - 1) + 1);
  for (const std::string& name : store.function_names(last, no_limit)) {
    if (listed.size() >= wanted) break;
    list(name, 0);
  }
  return listed;
}

}  // namespace

Answer list_functions(Call& call, const Structure& request) {
  const std::string region = request.string_or("MasterRegion", "ALL");
  const bool all = request.has("FunctionVersion");
  Store store(call.account, call.region);
  // Only Lambda@Edge replicates functions, and there is none: each has its own region as master.
  if (region != "ALL" && region != call.region) return Json{{"Functions", Json::array()}};
  return page(
      request, "Functions", all ? all_versions(store, request) : latest_versions(store, request),
      [&](const Listed& each) {
        return all ? each.function + ":" + version_name(each.version.number) : each.function;
      },
      [&](const Listed& each) {
        return describe_in_list(store, each.version, all ? version_name(each.version.number) : "");
      });
}

}  // namespace cloche::lambda
