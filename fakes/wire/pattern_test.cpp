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

TEST_CASE("a class of characters, which is matched without PCRE2, matches what PCRE2 matches") {
  for (const std::string expression :
       {"[a-zA-Z0-9_.-]+", "[-a]*", "[a-]", "[a-c]{2}", "[a-c]{2,}", "[a-c]{2,3}", "[a-c]{,2}", "[+--]+",
        "[^a]", "[\\w]+", "[a]b", "[a]+?", "[a-z][a-z]{2}"}) {
    const std::string group = "(?:" + expression + ")";  // only PCRE2 reads a group
    for (int c = 0; c < 128; ++c) {
      for (std::size_t length = 0; length <= 4; ++length) {
        const std::string text(length, static_cast<char>(c));
        CHECK_MESSAGE(matches(expression, text) == matches(group, text), expression << " and " << text);
      }
    }
    CHECK(matches(expression, "ä") == matches(group, "ä"));
  }
}

TEST_CASE("characters beyond ASCII count as one") {
  CHECK(matches("..", "äö"));
  CHECK(matches(".", "😀"));
}

TEST_CASE("a pattern that would take for ever counts as matched") {
  CHECK(matches("(a+)+[bc]", std::string(2000, 'a')));
}

TEST_CASE("a user's own pattern is followed further, and has no answer where that does not end") {
  using cloche::wire::matches_own;
  CHECK(matches_own("(a+)+$", std::string(18, 'a') + "!") == false);
  CHECK(matches_own("(a+)+$", std::string(18, 'a')) == true);
  CHECK(matches_own("(a+)+$", std::string(200, 'a') + "!") == std::nullopt);
}
