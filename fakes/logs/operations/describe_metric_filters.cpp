#include <algorithm>
#include <limits>

#include "fakes/logs/errors.h"
#include "fakes/logs/group_reference.h"
#include "fakes/logs/operations/operations.h"
#include "fakes/logs/paging.h"

namespace cloche::logs {

namespace {

// The filters of the request's group, or of all groups, each as it is described, by group and name.
std::vector<Json> all_filters(Store& store, const Structure& request) {
  std::vector<LogGroup> groups;
  if (request.has("logGroupName")) {
    groups.push_back(named_group(store, request));
  } else {
    groups = store.groups({}, "", std::numeric_limits<std::int64_t>::max());
  }
  std::vector<Json> filters;
  for (const LogGroup& group : groups) {
    for (const Filter& filter : store.filters(group.id, FilterKind::metric)) {
      Json document = Json::parse(filter.definition);
      document["filterName"] = filter.name;
      document["filterPattern"] = filter.pattern;
      document["creationTime"] = to_millis(filter.created);
      document["logGroupName"] = group.name;
      filters.push_back(std::move(document));
    }
  }
  return filters;
}

// ':' is in the names of neither.
std::string key_of(const Json& filter) {
  return filter.at("logGroupName").get<std::string>() + ":" + filter.at("filterName").get<std::string>();
}

bool is_wanted(const Json& filter, const Structure& request) {
  const Json& transformation = filter.at("metricTransformations").at(0);
  const std::string* name = request.find_string("metricName");
  if (name != nullptr && transformation.at("metricName") != *name) return false;
  const std::string* name_space = request.find_string("metricNamespace");
  if (name_space != nullptr && transformation.at("metricNamespace") != *name_space) return false;
  return filter.at("filterName")
      .get_ref<const std::string&>()
      .starts_with(request.string_or("filterNamePrefix", ""));
}

}  // namespace

Answer describe_metric_filters(Call& call, const Structure& request) {
  if (request.has("metricName") != request.has("metricNamespace")) {
    // Assumed: the words. That they come together is in the API reference.
    throw invalid_parameter("metricName and metricNamespace must be specified together.");
  }
  Store store(call.account, call.region);
  return page(
      request, "metricFilters",
      [&](const std::string& start, std::int64_t) {
        auto filters = all_filters(store, request);
        std::erase_if(filters, [&](const Json& filter) {
          return key_of(filter) <= start || !is_wanted(filter, request);
        });
        std::ranges::sort(filters, {}, &key_of);
        return filters;
      },
      &key_of, [](const Json& filter) { return filter; });
}

}  // namespace cloche::logs
