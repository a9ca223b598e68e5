#include "handlers/rest/instant.h"

#include <doctest/doctest.h>

using namespace handlers;

TEST_CASE("A moment is written and read in UTC, with milliseconds") {
  CHECK(format_instant(1'767'603'600'000) == "2026-01-05T09:00:00.000Z");
  CHECK(format_instant(1'767'603'600'042) == "2026-01-05T09:00:00.042Z");
  CHECK(format_instant(-1) == "1969-12-31T23:59:59.999Z");
  CHECK(parse_instant("2026-01-05T09:00:00Z") == 1'767'603'600'000);
  CHECK(parse_instant("2026-01-05T09:00:00.042Z") == 1'767'603'600'042);
  CHECK(parse_instant("2024-02-29T23:59:59Z") == parse_instant(format_instant(1'709'251'199'000)));
}

TEST_CASE("What is no moment in UTC is refused") {
  for (const char* text :
       {"", "2026-01-05", "2026-01-05T09:00:00", "2026-01-05T09:00:00+01:00", "2026-02-29T00:00:00Z",
        "2026-01-05T24:00:00Z", "2026-01-05T09:60:00Z", "2026-01-05T09:00:60Z", "2026-01-05T09:00:00.1Z",
        "2026-01-05t09:00:00Z", " 2026-01-05T09:00:00Z", "0000-01-01T00:00:00Z"})
    CHECK_MESSAGE(parse_instant(text) == std::nullopt, text);
}

TEST_CASE("Days are counted, and only those that exist are read") {
  CHECK(parse_day("1970-01-02") == 1);
  CHECK(format_day(*parse_day("2026-12-31") + 1) == "2027-01-01");
  CHECK(parse_day("2026-13-01") == std::nullopt);
  CHECK(parse_day("2026-1-1") == std::nullopt);
  CHECK(day_of(86'399'999) == 0);
  CHECK(day_of(-1) == -1);
}
