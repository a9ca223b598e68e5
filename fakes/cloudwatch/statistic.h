#pragma once
// What is asked of the data of one period: the five plain statistics, and those that look at the single
// values (percentiles, trimmed means and the like, "Statistics definitions" of the user guide).
//
// Assumed, as CloudWatch does not say: a percentile between two values lies between them, linearly.
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cloche::cloudwatch {

/// The data of one period.
struct Aggregate {
  double count = 0;
  double sum = 0;
  double minimum = std::numeric_limits<double>::infinity();
  double maximum = -std::numeric_limits<double>::infinity();
  std::vector<std::pair<double, double>> values;  // with their counts, in any order; only where asked for
  bool knows_values = true;                       // false: some came as sets of statistics

  void add(double value, double times, double total, bool keep_value);
  void add_set(double times, double total, double least, double greatest);
};

class Statistic {
 public:
  /// "Average", "p99.9", "tm90", "TM(10%:90%)", "PR(:300)", "IQM"; nullopt where it is none of these.
  static std::optional<Statistic> parse(std::string_view text);

  /// As it was given.
  const std::string& name() const { return name_; }
  /// Whether it is one of the five of `Statistics`, not of `ExtendedStatistics`.
  bool is_plain() const { return kind_ < Kind::percentile; }
  bool is_percentile() const { return kind_ == Kind::percentile; }
  /// Of a percentile, between 0 and 100.
  double percent() const { return high_.value; }

  /// Of data that are not empty; none where the single values are not known.
  std::optional<double> of(Aggregate& data) const;

 private:
  enum class Kind {
    sample_count,
    average,
    sum,
    minimum,
    maximum,
    percentile,
    trimmed_mean,
    trimmed_count,
    trimmed_sum,
    winsorized_mean,
    percentile_rank,
  };
  struct Bound {
    double value = 0;
    bool percent = true;
    bool open = false;
  };

  bool parse_bounds(std::string_view text);
  static bool parse_bound(std::string_view text, Bound& bound);
  double of_values(const Aggregate& data) const;

  Kind kind_ = Kind::average;
  Bound low_{0, true, true};
  Bound high_{100, true, true};
  std::string name_;
};

}  // namespace cloche::cloudwatch
