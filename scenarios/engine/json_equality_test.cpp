#include "scenarios/engine/json_equality.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

namespace cloche::scenarios {
namespace {

bool equal(const char* a, const char* b) { return are_equal(Json::parse(a), Json::parse(b)); }

TEST_CASE("numbers are equal by what they stand for") {
  CHECK(equal("1", "1.0"));
  CHECK(equal("-0.0", "0"));
  CHECK(!equal("18446744073709551615", "-1"));
  CHECK(!equal("9007199254740993", "9007199254740992.0"));
  CHECK(equal("9007199254740992", "9007199254740992.0"));
  CHECK(!equal("9223372036854775807", "9223372036854775808"));
  CHECK(!equal("18446744073709551615", "18446744073709551616.0"));
  CHECK(compared_numbers(Json::parse("18446744073709551615"), Json::parse("-1")) > 0);
  CHECK(compared_numbers(Json::parse("9007199254740993"), Json::parse("9007199254740992.0")) > 0);
}

TEST_CASE("and so are those within") {
  CHECK(equal(R"({"a": [1, {"b": 2.0}], "c": null})", R"({"c": null, "a": [1.0, {"b": 2}]})"));
  CHECK(!equal(R"({"a": [18446744073709551615]})", R"({"a": [-1]})"));
  CHECK(!equal(R"({"a": 1})", R"({"a": 1, "b": 1})"));
  CHECK(!equal(R"({"a": 1})", R"({"b": 1})"));
  CHECK(!equal("[1]", "[1, 2]"));
  CHECK(!equal("1", "\"1\""));
  CHECK(!equal("null", "false"));
}

}  // namespace
}  // namespace cloche::scenarios
