#include "fakes/core/json_tokens.h"

#include <doctest/doctest.h>

// Of characters: event_pattern_test.cpp. Here, of bytes, are messages that users reported of Lambda.

namespace cloche {
namespace {

std::string refusal(std::string_view text) {
  try {
    JsonTokens tokens(text, JsonSource::bytes);
    while (tokens.next() != JsonToken::end) tokens.value();
  } catch (const JsonTokenError& error) {
    return error.message;
  }
  return "";
}

TEST_CASE("bytes that are JSON are read, whatever their characters") {
  CHECK(refusal(R"({"a": [1, -2.5e3, "\u00e9 é 😀", true, null]})").empty());
  CHECK(refusal("7").empty());
  CHECK(refusal("7\n").empty());
}

TEST_CASE("bytes that are no JSON are refused with a column that counts them") {
  CHECK(
      refusal("test data") ==
      "Unrecognized token 'test': was expecting (JSON String, Number, Array, Object or token 'null', 'true' "
      "or 'false')\n at [Source: (byte[])\"test data\"; line: 1, column: 6]");
  CHECK(refusal("0D") ==
        "Unexpected character ('D' (code 68)): Expected space separating root-level values\n at [Source: "
        "(byte[])\"0D\"; line: 1, column: 3]");
  CHECK(refusal("\x99m") ==
        "Unexpected character ((CTRL-CHAR, code 153)): expected a valid value (JSON String, Number, Array, "
        "Object or token 'null', 'true' or 'false')\n at [Source: (byte[])\"\x99m\"; line: 1, column: 2]");
  CHECK(refusal("\"\x97\"") ==
        "Invalid UTF-8 start byte 0x97\n at [Source: (byte[])\"\"\x97\"\"; line: 1, column: 3]");
  CHECK(refusal("\"\xc3x\"") ==
        "Invalid UTF-8 middle byte 0x78\n at [Source: (byte[])\"\"\xc3x\"\"; line: 1, column: 4]");
  CHECK(refusal("\"\xc3\xa9\" ?").ends_with("line: 1, column: 7]"));
}

TEST_CASE("of a long text the first 500 bytes are shown") {
  CHECK(refusal(std::string(600, ' ') + "x").find("[truncated 101 bytes]") != std::string::npos);
}

}  // namespace
}  // namespace cloche
