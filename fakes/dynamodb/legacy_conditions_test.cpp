#include "fakes/dynamodb/legacy_conditions.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "fakes/core/api_error.h"
#include "fakes/dynamodb/condition_evaluator.h"
#include "fakes/dynamodb/update_evaluator.h"

namespace cloche::dynamodb {
namespace {

template <class Action>
std::string refusal_of(Action action) {
  try {
    action();
    return "";
  } catch (const ApiError& error) {
    CHECK(error.code == "ValidationException");
    const std::string prefix = "One or more parameter values were invalid: ";
    return error.message.starts_with(prefix) ? error.message.substr(prefix.size()) : "! " + error.message;
  }
}

std::string filter_refusal(std::string_view filter) {
  return refusal_of([&] { legacy_filter(Json::parse(filter), ""); });
}
std::string expected_refusal(std::string_view expected) {
  return refusal_of([&] { legacy_expected(Json::parse(expected), ""); });
}

bool filtered(std::string_view filter, std::string_view item, std::string_view op = "") {
  return holds(*legacy_filter(Json::parse(filter), op), Json::parse(item));
}

Json condition(const char* op, const char* values) {
  return {{"a", {{"ComparisonOperator", op}, {"AttributeValueList", Json::parse(values)}}}};
}

TEST_CASE("comparison operators take so many values, of such kinds") {
  // Seen from the real service.
  for (const char* op :
       {"EQ", "NE", "LE", "LT", "GE", "GT", "CONTAINS", "NOT_CONTAINS", "BEGINS_WITH", "NULL", "NOT_NULL"}) {
    CHECK(refusal_of([&] { legacy_filter(condition(op, R"([{"S": "a"}, {"S": "a"}])"), ""); }) ==
          "Invalid number of argument(s) for the " + std::string(op) + " ComparisonOperator");
  }
  for (const char* op : {"EQ", "IN", "BETWEEN", "LT"}) {
    CHECK(refusal_of([&] { legacy_filter(condition(op, "[]"), ""); }) ==
          "Invalid number of argument(s) for the " + std::string(op) + " ComparisonOperator");
  }
  CHECK(filter_refusal(R"({"a": {"ComparisonOperator": "EQ"}})") ==
        "Invalid number of argument(s) for the EQ ComparisonOperator");
  for (const char* op : {"LT", "LE", "GT", "GE", "IN"}) {
    CHECK(refusal_of([&] { legacy_filter(condition(op, R"([{"BOOL": true}])"), ""); }) ==
          "ComparisonOperator " + std::string(op) + " is not valid for BOOL AttributeValue type");
  }
  CHECK(refusal_of([] { legacy_filter(condition("BETWEEN", R"([{"L": []}, {"L": []}])"), ""); }) ==
        "ComparisonOperator BETWEEN is not valid for L AttributeValue type");
  CHECK(refusal_of([] { legacy_filter(condition("CONTAINS", R"([{"SS": ["a"]}])"), ""); }) ==
        "ComparisonOperator CONTAINS is not valid for SS AttributeValue type");
  CHECK(refusal_of([] { legacy_filter(condition("BEGINS_WITH", R"([{"N": "1"}])"), ""); }) ==
        "ComparisonOperator BEGINS_WITH is not valid for N AttributeValue type");
  CHECK(refusal_of([] { legacy_filter(condition("IN", R"([{"S": "b"}, {"N": "1"}])"), ""); }) ==
        "AttributeValues inside AttributeValueList must be of same type");
  CHECK(refusal_of([] { legacy_filter(condition("BETWEEN", R"([{"S": "b"}, {"S": "a"}])"), ""); }) ==
        "! The BETWEEN condition was provided a range where the lower bound is greater than the upper bound");
  CHECK(refusal_of([] { legacy_filter(condition("EQ", R"([{}, {"S": ""}])"), ""); }) ==
        "! Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
}

TEST_CASE("Expected says in one of two ways what is expected") {
  // Seen from the real service.
  CHECK(expected_refusal(R"({"a": {}})") == "Value must be provided when Exists is null for Attribute: a");
  CHECK(expected_refusal(R"({"a": {"Exists": true}})") ==
        "Value must be provided when Exists is true for Attribute: a");
  CHECK(expected_refusal(R"({"a": {"Exists": false, "Value": {"S": "a"}}})") ==
        "Value cannot be used when Exists is false for Attribute: a");
  CHECK(expected_refusal(R"({"a": {"ComparisonOperator": "LT"}})") ==
        "Value or AttributeValueList must be used with ComparisonOperator: LT for Attribute: a");
  CHECK(expected_refusal(R"({"a": {"Exists": true, "ComparisonOperator": "LT"}})") ==
        "Exists and ComparisonOperator cannot be used together for Attribute: a");
  CHECK(
      expected_refusal(
          R"({"a": {"AttributeValueList": [{"S": "a"}], "Value": {"S": "a"}, "ComparisonOperator": "LT"}})") ==
      "Value and AttributeValueList cannot be used together for Attribute: a");
  CHECK(expected_refusal(R"({"a": {"Exists": true, "AttributeValueList": [{"S": "a"}]}})") ==
        "AttributeValueList can only be used with a ComparisonOperator for Attribute: a");
  CHECK(expected_refusal(R"({"a": {"Value": {"S": "a"}, "ComparisonOperator": "NULL"}})") ==
        "Invalid number of argument(s) for the NULL ComparisonOperator");
  CHECK(expected_refusal(R"({"a": {"Value": {"S": "a"}, "ComparisonOperator": "BETWEEN"}})") ==
        "Invalid number of argument(s) for the BETWEEN ComparisonOperator");

  const Json item = Json::parse(R"({"a": {"S": "1"}, "c": {"N": "5"}})");
  const auto met = [&](const char* expected, const char* op = "") {
    return holds(*legacy_expected(Json::parse(expected), op), item);
  };
  CHECK(met(
      R"({"a": {"Value": {"S": "1"}}, "b": {"Exists": false}, "c": {"ComparisonOperator": "GE", "Value": {"N": "5.0"}}})"));
  CHECK_FALSE(met(R"({"a": {"Value": {"S": "2"}}})"));
  CHECK_FALSE(met(R"({"a": {"Exists": false}})"));
  CHECK(met(R"({"a": {"Value": {"S": "2"}}, "b": {"ComparisonOperator": "NULL"}})", "OR"));
  CHECK_FALSE(legacy_expected(Json::object(), ""));
}

TEST_CASE("filters look at attributes as expressions do") {
  const char* item =
      R"({"s": {"S": "abc"}, "n": {"N": "5"}, "ss": {"SS": ["x", "y"]}, "l": {"L": [{"N": "1"}]}})";
  const auto one = [&](const char* name, const char* op, const char* values) {
    return filtered(
        Json{{name, {{"ComparisonOperator", op}, {"AttributeValueList", Json::parse(values)}}}}.dump(), item);
  };
  CHECK(one("ss", "EQ", R"([{"SS": ["y", "x"]}])"));
  CHECK(one("s", "NE", R"([{"N": "1"}])"));
  CHECK(one("absent", "NE", R"([{"N": "1"}])"));
  CHECK(one("n", "IN", R"([{"N": "4"}, {"N": "5"}])"));
  CHECK(one("n", "BETWEEN", R"([{"N": "5"}, {"N": "6"}])"));
  CHECK(one("s", "CONTAINS", R"([{"S": "b"}])"));
  CHECK(one("ss", "CONTAINS", R"([{"S": "y"}])"));
  CHECK(one("l", "CONTAINS", R"([{"N": "1"}])"));
  CHECK(one("ss", "NOT_CONTAINS", R"([{"S": "z"}])"));
  CHECK(one("s", "BEGINS_WITH", R"([{"S": "ab"}])"));
  CHECK(one("s", "NOT_NULL", "[]"));
  CHECK(one("absent", "NULL", "[]"));
  CHECK_FALSE(one("n", "GT", R"([{"N": "5"}])"));
  CHECK(filtered(
      R"({"n": {"ComparisonOperator": "GT", "AttributeValueList": [{"N": "5"}]}, "s": {"ComparisonOperator": "NOT_NULL"}})",
      item, "OR"));
  CHECK_FALSE(legacy_filter(Json::object(), ""));
}

TEST_CASE("a conditional operator needs conditions to join") {
  CHECK(refusal_of([] { check_conditional_operator("OR", 0); }) ==
        "! ConditionalOperator cannot be used without Filter or Expected");
  CHECK(refusal_of([] { check_conditional_operator("AND", 1); }) ==
        "! ConditionalOperator can only be used when Filter or Expected has two or more elements");
  CHECK(refusal_of([] { check_conditional_operator("AND", 2); }) == "");
  CHECK(refusal_of([] { check_conditional_operator("", 0); }) == "");
}

TEST_CASE("attribute updates put, add and delete") {
  // Seen from the real service.
  const auto refusal = [](const char* updates) {
    return refusal_of([&] { legacy_update(Json::parse(updates)); });
  };
  CHECK(refusal(R"({"a": {}})") == "Only DELETE action is allowed when no attribute value is specified");
  CHECK(refusal(R"({"a": {"Action": "DELETE", "Value": {"S": "1"}}})") ==
        "DELETE action with value is not supported for the type S");
  CHECK(refusal(R"({"a": {"Action": "DELETE", "Value": {"L": []}}})") ==
        "DELETE action with value is not supported for the type L");
  CHECK(refusal(R"({"a": {"Action": "ADD", "Value": {"B": "Yg=="}}})") ==
        "ADD action is not supported for the type B");

  const Json item = Json::parse(
      R"({"k": {"S": "k"}, "n": {"N": "1"}, "l": {"L": [{"S": "a"}]}, "s": {"NS": ["1", "2"]}, "x": {"S": "x"}})");
  const auto updated = [&](const char* updates) {
    return apply(legacy_update(Json::parse(updates)), item, UpdateStyle::legacy);
  };
  CHECK(
      updated(
          R"({"n": {"Action": "ADD", "Value": {"N": "3"}}, "l": {"Action": "ADD", "Value": {"L": [{"S": "a"}]}},
                    "s": {"Action": "DELETE", "Value": {"NS": ["1.0", "4"]}}, "x": {"Action": "DELETE"}, "y": {"Value": {"S": "y"}}})") ==
      Json::parse(
          R"({"k": {"S": "k"}, "n": {"N": "4"}, "l": {"L": [{"S": "a"}, {"S": "a"}]}, "s": {"NS": ["2"]}, "y": {"S": "y"}})"));
  CHECK(refusal_of([&] { updated(R"({"x": {"Action": "ADD", "Value": {"N": "1"}}})"); }) ==
        "! Type mismatch for attribute to update");
}

TEST_CASE("an attribute to get is named once") {
  CHECK(refusal_of([] { legacy_projection({"a", "b", "a"}); }) == "Duplicate value in attribute name: a");
  CHECK(legacy_projection({"b", "a"}).attributes() == std::vector<std::string_view>{"a", "b"});
}

}  // namespace
}  // namespace cloche::dynamodb
