#pragma once
// How many invocations run at once, of each function and of those that share what the reservations leave of
// the account's limit (1,000 by default, Lambda quotas: concurrent executions). It keeps counts; the limits
// are the account's, and come with each invocation.
//
// Threads: its owner's lock.
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "fakes/lambda/invocation.h"

namespace cloche::lambda {

class Concurrency {
 public:
  /// Counts one more, or says why it must not run.
  std::optional<Throttle> take(std::string_view function_arn, const ConcurrencyLimits& limits);
  /// The same limits as at take().
  void release(std::string_view function_arn, const ConcurrencyLimits& limits);

  int running() const { return running_; }
  int running(std::string_view function_arn) const;

 private:
  std::map<std::string, int, std::less<>> by_function_;
  int unreserved_ = 0;
  int running_ = 0;
};

}  // namespace cloche::lambda
