#include "handlers/runtime/clock.h"

#include <chrono>
#include <thread>

namespace handlers {

Millis SystemClock::now() {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count();
}

void SystemClock::wait(Millis duration) { std::this_thread::sleep_for(std::chrono::milliseconds(duration)); }

}  // namespace handlers
