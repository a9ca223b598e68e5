#include "scenarios/engine/at_once.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace cloche::scenarios {

bool Helpers::take() {
  if (free_-- > 0) return true;
  ++free_;
  return false;
}

void play_at_once(std::size_t count, std::size_t at_once, Helpers& helpers,
                  const std::function<void(std::size_t)>& play) {
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::exception_ptr first;
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      try {
        play(i);
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (!first) first = std::current_exception();
        next = count;
      }
    }
  };
  {
    std::vector<std::jthread> threads;
    try {
      for (std::size_t i = 1; i < std::min(at_once, count) && helpers.take(); ++i) {
        threads.emplace_back([&] {
          work();
          helpers.give_back();
        });
      }
    } catch (const std::system_error&) {  // no more of them: it goes on with those that there are
      helpers.give_back();
    }
    work();
  }
  if (first) std::rethrow_exception(first);
}

}  // namespace cloche::scenarios
