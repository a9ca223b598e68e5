#include "fakes/lambda/invocation.h"

namespace cloche::lambda {

namespace {
constexpr std::size_t tail_bytes = 4096;  // Invoke, LogType=Tail: "the last 4 KB of the execution log"
}

std::string_view throttle_reason(Throttle throttle) {
  return throttle == Throttle::reserved_function ? "ReservedFunctionConcurrentInvocationLimitExceeded"
                                                 : "ConcurrentInvocationLimitExceeded";
}

std::string log_tail(const LogBatch& log) {
  std::size_t first = log.lines.size();
  std::size_t bytes = 0;
  while (first > 0 && bytes < tail_bytes) bytes += log.lines[--first].text.size() + 1;
  std::string tail;
  tail.reserve(bytes);
  for (; first < log.lines.size(); ++first) tail.append(log.lines[first].text).push_back('\n');
  if (tail.size() > tail_bytes) tail.erase(0, tail.size() - tail_bytes);
  return tail;
}

}  // namespace cloche::lambda
