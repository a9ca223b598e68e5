#include "emulator/gateway/metrics.h"

#include <array>
#include <map>
#include <string>
#include <string_view>

#include "fakes/cloudwatch/metric_writer.h"

namespace cloche::gateway {

namespace {

using cloudwatch::MetricName;
using cloudwatch::MetricPoint;
using cloudwatch::Unit;
using Dimensions = std::vector<MetricName::Dimension>;

// Made once for each metric of each API, stage and method.
struct MetricNames {
  std::map<std::string, MetricName, std::less<>> names;
};

const MetricName& name_of(Account& account, std::string_view metric, const Dimensions& dimensions) {
  std::string key(metric);
  for (const auto& [name, value] : dimensions) key.append("\n").append(value);
  auto& names = account.cache<MetricNames>().names;
  const auto found = names.find(key);
  if (found != names.end()) return found->second;
  return names.emplace(key, MetricName("AWS/ApiGateway", std::string(metric), dimensions)).first->second;
}

/// How often a metric had a value.
using Tally = std::map<std::pair<std::string_view, double>, double>;

void count(const FinishedRequest& request, Tally& tally) {
  const auto add = [&](std::string_view metric, double value) { ++tally[{metric, value}]; };
  add("Count", 1);
  add("4XXError", request.status >= 400 && request.status < 500 ? 1 : 0);
  add("5XXError", request.status >= 500 ? 1 : 0);
  add("Latency", static_cast<double>(request.latency.count()));
  if (request.integration_latency)
    add("IntegrationLatency", static_cast<double>(request.integration_latency->count()));
}

}  // namespace

// In a unit of work. What is equal in several requests is written once.
void write_metrics(Account& account, const std::vector<FinishedRequest>& requests) {
  std::map<std::pair<std::string, Dimensions>, Tally> scopes;  // by region and dimensions
  for (const FinishedRequest& request : requests) {
    const apigateway::ServedStage& stage = *request.stage;
    const auto scope = [&](Dimensions dimensions) -> Tally& {
      return scopes[{stage.region, std::move(dimensions)}];
    };
    count(request, scope({{"ApiName", stage.api_name}}));
    count(request, scope({{"ApiName", stage.api_name}, {"Stage", stage.stage}}));
    if (request.method == nullptr || !request.method->settings.metrics) continue;
    count(request, scope({{"ApiName", stage.api_name},
                          {"Method", request.http_method},
                          {"Resource", request.method->resource_path},
                          {"Stage", stage.stage}}));
  }
  for (const auto& [where, tally] : scopes) {
    std::vector<MetricPoint> points;
    points.reserve(tally.size());
    for (const auto& [what, times] : tally) {
      const Unit unit = what.first.ends_with("Latency") ? Unit::milliseconds : Unit::count;
      points.push_back({name_of(account, what.first, where.second), what.second, unit, times});
    }
    cloudwatch::put_metrics(account, where.first, points, account.clock().now());
  }
}

void Metrics::add(FinishedRequest request) {
  {
    const std::lock_guard lock(mutex_);
    unwritten_.push_back(std::move(request));
    if (unwritten_.size() > 1) return;
  }
  account_->defer([self = shared_from_this()] { self->write(); });
  soon_([account = account_] { account->transact([] {}); });
}

void Metrics::write() {
  std::vector<FinishedRequest> all;
  {
    const std::lock_guard lock(mutex_);
    all.swap(unwritten_);
  }
  write_metrics(*account_, all);
}

}  // namespace cloche::gateway
