#include "fakes/logs/group_reference.h"
#include "fakes/logs/operations/operations.h"
#include "fakes/logs/paging.h"

namespace cloche::logs {

Answer describe_subscription_filters(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const LogGroup group = named_group(store, request);
  const std::string prefix = request.string_or("filterNamePrefix", "");
  return page(
      request, "subscriptionFilters",
      // There are two at most.
      [&](const std::string& start, std::int64_t) {
        auto filters = store.filters(group.id, FilterKind::subscription);
        std::erase_if(filters, [&](const Filter& filter) {
          return filter.name <= start || !filter.name.starts_with(prefix);
        });
        return filters;
      },
      [](const Filter& filter) { return filter.name; },
      [&](const Filter& filter) {
        Json document = Json::parse(filter.definition);
        document["filterName"] = filter.name;
        document["filterPattern"] = filter.pattern;
        document["creationTime"] = to_millis(filter.created);
        document["logGroupName"] = group.name;
        return document;
      });
}

}  // namespace cloche::logs
