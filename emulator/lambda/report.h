#pragma once
// The lines that Lambda itself writes into a function's log, in its text format.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "fakes/core/clock.h"

namespace cloche::lambda {

using Microseconds = std::chrono::microseconds;

/// How it ended, where it was not the function that ended it: "error" with its type, or "timeout".
struct EndStatus {
  std::string status;      // empty: a success, or an error that the handler threw
  std::string error_type;  // only of "error"
};

struct Report {
  std::string_view request_id;
  Microseconds duration;
  std::int64_t billed_ms;
  int memory_mb;
  int max_memory_mb;
  std::optional<Microseconds> init_duration;
  EndStatus end;
};

/// Since August 2025 the init phase is billed whatever the runtime: both, rounded up to the millisecond.
std::int64_t billed_milliseconds(Microseconds duration, std::optional<Microseconds> init_duration);

std::string start_line(std::string_view request_id, std::string_view version);
std::string end_line(std::string_view request_id);
std::string report_line(const Report& report);
/// Of an init phase that failed: `phase` is "init", or "invoke" where it was tried again with the invocation.
std::string init_report_line(Microseconds duration, std::string_view phase, const EndStatus& end);
/// "2026-01-05T09:00:00.000Z <id> Task timed out after 3.00 seconds"
std::string timed_out_line(Time now, std::string_view request_id, std::string_view message);
/// "Task timed out after 3.00 seconds"
std::string timed_out_message(std::chrono::milliseconds timeout);

}  // namespace cloche::lambda
