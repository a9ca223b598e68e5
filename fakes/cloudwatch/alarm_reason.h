#pragma once
// Why an alarm is in its state, in CloudWatch's sentences and in the JSON of StateReasonData. The sentences
// are those of notifications and histories that people have published; "assumed" marks the ones that none
// showed.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/cloudwatch/alarm_store.h"

namespace cloche::cloudwatch {

/// A period as an alarm sees it.
struct EvaluatedPoint {
  std::int64_t time = 0;  // seconds
  std::optional<double> value;
  std::optional<double> samples;
  bool breaches = false;
};

/// What an evaluation looked at, and what it came to.
struct Evaluated {
  std::vector<EvaluatedPoint> real;  // those with data that counted, newest first
  std::vector<EvaluatedPoint> all;   // the last EvaluationPeriods, or further back where `real` goes
  std::int64_t missing = 0;          // that had to be treated as something
  std::int64_t periods = 0;          // EvaluationPeriods
  std::int64_t datapoints = 0;       // DatapointsToAlarm, or EvaluationPeriods
  std::string treated_as{};          // "Breaching", "NonBreaching", ""
  std::int64_t period = 60;
};

std::string state_reason(const Alarm& alarm, std::string_view state, const Evaluated& evaluated);
std::string state_reason_data(const Alarm& alarm, const Evaluated& evaluated, Time now);

/// "5.0", "1.0E7": as Java's Double.toString writes it.
std::string java_double(double value);
/// "2026-01-05T09:00:00.000+0000".
std::string zoned(Time time);

}  // namespace cloche::cloudwatch
