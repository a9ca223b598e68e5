#include "fakes/core/ids.h"

#include <doctest/doctest.h>

#include <set>

namespace cloche {
namespace {

TEST_CASE("the same seed gives the same ids, another seed others") {
  Generator one(42), same(42), other(43);
  const auto id = one.uuid();
  CHECK(id == same.uuid());
  CHECK(id != other.uuid());
}

TEST_CASE("a UUID is of version 4") {
  Generator generator(1);
  for (int i = 0; i < 100; ++i) {
    const auto id = generator.uuid();
    REQUIRE(id.size() == 36);
    CHECK(id[14] == '4');
    CHECK(std::string_view("89ab").find(id[19]) != std::string_view::npos);
  }
}

TEST_CASE("text draws from its alphabet, all of it, and does not repeat") {
  Generator generator(1);
  std::set<std::string> seen;
  std::set<char> letters;
  for (int i = 0; i < 1000; ++i) {
    const auto text = generator.text(20, "abc");
    for (const char c : text) letters.insert(c);
    seen.insert(text);
  }
  CHECK(seen.size() == 1000);
  CHECK(letters == std::set<char>{'a', 'b', 'c'});
}

}  // namespace
}  // namespace cloche
