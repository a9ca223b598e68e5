#include "fakes/logs/metric_filter.h"

#include <nlohmann/json.hpp>

#include "fakes/cloudwatch/metric_name.h"
#include "fakes/cloudwatch/metric_writer.h"
#include "fakes/logs/errors.h"
#include "fakes/logs/filter_comparison.h"
#include "fakes/logs/store.h"

namespace cloche::logs {

namespace {

constexpr std::size_t max_dimensions = 3;

void check_reference(const std::string& reference) {
  if (!reference.starts_with('$') || reference.size() < 2)
    throw invalid_parameter("Invalid metric transformation");
  if (reference[1] != '.') return;
  FilterLexer lexer(reference);
  FilterSelector::parse(lexer);
  if (!lexer.done()) throw invalid_parameter("Invalid metric transformation");
}

}  // namespace

// The words are assumed.
void check_metric_transformation(const wire::Structure& transformation) {
  const std::string& value = transformation.string("metricValue");
  if (!filter_number(value)) check_reference(value);
  if (transformation.string("metricNamespace").starts_with("AWS/")) {
    throw invalid_parameter("Metric namespaces starting with AWS/ are reserved for AWS.");
  }
  const Json* dimensions = transformation.find_json("dimensions");
  if (dimensions == nullptr || dimensions->empty()) return;
  if (dimensions->size() > max_dimensions) {
    throw invalid_parameter("Invalid metric transformation: there can be no more than 3 dimensions");
  }
  if (transformation.has("defaultValue")) {
    throw invalid_parameter(
        "Invalid metric transformation: dimensions and default value are mutually exclusive properties.");
  }
  for (const auto& [name, reference] : dimensions->items()) check_reference(reference.get<std::string>());
}

MetricFilter MetricFilter::of(const Filter& filter) {
  MetricFilter made(FilterPattern::parse(filter.pattern));
  const Json definition = Json::parse(filter.definition);
  const Json& transformation = definition.at("metricTransformations").at(0);
  made.name_space_ = transformation.at("metricNamespace");
  made.name_ = transformation.at("metricName");
  made.value_ = transformation.at("metricValue");
  if (const auto value = transformation.find("defaultValue"); value != transformation.end()) {
    made.default_value_ = value->get<double>();
  }
  if (const auto dimensions = transformation.find("dimensions"); dimensions != transformation.end()) {
    for (const auto& [name, reference] : dimensions->items()) {
      made.dimensions_.emplace_back(name, reference.get<std::string>());
    }
  }
  if (const auto unit = transformation.find("unit"); unit != transformation.end()) {
    made.unit_ = cloudwatch::unit_of(unit->get<std::string>()).value_or(cloudwatch::Unit::none);
  }
  return made;
}

void MetricFilter::apply(Account& account, std::string_view region, std::span<const LogEvent> events) const {
  bool matched = false;
  for (const LogEvent& event : events) {
    if (!pattern_.matches(event.message)) continue;
    matched = true;
    auto value = filter_number(value_);
    if (!value) {
      // What is no number, or is not there, is no data point.
      const auto text = pattern_.value(event.message, value_);
      value = text ? filter_number(*text) : std::nullopt;
    }
    if (value) put(account, region, event, *value);
  }
  if (!matched && default_value_ && !events.empty()) put(account, region, events.back(), *default_value_);
}

void MetricFilter::put(Account& account, std::string_view region, const LogEvent& event, double value) const {
  std::vector<cloudwatch::MetricName::Dimension> dimensions;
  for (const auto& [name, reference] : dimensions_) {
    // An event without one of them is no data point (assumed).
    auto text = pattern_.value(event.message, reference);
    if (!text || text->empty()) return;
    dimensions.emplace_back(name, std::move(*text));
  }
  cloudwatch::put_metric(account, region, {name_space_, name_, std::move(dimensions)}, value, unit_,
                         event.at);
}

}  // namespace cloche::logs
