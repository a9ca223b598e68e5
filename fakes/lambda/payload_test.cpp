#include "fakes/lambda/payload.h"

#include <doctest/doctest.h>

namespace cloche::lambda {
namespace {

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST_CASE("what Jackson takes is a payload, though a JSON library might not") {
  for (const std::string& payload :
       {std::string(R"({"x":"\ud83d"})"), std::string(R"(["\udead\ud83d\ude00"])"), std::string("1e400"),
        std::string("-1E+999"), std::string("12345678901234567890123"), std::string(" null\n"),
        nested(1000)}) {
    CHECK_FALSE(complaint_about(payload).has_value());
    CHECK(in_document(payload) == payload);
  }
}

TEST_CASE("what is none is described in Jackson's words") {
  CHECK(complaint_about("") ==
        "No content to map due to end-of-input\n at [Source: (byte[])\"\"; line: 1, column: 0]");
  CHECK(complaint_about(" \n ") ==
        "No content to map due to end-of-input\n at [Source: (byte[])\" \n \"; line: 1, column: 0]");
  CHECK(
      complaint_about("1 2") ==
      "Trailing token (of type VALUE_NUMBER_INT) found after value (bound as "
      "`com.fasterxml.jackson.databind.JsonNode`): not allowed as per "
      "`DeserializationFeature.FAIL_ON_TRAILING_TOKENS`\n at [Source: (byte[])\"1 2\"; line: 1, column: 3]");
  CHECK(complaint_about("{}\n[\"\\ud83d\"]")->ends_with("line: 2, column: 1]"));
  CHECK(complaint_about("{\"a\":1} x")->starts_with("Unrecognized token 'x'"));
  CHECK(complaint_about(nested(1001))
            ->starts_with("Document nesting depth (1001) exceeds the maximum allowed"));
  CHECK(complaint_about("{\"a\": {\"b\": 01}}")->starts_with("Invalid numeric value: Leading zeroes"));
  CHECK(complaint_about("\"\xc0\xaf\"").has_value());
  CHECK(complaint_about("\"\xed\xa0\x80\"").has_value());
}

TEST_CASE("what is no JSON is a string in a document") {
  CHECK(in_document("plain \"text\"") == R"("plain \"text\"")");
  CHECK(in_document("") == R"("")");
  CHECK(in_document("\xff") == "\"\uFFFD\"");
}

}  // namespace
}  // namespace cloche::lambda
