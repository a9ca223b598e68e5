#pragma once
// The last requests of an account: what `GET /_cloche/requests` shows, and what traces and costs are made of.
// Adding one is on the path of every request, so it moves what it is given into a ring and allocates nothing.
//
// Threads: any; it has a lock of its own.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/clock.h"

namespace cloche::front {

struct LoggedRequest {
  Time time{};  // of the account's clock, when it came
  std::string region;
  std::string_view service;  // of the model, as long as the process lives; "" where it was not found out
  std::string_view operation;
  std::string api_operation;  // of a request to an API, instead: "GET /pets/{id}"
  std::string caller;         // an ARN; "" before it was known
  int status = 0;
  std::string error;                     // the error's code; "" : none
  std::chrono::microseconds duration{};  // real
  std::string request_id;
  std::string trace_id;  // "1-5759e988-bd862e3fe1be46a994272793"
};

class RequestLog {
 public:
  static constexpr std::size_t capacity = 1000;

  void add(LoggedRequest&& request);
  /// The last ones, at most `limit`, the newest first.
  std::vector<LoggedRequest> last(std::size_t limit) const;
  void clear();

 private:
  mutable std::mutex mutex_;
  std::vector<LoggedRequest>
      ring_;  // grows to its capacity, so that an account that is little used costs little
  std::size_t next_ = 0;
};

}  // namespace cloche::front
