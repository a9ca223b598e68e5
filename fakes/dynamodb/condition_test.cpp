#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "fakes/core/api_error.h"
#include "fakes/dynamodb/condition_evaluator.h"
#include "fakes/dynamodb/expression_attributes.h"
#include "fakes/dynamodb/expression_cache.h"
#include "fakes/dynamodb/expression_check.h"
#include "fakes/dynamodb/expression_parser.h"

namespace cloche::dynamodb {
namespace {

// What a filter is refused with, without "Invalid FilterExpression: "; "" where it is right.
std::string refusal(std::string_view text, const char* values = nullptr, const char* names = nullptr) {
  const Json value_map = values == nullptr ? Json() : Json::parse(values);
  const Json name_map = names == nullptr ? Json() : Json::parse(names);
  try {
    ExpressionAttributes attributes(names == nullptr ? nullptr : &name_map,
                                    values == nullptr ? nullptr : &value_map);
    bind_condition(parse_condition(ExpressionKind::filter, text), attributes);
    return "";
  } catch (const ApiError& error) {
    CHECK(error.code == "ValidationException");
    const std::string prefix = "Invalid FilterExpression: ";
    CHECK(error.message.starts_with(prefix));
    return error.message.substr(prefix.size());
  }
}

bool met(std::string_view text, std::string_view item, const char* values = "{\":unused\": {\"S\": \"\"}}") {
  const Json value_map = Json::parse(values);
  ExpressionAttributes attributes(nullptr, &value_map);
  return holds(bind_condition(parse_condition(ExpressionKind::filter, text), attributes), Json::parse(item));
}

TEST_CASE("what is no condition is a syntax error that shows where it is") {
  // Seen from the real service that these are syntax errors; of some, the words too.
  for (const char* text : {"things are not gonna be ok",
                           "a > 4",
                           "attribute_exists(Pictures-RearView)",
                           "attribute_exists(\"Pictures.RearView\")",
                           "attribute_exists(Pictures..RearView)",
                           "attribute_exists(Pi#ctures.RearView)",
                           "attribute_exists(asdf[a])",
                           "a in b, c",
                           "a > between",
                           "a in b",
                           "a in (b,c,)",
                           "(a)between(b.(c.d))and(c)",
                           "(a)between(b.c.d)and((c)",
                           "#$.b > a",
                           "a > :things.stuff",
                           "b[:a] > a",
                           "b[#_] > a",
                           "ü > a",
                           "(a)between(b.c[4.5].#d)and(:a)",
                           "size(a).b > a",
                           "(size(a)).b > a",
                           "size(a)[0] > a",
                           "(size(a))[0] > a",
                           "a",
                           "a and b",
                           "(a = b) = c",
                           "a = b = c",
                           "not a",
                           "a = b or",
                           "a = (b = c)",
                           "attribute_exists()",
                           "_a = b",
                           "a = b)"}) {
    CHECK_MESSAGE(refusal(text).starts_with("Syntax error; "), text);
  }
  CHECK(refusal("#articleId attribute_not_exists :ckpst") ==
        "Syntax error; token: \"attribute_not_exists\", near: \"#articleId attribute_not_exists :ckpst\"");
  CHECK(refusal("tenantAgent:abc123-9") == "Syntax error; token: \":abc123\", near: \"tenantAgent:abc123-\"");
  CHECK(refusal("contains(a, :v1") == "Syntax error; token: \"<EOF>\", near: \":v1\"");
  CHECK(refusal("= a") == "Syntax error; token: \"=\", near: \"= a\"");
  CHECK(refusal("a = ü") == "Syntax error; token: \"ü\", near: \"= ü\"");
  CHECK(refusal("") == "The expression can not be empty;");
  CHECK(refusal(" \n ") == "The expression can not be empty;");
}

TEST_CASE("redundant parentheses are refused, before anything else but syntax") {
  // Seen from the real service.
  for (const char* text :
       {"a=a and a > ((views))", "(a)between(((b.c)).d)and(c)", "a > whatever((:things), ((a)))",
        "a=a AND ((a=a AND a=a)) AND a=a", "a=a OR ((a=a OR a=a)) OR a=a",
        "a=a AND ((a=a AND (a=a AND a=a)))", "a=a OR ((a=a OR (a=a OR a=a)))"}) {
    CHECK(refusal(text) == "The expression has redundant parentheses;");
  }
  CHECK(refusal(std::string(2000, '(') + "a=b" + std::string(2000, ')')) ==
        "The expression has redundant parentheses;");
  for (const char* text :
       {"(a) = (b)", "((a) = b)", "(a = b) and (c = d)", "((a = b) and c = d)", "((size(a)) = b)"}) {
    CHECK(refusal(text) == "");
  }
}

TEST_CASE("a function has to be one, and to stand where it may") {
  // Seen from the real service.
  CHECK(refusal("a=a and whatever((:things)) > a") == "Invalid function name; function: whatever");
  CHECK(refusal("attRIbute_exIsts((views), #a)") == "Invalid function name; function: attRIbute_exIsts");
  const std::string misused = "The function is not allowed to be used this way in an expression; function: ";
  CHECK(refusal("a=a and attribute_exists((views), (#a)) > b") == misused + "attribute_exists");
  CHECK(refusal("attribute_not_exists(things) > b") == misused + "attribute_not_exists");
  CHECK(refusal("attribute_type(things, :a) > b") == misused + "attribute_type");
  CHECK(refusal("begins_with(things, a) > b") == misused + "begins_with");
  CHECK(refusal("contains(:things, c) > b") == misused + "contains");
  CHECK(refusal("size(contains(a, b)) > a") == misused + "contains");
  CHECK(refusal("size(things)") == misused + "size");
  CHECK(refusal("a between b and attribute_exists(things)") == misused + "attribute_exists");
  CHECK(refusal("a in (b, attribute_exists(things))") == misused + "attribute_exists");
  // Assumed.
  CHECK(refusal("a = if_not_exists(a, b)") ==
        "The function is not allowed in a condition expression; function: if_not_exists");
}

TEST_CASE("reserved words and undefined names and values are refused") {
  // Seen from the real service.
  const std::string reserved = "Attribute name is a reserved keyword; reserved keyword: ";
  CHECK(refusal("attribute_exists(views, #a)") == reserved + "views");
  CHECK(refusal(":a < abOrT") == reserved + "abOrT");
  const std::string no_name =
      "An expression attribute name used in the document path is not defined; attribute name: ";
  CHECK(refusal("attribute_exists(#Pictures.RearView, :a) and a=a") == no_name + "#Pictures");
  CHECK(refusal("begins_with(Pictures.#RearView)") == no_name + "#RearView");
  CHECK(refusal("(#P between :lo and :hi) and (#PC in (:cat1, :cat2))") == no_name + "#P");
  CHECK(refusal("#4g > a") == no_name + "#4g");
  CHECK(refusal("#_ > a") == no_name + "#_");
  CHECK(refusal("(a)between(b.c[45].#d)and(:a)") == no_name + "#d");
  const std::string no_value =
      "An expression attribute value used in expression is not defined; attribute value: ";
  CHECK(refusal("begins_with(:hello, #a, #b)") == no_value + ":hello");
  CHECK(refusal(":a < :b") == no_value + ":a");
  CHECK(refusal(":_ > a") == no_value + ":_");
}

TEST_CASE("operands are checked in number, kind and sense") {
  // Seen from the real service.
  const std::string count = "Incorrect number of operands for operator or function; operator or function: ";
  CHECK(refusal("attribute_exists(things, a) and a=a") == count + "attribute_exists, number of operands: 2");
  CHECK(refusal("attribute_not_exists(things, b)") == count + "attribute_not_exists, number of operands: 2");
  CHECK(refusal("attribute_type(things)") == count + "attribute_type, number of operands: 1");
  CHECK(refusal("begins_with(things, size(a), b)") == count + "begins_with, number of operands: 3");
  CHECK(refusal("contains(things)") == count + "contains, number of operands: 1");
  CHECK(refusal("size(things, a) > b") == count + "size, number of operands: 2");
  const std::string type = "Incorrect operand type for operator or function; operator or function: ";
  const char* number = R"({":a": {"N": "1"}})";
  const char* text = R"({":a": {"S": "1"}})";
  const char* boolean = R"({":a": {"BOOL": true}})";
  CHECK(refusal("attribute_type(a, size(a)) and a=a and a=:a", number) ==
        type + "attribute_type, operand type: N");
  CHECK(refusal("attribute_type(a, :a)", boolean) == type + "attribute_type, operand type: BOOL");
  CHECK(refusal("attribute_type(a, b)").starts_with(type + "attribute_type, operand type: {"));
  CHECK(refusal("begins_with(a, size(a)) and a=:a", number) == type + "begins_with, operand type: N");
  CHECK(refusal("begins_with(:a, a)", boolean) == type + "begins_with, operand type: BOOL");
  CHECK(refusal("size(size(a)) > :a", number) == type + "size, operand type: N");
  CHECK(refusal("attribute_not_exists(size(:a))", number) == type + "size, operand type: N");
  CHECK(refusal("size(:a) > a", boolean) == type + "size, operand type: BOOL");
  CHECK(refusal("attribute_type(a, :a)", text) ==
        "Invalid attribute type name found; type: 1, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}");
  const std::string path = "Operator or function requires a document path; operator or function: ";
  CHECK(refusal("attribute_exists(:a) and a=a", text) == path + "attribute_exists");
  CHECK(refusal("attribute_not_exists(size(:a))", text) == path + "attribute_not_exists");
  const std::string distinct =
      "The first operand must be distinct from the remaining operands for this operator or function; "
      "operator: ";
  const char* names = R"({"#a": "a"})";
  CHECK(refusal("a = a AND #a = b AND :views > a", nullptr, names) == distinct + "=, first operand: [a]");
  CHECK(refusal("#a <> a", nullptr, names) == distinct + "<>, first operand: [a]");
  CHECK(refusal("((a=a) OR (a=a))") == distinct + "=, first operand: [a]");
  CHECK(refusal("contains(ab.bc[1].a, ab.bc[1].#a)", nullptr, names) ==
        distinct + "contains, first operand: [ab, bc, [1], a]");
  CHECK(refusal("attribute_type(ab.bc[1].#a, ab.bc[1].a)", nullptr, names) ==
        distinct + "attribute_type, first operand: [ab, bc, [1], a]");
  CHECK(refusal(":a > :a", text) == "");
  CHECK(refusal("a between :b and :a", R"({":a": {"S": "a"}, ":b": {"N": "1"}})") ==
        "The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: "
        "AttributeValue: {N:1}, "
        "upper bound operand: AttributeValue: {S:a}");
  CHECK(refusal("a between :b and :a", R"({":a": {"S": "a"}, ":b": {"S": "b"}})") ==
        "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound "
        "operand: "
        "AttributeValue: {S:b}, upper bound operand: AttributeValue: {S:a}");
  // Known from the service's documentation and its users.
  CHECK(refusal("a < :a", boolean) == type + "<, operand type: BOOL");
  CHECK(refusal("a between :a and :a", boolean) == type + "BETWEEN, operand type: BOOL");
}

TEST_CASE("expressions have limits") {
  const auto joined = [](int times, const char* first, const char* next) {
    std::string text(first);
    for (int i = 1; i < times; ++i) text.append(next);
    return text;
  };
  const char* value = R"({":v": {"N": "1"}})";
  CHECK(refusal(joined(150, "a=:v", " OR a=:v"), value) == "");  // 150 comparisons, 149 times OR
  CHECK(refusal(joined(151, "a=:v", " OR a=:v"), value) ==
        "The expression contains too many operators; operator count: 301");
  CHECK(refusal(joined(101, "a IN (:v", ", :v") + ")", value) ==
        "The IN operator is provided with too many operands; number of operands: 101");
  CHECK(refusal("a = " + std::string(4093, 'b')) ==
        "Expression size has exceeded the maximum allowed size; expression size: 4097");
  CHECK(refusal("a[99999999999] = :v") ==
        "List index is not within the allowable range; index: [99999999999]");
}

TEST_CASE("operators bind: NOT before AND before OR") {
  const char* item = R"({"t": {"N": "1"}, "f": {"N": "0"}})";
  const char* values = R"({":o": {"N": "1"}})";
  CHECK(met("t = :o OR f = :o AND f = :o", item, values));
  CHECK_FALSE(met("(t = :o OR f = :o) AND f = :o", item, values));
  CHECK(met("NOT f = :o AND t = :o", item, values));
  CHECK_FALSE(met("NOT (f = :o OR t = :o)", item, values));
  CHECK(met("not not t = :o", item, values));
  CHECK(met("t BETWEEN :o AND :o and NOT f between :o and :o", item, values));
}

TEST_CASE("comparisons hold between values of one kind, and an absent value only differs") {
  const char* item =
      R"({"s": {"S": "b"}, "n": {"N": "10"}, "b": {"B": "Yg=="}, "ss": {"SS": ["x", "y"]}, "t": {"BOOL": true}})";
  const char* values =
      R"({":a": {"S": "a"}, ":n": {"N": "9"}, ":b": {"B": "YQ=="}, ":ss": {"SS": ["y", "x"]}, ":t": {"BOOL": true}})";
  CHECK(met("s > :a", item, values));
  CHECK(met("s >= :a and not s < :a and not s <= :a and s <> :a", item, values));
  CHECK(met("n > :n", item, values));
  CHECK(met("b > :b", item, values));
  CHECK(met("ss = :ss", item, values));
  CHECK(met("t = :t", item, values));
  CHECK_FALSE(met("s > :n", item, values));
  CHECK_FALSE(met("s = :n", item, values));
  CHECK(met("s <> :n", item, values));
  CHECK_FALSE(met("absent = :a", item, values));
  CHECK(met("absent <> :a", item, values));
  CHECK_FALSE(met("absent < :a", item, values));
  CHECK(met("NOT absent < :a", item, values));
  CHECK(met(":a < s", item, values));
  CHECK(met("s in (:n, :a, s2, :b) or s in (:a, b)", R"({"s": {"S": "a"}})", values));
  CHECK_FALSE(met("s in (:n, absent)", item, values));
  CHECK(met("n between :n and n2", R"({"n": {"N": "10"}, "n2": {"N": "10.0"}})", values));
  CHECK_FALSE(met("n between :a and :a", item, values));
}

TEST_CASE("functions look into values") {
  const char* item =
      R"({"s": {"S": "abÿ"}, "n": {"N": "123"}, "b": {"B": "YWJj"}, "ss": {"SS": ["a", "b", "c"]}, "ns": {"NS": ["1"]},
                        "l": {"L": [{"S": "a"}, {"M": {"x": {"S": "deep"}}}, {"N": "1"}]}, "m": {"M": {"a": {"NULL": true}}}, "emoji": {"S": "😀"}})";
  const char* values =
      R"({":3": {"N": "3"}, ":1": {"N": "1"}, ":2": {"N": "2"}, ":a": {"S": "a"}, ":ab": {"S": "ab"}, ":deep": {"S": "deep"},
                          ":bb": {"B": "YWI="}, ":M": {"S": "M"}, ":NULL": {"S": "NULL"}})";
  for (const char* three : {"size(s) = :3", "size(b) = :3", "size(ss) = :3", "size(l) = :3", "size(m) = :1",
                            "size(emoji) = :2", "size(:ab) < size(s)"}) {
    CHECK_MESSAGE(met(three, item, values), three);
  }
  CHECK_FALSE(met("size(n) = :3", item, values));
  CHECK_FALSE(met("size(absent) < :3", item, values));
  CHECK(met("begins_with(s, :ab) and begins_with(b, :bb)", item, values));
  CHECK_FALSE(met("begins_with(s, :bb)", item, values));
  CHECK_FALSE(met("begins_with(n, :a)", item, values));
  CHECK(met(
      "contains(s, :ab) and contains(ss, :a) and contains(ns, :1) and contains(l, :a) and contains(l, :1)",
      item, values));
  CHECK_FALSE(met("contains(ss, :1)", item, values));
  CHECK_FALSE(met("contains(ss, :ab)", item, values));
  CHECK_FALSE(met("contains(absent, :a)", item, values));
  CHECK(
      met("attribute_exists(m.a) and attribute_not_exists(m.b) and attribute_exists(l[1].x)", item, values));
  CHECK_FALSE(met("attribute_exists(l[3]) or attribute_exists(m[0]) or attribute_exists(s.a)", item, values));
  CHECK(met("l[1].x = :deep", item, values));
  CHECK(met("attribute_type(m, :M) and attribute_type(m.a, :NULL) and not attribute_type(s, :M)", item,
            values));
}

