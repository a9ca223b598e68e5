#include <fmt/core.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "fakes/cloudwatch/metric_writing.h"
#include "fakes/cloudwatch/operations/operations.h"
#include "fakes/cloudwatch/parameter_errors.h"
#include "fakes/wire/scalar_text.h"

namespace cloche::cloudwatch {

namespace {

constexpr std::size_t most_data = 1000;
constexpr std::size_t most_values = 150;
constexpr std::chrono::hours oldest = std::chrono::days(14);
constexpr std::chrono::hours furthest_ahead{2};
constexpr double greatest = 0x1p360;

/// One datum, read and checked.
struct Datum {
  MetricName name;
  Unit unit = Unit::none;
  bool by_second = false;
  Time at{};
  std::vector<std::pair<double, double>> values;  // with their counts
  std::optional<StatisticSet> set;
};

class DatumReader {
 public:
  DatumReader(ParameterErrors& errors, const Structure& datum, std::string member, Time now)
      : errors_(errors), datum_(datum), member_(std::move(member)), now_(now) {}

  Datum read(const std::string& name_space) {
    const std::string* name = datum_.find_string("MetricName");
    errors_.text(parameter("MetricName"), name, longest_name);
    Datum datum{.name = MetricName(name_space, name != nullptr ? *name : "",
                                   read_dimensions(errors_, datum_, member_ + ".")),
                .unit = read_unit(errors_, datum_, member_ + ".").value_or(Unit::none),
                .by_second = by_second(),
                .at = time(),
                .values = {},
                .set = {}};
    read_data(datum);
    return datum;
  }

 private:
  std::string parameter(std::string_view name) const { return fmt::format("{}.{}", member_, name); }

  Time time() {
    const Time at = datum_.find_timestamp("Timestamp").value_or(now_);
    if (at < now_ - oldest) {
      errors_.value(fmt::format("The parameter {} must specify a time within the past two weeks.",
                                parameter("Timestamp")));
    } else if (at > now_ + furthest_ahead) {
      errors_.value(fmt::format("The parameter {} must specify a time no more than two hours in the future.",
                                parameter("Timestamp")));  // assumed
    }
    return at;
  }

  bool by_second() {
    const std::int64_t resolution = datum_.integer_or("StorageResolution", 60);
    if (resolution != 1 && resolution != 60) errors_.not_in_set(parameter("StorageResolution"), "1, 60");
    return resolution == 1;
  }

  void read_data(Datum& datum) {
    const Json* values = datum_.find_json("Values");
    if (values != nullptr && values->empty()) values = nullptr;
    const Json* value = datum_.find_json("Value");
    const auto set = datum_.find_structure("StatisticValues");
    if (value != nullptr && set) {
      exclusive("Value", "StatisticValues");
    } else if (value != nullptr && values != nullptr) {
      exclusive("Value", "Values");
    } else if (values != nullptr && set) {
      exclusive("Values", "StatisticValues");
    } else if (value != nullptr) {
      datum.values.emplace_back(number(parameter("Value"), value->get<double>()), 1);
    } else if (values != nullptr) {
      read_values(datum, *values);
    } else if (set) {
      read_set(datum, *set);
    } else {
      errors_.combination(fmt::format("At least one of the parameters {}, {} and {} must be specified.",
                                      parameter("Value"), parameter("Values"),
                                      parameter("StatisticValues")));  // assumed
    }
  }

  void exclusive(std::string_view one, std::string_view other) {
    errors_.combination(
        fmt::format("The parameters {} and {} are mutually exclusive and you have specified both.",
                    parameter(one), parameter(other)));
  }

