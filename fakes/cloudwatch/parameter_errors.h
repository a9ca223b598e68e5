#pragma once
// The errors of a request whose parameters CloudWatch checks in its own words (PutMetricData,
// GetMetricStatistics, ListMetrics), naming a parameter as Query does: "MetricData.member.1.Value". All that
// is wrong is said at once, a line each, under the code of the first. Words that no report showed are marked
// "assumed".
#include <string>
#include <string_view>

#include "fakes/cloudwatch/metric_name.h"
#include "fakes/cloudwatch/unit.h"
#include "fakes/wire/structure.h"

namespace cloche::cloudwatch {

/// Of a namespace, a metric or a dimension.
inline constexpr std::size_t longest_name = 255;

class ParameterErrors {
 public:
  void missing(std::string_view parameter);
  void value(std::string message);
  void combination(std::string message);

  void invalid(std::string_view parameter, std::string_view value);
  void not_in_set(std::string_view parameter, std::string_view set);
  void too_many(std::string_view collection, std::size_t most);

  /// A text that must be there, of 1 to `longest` characters.
  void text(std::string_view parameter, const std::string* text, std::size_t longest);

  /// Throws what was found, if anything.
  void finish() const;

 private:
  void add(std::string_view code, std::string message);
  std::string code_;
  std::string messages_;
};

/// "MetricData.member.3"; `index` from 0.
std::string member_of(std::string_view list, std::size_t index);

/// Reads a metric's dimensions and checks them.
std::vector<MetricName::Dimension> read_dimensions(ParameterErrors& errors, const wire::Structure& owner,
                                                   const std::string& prefix);

/// Reads the member `Unit`; none where it is absent or wrong.
std::optional<Unit> read_unit(ParameterErrors& errors, const wire::Structure& owner,
                              const std::string& prefix);

}  // namespace cloche::cloudwatch
