#include "fakes/logs/filter_pattern.h"

#include <doctest/doctest.h>

#include <string>

#include "fakes/core/api_error.h"

namespace cloche::logs {
namespace {

bool matches(std::string_view pattern, std::string_view message) {
  return FilterPattern::parse(pattern).matches(message);
}

std::string error(std::string_view pattern) {
  try {
    FilterPattern::parse(pattern);
  } catch (const ApiError& error) {
    CHECK(error.code == "InvalidParameterException");
    return error.message;
  }
  return "none";
}

// The messages of the user guide's examples.
constexpr std::string_view bad = "[ERROR 400] BAD REQUEST";
constexpr std::string_view unauthorized = "[ERROR 401] UNAUTHORIZED REQUEST";
constexpr std::string_view missing = "[ERROR 419] MISSING ARGUMENTS";

TEST_CASE("an empty pattern matches everything") {
  CHECK(matches("", bad));
  CHECK(matches("  ", bad));
}

TEST_CASE("terms must all be there, in whatever order, in their own case") {
  CHECK(matches("ERROR", bad));
  CHECK_FALSE(matches("error", bad));
  CHECK(matches("ARGUMENTS ERROR", missing));
  CHECK_FALSE(matches("ERROR ARGUMENTS", bad));
  CHECK(matches("Exception", "java.lang.NullPointerException: x"));
}

TEST_CASE("one of several, and none of some") {
  CHECK(matches("?ERROR ?ARGUMENTS", bad));
  CHECK(matches("?MISSING ?BAD", bad));
  CHECK_FALSE(matches("?MISSING ?INVALID", bad));
  CHECK(matches("ERROR -ARGUMENTS", bad));
  CHECK_FALSE(matches("ERROR -ARGUMENTS", missing));
  CHECK(matches("-ARGUMENTS", bad));
  CHECK_FALSE(matches("-\"BAD REQUEST\"", bad));
  // Beside other terms those with '?' are ignored.
  CHECK(matches("?NOT ?THERE ERROR", bad));
}

TEST_CASE("a phrase is found as it stands, with its escapes resolved") {
  CHECK(matches("\"BAD REQUEST\"", bad));
  CHECK_FALSE(matches("\"REQUEST BAD\"", bad));
  CHECK(matches("\"[ERROR 400]\"", bad));
  CHECK(matches(R"("\"level\":\"error\"")", R"({"level":"error"})"));
  CHECK(matches(R"("level\\\":")", R"({\"level\":1})"));
}

TEST_CASE("a regular expression is a term") {
  CHECK(matches("%AUTHORIZED%", unauthorized));
  CHECK(matches("%ERROR 4[0-9]{2}%", bad));
  CHECK_FALSE(matches("%ERROR 5[0-9]{2}%", bad));
  CHECK(matches("?%^x% ?%REQUEST$%", bad));
}

TEST_CASE("terms of other characters are refused in the real service's words") {
  CHECK(error("?Status: timeout") == "Invalid character(s) in term ':'");
  CHECK(error("(a)") == "Invalid character(s) in term '('");
  CHECK(error("*") == "Invalid character(s) in term '*'");
  CHECK(error("\"\"") == "Invalid character(s) in term '\"\"'");
  CHECK(error("`a`") == "Invalid character(s) in term '`'");
  CHECK(error("a/b") == "Invalid character(s) in term '/'");
  CHECK(error("%a(b)%") == "Invalid character(s) in term '('");
  CHECK(error("\"a") == "Invalid character(s) in term '\"'");
  CHECK(error("?") == "Invalid character(s) in term '?'");
  CHECK(error("a - b") == "Invalid character(s) in term '-'");
}

constexpr std::string_view trail = R"({
  "eventType": "UpdateTrail",
  "sourceIPAddress": "111.111.111.111",
  "arrayKey": ["value", "another value"],
  "objectList": [{"name": "a", "id": 1}, {"name": "b", "id": 2}],
  "SomeObject": null,
  "cluster.name": "c",
  "detail-type": "d",
  "flag": true, "off": false, "n": 200, "big": 1.5e3, "text": "4"
})";

TEST_CASE("texts of a JSON message are compared, with wildcards") {
  CHECK(matches("{ $.eventType = \"UpdateTrail\" }", trail));
  CHECK_FALSE(matches("{ $.eventType = \"Update\" }", trail));
  CHECK(matches("{ $.eventType = \"Update*\" }", trail));
  CHECK(matches("{$.eventType=*Trail}", trail));
  CHECK(matches("{ $.eventType = %^Update[A-Z]% }", trail));
  CHECK_FALSE(matches("{ $.eventType != %Trail% }", trail));
  CHECK(matches("{ $.sourceIPAddress != 123.123.* }", trail));
  CHECK_FALSE(matches("{ $.sourceIPAddress != 111.111.* }", trail));
  CHECK(matches("{ $.arrayKey[0] = \"value\" }", trail));
  CHECK(matches("{ $.objectList[1].id = 2 }", trail));
  CHECK(matches("{ $.objectList[*].name = b }", trail));
  CHECK(matches("{ $.['cluster.name'] = \"c\" && $['detail-type'] = \"d\" }", trail));
  CHECK(matches("{ $.detail-type = \"d\" }", trail));
  CHECK(matches("{ $.eventType = * }", trail));
}

TEST_CASE("what is not there is neither equal nor unequal") {
  CHECK_FALSE(matches("{ $.nothing = * }", trail));
  CHECK_FALSE(matches("{ $.nothing != \"x\" }", trail));
  CHECK_FALSE(matches("{ $.objectList[9].id = 2 }", trail));
  CHECK_FALSE(matches("{ $.eventType.x = 2 }", trail));
}

TEST_CASE("numbers of a JSON message are compared as numbers") {
  CHECK(matches("{ $.n = 200 }", trail));
  CHECK(matches("{ $.n = 2e2 }", trail));
  CHECK(matches("{ $.n = 2* }", trail));
  CHECK_FALSE(matches("{ $.n = \"200\" }", trail));
  CHECK(matches("{ $.n != 201 }", trail));
  CHECK(matches("{ $.n > 199.5 && $.n >= 200 && $.n <= 200 && $.n < 1e3 }", trail));
  CHECK_FALSE(matches("{ $.n > 200 }", trail));
  CHECK(matches("{ $.big = 1500 }", trail));
  CHECK_FALSE(matches("{ $.text > 3 }", trail));
  CHECK(matches("{ $.text = 4 }", trail));
}

TEST_CASE("presence, null, true and false are asked for in words") {
  CHECK(matches("{ $.SomeObject IS NULL }", trail));
  CHECK_FALSE(matches("{ $.nothing IS NULL }", trail));
  CHECK(matches("{ $.nothing NOT EXISTS }", trail));
  CHECK_FALSE(matches("{ $.SomeObject NOT EXISTS }", trail));
  CHECK(matches("{ $.SomeObject EXISTS }", trail));
  CHECK(matches("{ $.flag IS TRUE }", trail));
  CHECK_FALSE(matches("{ $.off IS TRUE }", trail));
  CHECK(matches("{ $.off IS FALSE }", trail));
  CHECK(matches("{ $.flag = true }", trail));
}

TEST_CASE("conditions on JSON are joined: && before ||, and parentheses before both") {
  CHECK(matches("{ $.n = 1 && $.n = 2 || $.n = 200 }", trail));
  CHECK(matches("{ $.n = 200 || $.n = 1 && $.n = 2 }", trail));
  CHECK_FALSE(matches("{ ($.n = 200 || $.n = 1) && $.n = 2 }", trail));
  CHECK(matches("{($.eventType=UpdateTrail)&&(($.n=1)||($.flag IS TRUE))}", trail));
}

TEST_CASE("a message that is no JSON object is no match") {
  CHECK_FALSE(matches("{ $.a NOT EXISTS }", "no JSON"));
  CHECK_FALSE(matches("{ $.a NOT EXISTS }", "[1]"));
  CHECK_FALSE(matches("{ $.a NOT EXISTS }", "{\"a\":"));
  CHECK(matches("{ $.a = 1 }", "  {\"a\":1}\n"));
}

TEST_CASE("a malformed pattern for JSON is refused") {
  CHECK(error("{ $.a = 1") == "If a filter pattern starts with '{' it must end with '}'");
  CHECK(error("{ $.\"a\" = 1 }") == "Invalid character(s) in term '$.\"'");
  for (const char* pattern :
       {"{}", "{ $.a }", "{ a = 1 }", "{ $ = 1 }", "{ $.a = }", "{ $.a == 1 }", "{ $.a > x }",
        "{ $.a > \"1\" }", "{ ($.a = 1 }", "{ $.a = 1) }", "{ $.a = 1 && }", "{ $.a = 1 $.b = 2 }",
        "{ $.a IS }", "{ $.a IS null }", "{ $.a NOT }", "{ $.a[x] = 1 }", "{ $.a[0 = 1 }", "{ $.['a = 1 }",
        "{ $.a & $.b }"}) {
    CAPTURE(pattern);
    CHECK(error(pattern) == "Invalid filter pattern");
  }
  CHECK(error("{" + std::string(5000, '(') + "}") == "Invalid filter pattern");
}

constexpr std::string_view access =
    R"(127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /apache_pb.gif HTTP/1.0" 404 1534)";

TEST_CASE("fields of a line are matched by their places") {
  CHECK(matches("[ip, identity, user, timestamp, request, status=404, bytes]", access));
  CHECK(matches("[ip, identity, user, timestamp, request, status=4*, bytes>1000]", access));
  CHECK_FALSE(matches("[ip, identity, user, timestamp, request, status=4*, bytes>2000]", access));
  CHECK(matches("[ip=127.0.0.*, identity, user=frank, timestamp=\"10/Oct*\", request=*.gif*, status, bytes]",
                access));
  CHECK(matches("[ip, ..., status=4*, bytes]", access));
  CHECK(matches("[..., status=404, bytes]", access));
  CHECK(matches("[ip=%^127\\.% , ...]", access));
  CHECK(matches("[..., status=4* || status=5*, bytes]", access));
  CHECK(matches("[..., status>=400&&status<500, bytes]", access));
  CHECK_FALSE(matches("[..., status!=404 && status!=500, bytes]", access));
  CHECK(matches("[..., (status=404) || (status=500), bytes]", access));
  CHECK_FALSE(matches("[a, b, c, d, e, f, g, h]", access));
  CHECK_FALSE(matches("[a, b, c, d, e, ..., f, g, h]", access));
  CHECK(matches("[a, b, c, d, e, ..., f, g]", access));
}

TEST_CASE("the last field is the rest of the line") {
  CHECK(matches("[w1=ERROR, w2]", "ERROR the disk is full"));
  CHECK_FALSE(matches("[w1=ERROR, w2]", "INFO the disk is full"));
  CHECK_FALSE(matches("[w1=ERROR, w2]", "ERROR"));
  CHECK(matches("[timestamp=*Z, request_id=\"*-*\", event]",
                "2026-01-05T09:00:00.000Z\t8f5d1a2c-1111\tINFO\tall is well"));
}

TEST_CASE("the values of fields are taken without their quotes and brackets, and numbered behind \"...\"") {
  const auto values = FilterPattern::parse("[..., status, size]").match(access);
  REQUIRE(values);
  CHECK(*values == FilterPattern::Values{{"$1", "127.0.0.1"},
                                         {"$2", "-"},
                                         {"$3", "frank"},
                                         {"$4", "10/Oct/2000:13:25:15 -0700"},
                                         {"$5", "GET /apache_pb.gif HTTP/1.0"},
                                         {"$status", "404"},
                                         {"$size", "1534"}});
  CHECK(FilterPattern::parse("[..., status, size]").value(access, "$size") == "1534");
}

TEST_CASE("a malformed pattern for fields is refused") {
  CHECK(error("[a, b") == "If a filter pattern starts with '[' it must end with ']'");
  for (const char* pattern : {"[]", "[a,]", "[a,,b]", "[a b]", "[a=]", "[a>x]", "[..., a, ...]",
                              "[status = 4* && bytes > 1000]", "[(a=1]", "[a=1 &&]"}) {
    CAPTURE(pattern);
    CHECK(error(pattern) == "Invalid filter pattern");
  }
}

TEST_CASE("the values of JSON are those that the pattern selects, and others that are asked for") {
  const auto pattern = FilterPattern::parse("{ $.eventType = * && $.n > 1 }");
  CHECK(pattern.match(trail) == FilterPattern::Values{{"$.eventType", "UpdateTrail"}, {"$.n", "200"}});
  CHECK(pattern.value(trail, "$.objectList[1].name") == "b");
  CHECK_FALSE(pattern.value(trail, "$.nothing"));
}

}  // namespace
}  // namespace cloche::logs
