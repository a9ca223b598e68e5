#pragma once
// One invocation of a function, and what became of it.
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/clock.h"

namespace cloche::lambda {

/// How many invocations may run at once, as the account's settings are now.
struct ConcurrencyLimits {
  std::optional<int> reserved =
      std::nullopt;       // this function's own, of which the others take nothing; 0: throttled always
  int unreserved = 1000;  // what the reservations leave of the account's limit, for all functions without one
};

struct Invocation {
  std::string request_id;
  std::string payload;               // JSON, as it came
  std::string invoked_function_arn;  // as it was asked for: with the alias or version, if there was one
  std::string trace_id;              // X-Ray's header; empty: none
  std::string client_context;        // JSON, decoded from base64; empty: none
  std::string cognito_identity;      // JSON; empty: none
  ConcurrencyLimits limits;
  bool by_weight = false;  // the version was drawn by the weights of an alias
  int concurrent = 0;      // set by the pool: Outcome::concurrent
};

struct LogLine {
  Time at;  // on the account's clock
  std::string text;
};

/// Lines of one stream in their order.
struct LogBatch {
  std::string group;
  std::string stream;
  std::vector<LogLine> lines;
};

/// Why an invocation was refused with 429 TooManyRequestsException.
enum class Throttle { reserved_function, account };
/// The exception's `Reason`: "ReservedFunctionConcurrentInvocationLimitExceeded".
std::string_view throttle_reason(Throttle throttle);

struct Outcome {
  /// `throttled`: not run, and all else is empty. `aborted`: the pool was stopped meanwhile (500
  /// ServiceException).
  enum class Kind { returned, failed, throttled, aborted };
  Kind kind = Kind::returned;
  std::optional<Throttle> throttle = std::nullopt;
  std::string payload =
      "";  // the function's answer, or with `failed` (X-Amz-Function-Error: Unhandled) its error
  std::string error_type = "";  // "Runtime.ExitError", "ValueError"
  LogBatch log =
      {};  // from START to REPORT, and before it what its environment wrote since the last invocation
  bool cold_start = false;
  std::chrono::microseconds duration{0};
  std::optional<std::chrono::microseconds> init_duration = std::nullopt;
  std::int64_t billed_ms = 0;
  int max_memory_mb = 0;
  int concurrent = 0;  // how many invocations of the function ran when this one began, itself included
};

using Callback = std::move_only_function<void(Outcome)>;

/// The last 4 KB of a log as `x-amz-log-result` has it, before base64.
std::string log_tail(const LogBatch& log);

}  // namespace cloche::lambda
