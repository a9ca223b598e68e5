#include "fakes/core/clock.h"

#include <doctest/doctest.h>

#include "fakes/core/account.h"

namespace cloche {
namespace {

struct Bench {
  Time system = from_millis(1'000'000);
  Account account{Database::in_memory(), {}, Account::Settings{.seed = 1, .time = [this] { return system; }}};
  Clock& clock = account.clock();
};

TEST_CASE("a clock runs with the system's, shifted; frozen, it stands until it is set or runs on") {
  Bench bench;
  CHECK(bench.clock.now() == bench.system);
  bench.clock.set(from_millis(5'000'000));
  bench.system += Duration(10);
  CHECK(to_millis(bench.clock.now()) == 5'000'010);
  bench.clock.freeze();
  bench.system += Duration(10);
  CHECK(to_millis(bench.clock.now()) == 5'000'010);
  bench.clock.set(from_millis(6'000'000));
  bench.clock.run();
  bench.system += Duration(5);
  CHECK(to_millis(bench.clock.now()) == 6'000'005);
}

TEST_CASE("times are written and read as ISO 8601") {
  CHECK(iso8601(from_millis(1'767'603'600'123)) == "2026-01-05T09:00:00.123Z");
  CHECK(iso8601(from_millis(1'767'603'600'123), false) == "2026-01-05T09:00:00Z");
  CHECK(iso8601(from_millis(-1)) == "1969-12-31T23:59:59.999Z");
  CHECK(parse_iso8601("2026-01-05T09:00:00.1234Z") == from_millis(1'767'603'600'123));
  CHECK(parse_iso8601("2026-01-05T10:30:00+01:30") == from_millis(1'767'603'600'000));
  CHECK(parse_iso8601("2026-01-05") == from_millis(1'767'571'200'000));
  for (const char* wrong : {"", "2026", "2026-13-01", "2026-02-30T00:00:00Z", "2026-01-05T09:00:00", "2026-01-05T25:00:00Z", "now"}) {
    CHECK_MESSAGE(!parse_iso8601(wrong), wrong);
  }
}

TEST_CASE("durations are numbers with units") {
  CHECK(parse_duration("90s") == Duration(90'000));
  CHECK(parse_duration("1h30m") == Duration(5'400'000));
  CHECK(parse_duration("250ms") == Duration(250));
  CHECK(parse_duration("7d") == Duration(604'800'000));
  for (const char* wrong : {"", "s", "90", "-1s", "1w", "1.5h", "99999999999999999999d", "9999999999999999d"}) {
    CHECK_MESSAGE(!parse_duration(wrong), wrong);
  }
  CHECK(parse_duration("1000000000000000ms"));
  CHECK_FALSE(parse_duration("1000000000000000ms1ms"));
}

}  // namespace
}  // namespace cloche
