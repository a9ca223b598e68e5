#include <algorithm>

#include "fakes/logs/errors.h"
#include "fakes/logs/group_reference.h"
#include "fakes/logs/operations/operations.h"
#include "fakes/logs/subscription_filter.h"

namespace cloche::logs {

namespace {

constexpr std::int64_t max_subscription_filters = 2;  // of a group (quotas of CloudWatch Logs)

}  // namespace

Answer put_subscription_filter(Call& call, const Structure& request) {
  const std::string& pattern = request.string("filterPattern");
  FilterPattern::parse(pattern);
  if (request.boolean_or("applyOnTransformedLogs", false)) {
    call.report_unsupported("applyOnTransformedLogs: logs are not transformed");
  }
  Store store(call.account, call.region);
  const LogGroup group = named_group(store, request);
  const std::string& destination = request.string("destinationArn");
  check_destination(destination);
  const std::string& name = request.string("filterName");
  const auto filters = store.filters(group.id, FilterKind::subscription);
  const bool is_new = std::ranges::find(filters, name, &Filter::name) == filters.end();
  if (is_new && std::ssize(filters) >= max_subscription_filters) throw limit_exceeded();
  Json definition{{"destinationArn", destination},
                  {"distribution", request.string_or("distribution", "ByLogStream")}};
  if (const std::string* role = request.find_string("roleArn")) definition["roleArn"] = *role;
  store.put_filter(group.id, FilterKind::subscription,
                   {name, pattern, call.account.clock().now(), definition.dump()});
  return {};
}

}  // namespace cloche::logs
