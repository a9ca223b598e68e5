#include "fakes/dynamodb/projection.h"

#include <doctest/doctest.h>

#include "fakes/core/api_error.h"
#include "fakes/dynamodb/expression_attributes.h"
#include "fakes/dynamodb/expression_check.h"
#include "fakes/dynamodb/expression_parser.h"

namespace cloche::dynamodb {
namespace {

Json projected(std::string_view text, std::string_view item, const char* names = "null") {
  const Json name_map = Json::parse(names);
  ExpressionAttributes attributes(name_map.is_null() ? nullptr : &name_map, nullptr);
  return Projection(bind_projection(parse_projection(text), attributes)).apply(Json::parse(item));
}

std::string refusal(std::string_view text, const char* names = "null") {
  try {
    projected(text, "{}", names);
    return "";
  } catch (const ApiError& error) {
    const std::string prefix = "Invalid ProjectionExpression: ";
    CHECK(error.message.starts_with(prefix));
    return error.message.substr(prefix.size());
  }
}

Json v(std::string_view text) { return Json::parse(text); }

TEST_CASE("a projection takes parts, moves list elements together, and leaves out what is not there") {
  // Seen from the real service.
  const char* item =
      R"({"a": {"S": "k"}, "b": {"M": {"a": {"S": "a"}, "b": {"S": "b"}, "c": {"S": "c"}}}, "c": {"L": [{"S": "a"}, {"S": "b"}, {"S": "c"}]}})";
  const Json expected =
      v(R"({"b": {"M": {"b": {"S": "b"}, "c": {"S": "c"}}}, "c": {"L": [{"S": "b"}, {"S": "c"}]}})");
  CHECK(projected("b.c,c[2],b.b,c[1],c[0].a", item) == expected);
  CHECK(projected("#b.#c,#c[2],#b.#b,#c[1],#c[0][1]", item, R"({"#b": "b", "#c": "c"})") == expected);
  CHECK(projected("x, a", item) == v(R"({"a": {"S": "k"}})"));
  // Assumed.
  CHECK(projected("b.x, c[7], a.b", item) == v("{}"));
  CHECK(Projection(std::vector<std::string>{"a", "x"}).apply(v(item)) == v(R"({"a": {"S": "k"}})"));
}

TEST_CASE("what is wrong with a projection is told in the service's order") {
  // Seen from the real service.
  for (const char* text : {"whatever(stuff)", ":a", "abort,", "a,,b", "a..b", "a[b]", "(a.b).c", "(a)",
                           "(a),(b)", "(a,b)", "a-b"}) {
    CHECK_MESSAGE(refusal(text).starts_with("Syntax error; "), text);
  }
  CHECK(refusal("") == "The expression can not be empty;");
  CHECK(refusal("a.abORt") == "Attribute name is a reserved keyword; reserved keyword: abORt");
  CHECK(refusal("#a,ABSoLUTE") == "Attribute name is a reserved keyword; reserved keyword: ABSoLUTE");
  CHECK(refusal("a,b,a,#a") ==
        "An expression attribute name used in the document path is not defined; attribute name: #a");
  const char* names = R"({"#a": "a", "#b": "[3]"})";
  CHECK(refusal("b[1], b.a, #a.b, a", names) ==
        "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: "
        "[a, b], path two: [a]");
  CHECK(refusal("a, #a[1]", names) ==
        "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: "
        "[a], path two: [a, [1]]");
  CHECK(refusal("a.b[1], #a[1], #b", names) ==
        "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: "
        "[a, b, [1]], path two: "
        "[a, [1]]");
  CHECK(refusal("a[3].b, #a.#b.b", names) ==
        "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: "
        "[a, [3], b], path two: "
        "[a, [3], b]");
}

}  // namespace
}  // namespace cloche::dynamodb
