#include "fakes/dynamodb/key_access.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "fakes/core/api_error.h"
#include "fakes/dynamodb/expression_attributes.h"
#include "fakes/dynamodb/expression_check.h"
#include "fakes/dynamodb/expression_parser.h"

namespace cloche::dynamodb {
namespace {

TableDefinition table() {
  TableDefinition table;
  table.key = {{{"a", 'S'}}, {{"b", 'S'}}};
  IndexDefinition index;
  index.name = "index1";
  index.key = {{{"a", 'S'}}, {{"c", 'S'}}};
  table.indexes.push_back(index);
  index.name = "index2";
  index.key = {{{"d", 'S'}}, {}};
  table.indexes.push_back(index);
  return table;
}

template <class Action>
std::string refusal_of(Action action) {
  const Json values = Json::parse(R"({":a": {"N": "1"}, ":s": {"S": "1"}, ":ns": {"NS": ["1"]}})");
  ExpressionAttributes attributes(nullptr, &values);
  try {
    action(attributes);
    return "";
  } catch (const ApiError& error) {
    return error.message;
  }
}

std::string update_refusal(std::string_view text) {
  return refusal_of([&](ExpressionAttributes& attributes) {
    check_update_of_keys(bind_update(parse_update(text), attributes), table());
  });
}
std::string filter_refusal(std::string_view text) {
  return refusal_of([&](ExpressionAttributes& attributes) {
    const Condition filter = bind_condition(parse_condition(ExpressionKind::filter, text), attributes);
    check_filter_avoids_key(filter, table().key, "Filter Expression");
    check_scalar_keys(filter, table());
  });
}

constexpr const char* scalar =
    "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: ";

TEST_CASE("an update may not change the table's key, nor make an index's key what it can't be") {
  // Seen from the real service.
  const auto part_of_key = [](const char* name) {
    return "One or more parameter values were invalid: Cannot update attribute " + std::string(name) +
           ". This attribute is part of the key";
  };
  CHECK(update_refusal("add a.b :a") == part_of_key("a"));
  CHECK(update_refusal("delete a :ns") == part_of_key("a"));
  CHECK(update_refusal("remove d set e = :a, a = :a") == part_of_key("a"));
  CHECK(update_refusal("set a = a.b + a[1]") == part_of_key("a"));
  CHECK(update_refusal("set d[1] = :a add b.b :a") == part_of_key("b"));
  const std::string mismatch =
      "One or more parameter values were invalid: Type mismatch for Index Key c Expected: S Actual: N "
      "IndexName: index1";
  CHECK(update_refusal("set d.a = a add c :a") == mismatch);
  CHECK(update_refusal("set e = c[1], c = a + :a") == mismatch);
  CHECK(update_refusal("add d.b :a") == scalar + std::string("IndexKey: d"));
  CHECK(update_refusal("set e = list_append(a, b), f = d[1]") == scalar + std::string("IndexKey: d"));
  CHECK(update_refusal("set c = :s, d = a, e.x = :a") == "");
}

TEST_CASE("a filter is not about the key that is asked by, and no path goes into a key") {
  // Seen from the real service.
  const std::string primary =
      "Filter Expression can only contain non-primary key attributes: Primary key attribute: ";
  CHECK(filter_refusal("attribute_exists(a.b) AND e = :a") == primary + "a");
  CHECK(filter_refusal("b[1] = :a") == primary + "b");
  CHECK(filter_refusal("attribute_exists(d.c) AND c = :a") == scalar + std::string("IndexKey: d"));
  CHECK(filter_refusal("c = :s and e.f = :a") == "");
  CHECK(refusal_of([](ExpressionAttributes& attributes) {
          check_scalar_keys(bind_projection(parse_projection("e, a[0]"), attributes), table());
        }) == scalar + std::string("Key: a"));
}

}  // namespace
}  // namespace cloche::dynamodb
