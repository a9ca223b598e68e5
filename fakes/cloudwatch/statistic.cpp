#include "fakes/cloudwatch/statistic.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "fakes/wire/http_message.h"

namespace cloche::cloudwatch {

namespace {

std::optional<double> number_of(std::string_view text) {
  double number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// What of the values lies between two ranks or bounds: their weight, and their sum.
struct Middle {
  double count = 0;
  double sum = 0;
  double below = 0;  // the weight of what lies before, and after
  double above = 0;
  double least = 0;  // the values at the edges
  double greatest = 0;
};

/// The value at a rank from 0, of sorted values.
double at_rank(const Aggregate& data, double rank) {
  double seen = 0;
  for (const auto& [value, count] : data.values) {
    seen += count;
    if (seen > rank) return value;
  }
  return data.values.back().first;
}

double percentile_of(const Aggregate& data, double percent) {
  const double rank = std::max(0.0, (data.count - 1) * percent / 100);
  const double below = std::floor(rank);
  const double from = at_rank(data, below);
  return from + (at_rank(data, below + 1) - from) * (rank - below);
}

}  // namespace

void Aggregate::add(double value, double times, double total, bool keep_value) {
  count += times;
  sum += total;
  minimum = std::min(minimum, value);
  maximum = std::max(maximum, value);
  if (keep_value) values.emplace_back(value, times);
}

void Aggregate::add_set(double times, double total, double least, double greatest) {
  count += times;
  sum += total;
  minimum = std::min(minimum, least);
  maximum = std::max(maximum, greatest);
  knows_values = false;
}

bool Statistic::parse_bound(std::string_view text, Bound& bound) {
  if (text.empty()) return true;  // as it is: open
  bound.open = false;
  bound.percent = text.ends_with('%');
  if (bound.percent) text.remove_suffix(1);
  const auto number = number_of(text);
  if (!number || (bound.percent && (*number < 0 || *number > 100))) return false;
  bound.value = *number;
  return true;
}

// "10%:90%", ":300", "5:".
bool Statistic::parse_bounds(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return false;
  if (!parse_bound(text.substr(0, colon), low_) || !parse_bound(text.substr(colon + 1), high_)) return false;
  if (low_.open && high_.open) return false;
  if (low_.open) low_.percent = high_.percent;
  if (high_.open) high_.percent = low_.percent;
  if (low_.percent != high_.percent) return false;
  if (!low_.percent) {
    if (low_.open) low_.value = -std::numeric_limits<double>::infinity();
    if (high_.open) high_.value = std::numeric_limits<double>::infinity();
  }
  return low_.value < high_.value;
}

std::optional<Statistic> Statistic::parse(std::string_view text) {
  struct Named {
    std::string_view name;
    Kind kind;
  };
  static constexpr std::array plain{Named{"SampleCount", Kind::sample_count}, Named{"Average", Kind::average},
                                    Named{"Sum", Kind::sum}, Named{"Minimum", Kind::minimum},
                                    Named{"Maximum", Kind::maximum}};
  static constexpr std::array ranged{Named{"TM", Kind::trimmed_mean}, Named{"TC", Kind::trimmed_count},
                                     Named{"TS", Kind::trimmed_sum}, Named{"WM", Kind::winsorized_mean},
                                     Named{"PR", Kind::percentile_rank}};
  Statistic statistic;
  statistic.name_ = std::string(text);
  for (const Named& named : plain) {
    if (named.name != text) continue;
    statistic.kind_ = named.kind;
    return statistic;
  }
  if (text.starts_with('p')) {
    if (const auto percent = number_of(text.substr(1)); percent && *percent >= 0 && *percent <= 100) {
      statistic.kind_ = Kind::percentile;
      statistic.high_ = {*percent, true, false};
      return statistic;
    }
  }
  const std::string name = wire::upper_case(text);
  if (name == "IQM") {
    statistic.kind_ = Kind::trimmed_mean;
    statistic.low_ = {25, true, false};
    statistic.high_ = {75, true, false};
    return statistic;
  }
  for (const Named& named : ranged) {
    if (!name.starts_with(named.name)) continue;
    statistic.kind_ = named.kind;
    const std::string_view rest = std::string_view(name).substr(named.name.size());
    if (rest.starts_with('(') && rest.ends_with(')')) {
      if (!statistic.parse_bounds(rest.substr(1, rest.size() - 2))) return std::nullopt;
      if (named.kind == Kind::percentile_rank && statistic.low_.percent) return std::nullopt;
      return statistic;
    }
    const auto percent = number_of(rest);
    if (!percent || *percent <= 0 || *percent > 100 || named.kind == Kind::percentile_rank)
      return std::nullopt;
    statistic.high_ = {*percent, true, false};
    return statistic;
  }
  return std::nullopt;
}

std::optional<double> Statistic::of(Aggregate& data) const {
  switch (kind_) {
    case Kind::sample_count:
      return data.count;
    case Kind::average:
      return data.sum / data.count;
    case Kind::sum:
      return data.sum;
    case Kind::minimum:
      return data.minimum;
    case Kind::maximum:
      return data.maximum;
    default:
      if (!data.knows_values || data.values.empty()) return std::nullopt;
      std::ranges::sort(data.values);
      return of_values(data);
  }
}

double Statistic::of_values(const Aggregate& data) const {
  if (kind_ == Kind::percentile) return percentile_of(data, high_.value);
  Middle middle{.least = data.values.back().first, .greatest = data.values.front().first};
  double seen = 0;
  for (const auto& [value, count] : data.values) {
    double weight = 0;
    if (low_.percent) {
      const double from = low_.value / 100 * data.count;
      const double to = high_.value / 100 * data.count;
      weight = std::max(0.0, std::min(seen + count, to) - std::max(seen, from));
      middle.below += std::max(0.0, std::min(seen + count, from) - seen);
      middle.above += std::max(0.0, seen + count - std::max(seen, to));
    } else if (value <= low_.value) {
      middle.below += count;
    } else if (value > high_.value) {
      middle.above += count;
    } else {
      weight = count;
    }
    seen += count;
    if (weight <= 0) continue;
    middle.count += weight;
    middle.sum += weight * value;
    middle.least = std::min(middle.least, value);
    middle.greatest = std::max(middle.greatest, value);
  }
  switch (kind_) {
    case Kind::trimmed_count:
      return middle.count;
    case Kind::trimmed_sum:
      return middle.sum;
    case Kind::percentile_rank:
      return middle.count / data.count * 100;
    case Kind::winsorized_mean: {
      // What lies outside counts as what lies at the edge.
      const double least = low_.percent || low_.open ? middle.least : low_.value;
      const double greatest = high_.percent || high_.open ? middle.greatest : high_.value;
      return (middle.sum + middle.below * least + middle.above * greatest) / data.count;
    }
    default:
      return middle.count > 0 ? middle.sum / middle.count : 0;  // assumed: of nothing, 0
  }
}

}  // namespace cloche::cloudwatch
