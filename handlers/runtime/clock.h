#pragma once
// What time it is, and how to let some of it pass. Deadlines are moments of this clock, in milliseconds since
// the epoch, as Lambda gives them. A test brings a clock that it moves itself.
//
// It is for deadlines, signatures and pauses only. When something happened in the application is said by the
// event that a function gets (a request's time at API Gateway, an event's time), which a retry does not
// change.
#include <cstdint>
#include <limits>

namespace handlers {

using Millis = std::int64_t;

inline constexpr Millis no_deadline = std::numeric_limits<Millis>::max();

class Clock {
 public:
  virtual ~Clock() = default;
  /// Milliseconds since the epoch.
  virtual Millis now() = 0;
  virtual void wait(Millis duration) = 0;
};

class SystemClock : public Clock {
 public:
  Millis now() override;
  void wait(Millis duration) override;
};

}  // namespace handlers
