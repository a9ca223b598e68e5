#include "fakes/wire/pattern.h"

#include <doctest/doctest.h>

#include <string>

using cloche::wire::matches;

TEST_CASE("a pattern must match the whole text") {
  CHECK(matches("[a-zA-Z0-9_.-]+", "Music"));
  CHECK_FALSE(matches("[a-zA-Z0-9_.-]+", "Music!"));
  CHECK_FALSE(matches("[a-zA-Z0-9_.-]+", "Music\n"));
  CHECK_FALSE(matches("[a-zA-Z0-9_.-]+", ""));
  CHECK(matches("^a|b$", "b"));
  CHECK(matches("", ""));
}

TEST_CASE("characters beyond ASCII count as one") {
  CHECK(matches("..", "äö"));
  CHECK(matches(".", "😀"));
}

TEST_CASE("a pattern that would take for ever counts as matched") {
  CHECK(matches("(a+)+[bc]", std::string(2000, 'a')));
}
