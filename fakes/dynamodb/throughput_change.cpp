#include "fakes/dynamodb/throughput_change.h"

#include <fmt/core.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "fakes/dynamodb/errors.h"

namespace cloche::dynamodb {

namespace {

// Four decreases a day, and then one an hour (Developer Guide, "Decreasing provisioned throughput").
constexpr std::int64_t free_decreases = 4;
constexpr std::chrono::hours decrease_interval{1};

void check_changes(const Json& throughput, std::int64_t read, std::int64_t write, std::string_view index) {
  const auto current_read = throughput.at("ReadCapacityUnits").get<std::int64_t>();
  const auto current_write = throughput.at("WriteCapacityUnits").get<std::int64_t>();
  if (read != current_read || write != current_write) return;
  // Of an index, the words after its writes are assumed.
  const std::string owner = index.empty() ? "the table" : fmt::format("index {}", index);
  throw validation_error(fmt::format(
      "The provisioned throughput for the {} will not change. The requested value equals the current "
      "value. "
      "Current ReadCapacityUnits provisioned for {}: {}. Requested ReadCapacityUnits: {}. "
      "Current WriteCapacityUnits provisioned for {}: {}. Requested WriteCapacityUnits: {}. "
      "Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.",
      index.empty() ? "table" : owner, owner, current_read, read, owner, current_write, write));
}

void check_may_decrease(const Json& throughput, Time at) {
  const std::int64_t today = decreases_on_day(throughput, at);
  if (today < free_decreases) return;
  const Time last = from_millis(throughput.at("LastDecreaseDateTime").get<std::int64_t>());
  if (at - last >= decrease_interval) return;
  // The times' format is assumed.
  throw limit_exceeded(
      fmt::format("Subscriber limit exceeded: Provisioned throughput decreases are limited within a given "
                  "UTC day. After the first {} "
                  "decreases, each subsequent decrease in the same UTC day can be performed at most once "
                  "every 3600 seconds. Number of "
                  "decreases today: {}. Last decrease at {}. Next decrease can be made at {}",
                  free_decreases, today, iso8601(last), iso8601(last + decrease_interval)));
}

}  // namespace

std::int64_t decreases_on_day(const Json& throughput, Time at) {
  const auto last = throughput.find("LastDecreaseDateTime");
  if (last == throughput.end()) return throughput.value("NumberOfDecreasesToday", std::int64_t{0});
  const auto day = [](Time time) { return std::chrono::floor<std::chrono::days>(time); };
  if (day(from_millis(last->get<std::int64_t>())) != day(at)) return 0;
  return throughput.value("NumberOfDecreasesToday", std::int64_t{0});
}

void change_throughput(Json& now, Json& after, const Json& requested, Moments when, bool was_on_demand,
                       std::string_view index) {
  const auto read = requested.at("ReadCapacityUnits").get<std::int64_t>();
  const auto write = requested.at("WriteCapacityUnits").get<std::int64_t>();
  if (!was_on_demand) {
    check_changes(now, read, write, index);
    const bool raised = read > now.at("ReadCapacityUnits") || write > now.at("WriteCapacityUnits");
    const bool lowered = read < now.at("ReadCapacityUnits") || write < now.at("WriteCapacityUnits");
    const std::int64_t decreases = decreases_on_day(now, when.begun);
    if (lowered) check_may_decrease(now, when.begun);
    now["NumberOfDecreasesToday"] = decreases;
    after["NumberOfDecreasesToday"] = decreases + (lowered ? 1 : 0);
    for (const char* member : {raised ? "LastIncreaseDateTime" : "", lowered ? "LastDecreaseDateTime" : ""}) {
      if (*member == '\0') continue;
      now[member] = to_millis(when.begun);
      after[member] = to_millis(when.finished);
    }
  } else {
    now.update(requested);
  }
  after.update(requested);
}

void drop_throughput(Json& now, Json& after, Moments when) {
  const std::int64_t decreases = decreases_on_day(now, when.begun);
  for (Json* throughput : {&now, &after}) {
    (*throughput)["ReadCapacityUnits"] = 0;
    (*throughput)["WriteCapacityUnits"] = 0;
  }
  now["LastDecreaseDateTime"] = to_millis(when.begun);
  after["LastDecreaseDateTime"] = to_millis(when.finished);
  now["NumberOfDecreasesToday"] = decreases;
  after["NumberOfDecreasesToday"] = decreases + 1;
}

}  // namespace cloche::dynamodb
