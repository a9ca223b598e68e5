#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "fakes/core/api_error.h"
#include "fakes/dynamodb/expression_attributes.h"
#include "fakes/dynamodb/expression_check.h"
#include "fakes/dynamodb/expression_parser.h"
#include "fakes/dynamodb/projection.h"
#include "fakes/dynamodb/update_evaluator.h"

namespace cloche::dynamodb {
namespace {

struct Request {
  explicit Request(std::string_view text, const char* values_text = "null", const char* names_text = "null")
      : values(Json::parse(values_text)),
        names(Json::parse(names_text)),
        attributes(names.is_null() ? nullptr : &names, values.is_null() ? nullptr : &values),
        update(bind_update(parse_update(text), attributes)) {}

  Json values;
  Json names;
  ExpressionAttributes attributes;
  Update update;
};

// What an update is refused with, without "Invalid UpdateExpression: "; "" where it is right.
std::string refusal(std::string_view text, const char* values = "null", const char* names = "null") {
  try {
    Request(text, values, names);
    return "";
  } catch (const ApiError& error) {
    const std::string prefix = "Invalid UpdateExpression: ";
    CHECK(error.message.starts_with(prefix));
    return error.message.substr(prefix.size());
  }
}

Json updated(std::string_view text, std::string_view item, const char* values = "null",
             const char* names = "null") {
  Request request(text, values, names);
  return apply(request.update, Json::parse(item), UpdateStyle::expression);
}

std::string failure(std::string_view text, std::string_view item, const char* values = "null") {
  try {
    return updated(text, item, values).dump();
  } catch (const ApiError& error) {
    return error.message;
  }
}

Json v(std::string_view text) { return Json::parse(text); }

TEST_CASE("what is no update is a syntax error") {
  // Seen from the real service.
  for (const char* text : {"whatever",
                           "set a",
                           "add a",
                           "delete a",
                           "set a=set",
                           "remove a = b",
                           "add a = b",
                           "delete a = b",
                           "delete a b",
                           "delete a if_not_exist(b)",
                           "add abort b",
                           "add a if_not_exist(b)",
                           "remove a b",
                           "set a b",
                           "set :a = b",
                           "add :a b",
                           "delete :a b",
                           "remove :a",
                           "set a = b / c",
                           "set a = b * c",
                           "set a[1] = \"eight\"",
                           "set a[1] = 1",
                           "SET a = if_not_exist(a, 100)",
                           "SET if_not_exist(a, b) = a",
                           "set (a = (b + c))",
                           "set a = (b.c).d + e",
                           "set a = (b.c)[0] + e",
                           "set a = b + c + d",
                           "set",
                           "remove a,",
                           "set a = :b,",
                           "set a = (b + c) + d"}) {
    CHECK_MESSAGE(refusal(text).starts_with("Syntax error; "), text);
  }
  CHECK(refusal("ADD hits : incr") == "Syntax error; token: \":\", near: \"hits : incr\"");
  CHECK(refusal("") == "The expression can not be empty;");
}

TEST_CASE("words, functions and sections of an update are checked in this order") {
  // Seen from the real service.
  CHECK(refusal(" set #c = :c set abOrt = true ") ==
        "Attribute name is a reserved keyword; reserved keyword: abOrt");
  CHECK(refusal(" remove Absolute ") == "Attribute name is a reserved keyword; reserved keyword: Absolute");
  CHECK(refusal("set #c = if_not_exist(:c) set c = d") == "Invalid function name; function: if_not_exist");
  const auto twice = [](const char* section) {
    return "The \"" + std::string(section) + "\" section can only be used once in an update expression;";
  };
  CHECK(refusal("set a = #c set c = :d") == twice("SET"));
  CHECK(refusal("remove #d set a = b remove e") == twice("REMOVE"));
  CHECK(refusal("add #d :e set a = b add e :f") == twice("ADD"));
  CHECK(refusal("delete #d :e set a = b delete #e :f") == twice("DELETE"));
  CHECK(refusal("SET #c = if_not_exists(:c)") ==
        "An expression attribute name used in the document path is not defined; attribute name: #c");
  CHECK(refusal("SET a = if_not_exists(:c)") ==
        "An expression attribute value used in expression is not defined; attribute value: :c");
  // Assumed.
  CHECK(refusal("SET a = size(b)") == "The function is not allowed in an update expression; function: size");
  CHECK(refusal("SET a = ((b))") == "The expression has redundant parentheses;");
}

TEST_CASE("paths of an update must not get in each other's way") {
  // Seen from the real service.
  const char* names = R"({"#c": "c", "#d": "[3]"})";
  const auto overlap = [](const char* one, const char* two) {
    return "Two document paths overlap with each other; must remove or rewrite one of these paths; path "
           "one: " +
           std::string(one).append(", path two: ").append(two);
  };
  const auto conflict = [](const char* one, const char* two) {
    return "Two document paths conflict with each other; must remove or rewrite one of these paths; path "
           "one: " +
           std::string(one).append(", path two: ").append(two);
  };
  CHECK(refusal("set d[1] = a, d.b = a, c[1].a = a, #c = if_not_exists(a)", "null", names) ==
        overlap("[c, [1], a]", "[c]"));
  CHECK(refusal("set #c[3].#d = a, #c[3] = a", "null", names) == overlap("[c, [3], [3]]", "[c, [3]]"));
  CHECK(refusal("set f = a, f = b") == overlap("[f]", "[f]"));
  CHECK(refusal("set #c[3].#d = a, #c.#d[3] = if_not_exists(a)", "null", names) ==
        conflict("[c, [3], [3]]", "[c, [3], [3]]"));
  CHECK(refusal("remove a.#c set a[1] = #d", "null", names) == conflict("[a, c]", "[a, [1]]"));
}

TEST_CASE("operands of an update are checked in number and kind") {
  // Seen from the real service.
  CHECK(refusal("set b = list_append(:a, a), c = if_not_exists(a) add a.b :a", R"({":a": {"S": "a"}})") ==
        "Incorrect operand type for operator or function; operator: ADD, operand type: STRING");
  CHECK(refusal("delete a.b :a", R"({":a": {"N": "1"}})") ==
        "Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER");
  CHECK(refusal("add a.b :a", R"({":a": {"L": []}})") ==
        "Incorrect operand type for operator or function; operator: ADD, operand type: LIST");
  CHECK(refusal("set a = if_not_exists(c)") ==
        "Incorrect number of operands for operator or function; operator or function: if_not_exists, number "
        "of operands: 1");
  const char* values = R"({":a": {"S": "a"}, ":n": {"N": "1"}, ":l": {"L": []}})";
  CHECK(refusal("set a = if_not_exists(:a, c)", values) ==
        "Operator or function requires a document path; operator or function: if_not_exists");
  CHECK(refusal("set a = if_not_exists(if_not_exists(a, b), c)") ==
        "Operator or function requires a document path; operator or function: if_not_exists");
  const std::string type = "Incorrect operand type for operator or function; operator or function: ";
  CHECK(refusal("set a = list_append(:a, a)", values) == type + "list_append, operand type: S");
  CHECK(refusal("set a = list_append(a, :n)", values) == type + "list_append, operand type: N");
  CHECK(refusal("set a = a + :l", values) == type + "+, operand type: L");
  CHECK(refusal("set a = :a - :l", values) == type + "-, operand type: S");
  CHECK(refusal("set a = ((b.c)+(e)), b = if_not_exists(a, if_not_exists(c, :n))", values) == "");
}

TEST_CASE("an update sets, adds, deletes and removes, all by the item as it was") {
  // Seen from the real service.
  const Json item = v(
      R"({"a": {"S": "key"}, "b": {"M": {"a": {"N": "1"}, "b": {"N": "2"}, "c": {"N": "3"}}}, "c": {"L": [{"N": "1"}, {"N": "3"}]}})");
  Request request(
      "set b.c=((c[1])+(b.a)),b.a = a,c[1] = a, c[4] = b.a - b.b, c[2] = b.c add c[8] :b, c[6] :a",
      R"({":a": {"N": "2"}, ":b": {"SS": ["a"]}})");
  const Json after = apply(request.update, item, UpdateStyle::expression);
  CHECK(after == v(R"({"a": {"S": "key"}, "b": {"M": {"a": {"S": "key"}, "b": {"N": "2"}, "c": {"N": "4"}}},
                       "c": {"L": [{"N": "1"}, {"S": "key"}, {"N": "3"}, {"N": "-1"}, {"N": "2"}, {"SS": ["a"]}]}})"));
  CHECK(
      Projection(request.update).apply(after) ==
      v(R"({"b": {"M": {"a": {"S": "key"}, "c": {"N": "4"}}}, "c": {"L": [{"S": "key"}, {"N": "3"}, {"N": "2"}]}})"));

  CHECK(updated("REMOVE b DELETE c :c ADD d :d, e :e SET f = :f", R"({"a": {"S": "k"}})",
                R"({":c": {"SS": ["a"]}, ":d": {"N": "5"}, ":e": {"SS": ["a", "b"]}, ":f": {"L": []}})") ==
        v(R"({"a": {"S": "k"}, "d": {"N": "5"}, "e": {"SS": ["a", "b"]}, "f": {"L": []}})"));
  CHECK(updated("set b = if_not_exists(b, a)", R"({"a": {"S": "k"}})") ==
        v(R"({"a": {"S": "k"}, "b": {"S": "k"}})"));
  CHECK(updated("add n :n, s :s", R"({"n": {"N": "0.1"}, "s": {"SS": ["b", "a"]}})",
                R"({":n": {"N": "0.2"}, ":s": {"SS": ["a", "c"]}})") ==
        v(R"({"n": {"N": "0.3"}, "s": {"SS": ["b", "a", "c"]}})"));
  CHECK(updated("delete s :s, t :s", R"({"s": {"SS": ["a", "b"]}, "t": {"SS": ["a"]}})",
                R"({":s": {"SS": ["a", "x"]}})") == v(R"({"s": {"SS": ["b"]}})"));
  CHECK(updated("set l = list_append(l, :l), m = list_append(:l, if_not_exists(absent, :l))",
                R"({"l": {"L": [{"S": "a"}]}})", R"({":l": {"L": [{"S": "b"}]}})") ==
        v(R"({"l": {"L": [{"S": "a"}, {"S": "b"}]}, "m": {"L": [{"S": "b"}, {"S": "b"}]}})"));
}

TEST_CASE("indexes mean the list as it was, whatever is removed from it or added to it") {
  const char* list =
      R"({"l": {"L": [{"S": "0"}, {"S": "1"}, {"M": {"x": {"S": "2"}, "y": {"S": "y"}}}, {"S": "3"}]}})";
  CHECK(updated("remove l[0], l[1], l[9]", list) ==
        v(R"({"l": {"L": [{"M": {"x": {"S": "2"}, "y": {"S": "y"}}}, {"S": "3"}]}})"));
  CHECK(updated("remove l[0], l[2].y set l[3] = l[1], l[7] = l[0]", list) ==
        v(R"({"l": {"L": [{"S": "1"}, {"M": {"x": {"S": "2"}}}, {"S": "1"}, {"S": "0"}]}})"));
  CHECK(
      updated("set l[9] = l[0], l[8] = l[1] remove l[4]", list) ==
      v(R"({"l": {"L": [{"S": "0"}, {"S": "1"}, {"M": {"x": {"S": "2"}, "y": {"S": "y"}}}, {"S": "3"}, {"S": "1"}, {"S": "0"}]}})"));
}

TEST_CASE("an update that does not fit the item is refused") {
  // Seen from the real service.
  const char* item =
      R"({"a": {"S": "k"}, "b": {"S": "k"}, "c": {"M": {"1": {"S": "a"}}}, "d": {"L": [{"S": "a"}, {"S": "b"}]}, "n": {"N": "1"}, "s": {"NS": ["1"]}})";
  const std::string no_place = "The document path provided in the update expression is invalid for update";
  for (const char* text :
       {"set b.a = :a", "set b[1] = :a", "set y.a = :a", "set y[1] = :a", "set c[1] = :a", "set d.#1 = :a",
        "remove b.a", "remove b[1]", "remove y.a", "remove y[1]", "remove c[1]", "delete b.a :a",
        "delete b[1] :a", "delete y.a :a", "delete c[1] :a", "add b.a :a", "add y[1] :a", "add c[1] :a"}) {
    if (std::string_view(text).find('#') != std::string_view::npos) continue;
    CHECK_MESSAGE(failure(text, item, R"({":a": {"SS": ["a"]}})") == no_place, text);
  }
  const std::string no_value =
      "The provided expression refers to an attribute that does not exist in the item";
  CHECK(failure("set c = x", item) == no_value);
  CHECK(failure("set e = list_append(x, c)", item) == no_value);
  const std::string wrong = "An operand in the update expression has an incorrect data type";
  CHECK(failure("delete s :a", item, R"({":a": {"SS": ["1"]}})") == wrong);
  CHECK(failure("delete n :a", item, R"({":a": {"NS": ["1"]}})") == wrong);
  CHECK(failure("add b :a", item, R"({":a": {"NS": ["1"]}})") == wrong);
  CHECK(failure("add s :a", item, R"({":a": {"N": "1"}})") == wrong);
  CHECK(failure("set e = a + :a", item, R"({":a": {"N": "1"}})") == wrong);
  CHECK(failure("set e = list_append(s, if_not_exists(f, :a))", item, R"({":a": {"L": []}})") == wrong);
  CHECK(failure("add n :a", item, R"({":a": {"N": "9.9e125"}})")
            .starts_with("Attempting to store more than 38"));
  CHECK(failure("set m = :a + :a", item, R"({":a": {"N": "9e125"}})").starts_with("Number overflow"));
  CHECK(failure("remove c.x, d[7]", item) == v(item).dump());
}

TEST_CASE("an update may not nest a value deeper than an item may") {
  const auto set_in_map = [](int lists) {
    std::string value = R"({"N": "1"})";
    for (int i = 0; i < lists; ++i) value = R"({"L": [)" + value + "]}";
    return failure("SET a.b = :v", R"({"a": {"M": {}}})", (R"({":v": )" + value + "}").c_str());
  };
  CHECK(set_in_map(31).starts_with("{"));
  CHECK(set_in_map(32) ==
        "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond "
        "supported limit");
}

}  // namespace
}  // namespace cloche::dynamodb
