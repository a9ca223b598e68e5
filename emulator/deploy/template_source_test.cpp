#include "emulator/deploy/template_source.h"

#include <doctest/doctest.h>
#include <fmt/core.h>

#include <nlohmann/json.hpp>

namespace cloche::deploy {

namespace {

Json read(std::string_view text) { return read_template(text, "app.yaml", Aliases::followed).document(); }

std::string refusal(std::string_view text, Aliases aliases = Aliases::followed) {
  try {
    read_template(text, "app.yaml", aliases);
  } catch (const TemplateError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("the short forms of functions become the long ones") {
  CHECK(read("A: !Ref Table") == Json{{"A", {{"Ref", "Table"}}}});
  CHECK(read("A: !Condition C") == Json{{"A", {{"Condition", "C"}}}});
  CHECK(read("A: !Sub 'a-${B}'") == Json{{"A", {{"Fn::Sub", "a-${B}"}}}});
  CHECK(read("A: !GetAtt Table.Stream.Arn") ==
        Json{{"A", {{"Fn::GetAtt", Json::array({"Table", "Stream.Arn"})}}}});
  CHECK(read("A: !GetAtt [Table, Arn]") == Json{{"A", {{"Fn::GetAtt", Json::array({"Table", "Arn"})}}}});
  CHECK(read("A: !Join ['-', [a, !Ref B]]") == Json::parse(R"({"A":{"Fn::Join":["-",["a",{"Ref":"B"}]]}})"));
  CHECK(read("A:\n  Fn::If: [C, !Ref B, !Ref 'AWS::NoValue']") ==
        Json::parse(R"({"A":{"Fn::If":["C",{"Ref":"B"},{"Ref":"AWS::NoValue"}]}})"));
  CHECK(read("A: !Base64\n  Fn::Sub: x") == Json::parse(R"({"A":{"Fn::Base64":{"Fn::Sub":"x"}}})"));
  CHECK(read("A: !Ref 123") == Json{{"A", {{"Ref", "123"}}}});
  CHECK(refusal("A: !Frobnicate x")
            .find("1:4: Template format error: YAML not well-formed: the tag !Frobnicate") !=
        std::string::npos);
}

TEST_CASE("plain scalars have the types of YAML 1.1, and dates stay text") {
  const Json document = read(
      "a: true\nb: yes\nc: Off\nd: 12\ne: -3\nf: 1.50\ng: ~\nh:\ni: 2010-09-09\nj: '12'\nk: 0x1F\nl: 0777\n"
      "m: 012345678901\nn: 1_000\no: 1:30\np: 1e3\nq: 1.0e+3\nr: .inf\ns: 1.2.3\nt: 18446744073709551616\nu: "
      "\"on\"\n");
  CHECK(document ==
        Json::parse(
            R"({"a":true,"b":true,"c":false,"d":12,"e":-3,"f":1.5,"g":null,"h":null,"i":"2010-09-09",
    "j":"12","k":31,"l":511,"m":"012345678901","n":1000,"o":90,"p":"1e3","q":1000.0,"r":".inf","s":"1.2.3",
    "t":"18446744073709551616","u":"on"})"));
}

TEST_CASE("anchors, aliases and merge keys are followed") {
  CHECK(read("A: &a {x: 1, y: 2}\nB: *a\nC:\n  <<: *a\n  y: 3\nD:\n  <<: [{z: 9}, *a]\n") ==
        Json::parse(R"({"A":{"x":1,"y":2},"B":{"x":1,"y":2},"C":{"x":1,"y":3},"D":{"x":1,"y":2,"z":9}})"));
  CHECK(refusal("A: &a [*a]").find("an alias stands within what it refers to") != std::string::npos);
}

TEST_CASE("aliases are refused where CloudFormation is asked, and anchors alone are not") {
  const std::string words = "Template error: YAML aliases are not allowed in CloudFormation templates";
  CHECK(refusal("A: &a {x: 1}\nB: *a\n", Aliases::refused).find("app.yaml:2:4: " + words) == 0);
  CHECK(refusal("A: &a {x: 1}\nC:\n  <<: *a\n", Aliases::refused).find(words) != std::string::npos);
  CHECK(refusal("A: &a {x: 1}\n", Aliases::refused) == "");
  CHECK(read_template("A: {<<: {x: 1}}\n", "app.yaml").document() == Json::parse(R"({"A":{"<<":{"x":1}}})"));
}

TEST_CASE("a key that is there twice is refused where it is there again, in YAML and JSON") {
  CHECK(refusal("A: 1\nB: 2\nA: 3\n") ==
        "app.yaml:3:1: Template format error: duplicate key 'A'; expected each key once");
  CHECK(refusal("{\"A\": 1,\n \"A\": 3}") ==
        "app.yaml:2:2: Template format error: duplicate key 'A'; expected each name once");
}

TEST_CASE("JSON is read as JSON, with its escapes") {
  CHECK(read(R"({"A": "\u00e9\ud83d\ude00\/\t", "B": [1, 2.5, -0, 1e3, null, true]})") ==
        Json::parse(R"({"A":"\u00e9\ud83d\ude00/\t","B":[1,2.5,0,1000.0,null,true]})"));
  CHECK(read("{A: 1, B: [x, y]}") == Json::parse(R"({"A":1,"B":["x","y"]})"));  // a flow mapping
  CHECK(refusal("{\"A\": 1,\n  \"B\": ]}") ==
        "app.yaml:2:8: Template format error: JSON not well-formed. (line 2, column 8); expected a value");
  CHECK(refusal(R"({"A": "\ud83d"})").find("JSON not well-formed") != std::string::npos);
}

TEST_CASE("each part has its place, also after a transform") {
  const Template source =
      read_template("Resources:\n  Table:\n    Type: T\n    Properties:\n      Name: !Sub x\n", "t");
  CHECK(source.key_position("/Resources/Table") == Position{2, 3});
  CHECK(source.value_position("/Resources/Table/Type") == Position{3, 11});
  CHECK(source.key_position("/Resources/Table/Properties/Name") == Position{5, 7});
  CHECK(source.value_position("/Resources/Table/Properties/Name/Fn::Sub") == Position{5, 13});
  CHECK(source.key_position("/Resources/Table/Properties/Other/Deep") ==
        Position{4, 5});  // the nearest around it
  CHECK(source.with(Json::object()).key_position("/Resources/TableRole/Properties") == Position{4, 5});
  CHECK(source.error("/Resources/Table/Type", "no", "another").what() ==
        std::string("t:3:11: Table: no; expected another"));
}

TEST_CASE("what is not a template is refused, whatever it is") {
  CHECK(refusal("") == "app.yaml:1:1: Template format error: unsupported structure.; expected an object");
  CHECK(refusal("- a").find("unsupported structure") != std::string::npos);
  CHECK(refusal("A: [1, 2").find("YAML not well-formed") != std::string::npos);
  for (const char* open : {"A: \"b", "A: \"b\n", "A: 'b\nC: d\n", "A: 'b\n  ", "A: 'b\r\n\r\n"})
    CHECK(refusal(open).find("YAML not well-formed. (line ") != std::string::npos);
  CHECK(refusal("A: \xff").find("not text") != std::string::npos);
  CHECK(refusal("A: 1\n---\nB: 2\n").find("more than one document") != std::string::npos);
  CHECK(refusal("? [a]\n: 1").find("a key is not text") != std::string::npos);
  CHECK(refusal(std::string(max_template_bytes + 1, ' '))
            .find("Template may not exceed 1000000 bytes in size.") != std::string::npos);
}

TEST_CASE("deep nesting and aliases that multiply are refused") {
  CHECK(refusal("A: " + std::string(5000, '[')) != "");
  CHECK(refusal("{\"A\": " + std::string(300, '[') + std::string(300, ']') + "}") != "");
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    bomb += fmt::format("a{}: &a{} [", i, i);
    for (int j = 0; j < 10; ++j) bomb += fmt::format("{}*a{}", j > 0 ? ", " : "", i - 1);
    bomb += "]\n";
  }
  CHECK(refusal(bomb).find("too many values") != std::string::npos);
}

}  // namespace cloche::deploy
