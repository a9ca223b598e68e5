#include "handlers/runtime/retry.h"

#include <algorithm>
#include <array>
#include <random>

namespace handlers {

namespace {

// As the SDKs have them (botocore, data/_retry.json, and the standard retry mode).
constexpr std::array<std::string_view, 14> throttles{"BandwidthLimitExceeded",
                                                     "EC2ThrottledException",
                                                     "LimitExceededException",
                                                     "PriorRequestNotComplete",
                                                     "ProvisionedThroughputExceededException",
                                                     "RequestLimitExceeded",
                                                     "RequestThrottled",
                                                     "RequestThrottledException",
                                                     "SlowDown",
                                                     "ThrottledException",
                                                     "Throttling",
                                                     "ThrottlingException",
                                                     "TooManyRequestsException",
                                                     "TransactionInProgressException"};

}  // namespace

RetryPolicy RetryPolicy::standard() {
  RetryPolicy policy;
  policy.jitter = [source = std::mt19937_64(std::random_device()())](Millis bound) mutable {
    return std::uniform_int_distribution<Millis>(0, bound)(source);
  };
  return policy;
}

Millis RetryPolicy::pause(int attempt) const {
  const Millis bound = std::min(last_bound, first_bound << std::min(attempt - 1, 30));
  return jitter(bound);
}

bool is_throttle(const Failure& failure) {
  return failure.status == 429 || std::ranges::find(throttles, failure.code) != throttles.end();
}

bool may_repeat(const Failure& failure, Repeat repeat) {
  if (is_throttle(failure) || !failure.reached) return true;
  if (repeat == Repeat::only_if_refused) return false;
  return failure.status == 0 || failure.status >= 500 || failure.code == "InternalServerError";
}

}  // namespace handlers
