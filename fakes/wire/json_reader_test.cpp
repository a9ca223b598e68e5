#include "fakes/wire/json_reader.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "fakes/wire/json_writer.h"

using namespace cloche;
using namespace cloche::wire;

namespace {

Json read(std::string_view text) {
  JsonReader reader(text);
  Json value = reader.value();
  reader.finish();
  return value;
}

void skip(std::string_view text) {
  JsonReader reader(text);
  reader.skip();
  reader.finish();
}

std::string write(const Json& value) {
  std::string out;
  append_json(out, value);
  return out;
}

}  // namespace

TEST_CASE("the reader reads what another parser reads") {
  for (const std::string text :
       {R"({"a":[1,-2,3.5,1e3,true,false,null,{"b":{}}],"c":"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00 ä"})",
        R"([])", R"(  {  "x" : [ ] , "y" : 0 }  )", R"("")", R"(-0.0)", R"(9223372036854775807)",
        R"(18446744073709551615)", R"(123456789012345678901234567890)", R"({"a":1,"a":2})"}) {
    INFO(text);
    CHECK(read(text) == Json::parse(text));
    skip(text);
    CHECK(read(write(read(text))) == Json::parse(text));
  }
}

TEST_CASE("what is not JSON is refused, read or skipped") {
  for (const std::string text : {"",
                                 " ",
                                 "hi",
                                 "{",
                                 "}",
                                 "[",
                                 "[1",
                                 "[1,",
                                 "[1,]",
                                 "[,1]",
                                 "{,}",
                                 "{\"a\"}",
                                 "{\"a\":}",
                                 "{\"a\":1,}",
                                 "{\"a\":1 \"b\":2}",
                                 "{a:1}",
                                 "01",
                                 "-",
                                 "+1",
                                 "1.",
                                 ".5",
                                 "1e",
                                 "1e+",
                                 "tru",
                                 "nulL",
                                 "\"a",
                                 "\"\\\"",
                                 "\"\\x\"",
                                 "\"\\u12\"",
                                 "\"\\u12g4\"",
                                 "\"\\ud800\"",
                                 "\"\\ud800\\u0041\"",
                                 "\"\\udc00\"",
                                 "\"\x01\"",
                                 "\"a\nb\"",
                                 "1 2",
                                 "{} x",
                                 "NaN",
                                 "\"\x80\"",
                                 "\"\xc0\x80\"",
                                 "\"\xed\xa0\x80\"",
                                 "\"\xf5\x80\x80\x80\"",
                                 "\"\xe2\x82\"",
                                 "\"\\n\xff\"",
                                 "'a'",
                                 "[1}",
                                 "{\"a\":1]",
                                 "\xef\xbb\xbf{}"}) {
    INFO(text);
    CHECK_THROWS_AS(read(text), JsonSyntaxError);
    CHECK_THROWS_AS(skip(text), JsonSyntaxError);
  }
}

TEST_CASE("nesting is bounded, so that no text exhausts the stack") {
  const std::string deep = std::string(512, '[') + std::string(512, ']');
  CHECK(read(deep).is_array());
  CHECK_THROWS_AS(read("[" + deep + "]"), JsonSyntaxError);
  CHECK_THROWS_AS(skip("[" + deep + "]"), JsonSyntaxError);
  CHECK_THROWS_AS(read(std::string(1'000'000, '[')), JsonSyntaxError);
}

TEST_CASE("the writer escapes what JSON wants escaped, and copies fragments") {
  CHECK(write("a\"\\\n\x01ä") == R"("a\"\\\n\u0001ä")");
  CHECK(write({{"a", json_fragment(R"({ "S":"x" })")}, {"b", Json::binary({1, 2, 3})}}) ==
        R"({"a":{ "S":"x" },"b":"AQID"})");
  CHECK(write(1.0) == "1.0");
  CHECK(write(0.1) == "0.1");
}

TEST_CASE("seconds are written with as many digits as they have") {
  const auto seconds = [](std::int64_t millis) {
    std::string out;
    append_json_seconds(out, millis);
    return out;
  };
  CHECK(seconds(1363055524534) == "1363055524.534");
  CHECK(seconds(1363055524500) == "1363055524.5");
  CHECK(seconds(1363055524007) == "1363055524.007");
  CHECK(seconds(1363055524000) == "1363055524");
  CHECK(seconds(-1500) == "-1.5");
}
