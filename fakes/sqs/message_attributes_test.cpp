#include "fakes/sqs/message_attributes.h"

#include <doctest/doctest.h>

#include "fakes/core/api_error.h"

namespace cloche::sqs {
namespace {

Json text(const char* value, const char* type = "String") {
  return {{"DataType", type}, {"StringValue", value}};
}
Json bytes(std::vector<std::uint8_t> value, const char* type = "Binary") {
  return {{"DataType", type}, {"BinaryValue", Json::binary(std::move(value))}};
}

std::string complaint(const Json& attributes) {
  try {
    check_message_attributes(attributes);
  } catch (const ApiError& error) {
    return error.code + ": " + error.message;
  }
  return "";
}

TEST_CASE("the MD5 of attributes is that which SDKs calculate") {
  CHECK(md5_of(Json::object()).empty());
  // Made outside of the rule in the developer guide: lengths in four bytes, 1 for text and 2 for bytes.
  CHECK(md5_of({{"piyo", text("")}}) == "4166cc16b73099be3abe8e2b0f544c99");
  CHECK(md5_of({{"b", bytes({0})}, {"a", text("x")}}) == "a4a99a253c6b3de75b76791b52098b62");
}

TEST_CASE("attributes come back from the store as they were") {
  const Json attributes{{"a", text("x")}, {"b", bytes({0, 255})}, {"c", text("1.5", "Number.float")}};
  CHECK(kept_attributes(parse_json(keep_attributes(attributes))) == attributes);
  CHECK(md5_of(kept_attributes(parse_json(keep_attributes(attributes)))) == md5_of(attributes));
}

TEST_CASE("attributes are asked for by name, by prefix, or all") {
  const Json attributes{{"bar.one", text("1")}, {"bar.two", text("2")}, {"foo", text("3")}};
  CHECK(asked_for(attributes, {"foo", "none"}).size() == 1);
  CHECK(asked_for(attributes, {"bar.*"}).size() == 2);
  CHECK(asked_for(attributes, {"All"}) == attributes);
  CHECK(asked_for(attributes, {".*"}) == attributes);
  CHECK(asked_for(attributes, {}).empty());
  CHECK(asked_for(attributes, {"Foo"}).empty());
}

TEST_CASE("attributes are refused in the service's words") {
  CHECK(complaint({{"a", text("1", "Number")}, {"b.c-d_e", text("x", "String.json")}, {"f", bytes({1})}}) ==
        "");
  CHECK(complaint({{"a", text("x", "string")}}) ==
        "InvalidParameterValue: The type of message (user) attribute 'a' is invalid. You must use only the "
        "following "
        "supported type prefixes: Binary, Number, String.");
  CHECK(
      complaint({{"a", text("")}}) ==
      "InvalidParameterValue: Message (user) attribute 'a' must contain a non-empty value of type 'String'.");
  CHECK(
      complaint({{"a", {{"DataType", "Binary"}, {"StringValue", "x"}}}}) ==
      "InvalidParameterValue: Message (user) attribute 'a' must contain a non-empty value of type 'Binary'.");
  CHECK(complaint({{"a", text("1,5", "Number")}}) ==
        "InvalidParameterValue: Can't cast the value of message (user) attribute 'a' to a number.");
  CHECK(complaint({{"a", text("nan", "Number")}}).starts_with("InvalidParameterValue: Can't cast"));
  CHECK(complaint({{"a", text("-1.5e10", "Number")}}) == "");
  CHECK(complaint({{"", text("x")}}) ==
        "InvalidParameterValue: The request must contain non-empty message attribute name.");
  for (const char* name : {"a b", ".a", "a.", "a..b", "AWS.x", "amazon.x", "ä"}) {
    CAPTURE(name);
    CHECK(complaint({{name, text("x")}}).starts_with("InvalidParameterValue: Message (user) attribute name"));
  }
  CHECK(complaint({{"a", text("\x01")}}).starts_with("InvalidMessageContents"));
  Json many = Json::object();
  for (int i = 0; i < 11; ++i) many["a" + std::to_string(i)] = text("x");
  CHECK(complaint(many) ==
        "InvalidParameterValue: Number of message attributes [11] exceeds the allowed maximum [10].");
}

TEST_CASE("the characters of a message are those of XML") {
  CHECK(has_only_valid_characters("\t\n\r aä\xF0\x9F\x98\x80\xEF\xBF\xBD\x7F"));
  for (const char* text : {"\x01", "\x0B", "\x1F", "\xEF\xBF\xBE", "\xEF\xBF\xBF", "\xED\xA0\x80"}) {
    CHECK_FALSE(has_only_valid_characters(text));
  }
}

}  // namespace
}  // namespace cloche::sqs
