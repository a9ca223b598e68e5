#include "fakes/events/event.h"

#include <doctest/doctest.h>

namespace cloche::events {
namespace {

TEST_CASE("an event has its members in order, and its detail as it came") {
  Event event;
  event.id = "1";
  event.detail_type = "a \"b\"";
  event.source = "app";
  event.account = "000000000000";
  event.time = *parse_iso8601("2026-01-05T09:00:00.500Z");
  event.region = "us-east-1";
  event.resources = {"x", "y"};
  event.detail = "{ \"z\": 1.50,\n \"a\": \" \\\" { \" }";
  CHECK(
      event.str() ==
      R"({"version":"0","id":"1","detail-type":"a \"b\"","source":"app","account":"000000000000","time":"2026-01-05T09:00:00Z","region":"us-east-1","resources":["x","y"],"detail":{"z":1.50,"a":" \" { "}})");
}

}  // namespace
}  // namespace cloche::events