// What a condition with these names and values is refused with; null: there are none.
std::string refused_attributes(const Json& names, const Json& values, std::string_view expression) {
  try {
    ExpressionAttributes attributes(names.is_null() ? nullptr : &names, values.is_null() ? nullptr : &values);
    bind_condition(parse_condition(ExpressionKind::condition, expression), attributes);
    attributes.check_all_used();
    return "";
  } catch (const ApiError& error) {
    return error.message;
  }
}

TEST_CASE("names and values of a request are checked, and all have to be used") {
  // Seen from the real service.
  const auto refused = [](const char* names, const char* values, std::string_view expression) {
    return refused_attributes(Json::parse(names), Json::parse(values), expression);
  };
  CHECK(refused("{}", "{}", "") == "ExpressionAttributeNames must not be empty");
  CHECK(refused(R"({"a": "a"})", "{}", "") ==
        "ExpressionAttributeNames contains invalid key: Syntax error; key: \"a\"");
  CHECK(refused("null", "{}", "") == "ExpressionAttributeValues must not be empty");
  CHECK(refused("null", R"({"a": {"S": "a"}})", "") ==
        "ExpressionAttributeValues contains invalid key: Syntax error; key: \"a\"");
  CHECK(refused("null", R"({":b": {}})", "") ==
        "ExpressionAttributeValues contains invalid value: Supplied AttributeValue is empty, must contain "
        "exactly one of the "
        "supported datatypes for key :b");
  CHECK(refused("null", R"({":b": {"N": "b"}})", "") ==
        "ExpressionAttributeValues contains invalid value: The parameter cannot be converted to a numeric "
        "value: b for key :b");
  CHECK(refused(R"({"#a": "a", "#b": "b"})", "null", "attribute_exists(a)") ==
        "Value provided in ExpressionAttributeNames unused in expressions: keys: {#a, #b}");
  CHECK(refused("null", R"({":a": {"S": "a"}, ":b": {"S": "a"}, ":c": {"S": "a"}})", "a = :b") ==
        "Value provided in ExpressionAttributeValues unused in expressions: keys: {:a, :c}");
  CHECK(refused(R"({"#a": "a"})", R"({":b": {"S": "a"}})", "#a = :b") == "");
}

TEST_CASE("a placeholder has at most 255 bytes, a name at least one and at most 65535") {
  const auto refused = [](const std::string& placeholder, const std::string& name) {
    return refused_attributes({{placeholder, name}}, nullptr, "attribute_exists(" + placeholder + ")");
  };
  CHECK(refused("#" + std::string(254, 'a'), "a") == "");
  CHECK(refused("#" + std::string(255, 'a'), "a") ==
        "ExpressionAttributeNames contains invalid key: The expression attribute map contains a key that is "
        "too "
        "long; size of key: 256");
  CHECK(refused_attributes(nullptr, {{":" + std::string(254, '/') + "a", {{"S", ""}}}}, "") ==
        "ExpressionAttributeValues contains invalid key: The expression attribute map contains a key that is "
        "too "
        "long; size of key: 256");
  CHECK(refused("#a", "") ==
        "ExpressionAttributeNames contains invalid value: Empty attribute name for key #a");
  CHECK(refused("#a", std::string(65535, 'a')) == "");
  CHECK(refused("#a", std::string(65536, 'a')) ==
        "1 validation error detected: Attribute name is too large, must be less than 65536 bytes");
  // In a value, whatever else is wrong with it.
  CHECK(refused_attributes(nullptr, {{":a", {{"M", {{std::string(65536, 'a'), {{"N", "?"}}}}}}}}, "") ==
        "1 validation error detected: Attribute name is too large, must be less than 65536 bytes");
}

TEST_CASE("names and values have at most 2 MB, apart and together") {
  constexpr std::size_t most = 2 * 1024 * 1024;
  const auto value = [](std::size_t size) { return Json{{":a", {{"S", std::string(size - 2, 'a')}}}}; };
  const auto names = [](std::size_t size) {
    Json all = Json::object();
    for (int i = 1000; size > 0; ++i) {
      const std::size_t length = std::min<std::size_t>(size, 60'000);
      all["#" + std::to_string(i)] = std::string(length - 5, 'a');
      size -= length;
    }
    return all;
  };
  const std::string too_large = " exceeds max size";
  const std::string unused = "Value provided in ExpressionAttributeNames unused in expressions";
  CHECK(refused_attributes(nullptr, value(most), "a = :a") == "");
  CHECK(refused_attributes(nullptr, value(most + 1), "a = :a") == "ExpressionAttributeValues" + too_large);
  CHECK(refused_attributes(names(most), nullptr, "attribute_exists(a)").starts_with(unused));
  CHECK(refused_attributes(names(most + 1), nullptr, "") == "ExpressionAttributeNames" + too_large);
  CHECK(refused_attributes(names(most - 10), value(10), "a = :a").starts_with(unused));
  CHECK(refused_attributes(names(most - 10), value(11), "a = :a") ==
        "Combined size of ExpressionAttributeNames and ExpressionAttributeValues" + too_large);
}

TEST_CASE("a text is parsed once, and the cache is bounded") {
  ExpressionCache cache;
  const auto first = cache.condition(ExpressionKind::filter, "a = :a");
  CHECK(cache.condition(ExpressionKind::filter, "a = :a") == first);
  CHECK(cache.condition(ExpressionKind::condition, "a = :a") != first);
  CHECK(cache.condition(ExpressionKind::condition, "a = :a")->kind == ExpressionKind::condition);
  for (std::size_t i = 0; i < ExpressionCache::max_expressions; ++i)
    cache.projection("a[" + std::to_string(i) + "]");
  CHECK(cache.condition(ExpressionKind::filter, "a = :a") == first);
  for (std::size_t i = 0; i < ExpressionCache::max_expressions; ++i) {
    cache.condition(ExpressionKind::filter, "a[" + std::to_string(i) + "] = :a");
  }
  CHECK(cache.condition(ExpressionKind::filter, "a = :a") != first);
  CHECK_THROWS_AS(cache.update("a"), ApiError);
}

}  // namespace
}  // namespace cloche::dynamodb
