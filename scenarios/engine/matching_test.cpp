#include "scenarios/engine/matching.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

namespace cloche::scenarios {
namespace {

std::vector<std::string> unlike(std::string_view expected, std::string_view got) {
  std::vector<std::string> texts;
  for (const Difference& one : differences(Json::parse(expected), Json::parse(got)))
    texts.push_back(one.path + ": " + one.expected + " <> " + one.got);
  return texts;
}
bool matches(std::string_view expected, std::string_view got) { return unlike(expected, got).empty(); }
std::string difference(std::string_view expected, std::string_view got) {
  const auto all = unlike(expected, got);
  return all.size() == 1 ? all[0] : std::to_string(all.size()) + " differences";
}

TEST_CASE("a scalar matches what is equal to it") {
  CHECK(matches("1", "1"));
  CHECK(matches("1", "1.0"));
  CHECK(matches("\"a\"", "\"a\""));
  CHECK(matches("null", "null"));
  CHECK(difference("1", "2") == ": 1 <> 2");
  CHECK(difference("1", "\"1\"") == ": 1 <> \"1\"");
  CHECK(difference("null", "false") == ": null <> false");
}

TEST_CASE("numbers that differ do so beyond what a double holds") {
  CHECK(!matches("18446744073709551615", "-1"));
  CHECK(!matches("9007199254740993", "9007199254740992.0"));
  CHECK(matches(R"({"$gt": 9007199254740992.0})", "9007199254740993"));
  CHECK(!matches(R"({"$equals": [-1]})", "[18446744073709551615]"));
}

TEST_CASE("an object matches one that has its members, and others") {
  CHECK(matches(R"({"a": {"b": 1}})", R"({"a": {"b": 1, "c": 2}, "d": 3})"));
  CHECK(matches("{}", R"({"a": 1})"));
  CHECK(difference(R"({"a": {"b": 1}})", R"({"a": {"b": 2}})") == "a.b: 1 <> 2");
  CHECK(difference(R"({"a": {"b": 1}})", R"({"a": {}})") == "a.b: 1 <> nothing");
  CHECK(difference(R"({"a": 1})", "[1]") == ": an object <> [1]");
  CHECK(unlike(R"({"a": 1, "b": 2})", R"({"a": 2, "b": 3})") ==
        std::vector<std::string>{"a: 1 <> 2", "b: 2 <> 3"});
}

TEST_CASE("an array matches element by element") {
  CHECK(matches(R"([{"a": 1}, 2])", R"([{"a": 1, "b": 2}, 2])"));
  CHECK(difference("[1, 2]", "[2, 1]") == "2 differences");
  CHECK(difference(R"([1, {"a": [2]}])", R"([1, {"a": [3]}])") == "[1].a[0]: 2 <> 3");
  CHECK(difference("[1]", "[1, 2]") == ": 1 element: [1] <> [1,2]");
}

TEST_CASE("$exact leaves no other members, however deep, and $equals takes nothing for a matcher") {
  CHECK(matches(R"({"$exact": {"a": {"b": {"$any": true}}}})", R"({"a": {"b": 1}})"));
  CHECK(difference(R"({"$exact": {"a": {"b": 1}}})", R"({"a": {"b": 1, "c": 2}})") == "a.c: nothing <> 2");
  CHECK(matches(R"({"$equals": {"$any": true}})", R"({"$any": true})"));
  CHECK(difference(R"({"$equals": {"a": 1}})", R"({"a": 1, "b": 2})") ==
        R"(: exactly {"a":1} <> {"a":1,"b":2})");
}

TEST_CASE("$type is of JSON's types, and integer is a number without a fraction") {
  CHECK(matches(R"({"$type": "string"})", "\"\""));
  CHECK(matches(R"({"$type": "number"})", "1.5"));
  CHECK(matches(R"({"$type": "integer"})", "1.0"));
  CHECK(matches(R"({"$type": ["null", "object"]})", "{}"));
  CHECK(difference(R"({"$type": "integer"})", "1.5") == ": the type integer <> 1.5");
  CHECK(difference(R"({"$type": ["null", "string"]})", "1") == ": the type null or string <> 1");
}

TEST_CASE("$pattern is found in a string, by characters") {
  CHECK(matches(R"({"$pattern": "b+"})", "\"abbc\""));
  CHECK(matches(R"({"$pattern": "^.$"})", "\"é\""));
  CHECK(difference(R"({"$pattern": "^b"})", "\"abc\"") == ": a string with /^b/ <> \"abc\"");
  CHECK(!matches(R"({"$pattern": "1"})", "1"));
  CHECK(!matches(R"({"$pattern": "^(a+)+$"})", "\"" + std::string(40, 'a') + "b\""));  // and ends
}

TEST_CASE("$any and $absent") {
  CHECK(matches(R"({"a": {"$any": true}})", R"({"a": null})"));
  CHECK(matches(R"({"a": {"$absent": true}})", "{}"));
  CHECK(difference(R"({"a": {"$any": true}})", "{}") == R"(a: {"$any":true} <> nothing)");
  CHECK(difference(R"({"a": {"$absent": true}})", R"({"a": 1})") == "a: nothing <> 1");
}

TEST_CASE("ranges are of numbers, or of strings, and don't mix") {
  CHECK(matches(R"({"$gte": 1, "$lt": 3})", "2"));
  CHECK(matches(R"({"$range": [1, 3]})", "3"));
  CHECK(matches(R"({"$gt": "2026-01-05"})", "\"2026-01-05T09:00:00Z\""));
  CHECK(difference(R"({"$gt": 3})", "3") == ": more than 3 <> 3");
  CHECK(difference(R"({"$gte": 4})", "3") == ": at least 4 <> 3");
  CHECK(difference(R"({"$lt": 3})", "3") == ": less than 3 <> 3");
  CHECK(difference(R"({"$lte": 2})", "3") == ": at most 2 <> 3");
  CHECK(difference(R"({"$range": [1, 2]})", "3") == ": within [1,2] <> 3");
  CHECK(difference(R"({"$gt": 1})", "\"2\"") == ": more than 1 <> \"2\"");
}

TEST_CASE("$unordered pairs each expected element with one of its own, wherever that takes moving others") {
  CHECK(matches(R"({"$unordered": [1, 2]})", "[2, 1]"));
  CHECK(matches(R"({"$unordered": [{"$any": true}, 1]})", "[1, 2]"));
  CHECK(matches(R"({"$unordered": [{"$gte": 1}, {"$gte": 2}, {"$gte": 3}]})", "[3, 2, 1]"));
  CHECK(difference(R"({"$unordered": [1, 1]})", "[1, 2]") == ": an element for 1 <> [1,2]");
  CHECK(!matches(R"({"$unordered": [1]})", "[1, 2]"));
}

TEST_CASE("$length, $contains and $each look into arrays and strings") {
  CHECK(matches(R"({"$length": 2})", "\"éa\""));
  CHECK(matches(R"({"$length": {"$gte": 1}})", "{\"a\": 1}"));
  CHECK(difference(R"({"$length": 2})", "[1]") == "$length: 2 <> 1");
  CHECK(matches(R"({"$contains": "bc"})", "\"abcd\""));
  CHECK(matches(R"({"$contains": {"a": 1}})", R"([0, {"a": 1, "b": 2}])"));
  CHECK(difference(R"({"$contains": "x"})", "\"abc\"") == ": a string with \"x\" in it <> \"abc\"");
  CHECK(difference(R"({"$contains": 1})", "[2]") == ": an array with 1 in it <> [2]");
  CHECK(matches(R"({"$each": {"$type": "integer"}})", "[1, 2]"));
  CHECK(difference(R"({"$each": {"a": 1}})", R"([{"a": 1}, {"a": 2}])") == "[1].a: 1 <> 2");
}

TEST_CASE("$not, $oneOf and $allOf, of what is absent too") {
  CHECK(matches(R"({"$not": 1})", "2"));
  CHECK(difference(R"({"$not": {"a": 1}})", R"({"a": 1})") == R"(: not {"a":1} <> {"a":1})");
  CHECK(matches(R"({"$oneOf": [1, {"$type": "string"}]})", "\"a\""));
  CHECK(difference(R"({"$oneOf": [1, 2]})", "3") == ": one of [1,2] <> 3");
  CHECK(matches(R"({"a": {"$oneOf": [{"$absent": true}, 1]}})", "{}"));
  CHECK(matches(R"({"a": {"$not": 1}})", "{}"));
  CHECK(difference(R"({"$allOf": [{"$gte": 1}, {"$lte": 2}]})", "3") == ": at most 2 <> 3");
}

TEST_CASE("$json looks into a string that holds JSON") {
  CHECK(matches(R"({"$json": {"a": 1}})", R"("{\"a\": 1, \"b\": 2}")"));
  CHECK(difference(R"({"$json": {"a": 1}})", R"("{\"a\": 2}")") == "$json.a: 1 <> 2");
  CHECK(difference(R"({"$json": {}})", "\"{\"") == ": a string that holds JSON <> \"{\"");
}

TEST_CASE("an object that came with other $-members is plain JSON") {
  CHECK(matches(R"({"$schema": "x"})", R"({"$schema": "x", "a": 1})"));
}

TEST_CASE("of many differences twenty are named and the rest counted, and long values are cut off") {
  Json expected = Json::array(), got = Json::array();
  for (int i = 0; i < 50; ++i) {
    expected.push_back(i);
    got.push_back(i + 1);
  }
  const auto found = differences(expected, got);
  REQUIRE(found.size() == 21);
  CHECK(found.back().path == "and 30 more");
  CHECK(short_text(std::string(1000, 'x')).size() < 310);
}

std::string matcher_refusal(std::string_view text) {
  try {
    check_matcher(LocatedJson::parse(text, "f.json"), "f.json");
    return "";
  } catch (const FileError& error) {
    return error.what();
  }
}

TEST_CASE("a matcher that can't mean anything is refused where it stands") {
  CHECK(matcher_refusal(R"({"a": {"$typ": "string"}})") ==
        "f.json:1:8: there is no matcher $typ; did you mean \"$type\"?");
  CHECK(matcher_refusal(R"({"$any": true, "a": 1})") ==
        "f.json:1:16: \"a\" stands beside a matcher: an object has either $-members or plain ones ($allOf "
        "joins them)");
  CHECK(matcher_refusal(R"({"$type": "text"})").starts_with("f.json:1:11: $type takes string, number"));
  CHECK(matcher_refusal(R"({"$type": []})").starts_with("f.json:1:11: $type takes string, number"));
  CHECK(matcher_refusal(R"({"$type": [["string"]]})").starts_with("f.json:1:11: $type takes string, number"));
  CHECK(matcher_refusal(R"({"$pattern": "("})") ==
        "f.json:1:14: $pattern takes a regular expression; PCRE2 says: missing closing parenthesis");
  CHECK(matcher_refusal(R"({"$any": 1})") == "f.json:1:10: $any takes true, and nothing else");
  CHECK(matcher_refusal(R"({"$unordered": {"a": 1}})") ==
        "f.json:1:16: $unordered takes an array of what to match");
  CHECK(matcher_refusal(R"({"$range": [1]})") ==
        "f.json:1:12: $range takes an array of the lowest and the highest");
  CHECK(matcher_refusal(R"({"$range": [5, 1]})") ==
        "f.json:1:12: $range takes the lowest first, and then the highest");
  CHECK(matcher_refusal(R"({"$range": ["${x}", "$"]})") == "");
  CHECK(matcher_refusal(R"([{"$not": {"$gt": 1, "$foo": 2}}])")
            .starts_with("f.json:1:22: there is no matcher $foo"));
  CHECK(matcher_refusal(R"({"$equals": {"$foo": 1}})") == "");
  CHECK(matcher_refusal(R"({"$pattern": "${x}(", "$type": "${y}"})") == "");
}

}  // namespace
}  // namespace cloche::scenarios
