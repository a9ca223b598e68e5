#include "fakes/logs/filter_regex.h"

#include <doctest/doctest.h>

#include <string>

#include "fakes/core/api_error.h"

namespace cloche::logs {
namespace {

bool found(std::string_view regex, std::string_view text) { return FilterRegex::parse(regex).found_in(text); }

TEST_CASE("a regular expression is found anywhere, unless it is held to an end") {
  CHECK(found("AUTHORIZED", "[ERROR 401] UNAUTHORIZED REQUEST"));
  CHECK_FALSE(found("^AUTHORIZED", "UNAUTHORIZED"));
  CHECK(found("^UN", "UNAUTHORIZED"));
  CHECK(found("ZED$", "UNAUTHORIZED"));
  CHECK_FALSE(found("UN$", "UNAUTHORIZED"));
  CHECK(found("^abc$", "abc"));
  CHECK_FALSE(found("^abc$", "abcd"));
}

TEST_CASE("quantifiers and classes are those of the user guide") {
  CHECK(found("colou?r", "color"));
  CHECK(found("colou?r", "colour"));
  CHECK_FALSE(found("^colou?r$", "colouur"));
  CHECK(found("gray|grey", "a grey cat"));
  CHECK(found("10\\.10\\.0\\.1", "from 10.10.0.1"));
  CHECK_FALSE(found("10\\.10\\.0\\.1", "from 10a10.0.1"));
  CHECK(found("4[0-9]{2}", "status 404"));
  CHECK_FALSE(found("^4[0-9]{2}$", "4044"));
  CHECK(found("^a{2,3}$", "aaa"));
  CHECK_FALSE(found("^a{2,3}$", "a"));
  CHECK_FALSE(found("^a{2,3}$", "aaaa"));
  CHECK(found("^a{2,}$", "aaaaaa"));
  CHECK_FALSE(found("^a{2,}$", "a"));
  CHECK(found("^a+b*$", "aaa"));
  CHECK(found("^a+b*$", "abbb"));
  CHECK_FALSE(found("^a+b*$", "bbb"));
  CHECK(found("^\\d+\\s\\w+$", "42 answers"));
  CHECK_FALSE(found("^\\D+$", "a1"));
  CHECK(found("[^a-c]", "abcd"));
  CHECK_FALSE(found("[^a-c]", "abc"));
  CHECK(found("\\x28a\\x29", "f(a)"));
  CHECK(found("[a\\-z]", "-"));
}

TEST_CASE("what the language has not is refused") {
  for (const char* regex :
       {"", "(a)", "a!", "a{", "a{2", "a{3,2}", "[a", "[z-a]", "a$b", "\\", "\\x2", "a{9999}"}) {
    CAPTURE(regex);
    CHECK_THROWS_AS(FilterRegex::parse(regex), ApiError);
  }
}

TEST_CASE("no expression takes more than linear time") {
  CHECK_FALSE(found("a*a*a*a*a*a*a*a*a*b", std::string(20'000, 'a')));
}

}  // namespace
}  // namespace cloche::logs
