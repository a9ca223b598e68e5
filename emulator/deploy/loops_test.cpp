#include "emulator/deploy/loops.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

namespace cloche::deploy {
namespace {

const std::string extensions = "Transform: AWS::LanguageExtensions\n";

Template expanded(const std::string& text, const std::map<std::string, std::string>& parameters = {}) {
  return expand_loops(read_template(extensions + text, "t.yaml"), parameters, {});
}

std::string refusal(const std::string& text) {
  try {
    Evaluation(expanded(text), {}, {});
  } catch (const TemplateError& error) {
    return error.what();
  }
  return "";
}

TEST_CASE("a loop makes a resource of each element, and they may be referred to") {
  const Template made = expanded(
      "Parameters: {Names: {Type: CommaDelimitedList, Default: 'A, B'}, Unset: {Type: String}}\n"
      "Resources:\n"
      "  Fn::ForEach::Topics:\n"
      "    - Name\n"
      "    - !Ref Names\n"
      "    - Topic${Name}:\n"
      "        Type: T\n"
      "        DependsOn: Other\n"
      "        Properties: {X: !Ref Name, Y: !Sub '${Name}-${AWS::Region}', Z: [!GetAtt "
      "'Topic${Name}.Arn']}\n"
      "  Other: {Type: T}\n",
      {{"Names", "C,D"}});
  CHECK(made.document()["Resources"] == Json::parse(R"({"Other": {"Type": "T"},
          "TopicC": {"Type": "T", "DependsOn": "Other", "Properties": {"X": "C", "Y": {"Fn::Sub": "C-${AWS::Region}"},
            "Z": [{"Fn::GetAtt": ["TopicC", "Arn"]}]}},
          "TopicD": {"Type": "T", "DependsOn": "Other", "Properties": {"X": "D", "Y": {"Fn::Sub": "D-${AWS::Region}"},
            "Z": [{"Fn::GetAtt": ["TopicD", "Arn"]}]}}})"));
}

TEST_CASE("loops stand in loops, and in properties, conditions and outputs") {
  const Template made = expanded(
      "Mappings: {M: {a: {Sizes: [1, 2]}, b: {Sizes: [3]}}}\n"
      "Conditions:\n"
      "  Fn::ForEach::Is: [N, [a, b], {'Is${N}': !Equals [!Ref N, a]}]\n"
      "Resources:\n"
      "  Fn::ForEach::Outer:\n"
      "    - N\n"
      "    - [a, b]\n"
      "    - Fn::ForEach::Inner:\n"
      "        - Size\n"
      "        - !FindInMap [M, !Ref N, Sizes]\n"
      "        - R${N}${Size}:\n"
      "            Type: T\n"
      "            Condition: Is${N}\n"
      "            Properties:\n"
      "              Keep: me\n"
      "              Fn::ForEach::P: [P, [x, y], {'${P}${Size}': !Ref P}]\n"
      "Outputs:\n"
      "  Fn::ForEach::Ips: [Ip, [10.0.0.1], {'Ip&{Ip}': {Value: 'at ${Ip}'}}]\n");
  CHECK(made.document()["Conditions"] ==
        Json::parse(R"({"Isa": {"Fn::Equals": ["a", "a"]}, "Isb": {"Fn::Equals": ["b", "a"]}})"));
  CHECK(made.document()["Resources"] == Json::parse(R"({
      "Ra1": {"Type": "T", "Condition": "Isa", "Properties": {"Keep": "me", "x1": "x", "y1": "y"}},
      "Ra2": {"Type": "T", "Condition": "Isa", "Properties": {"Keep": "me", "x2": "x", "y2": "y"}},
      "Rb3": {"Type": "T", "Condition": "Isb", "Properties": {"Keep": "me", "x3": "x", "y3": "y"}}})"));
  CHECK(made.document()["Outputs"] == Json::parse(R"({"Ip10001": {"Value": "at 10.0.0.1"}})"));
  CHECK(Evaluation(made, {}, {}).resources().size() == 2);
}

TEST_CASE("a function may name what is referred to") {
  const Template made = expanded(
      "Parameters: {P: {Type: String, Default: A}}\n"
      "Resources:\n"
      "  TopicA: {Type: T}\n"
      "  Fn::ForEach::L:\n"
      "    - N\n"
      "    - [A]\n"
      "    - Other${N}:\n"
      "        Type: T\n"
      "        Properties:\n"
      "          X: !GetAtt [!Sub 'Topic${N}', Arn]\n"
      "          Y: {Ref: !Sub 'Topic${P}'}\n"
      "          Z: !GetAtt [TopicA, !Ref P]\n"
      "Outputs: {O: {Value: {'Fn::GetAtt': [!Join ['', [Topic, !Ref P]], Name]}}}\n");
  CHECK(made.document()["Resources"]["OtherA"]["Properties"] ==
        Json::parse(R"({"X": {"Fn::GetAtt": ["TopicA", "Arn"]}, "Y": {"Ref": "TopicA"},
          "Z": {"Fn::GetAtt": ["TopicA", {"Ref": "P"}]}})"));
  CHECK(made.document()["Outputs"]["O"]["Value"] == Json::parse(R"({"Fn::GetAtt": ["TopicA", "Name"]})"));
  CHECK(refusal("Resources: {A: {Type: T, Properties: {X: {Ref: !Split [a, b]}}}}\n")
            .find("All References must be of type string.") != std::string::npos);
}

TEST_CASE("what a loop makes lies where the loop has it") {
  const std::string loop =
      "Resources:\n  Fn::ForEach::L:\n    - N\n    - [A, B]\n    - Topic${N}:\n        Type: T\n";
  CHECK(refusal(loop + "        Properties:\n          X: !Ref Missing\n") ==
        "t.yaml:9:14: TopicA: Template format error: Unresolved resource dependencies [Missing] in the "
        "Resources "
        "block of the template; expected a resource of the template");
}

TEST_CASE("a loop that is wrong says where") {
  const auto asked = [](const std::string& loop) {
    return refusal("Resources:\n  Fn::ForEach::L: " + loop + "\n");
  };
  const std::string layout = "Transform AWS::LanguageExtensions failed with: Fn::ForEach layout is incorrect";
  for (const char* wrong : {"[N, [A]]", "{N: A}", "[[N], [A], {'${N}': {Type: T}}]",
                            "[N, A, {'${N}': {Type: T}}]", "[N, [[A]], {'${N}': {Type: T}}]", "[N, [A], B]"})
    CHECK(asked(wrong).starts_with("t.yaml:3:3: Fn::ForEach::L: " + layout));
  CHECK(asked("[N, !If [C, [A], [B]], {'${N}': {Type: T}}]").find("Fn::If is not supported here") !=
        std::string::npos);
  CHECK(asked("[N, [A, B], {Same: {Type: T}}]").find("duplicate key 'Same'") != std::string::npos);
  CHECK(asked("[N, !Ref Missing, {'${N}': {Type: T}}]").find("Unresolved dependencies [Missing]") !=
        std::string::npos);
  CHECK(refusal(
            "Parameters: {P: {Type: CommaDelimitedList}}\nResources:\n  Fn::ForEach::L: [N, !Ref P, {'${N}': "
            "{Type: T}}]\n")
            .find("P: Parameters: [P] must have values") != std::string::npos);
  std::string many = "{'X${A}${B}${C}${D}': {Type: T}}";
  for (const char* name : {"A", "B", "C", "D"}) {
    std::string list = "a0";
    for (int i = 1; i < 30; ++i) list += ", a" + std::to_string(i);
    many = "[" + std::string(name) + ", [" + list + "], " + many + "]";
    if (std::string(name) != "D") many = "{'Fn::ForEach::" + std::string(name) + "': " + many + "}";
  }
  CHECK(asked(many).find("too many values") != std::string::npos);
}

TEST_CASE("without the transform, or where no loop may stand, there is none") {
  const std::string text = "Resources:\n  Fn::ForEach::L: [N, [A], {'${N}': {Type: T}}]\n";
  CHECK_FALSE(wants_expansion(read_template(text, "t.yaml").document()));
  CHECK(wants_expansion(read_template(extensions + text, "t.yaml").document()));
  CHECK_FALSE(wants_expansion(read_template(extensions + "Mappings: {'Fn::ForEach::L': [N, [A], {}]}\n" +
                                                "Resources: {A: {Type: T}}\n",
                                            "t.yaml")
                                  .document()));
}

}  // namespace
}  // namespace cloche::deploy
