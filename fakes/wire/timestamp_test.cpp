#include "fakes/wire/timestamp.h"

#include <doctest/doctest.h>

#include <limits>

namespace cloche::wire {

using model::TimestampFormat;

namespace {

constexpr std::int64_t spring = 1'398'796'238'000;  // 2014-04-29T18:30:38Z, a Tuesday

std::optional<std::int64_t> read(std::string_view text, TimestampFormat format) {
  const auto time = read_timestamp(text, format);
  return time ? std::optional(to_millis(*time)) : std::nullopt;
}

}  // namespace

TEST_CASE("a moment is written in each of the three formats, with its fraction where it has one") {
  CHECK(write_timestamp(from_millis(spring), TimestampFormat::iso8601) == "2014-04-29T18:30:38Z");
  CHECK(write_timestamp(from_millis(spring + 120), TimestampFormat::iso8601) == "2014-04-29T18:30:38.120Z");
  CHECK(write_timestamp(from_millis(spring), TimestampFormat::unix_timestamp) == "1398796238");
  CHECK(write_timestamp(from_millis(spring + 120), TimestampFormat::unix_timestamp) == "1398796238.12");
  CHECK(write_timestamp(from_millis(spring + 120), TimestampFormat::rfc822) ==
        "Tue, 29 Apr 2014 18:30:38 GMT");
}

TEST_CASE("moments before the epoch are written as they are read") {
  CHECK(write_timestamp(from_millis(-1500), TimestampFormat::unix_timestamp) == "-1.5");
  CHECK(read("-1.5", TimestampFormat::unix_timestamp) == -1500);
  CHECK(write_timestamp(from_millis(-1500), TimestampFormat::rfc822) == "Wed, 31 Dec 1969 23:59:58 GMT");
  CHECK(read("Wed, 31 Dec 1969 23:59:58.500 GMT", TimestampFormat::rfc822) == -1500);
}

TEST_CASE("a moment is read in its own format only") {
  CHECK(read("2014-04-29T18:30:38Z", TimestampFormat::iso8601) == spring);
  CHECK(read("2014-04-29T20:30:38+02:00", TimestampFormat::iso8601) == spring);
  CHECK(read("1398796238", TimestampFormat::iso8601) == std::nullopt);
  CHECK(read("1398796238", TimestampFormat::unix_timestamp) == spring);
  CHECK(read("1.398796238e9", TimestampFormat::unix_timestamp) == spring);
  CHECK(read("Tue, 29 Apr 2014 18:30:38 GMT", TimestampFormat::rfc822) == spring);
}

TEST_CASE("what only looks like a moment is refused") {
  for (const char* text : {"", "-", ".", "1.", "--1", "+1", "1x", "1e999", "99999999999999999999",
                           "253402300800", "nan", "inf"}) {
    CAPTURE(text);
    CHECK(read(text, TimestampFormat::unix_timestamp) == std::nullopt);
  }
  for (const char* text : {"", "Tue", "Tue, 29 Apr 2014 18:30:38", "Tue, 29 Apr 2014 18:30:38 CET",
                           "Tue, 31 Apr 2014 18:30:38 GMT", "Tue,29 Apr 2014 18:30:38 GMT",
                           "Tue, 29 Apr 2014 24:30:38 GMT", "Xxx, 29 Apr 2014 18:30:38 GMT"}) {
    CAPTURE(text);
    CHECK(read(text, TimestampFormat::rfc822) == std::nullopt);
  }
  CHECK(time_of_seconds(std::numeric_limits<double>::quiet_NaN()) == std::nullopt);
  CHECK(time_of_seconds(1e300) == std::nullopt);
}

}  // namespace cloche::wire
