#include "scenarios/engine/reference.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "scenarios/engine/values.h"

namespace cloche::scenarios {
namespace {

Json put(const Json& value) {
  static const Json known{{"n", 7},
                          {"text", "seven"},
                          {"list", {1, {{"id", "q-2"}}}},
                          {"yes", true},
                          {"big", 9223372036854775807LL},
                          {"unsigned", 18446744073709551615ULL}};
  return replaced(value, [](const Reference& reference) {
    if (!known.contains(reference.name)) throw ReferenceError("unknown " + reference.name);
    return at_path(known[reference.name], reference);
  });
}

std::string refusal(const Json& value) {
  try {
    put(value);
    return "";
  } catch (const ReferenceError& error) {
    return error.what();
  }
}

TEST_CASE("a reference alone keeps its type, and within a text becomes text") {
  CHECK(put("${n}") == Json(7));
  CHECK(put("${yes}") == Json(true));
  CHECK(put("${list}") == Json::parse(R"([1, {"id": "q-2"}])"));
  CHECK(put("no ${n}, ${text}!") == Json("no 7, seven!"));
  CHECK(put("${n}${n}") == Json("77"));
  CHECK(put("it is ${yes} ${list}") == Json(R"(it is true [1,{"id":"q-2"}])"));
}

TEST_CASE("references are replaced in arrays, objects and the names of members") {
  CHECK(put({{"a", {"${n}", {{"x-${text}", "${n}"}}}}}) == Json::parse(R"({"a": [7, {"x-seven": 7}]})"));
}

TEST_CASE("a path goes into objects and arrays") {
  CHECK(put("${list.1.id}") == Json("q-2"));
  CHECK(refusal("${list.1.name}") == R"(${list.1.name}: there is no "name" in {"id":"q-2"})");
  CHECK(refusal("${list.2}").contains("there is no \"2\" in"));
}

TEST_CASE("whole numbers can be reckoned with, and written with zeros") {
  CHECK(put("${n+10}") == Json(17));
  CHECK(put("${n-10}") == Json(-3));
  CHECK(put("${n*3}") == Json(21));
  CHECK(put("${n/2}") == Json(3));
  CHECK(put("${n%4}") == Json(3));
  CHECK(put("exam-${n:03}") == Json("exam-007"));
  CHECK(put("exam-${n+1:3}") == Json("exam-008"));
  CHECK(refusal("${n/0}") == "${n} is divided by 0");
  CHECK(refusal("${big+1}") == "${big} becomes too large a number");
  CHECK(refusal("${text+1}") == "${text} is not a whole number, to reckon with");
  CHECK(refusal("${text:3}") == "${text} is not a whole number, which a width is for");
  CHECK(refusal("${n+1h}") == "${n} is a number, 1h is a duration");
}

TEST_CASE("a doubled dollar is a plain one before a brace") {
  CHECK(put("$${n} costs $5") == Json("${n} costs $5"));
}

TEST_CASE("numbers of 64 bits are written as they are, and are too large to reckon with beyond them") {
  CHECK(put("x${unsigned}") == Json("x18446744073709551615"));
  CHECK(put("${unsigned:03}") == Json("18446744073709551615"));
  CHECK(refusal("${unsigned+1}") == "${unsigned} is too large a number to reckon with");
}

TEST_CASE("what can't be read says why") {
  CHECK(refusal("${n") == "a \"${\" has no \"}\" ($${ is a plain ${)");
  CHECK(refusal("${}") == "${} can't be read: a name is missing");
  CHECK(refusal("${1}") == "${1} can't be read: a name begins with a letter");
  CHECK(refusal("${n.}") == "${n.} can't be read: a name is missing");
  CHECK(refusal("${n ?}") == "${n ?} can't be read: ' ' has no meaning there");
  CHECK(refusal("${n+x}") == "${n+x} can't be read: a whole number or a duration comes after the sign");
  CHECK(refusal("${n:99}") == "${n:99} can't be read: a width is a number from 1 to 20");
}

TEST_CASE("a scope sees what is around it, and saves there unless it keeps") {
  Scope outer;
  outer.define("a", 1);
  Scope passing(&outer, false);
  passing.define("b", 2);
  Scope keeping(&passing);
  CHECK(*keeping.find("a") == Json(1));
  CHECK(*keeping.find("b") == Json(2));
  keeping.save("c", 3);
  CHECK(outer.find("c") == nullptr);
  passing.save("d", 4);
  CHECK(*outer.find("d") == Json(4));
  CHECK(outer.find("b") == nullptr);
}

TEST_CASE("standing names are referred to as they are") {
  const auto check = [](std::string_view text) { check_standing(*parse_text(text)[0].reference); };
  CHECK_NOTHROW(check("${now.date}"));
  CHECK_NOTHROW(check("${now-7d}"));
  CHECK_NOTHROW(check("${output.Url}"));
  CHECK_THROWS_WITH_AS(check("${now.year}"), "${now.year}: of now there is date, seconds and millis",
                       ReferenceError);
  CHECK_THROWS_WITH_AS(check("${output}"), "${output}: it takes a name, as in ${output.NAME}",
                       ReferenceError);
  CHECK_THROWS_WITH_AS(check("${now+5}"), "${now} is moved by a duration, as in ${now-1h}", ReferenceError);
  CHECK_THROWS_WITH_AS(check("${account.id}"), "${account.id}: there is nothing in account", ReferenceError);
}

}  // namespace
}  // namespace cloche::scenarios
