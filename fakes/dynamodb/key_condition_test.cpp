#include "fakes/dynamodb/key_condition.h"

#include <doctest/doctest.h>

#include "fakes/core/api_error.h"
#include "fakes/dynamodb/expression_attributes.h"
#include "fakes/dynamodb/expression_check.h"
#include "fakes/dynamodb/expression_parser.h"
#include "fakes/dynamodb/legacy_conditions.h"

namespace cloche::dynamodb {
namespace {

const KeyDefinition hash_key{{{"a", 'S'}}, {}};
const KeyDefinition compound_key{{{"a", 'S'}}, {{"b", 'S'}}};

constexpr const char* texts = R"({":a": {"S": "1"}, ":b": {"S": "2"}})";

std::vector<KeyCondition> conditions(std::string_view text, const char* values = "null") {
  const Json value_map = Json::parse(values);
  ExpressionAttributes attributes(nullptr, value_map.is_null() ? nullptr : &value_map);
  return key_conditions(bind_condition(parse_condition(ExpressionKind::key_condition, text), attributes));
}

std::string refusal(std::string_view text, const char* values = "null") {
  try {
    conditions(text, values);
    return "";
  } catch (const ApiError& error) {
    return error.message;
  }
}

std::string mismatch(const std::vector<KeyCondition>& conditions, const KeyDefinition& key) {
  try {
    match_key(conditions, key);
    return "";
  } catch (const ApiError& error) {
    return error.message;
  }
}

TEST_CASE("a key condition is conditions on attributes, joined by AND, and nothing else") {
  // Seen from the real service.
  for (const auto& [text, op] :
       {std::pair{"a > b and size(b) > c or a > c", "OR"}, std::pair{"a in (b, size(c), d)", "IN"},
        std::pair{"attribute_exists(a)", "attribute_exists"}, std::pair{"contains(a.d, b)", "contains"},
        std::pair{"not a > b", "NOT"}, std::pair{"a <> b", "<>"}}) {
    CHECK(refusal(text) == "Invalid operator used in KeyConditionExpression: " + std::string(op));
  }
  CHECK(refusal("attribute_type(a, :a)", R"({":a": {"S": "S"}})") ==
        "Invalid operator used in KeyConditionExpression: attribute_type");
  const std::string first = " operator must have the key attribute as its first operand";
  CHECK(refusal(":a between size(b) and size(a) and b > :b", texts) ==
        "Invalid condition in KeyConditionExpression: BETWEEN" + first);
  CHECK(refusal("begins_with(:a, b) and a > :b", texts) ==
        "Invalid condition in KeyConditionExpression: begins_with" + first);
  for (const char* text :
       {"size(b) > a AND a.b > b AND b > c", "a > size(b.d)", "a between size(b) and size(a)"}) {
    CHECK(refusal(text) == "KeyConditionExpressions cannot contain nested operations");
  }
  for (const char* text :
       {"b > a.b", "b between c[1] and d", "a between b and size(a)", "begins_with(a, b)"}) {
    CHECK(refusal(text) ==
          "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition");
  }
  for (const char* text : {"b.d > a AND c.d > e.f", "a.d > c", "b[0] > a"}) {
    CHECK(refusal(text) == "KeyConditionExpressions cannot have conditions on nested attributes");
  }
  for (const char* text : {":b > :a AND a < :b", ":a > b AND :a < :b"}) {
    CHECK(refusal(text, texts) == "Invalid condition in KeyConditionExpression: No key attribute specified");
  }
  for (const char* text :
       {"b > :a AND b < :a and c = :a and d = :a", "(a > :a and b > :a) and (b > :a and c > :a)"}) {
    CHECK(refusal(text, texts) == "KeyConditionExpressions must only contain one condition per key");
  }
}

TEST_CASE("there have to be one or two conditions, more only for a key of more attributes") {
  const auto refused = [](std::size_t count, const KeyDefinition* key) {
    try {
      check_number_of_conditions(count, key);
      return std::string();
    } catch (const ApiError& error) {
      return error.message;
    }
  };
  const std::string message = "Conditions can be of length 1 or 2 only";
  CHECK(refused(0, nullptr) == message);
  CHECK(refused(3, nullptr) == message);
  CHECK(refused(3, &compound_key) == message);
  CHECK(refused(2, &hash_key) == "");
  const KeyDefinition wide{{{"a", 'S'}, {"b", 'S'}}, {{"c", 'S'}}};
  CHECK(refused(3, &wide) == "");
}

TEST_CASE("conditions have to fit the key, in the service's words") {
  // Seen from the real service.
  const std::string unsupported = "Query key condition not supported";
  for (const char* text : {"a > :a", "a < :a", ":a <= a", ":a >= a", "begins_with(a, :a)",
                           "a between :a and :a", "a = :a AND b = :a", "y = :a and z = :a"}) {
    CHECK_MESSAGE(mismatch(conditions(text, texts), hash_key) == unsupported, text);
  }
  CHECK(mismatch(conditions("z = :a", texts), hash_key) == "Query condition missed key schema element: a");
  CHECK(mismatch(conditions("a = :a and c = :b", texts), compound_key) ==
        "Query condition missed key schema element: b");
  CHECK(mismatch(conditions(":a > a", R"({":a": {"N": "1"}})"), hash_key) ==
        "One or more parameter values were invalid: Condition parameter type does not match schema type");
  const auto legacy = [](std::string_view text) { return legacy_key_conditions(Json::parse(text)); };
  const std::string not_indexable = "Attempted conditional constraint is not an indexable operation";
  CHECK(mismatch(legacy(R"({"a": {"ComparisonOperator": "NULL"}})"), hash_key) == not_indexable);
  CHECK(mismatch(legacy(R"({"a": {"ComparisonOperator": "NE", "AttributeValueList": [{"N": "1"}]}})"),
                 hash_key) == not_indexable);
  CHECK(mismatch(legacy(R"({"a": {"ComparisonOperator": "EQ", "AttributeValueList": [{"S": "b"}]},
                            "b": {"ComparisonOperator": "IN", "AttributeValueList": [{"S": "a"}]}})"),
                 compound_key) == not_indexable);
}

TEST_CASE("matched conditions name the partition and the range") {
  const KeyQuery query = match_key(conditions(":b < b and a = :a", texts), compound_key);
  CHECK(query.hash == Json::parse(R"({"a": {"S": "1"}})"));
  REQUIRE(query.range.size() == 1);
  CHECK(query.range[0].op == Operator::greater);
  CHECK_FALSE(query.is_exact(compound_key));
  CHECK(meets_range(query, Json::parse(R"({"b": {"S": "3"}})")));
  CHECK_FALSE(meets_range(query, Json::parse(R"({"b": {"S": "2"}})")));
  CHECK(match_key(conditions("a = :a", texts), hash_key).is_exact(hash_key));
  CHECK_FALSE(match_key(conditions("a = :a", texts), compound_key).is_exact(compound_key));
  CHECK(match_key(conditions("a = :a and b = :b", texts), compound_key).is_exact(compound_key));
  const KeyQuery begins = match_key(conditions("a = :a and begins_with(b, :b)", texts), compound_key);
  CHECK(meets_range(begins, Json::parse(R"({"b": {"S": "22"}})")));
  CHECK_FALSE(meets_range(begins, Json::parse(R"({"b": {"S": "12"}})")));
  const KeyQuery between = match_key(conditions("a = :a and b between :a and :b", texts), compound_key);
  CHECK(meets_range(between, Json::parse(R"({"b": {"S": "2"}})")));
  CHECK_FALSE(meets_range(between, Json::parse(R"({"b": {"S": "21"}})")));
}

TEST_CASE("a key of several attributes is asked for all hash attributes and range attributes from the left") {
  const KeyDefinition wide{{{"a", 'S'}, {"b", 'S'}}, {{"c", 'S'}, {"d", 'S'}}};
  CHECK(mismatch(conditions("a = :a", texts), wide) == "Query condition missed key schema element: b");
  CHECK(mismatch(conditions("a = :a and b = :b and d = :b", texts), wide) ==
        "Query condition missed key schema element: c");
  CHECK(mismatch(conditions("a = :a and b = :b and c > :b and d = :b", texts), wide) ==
        "Query key condition not supported");
  CHECK(mismatch(conditions("a = :a and b > :b", texts), wide) == "Query key condition not supported");
  const KeyQuery query = match_key(conditions("a = :a and b = :b and c = :b and d > :a", texts), wide);
  CHECK(query.range.size() == 2);
  CHECK(query.hash.size() == 2);
}

}  // namespace
}  // namespace cloche::dynamodb
