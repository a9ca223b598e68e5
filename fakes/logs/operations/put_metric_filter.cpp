#include <algorithm>

#include "fakes/logs/errors.h"
#include "fakes/logs/group_reference.h"
#include "fakes/logs/metric_filter.h"
#include "fakes/logs/operations/operations.h"

namespace cloche::logs {

namespace {

constexpr std::int64_t max_metric_filters = 100;  // of a group (quotas of CloudWatch Logs)

}  // namespace

Answer put_metric_filter(Call& call, const Structure& request) {
  const std::string& pattern = request.string("filterPattern");
  FilterPattern::parse(pattern);
  check_metric_transformation(request.structures("metricTransformations").front());
  if (request.boolean_or("applyOnTransformedLogs", false)) {
    call.report_unsupported("applyOnTransformedLogs: logs are not transformed");
  }
  Store store(call.account, call.region);
  const LogGroup group = named_group(store, request);
  const std::string& name = request.string("filterName");
  const auto filters = store.filters(group.id, FilterKind::metric);
  const bool is_new = std::ranges::find(filters, name, &Filter::name) == filters.end();
  if (is_new && std::ssize(filters) >= max_metric_filters) throw limit_exceeded();
  const Json definition{{"metricTransformations", request.json("metricTransformations")}};
  store.put_filter(group.id, FilterKind::metric,
                   {name, pattern, call.account.clock().now(), definition.dump()});
  return {};
}

}  // namespace cloche::logs
