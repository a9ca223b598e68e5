// DynamoDB's expressions and numbers. The first byte says which kind the rest is: parsed, bound to fixed
// names and values, and evaluated on a fixed item, it may only be refused as a client's error.
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string_view>

#include "fakes/core/api_error.h"
#include "fakes/dynamodb/condition_evaluator.h"
#include "fakes/dynamodb/expression_attributes.h"
#include "fakes/dynamodb/expression_check.h"
#include "fakes/dynamodb/expression_parser.h"
#include "fakes/dynamodb/key_condition.h"
#include "fakes/dynamodb/number.h"
#include "fakes/dynamodb/projection.h"
#include "fakes/dynamodb/update_evaluator.h"

namespace cloche::dynamodb {
namespace {

const Json& item() {
  static const Json item =
      Json::parse(R"({"a": {"S": "1"}, "b": {"N": "1.5"}, "c": {"B": "AQI="}, "d": {"SS": ["a", "b"]},
    "e": {"NS": ["1", "2"]}, "f": {"L": [{"S": "x"}, {"M": {"a": {"N": "2"}}}, {"L": []}]}, "g": {"M": {"a": {"BOOL": true}, "b": {"NULL": true}}}})");
  return item;
}

void run(int kind, std::string_view text) {
  static const Json names = Json::parse(R"({"#a": "a", "#b": "b", "#f": "f", "#g": "g"})");
  static const Json values =
      Json::parse(R"({":s": {"S": "a"}, ":n": {"N": "1"}, ":b": {"B": "AQ=="}, ":l": {"L": [{"N": "1"}]},
    ":m": {"M": {}}, ":ss": {"SS": ["a"]}, ":ns": {"NS": ["1"]}, ":t": {"S": "SS"}})");
  ExpressionAttributes attributes(&names, &values);
  if (kind == 0) {
    holds(bind_condition(parse_condition(ExpressionKind::filter, text), attributes), item());
  } else if (kind == 1) {
    key_conditions(bind_condition(parse_condition(ExpressionKind::key_condition, text), attributes));
  } else if (kind == 2) {
    Projection(bind_projection(parse_projection(text), attributes)).apply(item());
  } else if (kind == 3) {
    apply(bind_update(parse_update(text), attributes), item(), UpdateStyle::expression);
  } else {
    const Number number = Number::parse(text);
    if (Number::parse(number.str()) != number) std::abort();
    if (number.size() > 22 || !(number + -number).is_zero()) std::abort();
  }
}

}  // namespace
}  // namespace cloche::dynamodb

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  try {
    cloche::dynamodb::run(data[0] % 5, {reinterpret_cast<const char*>(data) + 1, size - 1});
  } catch (const cloche::ApiError&) {
  }
  return 0;
}
