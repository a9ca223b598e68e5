#include "emulator/gateway/throttle.h"

#include <algorithm>

namespace cloche::gateway {

bool Throttles::take(const std::string& key, const apigateway::ServedSettings::Throttle& limits, Time now) {
  const std::lock_guard lock(mutex_);
  const auto [found, is_new] = buckets_.try_emplace(key, Bucket{limits.burst, now});
  Bucket& bucket = found->second;
  const double seconds = std::chrono::duration<double>(now - bucket.filled).count();
  // A clock that was set back fills nothing.
  bucket.tokens = std::min(limits.burst, bucket.tokens + std::max(0.0, seconds) * limits.rate);
  bucket.filled = now;
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

void Throttles::clear() {
  const std::lock_guard lock(mutex_);
  buckets_.clear();
}

}  // namespace cloche::gateway
