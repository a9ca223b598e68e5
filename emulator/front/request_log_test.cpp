#include "emulator/front/request_log.h"

#include <doctest/doctest.h>

namespace cloche::front {
namespace {

LoggedRequest numbered(int number) {
  LoggedRequest request;
  request.status = number;
  return request;
}

TEST_CASE("the log shows the newest requests first, and as many as are asked for") {
  RequestLog log;
  for (int i = 0; i < 5; ++i) log.add(numbered(i));
  const auto last = log.last(3);
  REQUIRE(last.size() == 3);
  CHECK(last[0].status == 4);
  CHECK(last[2].status == 2);
  CHECK(log.last(10).size() == 5);
}

TEST_CASE("the log keeps the last thousand") {
  RequestLog log;
  for (int i = 0; i < 2500; ++i) log.add(numbered(i));
  const auto last = log.last(5000);
  REQUIRE(last.size() == RequestLog::capacity);
  CHECK(last.front().status == 2499);
  CHECK(last.back().status == 1500);
  log.clear();
  CHECK(log.last(10).empty());
}

}  // namespace
}  // namespace cloche::front
