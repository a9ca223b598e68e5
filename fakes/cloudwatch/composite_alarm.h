#pragma once
// Composite alarms: their rule over the states of others, as AlarmRule writes it:
//
//   (ALARM("CPU high") OR ALARM(arn:aws:cloudwatch:us-east-1:000000000000:alarm:disk)) AND NOT OK(deploying)
//
// They are evaluated when an alarm that they name changes its state, in the same unit of work: first the one
// that has changed, then those that name it, by name.
#include <string>
#include <string_view>
#include <vector>

#include "fakes/cloudwatch/alarm_store.h"
#include "fakes/core/account.h"

namespace cloche::cloudwatch {

struct AlarmRule {
  enum class Kind { state, constant, negation, conjunction, disjunction, at_least };

  Kind kind = Kind::constant;
  bool constant = false;
  std::string state{};  // "OK", "ALARM", "INSUFFICIENT_DATA"; of at_least also "NOT …"
  bool negated = false;
  std::string alarm{};  // a name
  std::int64_t least = 0;
  std::vector<AlarmRule> children{};
};

/// Throws ApiError, in words that are assumed, where it is none.
AlarmRule parse_rule(std::string_view text);
/// The names in it, each once, sorted.
std::vector<std::string> alarms_in(const AlarmRule& rule);

/// Evaluates a composite alarm that has been put; `how` is "created" or "updated".
void evaluate_put(Account& account, Alarm& alarm, std::string_view how);
/// Evaluates the composite alarms that name this one, which has changed its state.
void evaluate_parents(Account& account, const Alarm& child);

}  // namespace cloche::cloudwatch
