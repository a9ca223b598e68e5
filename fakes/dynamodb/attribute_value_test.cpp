#include "fakes/dynamodb/attribute_value.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "fakes/core/api_error.h"
#include "fakes/core/fault.h"
#include "fakes/dynamodb/attribute_value_input.h"

namespace cloche::dynamodb {
namespace {

// "code: message" of what `value` is refused with; "" where it is not.
std::string refusal_of(Json value) {
  try {
    normalize_value(value);
    return "";
  } catch (const ApiError& error) {
    return error.code + ": " + error.message;
  }
}

std::string refusal(std::string_view text) { return refusal_of(Json::parse(text)); }

Json normalized(std::string_view text) {
  Json value = Json::parse(text);
  normalize_value(value);
  return value;
}

Json v(std::string_view text) { return Json::parse(text); }

const std::string validation = "ValidationException: ";
const std::string invalid = validation + "One or more parameter values were invalid: ";

TEST_CASE("names have 1 to 65535 bytes, at every depth") {
  const auto refused = [](const Json& item) -> std::string {
    try {
      const NormalItem normal(item);
      return "";
    } catch (const ApiError& error) {
      return error.message;
    }
  };
  const auto in_map = [](const std::string& name) { return Json{{"M", {{name, {{"S", "a"}}}}}}; };
  const std::string longest(65535, 'a');
  for (const auto& [name, message] :
       {std::pair<std::string, std::string>{"", "Empty attribute name"},
        {longest + "a",
         "1 validation error detected: Attribute name is too large, must be less than 65536 bytes"},
        {std::string(65533, 'a') + "ä", ""},
        {longest, ""}}) {
    CHECK(refused({{name, {{"S", "a"}}}}) == message);
    CHECK(refused({{"a", in_map(name)}}) == message);
    CHECK(refused({{"a", {{"L", {{{"M", {{"b", in_map(name)}}}}}}}}}) == message);
    CHECK(refusal_of(in_map(name)) == (message.empty() ? "" : validation + message));
  }
}

TEST_CASE("an item in normal form is taken as it is, and any other is copied and brought to it") {
  const auto is_taken = [](std::string_view text) {
    const Json item{{"a", Json::parse(text)}};
    const NormalItem normal(item);
    CHECK((*normal)["a"] == normalized(text));
    return &*normal == &item;
  };
  for (const char* text : {R"({"S": ""})", R"({"N": "1.5"})", R"({"B": "AAAA"})", R"({"BOOL": false})",
                           R"({"NULL": true})", R"({"SS": ["a", "b"]})", R"({"NS": ["1", "2"]})",
                           R"({"L": [{"N": "1"}]})", R"({"M": {"a": {"S": "b"}}})"}) {
    CHECK_MESSAGE(is_taken(text), text);
  }
  for (const char* text :
       {R"({"N": "1.50"})", R"({"NS": ["1", "2.0"]})", R"({"L": [{"N": "+1"}]})", R"({"S": "a", "N": null})",
        R"({"SS": ["1", "2", "3", "4", "5", "6", "7", "8", "9"]})"}) {
    CHECK_MESSAGE(!is_taken(text), text);
  }
  for (const char* text : {R"({"SS": ["a", "a"]})", R"({"NULL": false})", R"({"L": []})", R"({})"}) {
    const Json item{{"a", Json::parse(text)}};
    std::string refused;
    try {
      const NormalItem normal(item);
    } catch (const ApiError& error) {
      refused = error.code + ": " + error.message;
    }
    CHECK(refused == refusal(text));
  }
}

TEST_CASE("a value is refused that is empty, ambiguous or wrong") {
  // Seen from the real service.
  const std::string empty =
      validation + "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";
  CHECK(refusal("{}") == empty);
  CHECK(refusal(R"({"a": ""})") == empty);
  CHECK(refusal(R"({"M": {"a": {}}})") == empty);
  CHECK(refusal(R"({"L": [{}]})") == empty);
  CHECK(refusal(R"({"L": [{"a": {}}]})") == empty);
  CHECK(refusal(R"({"NULL": false})") == invalid + "Null attribute value types must have the value of true");
  CHECK(refusal(R"({"SS": []})") == invalid + "An string set  may not be empty");
  CHECK(refusal(R"({"NS": []})") == invalid + "An number set  may not be empty");
  CHECK(refusal(R"({"BS": []})") == invalid + "Binary sets should not be empty");
  CHECK(refusal(R"({"SS": ["a", "a"]})") == invalid + "Input collection [a, a] contains duplicates.");
  CHECK(refusal(R"({"BS": ["Yg==", "Yg=="]})") ==
        invalid + "Input collection [Yg==, Yg==]of type BS contains duplicates.");
  CHECK(refusal(R"({"NS": ["1", "1.0"]})") == validation + "Input collection contains duplicates");
  const std::string not_a_number = validation + "The parameter cannot be converted to a numeric value";
  CHECK(refusal(R"({"S": "", "N": ""})") == not_a_number);
  CHECK(refusal(R"({"S": "a", "N": "b"})") == not_a_number + ": b");
  CHECK(refusal(R"({"NS": ["1", "b"]})") == not_a_number + ": b");
  CHECK(refusal(R"({"S": "a", "N": "1"})") == validation +
                                                  "Supplied AttributeValue has more than one datatypes set, "
                                                  "must contain exactly one of the supported datatypes");
  // Assumed.
  CHECK(refusal(R"({"S": null})") == empty);
  CHECK(refusal(R"({"M": {"a": null}})") == empty);
}

TEST_CASE("lists and maps nest to 32 levels") {
  const auto nested = [](int levels) {
    Json value = {{"S", "x"}};
    for (int i = 0; i < levels; ++i) value = i % 2 == 0 ? Json{{"L", {value}}} : Json{{"M", {{"a", value}}}};
    return value;
  };
  CHECK(refusal_of(nested(32)) == "");
  CHECK(refusal_of(nested(33)).starts_with(validation + "Nesting Levels have exceeded supported limits"));
}

TEST_CASE("a value is brought to one form: its one member, and numbers in plain text") {
  CHECK(normalized(R"({"N": "1.50e1"})") == v(R"({"N": "15"})"));
  CHECK(normalized(R"({"S": "", "N": null, "Other": 1})") == v(R"({"S": ""})"));
  CHECK(normalized(R"({"NS": ["3", "2.0", "1e0"]})") == v(R"({"NS": ["3", "2", "1"]})"));
  CHECK(normalized(R"({"M": {"a": {"L": [{"N": "-0"}]}}})") == v(R"({"M": {"a": {"L": [{"N": "0"}]}}})"));
  CHECK(normalized(R"({"NULL": true})") == v(R"({"NULL": true})"));
  for (const char* text : {R"({"S": ""})", R"({"B": ""})", R"({"SS": [""]})", R"({"BS": [""]})",
                           R"({"L": []})", R"({"M": {}})"}) {
    CHECK(normalized(text) == v(text));
  }
}

TEST_CASE("a value has one kind; another form is a fault") {
  CHECK(kind_of(v(R"({"NULL": true})")) == Kind::NULL_);
  CHECK(name_of(Kind::NULL_) == "NULL");
  CHECK(find_kind("BS") == Kind::BS);
  CHECK_FALSE(find_kind("X"));
  CHECK_THROWS_AS(kind_of(v(R"({"X": 1})")), Fault);
  CHECK_THROWS_AS(kind_of(v(R"({"S": "", "N": "1"})")), Fault);
  CHECK(make_value(Kind::NS, {"1"}) == v(R"({"NS": ["1"]})"));
}

TEST_CASE("sets are equal without their order, lists with it, and kinds are never equal") {
  CHECK(equal(v(R"({"SS": ["a", "b"]})"), v(R"({"SS": ["b", "a"]})")));
  CHECK_FALSE(equal(v(R"({"SS": ["a", "b"]})"), v(R"({"SS": ["b", "c"]})")));
  CHECK_FALSE(equal(v(R"({"SS": ["a", "b"]})"), v(R"({"SS": ["a"]})")));
  CHECK(equal(v(R"({"M": {"x": {"L": [{"NS": ["1", "2"]}]}}})"),
              v(R"({"M": {"x": {"L": [{"NS": ["2", "1"]}]}}})")));
  CHECK_FALSE(equal(v(R"({"M": {"x": {"S": "1"}}})"), v(R"({"M": {"y": {"S": "1"}}})")));
  CHECK_FALSE(equal(v(R"({"L": [{"N": "1"}, {"N": "2"}]})"), v(R"({"L": [{"N": "2"}, {"N": "1"}]})")));
  CHECK_FALSE(equal(v(R"({"S": "1"})"), v(R"({"N": "1"})")));
}

TEST_CASE("strings, numbers and binaries have an order, each kind its own") {
  CHECK(compare(v(R"({"S": "B"})"), v(R"({"S": "a"})")) == std::strong_ordering::less);
  CHECK(compare(v(R"({"S": "ä"})"), v(R"({"S": "z"})")) == std::strong_ordering::greater);
  CHECK(compare(v(R"({"N": "9"})"), v(R"({"N": "10"})")) == std::strong_ordering::less);
  CHECK(compare(v(R"({"B": "AQ=="})"), v(R"({"B": "/w=="})")) == std::strong_ordering::less);
  CHECK(compare(v(R"({"B": "AQ=="})"), v(R"({"B": "AQ=="})")) == std::strong_ordering::equal);
  CHECK_FALSE(compare(v(R"({"S": "1"})"), v(R"({"N": "1"})")));
  CHECK_FALSE(compare(v(R"({"BOOL": true})"), v(R"({"BOOL": false})")));
}

TEST_CASE("the size of an item is counted as the service counts it") {
  // Seen from the real service: items of just 4 KB.
  Json item = Json::parse(R"({
    "ccc": {"N": "12.3456"}, "dddd": {"B": "AQI="}, "eeeee": {"BS": ["AQI=", "Ag==", "AQ=="]}, "ffffff": {"NULL": true},
    "ggggggg": {"BOOL": false}, "hhhhhhhh": {"L": [{"S": "a"}, {"S": "aa"}, {"S": "bb"}, {"S": "ccc"}]},
    "iiiiiiiii": {"M": {"aa": {"S": "aa"}, "bbb": {"S": "bbb"}}}})");
  item["a"] = {{"S", std::string(10, 'a')}};
  item["bb"] = {{"S", std::string(3999, 'b')}};
  CHECK(item_size(item) == 4096);
  Json other = Json::parse(R"({
    "abc": {"NULL": true}, "abcd": {"BOOL": true}, "abcde": {"L": [{"S": "aa"}, {"N": "12.3456"}, {"B": "AQI="}]},
    "abcdef": {"M": {"aa": {"S": "aa"}, "bbb": {"N": "12.3456"}, "cccc": {"B": "AQI="}}}})");
  other["a"] = {{"S", std::string(10, 'a')}};
  other["ab"] = {{"S", std::string(4026, 'b')}};
  CHECK(item_size(other) == 4096);
  CHECK(item_size(v(R"({"ä": {"S": "ö"}, "b": {"SS": ["a", "bc"]}, "c": {"NS": ["1.23", "-5"]}})")) ==
        2 + 2 + 1 + 3 + 1 + 3 + 3);
}

}  // namespace
}  // namespace cloche::dynamodb
