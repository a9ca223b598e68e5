#include "emulator/deploy/dependency_graph.h"

#include <doctest/doctest.h>

using namespace cloche::deploy;

namespace {

using Names = std::vector<std::string>;

Names order_of(const Dependencies& dependencies) { return std::get<Names>(creation_order(dependencies)); }

}  // namespace

TEST_CASE("what is needed comes first, and else the first by name") {
  CHECK(order_of({{"A", {"C"}}, {"B", {}}, {"C", {}}, {"D", {"A", "B"}}}) == Names{"B", "C", "A", "D"});
  CHECK(order_of({}) == Names{});
}

TEST_CASE("a name that nobody makes is left out of account") {
  CHECK(order_of({{"A", {"AWS::Region", "Parameter"}}}) == Names{"A"});
}

TEST_CASE("a circle is named, without what leads to it or comes from it") {
  const auto result =
      creation_order({{"A", {"B"}}, {"B", {"A"}}, {"After", {"A"}}, {"First", {}}, {"B2", {"First"}}});
  REQUIRE(std::holds_alternative<Circle>(result));
  CHECK(std::get<Circle>(result).message() == "Circular dependency between resources: [A, B]");
}

TEST_CASE("a resource that needs itself is a circle") {
  const auto result = creation_order({{"A", {"A"}}});
  REQUIRE(std::holds_alternative<Circle>(result));
  CHECK(std::get<Circle>(result).message() == "Circular dependency between resources: [A]");
}
