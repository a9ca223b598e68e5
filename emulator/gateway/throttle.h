#pragma once
// How many requests a method takes, where its stage says so: a bucket of `burst` tokens that is filled with
// `rate` a second, on the account's clock.
//
// Threads: any.
#include <mutex>
#include <string>
#include <unordered_map>

#include "fakes/apigateway/served_stage.h"
#include "fakes/core/clock.h"

namespace cloche::gateway {

class Throttles {
 public:
  /// Whether a request of the method that `key` names may pass now.
  bool take(const std::string& key, const apigateway::ServedSettings::Throttle& limits, Time now);
  void clear();

 private:
  struct Bucket {
    double tokens = 0;
    Time filled{};
  };
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace cloche::gateway
