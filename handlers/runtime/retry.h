#pragma once
// When a call is tried again, and after how long: full jitter ("Exponential Backoff And Jitter", AWS
// Architecture Blog), a random time between nothing and a bound that doubles.
//
// No write is doubled by a retry. A call says what doing it twice would do:
//   Repeat::harmless            reads; writes with a condition that the first one makes false, or with a
//   client
//                               request token, by which the service knows the second one
//   Repeat::only_if_refused     all others: tried again only where the service has certainly not done it,
//   that is, it
//                               answered that it throttles, or no byte of the request was sent
#include <functional>
#include <string>
#include <string_view>

#include "handlers/runtime/clock.h"

namespace handlers {

enum class Repeat { harmless, only_if_refused };

struct Failure {
  bool reached = false;  // the service may have got it
  int status = 0;        // 0: there was no answer
  std::string code;
};

struct RetryPolicy {
  int attempts = 5;
  Millis first_bound = 50;
  Millis last_bound = 5'000;
  /// A random number in [0, bound].
  std::function<Millis(Millis bound)> jitter;

  static RetryPolicy standard();

  /// How long to wait before the attempt after the `attempt`th (from 1), that failed so.
  Millis pause(int attempt) const;
};

/// Whether the service has said that it is asked too often, and therefore did nothing.
bool is_throttle(const Failure& failure);
bool may_repeat(const Failure& failure, Repeat repeat);

}  // namespace handlers
