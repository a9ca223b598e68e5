#include "fakes/events/schedule.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace cloche::events {
namespace {

const std::string start = "2026-01-05T09:00:20Z";  // a Monday

/// The first firings of an expression.
std::vector<std::string> firings(const char* expression, int count, const std::string& from = start) {
  const auto schedule = Schedule::parse(expression);
  REQUIRE_MESSAGE(schedule, expression);
  std::vector<std::string> times;
  Time after = *parse_iso8601(from);
  for (int i = 0; i < count; ++i) {
    const auto next = schedule->next(after, *parse_iso8601(from));
    if (!next) break;
    times.push_back(iso8601(*next, false));
    after = *next;
  }
  return times;
}
using Times = std::vector<std::string>;

TEST_CASE("a rate counts from the moment at which its rule began") {
  CHECK(firings("rate(1 minute)", 2) == Times{"2026-01-05T09:01:20Z", "2026-01-05T09:02:20Z"});
  CHECK(firings("rate(5 minutes)", 2) == Times{"2026-01-05T09:05:20Z", "2026-01-05T09:10:20Z"});
  CHECK(firings("rate(2 hours)", 1) == Times{"2026-01-05T11:00:20Z"});
  CHECK(firings("rate(1 day)", 2) == Times{"2026-01-06T09:00:20Z", "2026-01-07T09:00:20Z"});
  const Time begun = *parse_iso8601(start);
  CHECK(Schedule::parse("rate(1 hour)")->next(begun + std::chrono::minutes(150), begun) ==
        begun + std::chrono::hours(3));
}

TEST_CASE("the fields of a cron expression") {
  CHECK(firings("cron(0 10 * * ? *)", 2) == Times{"2026-01-05T10:00:00Z", "2026-01-06T10:00:00Z"});
  CHECK(firings("cron(0/15 * * * ? *)", 3) ==
        Times{"2026-01-05T09:15:00Z", "2026-01-05T09:30:00Z", "2026-01-05T09:45:00Z"});
  CHECK(firings("cron(* * * * ? *)", 1) == Times{"2026-01-05T09:01:00Z"});
  CHECK(firings("cron(5,35 14 * * ? *)", 3) ==
        Times{"2026-01-05T14:05:00Z", "2026-01-05T14:35:00Z", "2026-01-06T14:05:00Z"});
  CHECK(firings("cron(10-50/20 9 * * ? *)", 3) ==
        Times{"2026-01-05T09:10:00Z", "2026-01-05T09:30:00Z", "2026-01-05T09:50:00Z"});
  CHECK(firings("cron(0 8 1 * ? *)", 2) == Times{"2026-02-01T08:00:00Z", "2026-03-01T08:00:00Z"});
  CHECK(firings("cron(0 0 1 FEB,jun ? *)", 3) ==
        Times{"2026-02-01T00:00:00Z", "2026-06-01T00:00:00Z", "2027-02-01T00:00:00Z"});
  CHECK(firings("cron(0 0 1 1 ? 2026-2030/2)", 5) == Times{"2028-01-01T00:00:00Z", "2030-01-01T00:00:00Z"});
  CHECK(firings("cron(0 0 29 2 ? *)", 1) == Times{"2028-02-29T00:00:00Z"});
  CHECK(firings("cron(0 0 1 1 ? 2020)", 1).empty());
  CHECK(firings("cron(0 0 30 2 ? *)", 1).empty());
}

TEST_CASE("days of the week, and ranges over the end") {
  CHECK(firings("cron(0 18 ? * MON-FRI *)", 6).back() == "2026-01-12T18:00:00Z");
  CHECK(firings("cron(0 18 ? * 2 *)", 2) == Times{"2026-01-05T18:00:00Z", "2026-01-12T18:00:00Z"});
  CHECK(firings("cron(0 0 ? * SAT-SUN *)", 3) ==
        Times{"2026-01-10T00:00:00Z", "2026-01-11T00:00:00Z", "2026-01-17T00:00:00Z"});
  CHECK(firings("cron(0 0 ? * L *)", 1) == Times{"2026-01-10T00:00:00Z"});
  CHECK(firings("cron(0/30 20-2 ? * MON-FRI *)", 9).front() == "2026-01-05T20:00:00Z");
  CHECK(firings("cron(0/30 20-2 ? * MON-FRI *)", 9).back() == "2026-01-06T00:00:00Z");
}

TEST_CASE("last, nearest and nth days") {
  CHECK(firings("cron(0 0 L * ? *)", 2) == Times{"2026-01-31T00:00:00Z", "2026-02-28T00:00:00Z"});
  CHECK(firings("cron(0 0 LW * ? *)", 2) == Times{"2026-01-30T00:00:00Z", "2026-02-27T00:00:00Z"});
  // 2026-02-15 is a Sunday; 2026-08-01 a Saturday, and its weekday is in the same month.
  CHECK(firings("cron(0 0 15W 2 ? *)", 1) == Times{"2026-02-16T00:00:00Z"});
  CHECK(firings("cron(0 0 1W 8 ? *)", 1) == Times{"2026-08-03T00:00:00Z"});
  CHECK(firings("cron(15 10 ? * 6L *)", 2) == Times{"2026-01-30T10:15:00Z", "2026-02-27T10:15:00Z"});
  CHECK(firings("cron(15 10 ? * FRIL *)", 1) == Times{"2026-01-30T10:15:00Z"});
  CHECK(firings("cron(0 0 ? * 3#2 *)", 2) == Times{"2026-01-13T00:00:00Z", "2026-02-10T00:00:00Z"});
  CHECK(firings("cron(0 0 ? * TUE#5 *)", 1) == Times{"2026-03-31T00:00:00Z"});
}

TEST_CASE("what is no schedule") {
  for (const char* text : {"",
                           "rate",
                           "rate()",
                           "rate(1 minutes)",
                           "rate(5 minute)",
                           "rate(0 minutes)",
                           "rate(-1 minutes)",
                           "rate(1.5 hours)",
                           "rate(1 second)",
                           "rate(5 weeks)",
                           "rate(5minutes)",
                           "Rate(5 minutes)",
                           "rate(5 minutes) ",
                           "rate(99999999999 minutes)",
                           "cron()",
                           "cron(* * * * *)",
                           "cron(* * * * * *)",
                           "cron(* * ? * ? *)",
                           "cron(0 10 * * ? * *)",
                           "cron(60 * * * ? *)",
                           "cron(* 24 * * ? *)",
                           "cron(* * 0 * ? *)",
                           "cron(* * 32 * ? *)",
                           "cron(* * * 13 ? *)",
                           "cron(* * ? * 8 *)",
                           "cron(* * ? * 0 *)",
                           "cron(* * * * ? 1969)",
                           "cron(* * * * ? 2200)",
                           "cron(0/0 * * * ? *)",
                           "cron(0/ * * * ? *)",
                           "cron(1- * * * ? *)",
                           "cron(1,, * * * ? *)",
                           "cron(x * * * ? *)",
                           "cron(* * ? * 3#6 *)",
                           "cron(* * ? * 3#1,6#3 *)",
                           "cron(* * W * ? *)",
                           "cron(* * 32W * ? *)",
                           "cron(* * ? * MONDAY *)",
                           "cron(? * * * ? *)",
                           "at(2026-01-01T00:00:00)"}) {
    CHECK_MESSAGE(!Schedule::parse(text), text);
  }
}

}  // namespace
}  // namespace cloche::events
