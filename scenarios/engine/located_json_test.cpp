#include "scenarios/engine/located_json.h"

#include <doctest/doctest.h>

namespace cloche::scenarios {
namespace {

std::string refusal(std::string_view text) {
  try {
    LocatedJson::parse(text, "f.json");
    return "";
  } catch (const FileError& error) {
    return error.what();
  }
}

TEST_CASE("a value, a member and an element know where they stand, in characters") {
  const LocatedJson root =
      LocatedJson::parse("{\n  \"é\": \"x\", \"list\": [1,\n   {\"a\": null}]\n}", "f.json");
  CHECK(root.line() == 1);
  REQUIRE(root.members().size() == 2);
  CHECK(root.members()[0].line == 2);
  CHECK(root.members()[0].column == 3);
  CHECK(root.members()[0].value.column() == 8);
  CHECK(root.members()[1].column == 13);  // é is one character
  const LocatedJson& element = root.find("list")->elements()[1];
  CHECK(element.line() == 3);
  CHECK(element.column() == 4);
  CHECK(element.in("f.json").text() == "f.json:3:4");
  CHECK(root.json() == Json::parse(R"({"é": "x", "list": [1, {"a": null}]})"));
}

TEST_CASE("numbers, strings and words are those of JSON") {
  const LocatedJson root =
      LocatedJson::parse(R"([1, -2, 1.5, 1e2, "a\né", true, false, null, 18446744073709551615])", "f.json");
  CHECK(root.json() == Json::parse(R"([1, -2, 1.5, 1e2, "a\né", true, false, null, 18446744073709551615])"));
}

TEST_CASE("what is not JSON is refused where it is, with what was expected") {
  CHECK(refusal("") == "f.json:1:1: expected a JSON value, not the end of the file");
  CHECK(refusal("{\n  \"a\": 1,\n}") == "f.json:3:1: expected a member's name in quotes, not '}'");
  CHECK(refusal("{\"a\" 1}") == "f.json:1:6: expected ':' after \"a\", not '1'");
  CHECK(refusal("{\"a\": }") == "f.json:1:7: expected the value of \"a\", not '}'");
  CHECK(refusal("{\"a\": 1 \"b\": 2}") == "f.json:1:9: expected ',' or '}' after the member \"a\", not '\"'");
  CHECK(refusal("[1 2]") == "f.json:1:4: expected ',' or ']' after the element, not '2'");
  CHECK(refusal("[1") == "f.json:1:3: expected ',' or ']' after the element, not the end of the file");
  CHECK(refusal("[1] x") == "f.json:1:5: expected the end of the file, not 'x'");
  CHECK(refusal("[yes]") == "f.json:1:2: expected an element, not 'yes'");
  CHECK(refusal("[12345678901234567890123]") ==
        "f.json:1:2: '12345678901234567890123' has more digits than a number here keeps: as a string it has "
        "all");
  CHECK(refusal("[18446744073709551615, -9223372036854775808, 100000000000000000000, -0, 1e30, 0.1]") == "");
  CHECK(refusal("[01]") == "f.json:1:2: '01' is not a number of JSON");
  CHECK(refusal("[\"a\n\"]") == "f.json:1:2: expected a '\"' at the end of this string");
  CHECK(refusal("[\"\\x\"]").starts_with("f.json:1:2: this string is not JSON's"));
  CHECK(refusal("[// no\n]") == "f.json:1:2: expected an element, not '/'");
}

TEST_CASE("a member that is given twice is a mistake") {
  CHECK(refusal("{\"a\": 1,\n \"a\": 2}") == "f.json:2:2: the member \"a\" is here twice");
}

TEST_CASE("an object may have many members") {  // it would take minutes if each were looked for among all
  constexpr std::size_t many = 200'000;
  std::string text = "{";
  for (std::size_t i = 0; i < many; ++i) text += "\"member" + std::to_string(i) + "\": 1,";
  text.back() = '}';
  CHECK(LocatedJson::parse(text, "f.json").members().size() == many);
}

TEST_CASE("depth is bounded") {
  CHECK(refusal(std::string(99, '[') + std::string(99, ']')) == "");
  CHECK(refusal(std::string(5000, '[')).contains("expected at most 100 objects and arrays in each other"));
}

}  // namespace
}  // namespace cloche::scenarios
