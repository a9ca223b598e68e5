#include "fakes/core/event_pattern.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

namespace cloche {
namespace {

bool matches(const char* pattern, const char* event) {
  return EventPattern::parse(pattern).matches(Json::parse(event));
}

/// The first line of what is wrong, and its column.
std::string refusal(std::string_view pattern) {
  try {
    EventPattern::parse(pattern);
  } catch (const EventPatternError& error) {
    return error.message;
  }
  return "";
}
std::string first_line(std::string_view pattern) {
  const std::string all = refusal(pattern);
  return all.substr(0, all.find('\n'));
}
std::string column(std::string_view pattern) {
  const std::string all = refusal(pattern);
  return all.substr(all.rfind(' ') + 1);
}

TEST_CASE("each field of a pattern must have one of its values") {
  CHECK(matches(R"({"a": ["x", "y"]})", R"({"a": "y"})"));
  CHECK(!matches(R"({"a": ["x", "y"]})", R"({"a": "z"})"));
  CHECK(!matches(R"({"a": ["x"]})", R"({"b": "x"})"));
  CHECK(!matches(R"({"a": ["x"], "b": ["y"]})", R"({"a": "x"})"));
  CHECK(matches(R"({"a": ["x"], "b": ["y"]})", R"({"b": "y", "a": "x", "c": 1})"));
  CHECK(matches(R"({"a": {"b": {"c": ["x"]}}})", R"({"a": {"b": {"c": "x", "d": 1}}})"));
  CHECK(!matches(R"({"a": {"b": ["x"]}})", R"({"a": "x"})"));
  CHECK(!matches(R"({"a": ["x"]})", R"(["a"])"));
}

TEST_CASE("a field is known by its path, however it is written") {
  CHECK(matches(R"({"a": {"b": ["x"]}})", R"({"a.b": "x"})"));
  CHECK(matches(R"({"a.b": ["x"]})", R"({"a": {"b": "x"}})"));
}

TEST_CASE("strings, numbers, true, false and null are told apart") {
  CHECK(!matches(R"({"a": [1]})", R"({"a": "1"})"));
  CHECK(!matches(R"({"a": ["1"]})", R"({"a": 1})"));
  CHECK(matches(R"({"a": [true]})", R"({"a": true})"));
  CHECK(!matches(R"({"a": [true]})", R"({"a": "true"})"));
  CHECK(!matches(R"({"a": [true]})", R"({"a": false})"));
  CHECK(matches(R"({"a": [null]})", R"({"a": null})"));
  CHECK(!matches(R"({"a": [null]})", R"({})"));
  CHECK(!matches(R"({"a": [null]})", R"({"a": "null"})"));
  CHECK(matches(R"({"a": [""]})", R"({"a": ""})"));
}

TEST_CASE("numbers are equal by value within the range, and by text outside of it") {
  CHECK(matches(R"({"a": [300]})", R"({"a": 300.0})"));
  CHECK(matches(R"({"a": [3.0e2]})", R"({"a": 300})"));
  CHECK(matches(R"({"a": [0.1]})", R"({"a": 0.1})"));
  CHECK(!matches(R"({"a": [0.1]})", R"({"a": 0.100001})"));
  CHECK(matches(R"({"a": [123456789012]})", R"({"a": 123456789012})"));
  CHECK(!matches(R"({"a": [123456789012]})", R"({"a": 123456789013})"));
}

TEST_CASE("strings are matched by prefix, suffix, wildcard and without case") {
  CHECK(matches(R"({"a": [{"prefix": "ab"}]})", R"({"a": "abc"})"));
  CHECK(!matches(R"({"a": [{"prefix": "ab"}]})", R"({"a": "Abc"})"));
  CHECK(!matches(R"({"a": [{"prefix": "1"}]})", R"({"a": 12})"));
  CHECK(matches(R"({"a": [{"prefix": ""}]})", R"({"a": ""})"));
  CHECK(matches(R"({"a": [{"prefix": {"equals-ignore-case": "AB"}}]})", R"({"a": "abc"})"));
  CHECK(matches(R"({"a": [{"suffix": ".png"}]})", R"({"a": "x.png"})"));
  CHECK(!matches(R"({"a": [{"suffix": ".png"}]})", R"({"a": "x.PNG"})"));
  CHECK(matches(R"({"a": [{"suffix": {"equals-ignore-case": ".png"}}]})", R"({"a": "x.PNG"})"));
  CHECK(matches(R"({"a": [{"equals-ignore-case": "ÄLICE"}]})", R"({"a": "älice"})"));
  CHECK(matches(R"({"a": [{"equals-ignore-case": "ЖΩ"}]})", R"({"a": "жω"})"));
  CHECK(!matches(R"({"a": [{"equals-ignore-case": "alice"}]})", R"({"a": "alices"})"));
  CHECK(matches(R"({"a": [{"exactly": "x"}]})", R"({"a": "x"})"));
}

TEST_CASE("a wildcard stands for any characters, and a backslash takes that from it") {
  for (const char* yes : {"dir/a.png", "dir/.png", "dir/x/y.png.png"}) {
    CHECK_MESSAGE(EventPattern::parse(R"({"a": [{"wildcard": "dir/*.png"}]})").matches(Json{{"a", yes}}),
                  yes);
  }
  for (const char* no : {"dir/a.jpg", "adir/a.png", "dir.png", "dir/a.pngx", ""}) {
    CHECK_MESSAGE(!EventPattern::parse(R"({"a": [{"wildcard": "dir/*.png"}]})").matches(Json{{"a", no}}), no);
  }
  CHECK(matches(R"({"a": [{"wildcard": "a*b*c*"}]})", R"({"a": "aXbbYbc"})"));
  CHECK(matches(R"({"a": [{"wildcard": "*"}]})", R"({"a": ""})"));
  CHECK(matches(R"({"a": [{"wildcard": "a\\*b"}]})", R"({"a": "a*b"})"));
  CHECK(!matches(R"({"a": [{"wildcard": "a\\*b"}]})", R"({"a": "axb"})"));
  CHECK(matches(R"({"a": [{"wildcard": "*\\\\"}]})", R"({"a": "a\\"})"));
}

TEST_CASE("anything but what is said, in one value or in a list") {
  CHECK(matches(R"({"a": [{"anything-but": "x"}]})", R"({"a": "y"})"));
  CHECK(!matches(R"({"a": [{"anything-but": "x"}]})", R"({"a": "x"})"));
  CHECK(!matches(R"({"a": [{"anything-but": "x"}]})", R"({})"));
  CHECK(matches(R"({"a": [{"anything-but": "x"}]})", R"({"a": 1})"));
  CHECK(!matches(R"({"a": [{"anything-but": [1, 2]}]})", R"({"a": 2.0})"));
  CHECK(matches(R"({"a": [{"anything-but": [1, 2]}]})", R"({"a": "2"})"));
  CHECK(!matches(R"({"a": [{"anything-but": {"prefix": "x"}}]})", R"({"a": "xy"})"));
  CHECK(matches(R"({"a": [{"anything-but": {"prefix": ["x", "y"]}}]})", R"({"a": "z"})"));
  CHECK(!matches(R"({"a": [{"anything-but": {"suffix": ["x", "y"]}}]})", R"({"a": "ay"})"));
  CHECK(!matches(R"({"a": [{"anything-but": {"equals-ignore-case": ["X"]}}]})", R"({"a": "x"})"));
  CHECK(!matches(R"({"a": [{"anything-but": {"wildcard": "a*c"}}]})", R"({"a": "abc"})"));
  CHECK(matches(R"({"a": [{"anything-but": "x"}]})", R"({"a": ["x", "y"]})"));
  CHECK(!matches(R"({"a": [{"anything-but": "x"}]})", R"({"a": ["x", "x"]})"));
}

TEST_CASE("numbers are compared, and only numbers") {
  CHECK(matches(R"({"a": [{"numeric": [">", 0, "<=", 5]}]})", R"({"a": 5})"));
  CHECK(!matches(R"({"a": [{"numeric": [">", 0, "<=", 5]}]})", R"({"a": 0})"));
  CHECK(!matches(R"({"a": [{"numeric": [">", 0, "<", 5]}]})", R"({"a": 5})"));
  CHECK(matches(R"({"a": [{"numeric": [">=", -1.5]}]})", R"({"a": -1.5})"));
  CHECK(matches(R"({"a": [{"numeric": ["=", 3.018e2]}]})", R"({"a": 301.8})"));
  CHECK(matches(R"({"a": [{"numeric": ["<", 10]}]})", R"({"a": -4e9})"));
  CHECK(!matches(R"({"a": [{"numeric": ["<", 10]}]})", R"({"a": "5"})"));
  CHECK(!matches(R"({"a": [{"numeric": ["<", 10]}]})", R"({"a": 6e9})"));
}

TEST_CASE("addresses are matched by range, and equal whatever way they are written") {
  CHECK(matches(R"({"a": [{"cidr": "10.0.0.0/24"}]})", R"({"a": "10.0.0.255"})"));
  CHECK(!matches(R"({"a": [{"cidr": "10.0.0.0/24"}]})", R"({"a": "10.0.1.0"})"));
  CHECK(!matches(R"({"a": [{"cidr": "10.0.0.0/24"}]})", R"({"a": "ten"})"));
  CHECK(matches(R"({"a": [{"cidr": "10.0.0.5/24"}]})", R"({"a": "10.0.0.0"})"));
  CHECK(matches(R"({"a": [{"cidr": "10.0.0.5/20"}]})", R"({"a": "10.0.15.255"})"));
  CHECK(!matches(R"({"a": [{"cidr": "10.0.0.5/20"}]})", R"({"a": "10.0.16.0"})"));
  CHECK(matches(R"({"a": [{"cidr": "2001:db8::/32"}]})", R"({"a": "2001:db8:1::5"})"));
  CHECK(!matches(R"({"a": [{"cidr": "2001:db8::/32"}]})", R"({"a": "2001:db9::"})"));
  CHECK(matches(R"({"a": ["::1"]})", R"({"a": "0:0:0:0:0:0:0:1"})"));
  CHECK(matches(R"({"a": ["10.0.0.1"]})", R"({"a": "10.0.0.1"})"));
}

TEST_CASE("a field is there, or is not; an object is no field, and neither is an empty array") {
  CHECK(matches(R"({"a": [{"exists": true}]})", R"({"a": null})"));
  CHECK(!matches(R"({"a": [{"exists": true}]})", R"({"b": 1})"));
  CHECK(!matches(R"({"a": [{"exists": true}]})", R"({"a": {"b": 1}})"));
  CHECK(!matches(R"({"a": [{"exists": true}]})", R"({"a": []})"));
  CHECK(matches(R"({"a": [{"exists": false}]})", R"({"a": {"b": 1}})"));
  CHECK(matches(R"({"a": [{"exists": false}]})", R"({})"));
  CHECK(!matches(R"({"a": [{"exists": false}]})", R"({"a": 1})"));
  CHECK(matches(R"({"a": [{"exists": false}, "x"]})", R"({"a": "x"})"));
  CHECK(!matches(R"({"a": [{"exists": false}], "b": ["x"]})", R"({"c": 1})"));
}

TEST_CASE("one of $or's objects must match, beside the rest") {
  constexpr auto pattern =
      R"({"s": ["x"], "$or": [{"a": [1]}, {"b": [2], "c": {"$or": [{"d": [3]}, {"e": [4]}]}}]})";
  CHECK(matches(pattern, R"({"s": "x", "a": 1})"));
  CHECK(!matches(pattern, R"({"s": "y", "a": 1})"));
  CHECK(!matches(pattern, R"({"s": "x", "b": 2})"));
  CHECK(matches(pattern, R"({"s": "x", "b": 2, "c": {"e": 4}})"));
  CHECK(EventPattern::parse(pattern).alternatives().size() == 3);
  CHECK(!matches(R"({"$or": [{"a": [1]}, {"b": [2]}], "c": [3]})", R"({"a": 1})"));
}

TEST_CASE("one element of an array suffices, and objects of an array are not mixed") {
  CHECK(matches(R"({"a": ["x"]})", R"({"a": ["y", "x"]})"));
  CHECK(matches(R"({"a": ["x"]})", R"({"a": [["x"]]})"));
  CHECK(!matches(R"({"l": {"a": [1], "b": [2]}})", R"({"l": [{"a": 1, "b": 3}, {"a": 2, "b": 2}]})"));
  CHECK(matches(R"({"l": {"a": [1], "b": [2]}})", R"({"l": [{"a": 1, "b": 3}, {"a": 1, "b": 2}]})"));
  CHECK(matches(R"({"l": {"a": [1]}, "m": {"b": [2]}})", R"({"l": [{"a": 0}, {"a": 1}], "m": [{"b": 2}]})"));
}

TEST_CASE("what is no pattern is refused with the library's words and place") {
  CHECK(refusal(R"({"store":"x"})") ==
        "\"store\" must be an object or an array\n at [Source: (String)\"{\"store\":\"x\"}\"; line: 1, "
        "column: 11]");
  CHECK(refusal("[]") == "Filter is not an object\n at [Source: (String)\"[]\"; line: 1, column: 2]");
  CHECK(first_line("") == "Filter is not an object");
  CHECK(first_line("{}") == "Empty objects are not allowed");
  CHECK(column("{}") == "3]");
  CHECK(first_line(R"({"a":{}})") == "Empty objects are not allowed");
  CHECK(first_line(R"({"a":[]})") == "Empty arrays are not allowed");
  CHECK(first_line(R"({"a":[[1]]})") == "Match value must be String, number, true, false, or null");
  CHECK(first_line(R"({"a":[{}]})") == "Match expression name not found");
  CHECK(first_line(R"({"a":[{"foo":"b"}]})") == "Unrecognized match type foo");
  CHECK(column(R"({"a":[{"foo":"b"}]})") == "15]");
  CHECK(column(R"({"a":true})") == "10]");
  CHECK(first_line(R"({"a":[{"prefix":1}]})") == "prefix match pattern must be a string");
  CHECK(first_line(R"({"a":[{"prefix":{"suffix":"x"}}]})") == "Unsupported prefix pattern: suffix");
  CHECK(first_line(R"({"a":[{"prefix":"x","suffix":"y"}]})") == "Only one key allowed in match expression");
  CHECK(first_line(R"({"a":[{"exists":"x"}]})") == "exists match pattern must be either true or false.");
  CHECK(first_line(R"({"a":[{"anything-but":null}]})") ==
        "Value of anything-but must be an array or single string/number value.");
  CHECK(first_line(R"({"a":[{"anything-but":["x",1]}]})") ==
        "Inside anything but list, either all values are number or string, mixed type is not supported");
  CHECK(first_line(R"({"a":[{"anything-but":{"prefix":""}}]})") == "Null prefix/suffix not allowed");
  CHECK(first_line(R"({"a":[{"anything-but":{"exists":true}}]})") ==
        "Unsupported anything-but pattern: exists");
  CHECK(first_line(R"({"a":[{"wildcard":"a**"}]})") == "Consecutive wildcard characters at pos 2");
  CHECK(first_line(R"({"a":[{"wildcard":"a\\b"}]})") == "Invalid escape character at pos 2");
  CHECK(refusal(R"({"a":[{"cidr":"10.0.0.0"}]})") == "Malformed CIDR, one '/' required");
  CHECK(refusal(R"({"a":[{"cidr":"10.0.0.0/32"}]})") == "IPv4 mask bits must be < 32");
  CHECK(refusal(R"({"a":[{"cidr":"x/8"}]})") == "Nonstandard IP address: x");
}

TEST_CASE("what is no comparison of numbers is refused") {
  CHECK(first_line(R"({"a":[{"numeric":5}]})") == "Value of numeric must be an array.");
  CHECK(first_line(R"({"a":[{"numeric":[5]}]})") == "Invalid member in numeric match: 5");
  CHECK(first_line(R"({"a":[{"numeric":["!",5]}]})") == "Unrecognized numeric range operator: !");
  CHECK(first_line(R"({"a":[{"numeric":["=","5"]}]})") == "Value of equals must be numeric");
  CHECK(first_line(R"({"a":[{"numeric":["<=","5"]}]})") == "Value of <= must be numeric");
  CHECK(first_line(R"({"a":[{"numeric":["<",5,">",1]}]})") == "Too many elements in numeric expression");
  CHECK(first_line(R"({"a":[{"numeric":[">",5,">",1]}]})") == "Bad numeric range operator: >");
  CHECK(first_line(R"({"a":[{"numeric":[">",5,7]}]})") == "Bad value in numeric range: 7");
  CHECK(first_line(R"({"a":[{"numeric":[">",5,"<",7,8]}]})") == "Too many terms in numeric range expression");
  CHECK(first_line(R"({"a":[{"numeric":[">",5,"<",5]}]})") == "Bottom must be less than top");
  CHECK(first_line(R"({"a":[{"numeric":["<",6e9]}]})") ==
        "Value must be between -5.0E9 and 5.0E9, inclusive");
}

TEST_CASE("what is no $or is refused") {
  CHECK(first_line(R"({"$or":{"a":[1]}})") == "It must be an Array followed with $or.");
  CHECK(first_line(R"({"$or":[{"a":[1]}]})") == "There must have at least 2 Objects in $or relationship.");
  CHECK(first_line(R"({"$or":[1,2]})") == "Only JSON object is allowed in array of $or relationship.");
  CHECK(first_line(R"({"$or":[{"prefix":[1]},{"a":[1]}]})") ==
        "prefix is Ruler reserved fieldName which cannot be used inside $or.");
  std::string many = "{";
  for (int i = 0; i < 10; ++i) {
    many +=
        (i == 0 ? "" : ",") + std::string(R"("x)") + std::to_string(i) + R"(":{"$or":[{"a":[1]},{"b":[1]}]})";
  }
  CHECK(first_line(many + "}").starts_with("Too many combinations"));
}

TEST_CASE("what is no JSON is refused as Jackson does") {
  CHECK(refusal(R"({"a)") ==
        "Unexpected end-of-input in field name\n at [Source: (String)\"{\"a\"; line: 1, column: 4]");
  CHECK(refusal("{") ==
        "Unexpected end-of-input: expected close marker for Object (start marker at [Source: (String)\"{\"; "
        "line: 1, "
        "column: 1])\n at [Source: (String)\"{\"; line: 1, column: 2]");
  CHECK(first_line("{a") ==
        "Unexpected character ('a' (code 97)): was expecting double-quote to start field name");
  CHECK(column("{a") == "3]");
  CHECK(first_line("{\"a\":\n[x]}") ==
        "Unrecognized token 'x': was expecting (JSON String, Number, Array, Object or token 'null', 'true' "
        "or 'false')");
  CHECK(refusal("{\"a\":\n[x]}").ends_with("line: 2, column: 3]"));
  CHECK(first_line(R"({"a":[1 2]})") ==
        "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries");
  CHECK(first_line(R"({"a":[1}})").starts_with("Unexpected close marker '}': expected ']'"));
  CHECK(first_line(R"({"a" 1})") ==
        "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value");
  CHECK(first_line(R"({"a":["\q"]})") == "Unrecognized character escape 'q' (code 113)");
  CHECK(first_line(std::string(600, '[')).starts_with("Filter is not an object"));
  std::string deep;
  for (int i = 0; i < 600; ++i) deep += R"({"a":)";
  CHECK(first_line(deep).starts_with("Document nesting depth"));
  CHECK(refusal("[" + std::string(600, ' ')).find("[truncated 101 chars]") != std::string::npos);
}

TEST_CASE("escapes are read") { CHECK(matches(R"({"\u0061": ["\uD83D\uDE00\n"]})", R"({"a": "😀\n"})")); }

}  // namespace
}  // namespace cloche
