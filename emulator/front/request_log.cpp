#include "emulator/front/request_log.h"

#include <algorithm>
#include <utility>

namespace cloche::front {

void RequestLog::add(LoggedRequest&& request) {
  const std::lock_guard lock(mutex_);
  if (ring_.size() < capacity) {
    ring_.push_back(std::move(request));
  } else {
    ring_[next_] = std::move(request);
  }
  next_ = (next_ + 1) % capacity;
}

std::vector<LoggedRequest> RequestLog::last(std::size_t limit) const {
  const std::lock_guard lock(mutex_);
  const std::size_t count = std::min(limit, ring_.size());
  std::vector<LoggedRequest> requests;
  requests.reserve(count);
  for (std::size_t i = 1; i <= count; ++i) requests.push_back(ring_[(next_ + capacity - i) % capacity]);
  return requests;
}

void RequestLog::clear() {
  const std::lock_guard lock(mutex_);
  ring_.clear();
  next_ = 0;
}

}  // namespace cloche::front
