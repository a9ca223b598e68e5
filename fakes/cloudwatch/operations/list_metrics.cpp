#include <algorithm>
#include <nlohmann/json.hpp>

#include "fakes/cloudwatch/metric_reading.h"
#include "fakes/cloudwatch/operations/operations.h"
#include "fakes/cloudwatch/paging.h"
#include "fakes/cloudwatch/parameter_errors.h"

namespace cloche::cloudwatch {

namespace {

constexpr std::size_t metrics_in_page = 500;
constexpr std::size_t most_filters = 10;
// "This operation doesn't return information about metrics if those metrics haven't reported data in the past
// two weeks" (API_ListMetrics).
constexpr std::chrono::hours listed_for = std::chrono::days(14);
constexpr std::chrono::hours recently{3};

struct Filter {
  std::string name;
  const std::string* value;
};

std::vector<Filter> read_filters(ParameterErrors& errors, const Structure& request) {
  std::vector<Filter> filters;
  const auto given = request.structures("Dimensions");
  if (given.size() > most_filters) errors.too_many("Dimensions", most_filters);
  for (std::size_t i = 0; i < given.size(); ++i) {
    const std::string* name = given[i].find_string("Name");
    errors.text(member_of("Dimensions", i) + ".Name", name, longest_name);
    if (name != nullptr) filters.push_back({*name, given[i].find_string("Value")});
  }
  return filters;
}

bool has(const MetricName& metric, const Filter& filter) {
  return std::ranges::any_of(metric.dimensions(), [&](const auto& dimension) {
    return dimension.first == filter.name && (filter.value == nullptr || *filter.value == dimension.second);
  });
}

// A token holds the last metric of the page before.
std::string place(const MetricName& metric) { return metric.key(); }

std::optional<MetricName> metric_at(std::string_view place) {
  // A key is the namespace, the name and the dimensions, each with its end.
  auto parts = MetricName::dimensions_of(place);
  if (parts.empty()) return std::nullopt;
  auto [name_space, name] = parts.front();
  parts.erase(parts.begin());
  return MetricName(name_space, name, std::move(parts));
}

}  // namespace

Answer list_metrics(Call& call, const Structure& request) {
  ParameterErrors errors;
  const std::string* name_space = request.find_string("Namespace");
  const std::string* name = request.find_string("MetricName");
  if (name_space != nullptr) errors.text("Namespace", name_space, longest_name);
  if (name != nullptr) errors.text("MetricName", name, longest_name);
  const auto filters = read_filters(errors, request);
  const std::string* active = request.find_string("RecentlyActive");
  if (active != nullptr && *active != "PT3H") errors.not_in_set("RecentlyActive", "PT3H");
  std::optional<MetricName> after;
  if (const std::string* token = request.find_string("NextToken")) {
    const auto place = place_of(*token);
    if (place && std::ranges::count(*place, '\x1f') >= 2 && std::ranges::count(*place, '\x1f') % 2 == 0)
      after = metric_at(*place);
    if (!after) errors.invalid("NextToken", *token);  // assumed
  }
  errors.finish();
  if (request.boolean_or("IncludeLinkedAccounts", false))
    call.report_unsupported("IncludeLinkedAccounts: there are no other accounts");

  const Time since = call.account.clock().now() - (active != nullptr ? recently : listed_for);
  auto metrics = MetricReading(call.account, call.region)
                     .list(name_space, name, after ? &*after : nullptr, since, metrics_in_page + 1,
                           [&](const MetricName& metric) {
                             return std::ranges::all_of(
                                 filters, [&](const Filter& filter) { return has(metric, filter); });
                           });
  Json document;
  if (metrics.size() > metrics_in_page) {
    metrics.erase(metrics.begin() + metrics_in_page, metrics.end());
    document["NextToken"] = next_token(place(metrics.back().name));
  }
  document["Metrics"] = Json::array();
  for (const auto& metric : metrics) {
    document["Metrics"].push_back({{"Namespace", metric.name.name_space()},
                                   {"MetricName", metric.name.name()},
                                   {"Dimensions", metric.name.dimensions_document()}});
  }
  return document;
}

}  // namespace cloche::cloudwatch