  void read_values(Datum& datum, const Json& values) {
    const Json* counts = datum_.find_json("Counts");
    if (counts != nullptr && counts->empty()) counts = nullptr;
    if (values.size() > most_values) return errors_.too_many(parameter("Values"), most_values);
    if (counts != nullptr && counts->size() != values.size()) {
      errors_.value(fmt::format("The parameters {} and {} must be of the same size.", parameter("Values"),
                                parameter("Counts")));  // assumed
      return;
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double value = number(member_of(parameter("Values"), i), values[i].get<double>());
      double count = 1;
      if (counts != nullptr) {
        count = number(member_of(parameter("Counts"), i), (*counts)[i].get<double>());
        if (count <= 0)
          errors_.invalid(member_of(parameter("Counts"), i), wire::write_double(count));  // assumed
      }
      datum.values.emplace_back(value, count);
    }
  }

  void read_set(Datum& datum, const Structure& given) {
    const auto read = [&](const char* name) {
      const std::string parameter = fmt::format("{}.StatisticValues.{}", member_, name);
      if (given.has(name)) return number(parameter, given.number(name));
      errors_.missing(parameter);
      return 0.0;
    };
    StatisticSet set;
    set.count = read("SampleCount");
    set.sum = read("Sum");
    set.minimum = read("Minimum");
    set.maximum = read("Maximum");
    if (set.minimum > set.maximum) {  // words assumed
      errors_.value(fmt::format("The parameter {} must be less than or equal to the parameter {}.",
                                parameter("StatisticValues.Minimum"), parameter("StatisticValues.Maximum")));
    }
    if (set.count < 0)
      errors_.invalid(parameter("StatisticValues.SampleCount"), wire::write_double(set.count));
    datum.set = set;
  }

  double number(const std::string& parameter, double value) {
    if (!(std::abs(value) <= greatest)) errors_.invalid(parameter, wire::write_double(value));
    return value;
  }

  ParameterErrors& errors_;
  const Structure& datum_;
  std::string member_;
  Time now_;
};

void read_data(ParameterErrors& errors, const Structure& owner, const std::string& list,
               const std::string& name_space, Time now, std::vector<Datum>& data) {
  const auto given = owner.structures("MetricData");
  if (data.size() + given.size() > most_data) return errors.too_many(list, most_data);
  for (std::size_t i = 0; i < given.size(); ++i)
    data.push_back(DatumReader(errors, given[i], member_of(list, i), now).read(name_space));
}

void check_namespace(ParameterErrors& errors, const std::string* name_space) {
  errors.text("Namespace", name_space, longest_name);
  if (name_space == nullptr) return;
  // "AWS/" is for the services themselves.
  if (name_space->starts_with("AWS/") || name_space->starts_with(':'))
    errors.invalid("Namespace", *name_space);
}

void put(MetricWriting& writing, const Datum& datum) {
  KnownMetric& metric = writing.metric(datum.name);
  for (const auto& [value, count] : datum.values)
    writing.put(metric, datum.unit, datum.by_second, datum.at, value, count);
  if (datum.set && datum.set->count > 0)
    writing.put(metric, datum.unit, datum.by_second, datum.at, *datum.set);
}

}  // namespace

Answer put_metric_data(Call& call, const Structure& request) {
  ParameterErrors errors;
  const std::string* name_space = request.find_string("Namespace");
  check_namespace(errors, name_space);
  const std::string of = name_space != nullptr ? *name_space : "";
  const Time now = call.account.clock().now();
  std::vector<Datum> data;
  read_data(errors, request, "MetricData", of, now, data);
  const auto of_entities = request.structures("EntityMetricData");
  for (std::size_t i = 0; i < of_entities.size(); ++i) {
    read_data(errors, of_entities[i], member_of("EntityMetricData", i) + ".MetricData", of, now, data);
    if (of_entities[i].has("Entity"))
      call.report_unsupported(
          "EntityMetricData.Entity: the data are kept without the entity that they belong to");
  }
  if (data.empty()) errors.missing("MetricData");
  errors.finish();

  MetricWriting writing(call.account, call.region);
  for (const Datum& datum : data) put(writing, datum);
  return {};
}

}  // namespace cloche::cloudwatch
