#include "scenarios/engine/item_json.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

namespace cloche::scenarios {
namespace {

TEST_CASE("an item is plain JSON, whatever its types") {
  const Json item = Json::parse(
      R"({"s": {"S": "a"}, "n": {"N": "3"}, "d": {"N": "1.5"}, "neg": {"N": "-7"}, "b": {"BOOL": true}, "z": {"NULL": true},
      "m": {"M": {"x": {"N": "1"}}}, "l": {"L": [{"S": "a"}, {"N": "2"}]}, "ss": {"SS": ["b", "a"]}, "ns": {"NS": ["2", "1"]}, "bin": {"B": "AAE="}})");
  CHECK(plain_item(item) ==
        Json::parse(
            R"({"s": "a", "n": 3, "d": 1.5, "neg": -7, "b": true, "z": null, "m": {"x": 1}, "l": ["a", 2],
      "ss": ["a", "b"], "ns": [1, 2], "bin": "AAE="})"));
}

TEST_CASE("a number that a double would not keep stays text") {
  CHECK(plain_item({{"n", {{"N", "12345678901234567890123456789012345678"}}}})["n"] ==
        Json("12345678901234567890123456789012345678"));
  CHECK(plain_item({{"n", {{"N", "0.1234567890123456789"}}}})["n"] == Json("0.1234567890123456789"));
}

TEST_CASE("plain JSON becomes an item again") {
  CHECK(
      typed_item({{"s", "a"},
                  {"n", 3},
                  {"d", 1.5},
                  {"b", false},
                  {"z", nullptr},
                  {"l", {1, "x"}},
                  {"m", {{"k", "v"}}}}) ==
      Json::parse(
          R"({"s": {"S": "a"}, "n": {"N": "3"}, "d": {"N": "1.5"}, "b": {"BOOL": false}, "z": {"NULL": true},
      "l": {"L": [{"N": "1"}, {"S": "x"}]}, "m": {"M": {"k": {"S": "v"}}}})"));
}

}  // namespace
}  // namespace cloche::scenarios
