#pragma once
// A clock on which a wait takes no time: it goes forward by it, and remembers it.
#include <vector>

#include "handlers/runtime/clock.h"

namespace handlers::testing {

class TestClock : public SystemClock {
 public:
  Millis now() override { return SystemClock::now() + waited_; }
  void wait(Millis duration) override {
    waits.push_back(duration);
    waited_ += duration;
  }

  std::vector<Millis> waits;

 private:
  Millis waited_ = 0;
};

}  // namespace handlers::testing
