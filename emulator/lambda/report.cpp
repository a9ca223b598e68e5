#include "emulator/lambda/report.h"

#include <fmt/core.h>

namespace cloche::lambda {

namespace {

double milliseconds(Microseconds duration) { return static_cast<double>(duration.count()) / 1000.0; }

std::string status_of(const EndStatus& end) {
  std::string text;
  if (!end.status.empty()) text += fmt::format("\tStatus: {}", end.status);
  if (!end.error_type.empty()) text += fmt::format("\tError Type: {}", end.error_type);
  return text;
}

}  // namespace

std::int64_t billed_milliseconds(Microseconds duration, std::optional<Microseconds> init_duration) {
  return std::chrono::ceil<std::chrono::milliseconds>(duration + init_duration.value_or(Microseconds(0)))
      .count();
}

std::string start_line(std::string_view request_id, std::string_view version) {
  return fmt::format("START RequestId: {} Version: {}", request_id, version);
}

std::string end_line(std::string_view request_id) { return fmt::format("END RequestId: {}", request_id); }

std::string report_line(const Report& report) {
  std::string text = fmt::format(
      "REPORT RequestId: {}\tDuration: {:.2f} ms\tBilled Duration: {} ms\tMemory Size: {} MB\tMax Memory "
      "Used: {} MB",
      report.request_id, milliseconds(report.duration), report.billed_ms, report.memory_mb,
      report.max_memory_mb);
  if (report.init_duration)
    text += fmt::format("\tInit Duration: {:.2f} ms", milliseconds(*report.init_duration));
  // A success ends in a tab, as Lambda's does.
  return text + (report.end.status.empty() ? "\t" : status_of(report.end));
}

std::string init_report_line(Microseconds duration, std::string_view phase, const EndStatus& end) {
  return fmt::format("INIT_REPORT Init Duration: {:.2f} ms\tPhase: {}{}", milliseconds(duration), phase,
                     status_of(end));
}

std::string timed_out_line(Time now, std::string_view request_id, std::string_view message) {
  return fmt::format("{} {} {}", iso8601(now), request_id, message);
}

std::string timed_out_message(std::chrono::milliseconds timeout) {
  return fmt::format("Task timed out after {:.2f} seconds", static_cast<double>(timeout.count()) / 1000.0);
}

}  // namespace cloche::lambda
