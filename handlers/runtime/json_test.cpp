#include "handlers/runtime/json.h"

#include <doctest/doctest.h>

#include "handlers/runtime/utf8.h"

using namespace handlers;

TEST_CASE("What says the same is the same text: without blanks, members in the order of their names") {
  const Json document = read_json(R"( {"b": [1, {"d": null, "c": true}], "a": "x", "B": {}} )");
  CHECK(to_text(document) == R"({"B":{},"a":"x","b":[1,{"c":true,"d":null}]})");
  CHECK(to_text(document.as_object()) == to_text(document));
  CHECK(to_text(Json{-5, 18446744073709551615ULL, json::array()}) == "[-5,18446744073709551615,[]]");
}

TEST_CASE("Text is escaped where JSON wants it, and comes back") {
  const Json text = "\"\\/\b\f\n\r\t\x01\x1f\x7f é€😀";
  CHECK(to_text(text) == "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f é€😀\"");
  CHECK(read_json(to_text(text)) == text);
  CHECK(to_text(Json(json::string(1, '\0'))) == R"("\u0000")");
}

TEST_CASE("What is not UTF-8 is written as replacement characters") {
  CHECK(to_text(Json("a\xFFz")) == "\"a\uFFFDz\"");
  CHECK(to_text(Json("\xE2\x82")) == "\"\uFFFD\uFFFD\"");  // cut off
  CHECK(to_text(json::object{{"\xC3", 1}}) == "{\"\uFFFD\":1}");
}

TEST_CASE("An object is read strictly: UTF-8, no deeper than allowed, of numbers that there are") {
  CHECK(read_object("{\"a\":[[1]]}", 3) == json::parse(R"({"a":[[1]]})"));
  CHECK(read_object("{\"a\":[[1]]}", 2) == std::nullopt);
  CHECK(read_object("\xEF\xBB\xBF{}") == json::object());  // as some editors begin a file
  CHECK(read_object(R"({"a":1,"b":2,"a":3})") == json::object{{"a", 3}, {"b", 2}});
  for (const char* text :
       {"", "[]", "1", "{", "{}{}", "{\"a\":NaN}", "{\"a\":01}", "{\"a\":[-1e999]}", "{'a':1}",
        "{\"a\":\"\\ud800\"}", "{\"a\":\"\xFF\"}", "{\"a\":\"\xED\xA0\x80\"}", "{\"a\":1,}"})
    CHECK_MESSAGE(read_object(text) == std::nullopt, text);
  CHECK_THROWS_AS(read_json("<html>"), boost::system::system_error);
}

TEST_CASE("A part of what was read lives on without the rest") {
  std::optional<json::object> document = read_object(R"({"part":{"name":"longer than a small string"}})");
  json::object part = std::move(document->at("part").as_object());
  document.reset();
  part["more"] = "also longer than a small string";
  CHECK(text_member(part, "name") == "longer than a small string");
  CHECK(text_member(part, "none") == std::nullopt);
  part["name"] = 1;
  CHECK(text_member(part, "name") == std::nullopt);
}

TEST_CASE("Text is counted by characters, of which each must be well-formed") {
  CHECK(characters("aé€😀") == 4);
  for (const std::string_view text : {"a", "é", "€", "😀", "\xEF\xBF\xBF", "\xF4\x8F\xBF\xBF"})
    CHECK(character_size(text) == text.size());
  for (const std::string_view text :
       {"", "\x80", "\xC3", "\xC0\x80", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82z"})
    CHECK(character_size(text) == 0);
}
