#include "emulator/deploy/mention.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

using namespace cloche;
using namespace cloche::deploy;

TEST_CASE("the words of an error name the property that they are about") {
  const Json properties = {{"MemorySize", 5}, {"Name", "a"}, {"Runtime", "x"}, {"Tags", Json::array()}};
  CHECK(mentioned_member(properties, "Value '5' at 'memorySize' failed to satisfy constraint") ==
        "MemorySize");
  CHECK(mentioned_member(properties, "the MemorySize is too small") == "MemorySize");
  CHECK(mentioned_member(properties, "Value 'x' at 'tags.1.member.key' failed") == "Tags");
  CHECK(mentioned_member(properties, "property Runtime not defined") == "Runtime");
  CHECK(mentioned_member(properties, "Parameter Name is not valid") == "Name");
}

TEST_CASE("what is named first counts") {
  const Json properties = {{"Mem", 5}, {"Timeout", 3}};
  CHECK(mentioned_member(properties, "'Mem' is not supported. Must be one of ['Timeout']") == "Mem");
}

TEST_CASE("a word of the language, or a part of a word, names no property") {
  const Json properties = {{"MemorySize", 5}, {"Name", "a"}, {"Runtime", "x"}};
  CHECK(mentioned_member(properties, "Runtime and Handler needs to be present") == "");
  CHECK(mentioned_member(properties, "Name is taken") == "");
  CHECK(mentioned_member(properties, "MemorySizes and XMemorySize") == "");
  CHECK(mentioned_member(Json(), "'Name'") == "");
}
