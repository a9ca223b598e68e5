#include "fakes/events/json_path.h"

#include <doctest/doctest.h>

#include <string>

namespace cloche::events {
namespace {

std::string found(const char* path) {
  static const OrderedJson document = OrderedJson::parse(
      R"({"detail-type": "t", "resources": ["a", "b"], "detail": {"z": 1, "a": {"x/y": null}, "items": [{"n": 1}, {"n": 2}, {}]}})");
  const auto value = find_path(document, path);
  return value ? value->dump() : "nothing";
}

TEST_CASE("paths find members, elements, and all of them") {
  CHECK(found("$.detail-type") == R"("t")");
  CHECK(found("$.resources[1]") == R"("b")");
  CHECK(found("$.detail.a") == R"({"x/y":null})");
  CHECK(found("$.detail.a.x/y") == "null");
  CHECK(found("$.detail.items[*].n") == "[1,2]");
  CHECK(found("$.detail.items[0].n") == "1");
  CHECK(found("$.resources[*]") == R"(["a","b"])");
  CHECK(found("$.detail.a.*") == "[null]");
  CHECK(find_path(OrderedJson::parse(R"({"b":1,"a":2})"), "$")->dump() == R"({"b":1,"a":2})");
}

TEST_CASE("a path that finds nothing, or is none, finds nothing") {
  for (const char* path :
       {"$.none", "$.resources[2]", "$.resources.x", "$.detail[0]", "$.detail-type.x", "", "detail", "$.",
        "$..detail", "$.detail['a']", "$.resources[", "$.resources[x]", "$.resources[-1]", "$x"}) {
    CHECK_MESSAGE(found(path) == "nothing", path);
  }
  CHECK(found("$.detail.items[*].none") == "[]");
}

}  // namespace
}  // namespace cloche::events
