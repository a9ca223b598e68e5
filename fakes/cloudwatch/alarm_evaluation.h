#pragma once
// How a metric alarm comes to its state ("Alarm evaluation" and "Configuring how CloudWatch alarms treat
// missing data" of the user guide).
//
// An alarm is evaluated at whole minutes; one whose period is shorter, at multiples of its period. The
// periods that it looks at end at that moment: they slide. Beside the last EvaluationPeriods (N) it looks at
// some further back, for data that are missing: where the range has N periods with data, the latest N of them
// count, and nothing is filled in. Where it has fewer, all of them count, and what is missing to N is treated
// as the alarm says. Assumed: that the range is N + 2 periods, as in the guide's tables.
//
// Nothing that an alarm sees changes until data come, or what is there moves on to another of its periods or
// out of its range: it is evaluated at these moments only, and has the state that it would have if it were at
// every one.
#include <optional>
#include <vector>

#include "fakes/cloudwatch/alarm_reason.h"
#include "fakes/cloudwatch/alarm_store.h"
#include "fakes/cloudwatch/metric_query.h"
#include "fakes/core/account.h"

namespace cloche::cloudwatch {

/// The queries of an alarm's configuration, one for an alarm on a single metric. Throws ApiError where they
/// are wrong.
std::vector<MetricQuery> alarm_queries(const Account& account, const Json& configuration);
/// The seconds of one of its periods: the longest of its metrics'.
std::int64_t alarm_period(const std::vector<MetricQuery>& queries, const Json& configuration);
/// The seconds between the moments at which it may be evaluated.
std::int64_t alarm_step(std::int64_t period);

/// Evaluates a metric alarm at the account's present, and says when it is to be evaluated next.
void evaluate_alarm(Account& account, Alarm& alarm);

/// The effect of the timer: evaluates all alarms that are due.
void evaluate_due_alarms(Account& account, const Json& payload);

/// The effect of a clock that was set back (fakes/core/clock_set_back.h): every metric alarm sees other data
/// than it saw, and is evaluated at the next of its moments; what holds the actions of a composite alarm back
/// does so for as long as it would have.
inline constexpr std::string_view clock_set_back_effect = "cloudwatch.clock_set_back";
void evaluate_all_anew(Account& account, const Json& payload);

/// The state that points come to; none: the alarm keeps its own. Exposed for the tests of the guide's tables.
/// `newest_first` has the points of the range; fills `evaluated` but its period.
std::optional<std::string_view> decide(const std::vector<EvaluatedPoint>& newest_first, std::int64_t periods,
                                       std::int64_t datapoints, std::string_view treat_missing,
                                       Evaluated& evaluated);

}  // namespace cloche::cloudwatch
