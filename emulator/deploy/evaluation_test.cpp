#include "emulator/deploy/evaluation.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

namespace cloche::deploy {

namespace {

using Parameters = std::map<std::string, std::string>;

PseudoParameters pseudo() {
  PseudoParameters made;
  made.stack_name = "shop";
  made.stack_id = "arn:aws:cloudformation:us-east-1:000000000000:stack/shop/1";
  return made;
}

Evaluation evaluation(const std::string& text, const Parameters& parameters = {}) {
  return Evaluation(read_template(text, "t.yaml"), parameters, pseudo());
}

std::string refusal(const std::string& text, const Parameters& parameters = {}) {
  try {
    evaluation(text, parameters);
  } catch (const TemplateError& error) {
    return error.what();
  }
  return "";
}

/// Resources that answer with their names.
Answers answers() {
  return {[](const std::string& id) { return Json("ref-" + id); },
          [](const std::string& id, const std::string& attribute) -> std::optional<Json> {
            if (attribute == "None") return std::nullopt;
            return Json(id + "." + attribute);
          },
          [](const std::string& name) -> std::optional<std::string> {
            return name == "known" ? std::optional<std::string>("exported") : std::nullopt;
          }};
}

const std::string with_table = "Resources: {Table: {Type: T}}\n";

/// What a value is in a template with some parameters, conditions and maps.
Json resolved(const std::string& value) {
  const std::string text =
      "Parameters: {Name: {Type: String, Default: n}, List: {Type: CommaDelimitedList, Default: 'a, b,c'}}\n"
      "Mappings: {M: {us-east-1: {Size: 4, Names: [x, y]}}}\n"
      "Conditions: {Always: !Equals [a, a], Never: !Not [!Condition Always]}\n"
      "Resources: {Table: {Type: T}, Other: {Type: T, Properties: {V: " +
      value + "}}}\nTransform: AWS::LanguageExtensions\n";
  const Evaluation made = evaluation(text);
  for (const TemplateResource& resource : made.resources()) {
    if (resource.logical_id == "Other") return made.properties(resource, answers()).value("V", Json("gone"));
  }
  return nullptr;
}

}  // namespace

TEST_CASE("the functions work out") {
  CHECK(resolved("!Ref Name") == "n");
  CHECK(resolved("!Ref List") == Json::parse(R"(["a","b","c"])"));
  CHECK(resolved("!Ref Table") == "ref-Table");
  CHECK(resolved("!Ref AWS::Region") == "us-east-1");
  CHECK(resolved("!Ref AWS::StackName") == "shop");
  CHECK(resolved("!GetAtt Table.Stream.Arn") == "Table.Stream.Arn");
  CHECK(resolved("!Sub '${Name}-${Table}-${Table.Arn}-${!Raw}-${AWS::AccountId}'") ==
        "n-ref-Table-Table.Arn-${Raw}-000000000000");
  CHECK(resolved("!Sub ['${A}${Name}', {A: !Ref Table}]") == "ref-Tablen");
  CHECK(resolved("!Join ['-', [a, !Ref Name, 3]]") == "a-n-3");
  CHECK(resolved("!Join [',', !Ref List]") == "a,b,c");
  CHECK(resolved("!Select [1, !Ref List]") == "b");
  CHECK(resolved("!Select ['0', !Split ['.', a.b]]") == "a");
  CHECK(resolved("!FindInMap [M, !Ref AWS::Region, Size]") == 4);
  CHECK(resolved("!FindInMap [M, nowhere, Size, {DefaultValue: 7}]") == 7);
  CHECK(resolved("!If [Always, 1, 2]") == 1);
  CHECK(resolved("!If [Never, 1, !Ref AWS::NoValue]") == "gone");
  CHECK(resolved("[1, !If [Never, 2, !Ref AWS::NoValue], 3]") == Json::parse("[1,3]"));
  CHECK(resolved("!Base64 hello") == "aGVsbG8=");
  CHECK(resolved("!Cidr [10.0.0.0/16, 2, 8]") == Json::parse(R"(["10.0.0.0/24","10.0.1.0/24"])"));
  CHECK(resolved("!Select [0, !GetAZs '']") == "us-east-1a");
  CHECK(resolved("!ImportValue known") == "exported");
  CHECK(resolved("!Length [1, 2]") == 2);
  CHECK(resolved("!ToJsonString {a: !Ref Name}") == R"({"a":"n"})");
  CHECK(resolved("{Condition: {a: 1}}") ==
        Json::parse(R"({"Condition":{"a":1}})"));  // a policy's, no function
}

TEST_CASE("a function that is wrong says where") {
  const auto wrong = [](const std::string& value) -> std::string {
    try {
      resolved(value);
    } catch (const TemplateError& error) {
      return error.what();
    }
    return "";
  };
  CHECK(wrong("!Join [a]").find("t.yaml:4:") == 0);
  CHECK(wrong("!Join [a]").find("Other: Template error: every Fn::Join object requires two parameters") !=
        std::string::npos);
  CHECK(wrong("!Select [3, !Ref List]").find("cannot select nonexistent value at index 3") !=
        std::string::npos);
  CHECK(wrong("!GetAtt Table.None").find("does not support attribute type None in Fn::GetAtt") !=
        std::string::npos);
  CHECK(wrong("!ImportValue unknown").find("No export named unknown found") != std::string::npos);
  CHECK(wrong("!FindInMap [M, a, b]").find("Unable to get mapping for M::a::b") != std::string::npos);
  CHECK(wrong("!FindInMap [X, a, b]").find("Mapping named 'X' is not present") != std::string::npos);
  CHECK(wrong("!Sub '${List}'").find("variable List in Fn::Sub expression does not resolve to a string") !=
        std::string::npos);
  CHECK(wrong("!Sub '${Nobody}'").find("Unresolved resource dependencies [Nobody] in the Resources block") !=
        std::string::npos);
  const std::string names =
      "Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters, "
      "underscores, periods, and colons";
  for (const char* text : {"${Name:-x}", "${a b}", "${}", "x${!Name}${ Name}"})
    CHECK(wrong(std::string("!Sub '") + text + "'").find(names) != std::string::npos);
  CHECK(wrong("!Sub ['${a-b}', {a-b: x}]").find(names) != std::string::npos);
  CHECK(wrong("{Fn::Frob: 1}")
            .find("Template Error: Encountered unsupported function: Fn::Frob Supported functions are: "
                  "[Fn::Base64, ") != std::string::npos);
}

TEST_CASE("parameters are checked as CloudFormation checks them") {
  const std::string text =
      "Parameters:\n"
      "  N: {Type: Number, MinValue: 1, MaxValue: 5, Default: 2}\n"
      "  S: {Type: String, AllowedPattern: '[a-z]+', MaxLength: 3, Default: abc, NoEcho: true}\n"
      "  E: {Type: String, AllowedValues: [x, y], Default: x, ConstraintDescription: x or y}\n"
      "  R: {Type: String}\n" +
      with_table;
  CHECK(refusal(text) == "t.yaml:5:3: R: Parameters: [R] must have values; expected a value, or a Default");
  CHECK(refusal(text, {{"R", ""}}) == "");
  CHECK(refusal(text, {{"R", "1"}, {"Q", "1"}}).find("Parameters: [Q] do not exist in the template") !=
        std::string::npos);
  const auto with = [&](const char* name, const char* value) {
    return refusal(text, {{"R", "1"}, {name, value}});
  };
  CHECK(with("N", "x").find("N: Parameter 'N' must be a number") != std::string::npos);
  CHECK(with("N", "6").find("must be a number not greater than 5") != std::string::npos);
  CHECK(with("N", "0").find("must be a number not less than 1") != std::string::npos);
  CHECK(with("S", "abcd").find("must contain at most 3 characters") != std::string::npos);
  CHECK(with("S", "A").find(
            "Parameter S failed to satisfy constraint: Parameter S must match pattern [a-z]+") !=
        std::string::npos);
  CHECK(with("E", "z").find("Parameter E failed to satisfy constraint: x or y") != std::string::npos);
  const Evaluation made = evaluation(text, {{"R", "r"}});
  REQUIRE(made.parameters().size() == 4);
  CHECK(made.parameters()[3].name == "S");
  CHECK(made.parameters()[3].no_echo);
  CHECK(made.parameters()[3].is_default);
  CHECK(refusal("Parameters: {P: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /a}}\n" + with_table)
            .find("is not emulated") != std::string::npos);
  CHECK(refusal("Parameters: {P: {Type: Strin, Default: a}}\n" + with_table)
            .find("Unrecognized parameter type: Strin") != std::string::npos);
  CHECK(refusal("Parameters: {P: {Type: Strin}}\n" + with_table).find("Unrecognized parameter type: Strin") !=
        std::string::npos);
  CHECK(refusal("Parameters: {P: {Type: 'AWS::EC2::VPCs', Default: a}}\n" + with_table)
            .find("Unrecognized parameter type: AWS::EC2::VPCs") != std::string::npos);
  CHECK(refusal("Parameters: {P: {Type: 'List<AWS::EC2::Subnet::Id>', Default: a}}\n" + with_table) == "");
  CHECK(refusal("Parameters: {P: {Type: CommaDelimitedList, Default: [a]}}\n" + with_table)
            .find("Every Default member must be a string.") != std::string::npos);
}

TEST_CASE("the values of parameters are refused in CloudFormation's words") {
  const auto said = [](const std::string& declaration, const std::string& value) {
    try {
      evaluation("Parameters: {P: {" + declaration + "}}\n" + with_table, {{"P", value}});
    } catch (const TemplateError& error) {
      return error.message();
    }
    return std::string();
  };
  CHECK(said("Type: String, AllowedValues: [a, b], Default: a", "c") ==
        "Parameter 'P' must be one of AllowedValues");
  CHECK(said("Type: Number, AllowedValues: [1, 2]", "3") == "Parameter 'P' must be one of AllowedValues");
  CHECK(said("Type: CommaDelimitedList, AllowedValues: [a, b]", "a,b") == "");
  CHECK(said("Type: CommaDelimitedList, AllowedValues: [a, b]", "a,c") ==
        "Parameter 'P' must be one of AllowedValues");
  CHECK(said("Type: 'List<Number>'", "1,x") == "Parameter 'P' must be a number");
  for (const char* value : {"inf", "-infinity", "nan", "1e999"})
    CHECK(said("Type: Number", value) == "Parameter 'P' must be a number");
  CHECK(said("Type: String, MinLength: 2, MaxLength: '3'", "x") ==
        "Parameter 'P' must contain at least 2 characters");
  CHECK(said("Type: String, AllowedPattern: '[a-z]*', ConstraintDescription: small letters", "A") ==
        "Parameter P failed to satisfy constraint: small letters");
  // A default that does not fit asks for a value.
  CHECK(said("Type: String, MinLength: 1, Default: ''", "x") == "");
  CHECK(said("Type: String, MinLength: 1, Default: ''", "") ==
        "Parameter 'P' must contain at least 1 characters");
}

TEST_CASE("how parameters are declared is checked whatever their values are") {
  const auto said = [](const std::string& declaration) {
    try {
      evaluation("Parameters: {P: " + declaration + "}\n" + with_table, {{"P", "1"}});
    } catch (const TemplateError& error) {
      return error.message();
    }
    return std::string();
  };
  CHECK(said("{Default: a}") == "Template format error: Every Parameters object must contain a Type member.");
  CHECK(said("{Type: Foo}") == "Template format error: Unrecognized parameter type: Foo");
  CHECK(said("{Type: 'AWS::SSM::Parameter::Foo'}") ==
        "Template format error: Unrecognized parameter type: AWS::SSM::Parameter::Foo");
  CHECK(said("{Type: String, DefaultValue: a}") == "Invalid template parameter property 'DefaultValue'");
  CHECK(said("{Type: String, Default: {Ref: A}}") ==
        "Template format error: Every Default member must be a string.");
  CHECK(said("{Type: String, AllowedValues: a b}") ==
        "Template format error: Every AllowedValues member must be a list.");
  CHECK(said("{Type: Number, MaxValue: x}") == "Template format error: Invalid value for MaxValue");
  CHECK(said("{Type: String, AllowedPattern: '['}")
            .starts_with("Template format error: AllowedPattern of 'P'"));
  CHECK(said("String") == "Template format error: Any Parameters member must be an object.");
}

TEST_CASE("conditions are boolean functions of parameters and of each other") {
  const auto said = [](const std::string& conditions) {
    try {
      evaluation("Conditions: {" + conditions + "}\n" + with_table);
    } catch (const TemplateError& error) {
      return error.message();
    }
    return std::string();
  };
  CHECK(said("A: !Equals [!Ref 'AWS::Region', a], B: !Or [!Condition A, !Not [!Condition A]]") == "");
  CHECK(said("A: !Not [!Condition B]") ==
        "Template format error: Unresolved condition dependency B in the Conditions block of the template");
  // Whether it is asked for or not.
  CHECK(said("A: !Or [!Equals [a, a], !Condition B]") ==
        "Template format error: Unresolved condition dependency B in the Conditions block of the template");
  CHECK(said("A: !Not [!Condition B], B: !Not [!Condition A], C: !Condition A") ==
        "Template error: Circular dependency between conditions: [A, B]");
  CHECK(said("A: !Not [!Condition A]") == "Template error: Circular dependency between conditions: [A]");
  CHECK(
      said("A: yes") ==
      "Template format error: Conditions can only be boolean operations on parameters and other conditions");
  CHECK(said("A: !Equals [!Ref Table, !Ref Nobody]") ==
        "Template format error: Unresolved dependencies [Nobody, Table]. Cannot reference resources in the "
        "Conditions block of the template");
  CHECK(said("A: !Equals [!ImportValue x, a]") ==
        "Template error: Cannot use Fn::ImportValue in Conditions.");
  CHECK(said("A: !Equals [a]") ==
        "Template error: every Fn::Equals object requires a list of 2 string parameters.");
  CHECK(said("A: !Not [!Equals [a, a], !Equals [a, a]]") ==
        "Template error: every Fn::Not object requires one boolean parameter.");
  CHECK(said("A: !And [!Equals [a, a]]") ==
        "Template error: every Fn::And object requires a list of at least 2 and at most 10 boolean "
        "parameters.");
  CHECK(said("A: {Condition: [A]}") == "Template format error: Every Condition member must be a string.");
}

TEST_CASE("a function takes what it takes, in a branch that is not chosen too") {
  const auto said = [](const std::string& value) {
    try {
      resolved("!If [Never, " + value + ", x]");
    } catch (const TemplateError& error) {
      return error.message();
    }
    return std::string();
  };
  CHECK(said("!Join [',', !Ref List]") == "");
  CHECK(
      said("!Join [',', a]").starts_with("Template error: every Fn::Join object requires two parameters, "));
  CHECK(said("!Join [',', [[a], b]]").starts_with("Template error: every Fn::Join object requires two "));
  CHECK(said("!Join [',']").ends_with("(such as Fn::GetAZs) to be joined."));
  CHECK(said("!Select [x, [a]]") ==
        "Template error: Fn::Select requires a list argument with two elements: an integer index and a list");
  CHECK(said("!Select [1.5, [a]]").starts_with("Template error: Fn::Select requires a list argument"));
  CHECK(said("!Split ['', a]").starts_with("Template error: every Fn::Split object requires two parameters"));
  CHECK(said("!GetAtt Table").starts_with("Template error: every Fn::GetAtt object must have two non-empty"));
  CHECK(said("{Fn::GetAtt: [Table, '']}").starts_with("Template error: every Fn::GetAtt object"));
  CHECK(said("{Fn::GetAtt: [Table, Stream, Arn]}") == "");
  CHECK(said("{Ref: [Table]}") == "Template format error: All References must be of type string.");
  CHECK(said("!Sub [a, b]").starts_with("Template error: One or more Fn::Sub intrinsic functions don't"));
  CHECK(said("!If [Always, 1]") == "Template error: Fn::If requires a list argument with three elements");
  CHECK(said("!FindInMap [M, a]").starts_with("Template error: every Fn::FindInMap object requires three"));
  CHECK(said("!Base64 [a]") == "Template error: every Fn::Base64 object must have a String-typed value.");
  CHECK(said("!GetAZs [a]") == "Template error: every Fn::GetAZs object must have a String-typed value.");
  CHECK(said("!Cidr [a]").starts_with("Template error: Fn::Cidr object requires two or three parameters"));
  CHECK(said("!ImportValue [a]").starts_with("Template error: the attribute in Fn::ImportValue must be a "));
}

TEST_CASE("resources and outputs are there where their conditions hold") {
  const Evaluation made = evaluation(
      "Parameters: {Stage: {Type: String, Default: test}}\n"
      "Conditions: {Prod: !Equals [!Ref Stage, prod], Both: !And [!Condition Prod, !Equals [1, '1']]}\n"
      "Resources:\n"
      "  A: {Type: T, Condition: Prod}\n"
      "  B: {Type: T, DependsOn: A, DeletionPolicy: Retain, Properties: {X: !If [Prod, !Ref A, !Ref C]}}\n"
      "  C: {Type: T}\n"
      "Outputs:\n"
      "  O: {Value: !GetAtt B.Arn, Export: {Name: o}, Description: d}\n"
      "  P: {Condition: Both, Value: 1}\n");
  REQUIRE(made.resources().size() == 2);
  CHECK(made.resources()[0].logical_id == "B");
  CHECK(made.resources()[0].needs == std::set<std::string>{"C"});
  CHECK(made.resources()[0].deletion_policy == "Retain");
  REQUIRE(made.outputs().size() == 1);
  CHECK(made.resolve(*made.outputs()[0].value, made.outputs()[0].pointer, answers()) == "B.Arn");
  CHECK(*made.outputs()[0].export_name == "o");
  CHECK(!made.condition("Both"));
}

TEST_CASE("an output refers to no resource whose condition does not hold") {
  const auto asked = [](const std::string& value, const std::string& stage) {
    return refusal(
        "Parameters: {Stage: {Type: String}}\nConditions: {Prod: !Equals [!Ref Stage, prod]}\n"
        "Resources: {A: {Type: T, Condition: Prod}, B: {Type: T}}\nOutputs:\n  O: {Value: " +
            value + "}\n",
        {{"Stage", stage}});
  };
  for (const char* value : {"!Ref A", "!GetAtt A.Arn", "!Sub 'x-${A}'", "!If [Prod, a, !Ref A]"}) {
    CHECK(asked(value, "test")
              .starts_with("t.yaml:5:6: O: Template format error: Unresolved resource dependencies [A] in "
                           "the Outputs block of "
                           "the template"));
  }
  CHECK(asked("!If [Prod, !Ref A, none]", "test") == "");
  CHECK(asked("!Ref A", "prod") == "");
}

TEST_CASE("the value of an output is a text") {
  const auto asked = [](const std::string& value) {
    return refusal(with_table + "Outputs: {O: {Value: " + value + "}}\n");
  };
  CHECK(asked("[a]") ==
        "t.yaml:2:22: O: Template format error: The Value field of every Outputs member must evaluate to a "
        "String and not a List.; expected a text, or a function that comes to one");
  CHECK(asked("{A: b, C: d}").find("to a String and not a Map.") != std::string::npos);
  CHECK(asked("!Join ['', [a]]") == "");
}

TEST_CASE("a template that is not one is refused with CloudFormation's words, and its place") {
  CHECK(refusal("A: 1\nResources: {X: {Type: T}}")
            .find("t.yaml:1:1: Invalid template property or properties [A]") == 0);
  CHECK(refusal("Description: x").find("At least one Resources member must be defined.") !=
        std::string::npos);
  CHECK(refusal("Resources: {}").find("At least one Resources member must be defined.") != std::string::npos);
  CHECK(refusal("Resources:\n  X: {Properties: {}}")
            .find("t.yaml:2:3: X: Template format error: [/Resources/X] Every Resources object must contain "
                  "a Type "
                  "member.") == 0);
  CHECK(refusal("Resources: {X: {Type: T, Propertys: {}}}")
            .find("Invalid template resource property 'Propertys'") != std::string::npos);
  CHECK(refusal("Resources:\n  X:\n    Type: T\n    Properties:\n      A:\n") ==
        "t.yaml:5:7: X: Template format error: [/Resources/X/Properties/A] 'null' values are not allowed in "
        "templates; "
        "expected a value");
  CHECK(refusal("Resources: {X-1: {Type: T}}").find("Resource name X-1 is non alphanumeric.") !=
        std::string::npos);
  CHECK(refusal("Resources:\n  X:\n    Type: T\n    Properties:\n      A: !Ref Y\n") ==
        "t.yaml:5:10: X: Template format error: Unresolved resource dependencies [Y] in the Resources block "
        "of the "
        "template; expected a resource of the template");
  CHECK(refusal("Resources: {X: {Type: T, DependsOn: Y}}").find("Unresolved resource dependencies [Y]") !=
        std::string::npos);
  CHECK(refusal(with_table + "Outputs: {O: {Value: !GetAtt Y.Arn}}")
            .find("in the Outputs block of the template") != std::string::npos);
  CHECK(refusal("Resources: {X: {Type: T, Condition: C}}")
            .find("Unresolved condition dependency C in the Resources block") != std::string::npos);
  CHECK(refusal("Resources:\n  A: {Type: T, Properties: {X: !Ref B}}\n  B: {Type: T, DependsOn: A}\n  C: "
                "{Type: T, DependsOn: A}\n") ==
        "t.yaml:2:3: A: Circular dependency between resources: [A, B]");
  CHECK(refusal("Conditions: {A: !Condition B, B: !Not [!Condition A]}\n" + with_table)
            .find("Circular dependency") != std::string::npos);
  CHECK(refusal("Conditions: {A: !Equals [!Ref Table, x]}\n" + with_table)
            .find("Cannot reference resources in the Conditions block of the template") != std::string::npos);
  CHECK(refusal("Resources:\n  X:\n    Type: AWS::Serverless::Function\n") ==
        "t.yaml:3:11: X: Template format error: Unrecognized resource types: [AWS::Serverless::Function]; "
        "expected Transform: AWS::Serverless-2016-10-31 in the template");
  CHECK(
      refusal("Resources:\n  Fn::ForEach::X: [N, [a], {'X${N}': {Type: T}}]\n") ==
      "t.yaml:2:3: Fn::ForEach::X: Template format error: Resource name Fn::ForEach::X is non alphanumeric.; "
      "expected letters and digits");
  CHECK(refusal("Resources: {X: {Type: T, 'Fn::Transform': {Name: A}}}")
            .find("X: Fn::Transform is not emulated by Cloche") != std::string::npos);
  CHECK(refusal("Parameters: {P-1: {Type: String, Default: a}}\n" + with_table)
            .find("P-1: Template format error: Parameter name P-1 is non alphanumeric.") !=
        std::string::npos);
  CHECK(refusal("Mappings: {M: {a: {b: !Ref Table}}}\n" + with_table)
            .find("M: Template format error: Every Mappings attribute must be a String or a List.") !=
        std::string::npos);
  CHECK(refusal("Mappings: {M: {a: b}}\n" + with_table).find("must be a map") != std::string::npos);
  CHECK(refusal("Mappings: {M: {us-east-1: {v1.2-3: b}}}\n" + with_table) == "");
  CHECK(refusal("Mappings: {M_: {a: {b: c}}}\n" + with_table)
            .find("M_: Template format error: Mapping name M_ is non alphanumeric.") != std::string::npos);
  CHECK(
      refusal("Mappings: {M: {10.0.0.0/16: {b: c}}}\n" + with_table)
          .find(
              "t.yaml:1:16: M: Template format error: Mappings element name '10.0.0.0/16' must be non-empty "
              "and can contain only alphanumerics, '-' or '.'") != std::string::npos);
  CHECK(refusal("Mappings: {M: {a: {b_c: d}}}\n" + with_table)
            .find("t.yaml:1:20: M: Template format error: Mappings attribute name 'b_c' must contain only "
                  "alphanumeric characters.") != std::string::npos);
  CHECK(refusal(with_table + "Outputs: {O: {Value: a, Valeu: b}}")
            .find("O: Invalid template output property 'Valeu'") != std::string::npos);
  CHECK(refusal("Transform: Mine\n" + with_table).find("No transform named Mine found") != std::string::npos);
  CHECK(
      refusal("Conditions: {Never: !Equals [a, b]}\nResources: {A: {Type: T, Condition: Never}, B: {Type: T, "
              "Properties: {X: !Ref A}}}")
          .find("the condition of A does not hold") != std::string::npos);
}

TEST_CASE("the functions of AWS::LanguageExtensions want that transform") {
  const auto with = [](const std::string& value) {
    return refusal("Mappings: {M: {a: {b: c}}}\nResources: {X: {Type: T, Properties: {V: " + value + "}}}\n");
  };
  CHECK(with("!Length [a]")
            .find("Template Error: Encountered unsupported function: Fn::Length Supported "
                  "functions are: [Fn::Base64, Fn::GetAtt, ") != std::string::npos);
  CHECK(with("!ToJsonString {a: b}").find("unsupported function: Fn::ToJsonString") != std::string::npos);
  const std::string three = "every Fn::FindInMap object requires three parameters";
  CHECK(with("!FindInMap [M, x, b, {DefaultValue: d}]").find(three) != std::string::npos);
  CHECK(refusal("Mappings: {M: {a: {b: c}}}\n"
                "Conditions: {C: !Equals [!FindInMap [M, x, b, {DefaultValue: d}], d]}\n" +
                with_table)
            .find(three) != std::string::npos);
}

TEST_CASE("with AWS::LanguageExtensions a policy may be worked out") {
  const std::string text =
      "Parameters: {P: {Type: String, Default: Retain}}\n"
      "Conditions: {C: !Equals [!Ref P, Retain]}\n"
      "Resources: {X: {Type: T, DeletionPolicy: !If [C, Retain, Delete], UpdateReplacePolicy: !Ref P}}\n";
  const std::string extended = text + "Transform: AWS::LanguageExtensions\n";
  CHECK(evaluation(extended).resources()[0].deletion_policy == "Retain");
  CHECK(evaluation(extended).resources()[0].update_replace_policy == "Retain");
  CHECK(evaluation(extended, {{"P", "Delete"}}).resources()[0].deletion_policy == "Delete");
  CHECK(refusal(extended, {{"P", "Keep"}}).find("Unrecognized UpdateReplacePolicy Keep for resource X") !=
        std::string::npos);
  CHECK(refusal(text).find("Unrecognized DeletionPolicy") != std::string::npos);
}

TEST_CASE("only what can be copied is kept as a snapshot") {
  const auto with = [](const std::string& type) {
    return refusal("Resources: {X: {Type: " + type + ", DeletionPolicy: Snapshot}}");
  };
  CHECK(
      with("AWS::SQS::Queue")
          .find("Template error: resource type AWS::SQS::Queue does not support deletion policy Snapshot") !=
      std::string::npos);
  CHECK(with("AWS::RDS::DBInstance") == "");
}

TEST_CASE("an export has a name that is known before the stack is") {
  const auto with = [](const std::string& name) {
    return refusal("Parameters: {P: {Type: String, Default: p}, Q: {Type: String, Default: a b}}\n" +
                   with_table + "Outputs: {O: {Value: a, Export: " + name + "}}\n");
  };
  const std::string malformed =
      "O: Template format error: Output O is malformed. The Name field of every Export member must be "
      "specified and consist only of alphanumeric characters, colons, or hyphens.";
  CHECK(with("{Name: 'a:b-C'}") == "");
  CHECK(with("{Name: !Sub '${AWS::StackName}-${P}'}") == "");
  for (const char* name : {"{Name: 'foo bar'}", "{Name: ''}", "{Name: a_b}", "{Name: !Ref Q}",
                           "{Name: !Ref AWS::StackId}", "{Nam: a}", "a"})
    CHECK(with(name).find(malformed) != std::string::npos);
  for (const char* name : {"{Name: !Ref Table}", "{Name: !Sub '${P}-${Table.Arn}'}", "{Name: !ImportValue x}",
                           "{Name: !Select [0, !GetAZs '']}"}) {
    CHECK(with(name).find("Output O is malformed.  The Name field of Export must not depend on any "
                          "resources, imported values, or Fn::GetAZs.") != std::string::npos);
  }
}

TEST_CASE("names and values have their limits") {
  const std::string longest(255, 'a');
  const std::string resource = "Resources: {" + longest + ": {Type: T}}\n";
  CHECK(refusal(resource) == "");
  CHECK(refusal("Resources: {a" + longest + ": {Type: T}}").find("Resource name aaa") != std::string::npos);
  CHECK(refusal("Parameters: {a" + longest + ": {Type: String, Default: a}}\n" + with_table)
            .find("is longer than 255 characters") != std::string::npos);
  CHECK(
      refusal(with_table + "Outputs: {a" + longest + ": {Value: a}}").find("is longer than 255 characters") !=
      std::string::npos);
  CHECK(refusal(with_table + "Outputs: {O: {Value: a, Description: " + std::string(1025, 'a') + "}}")
            .find("'Description' length is greater than 1024.") != std::string::npos);
  const std::string parameter = "Parameters: {P: {Type: String}}\n" + with_table;
  CHECK(refusal(parameter, {{"P", std::string(4096, 'a')}}) == "");
  CHECK(refusal(parameter, {{"P", std::string(4097, 'a')}}).find("is longer than 4096 bytes") !=
        std::string::npos);
  CHECK(refusal("Parameters: {Table: {Type: String, Default: a}}\n" + with_table)
            .find("Template error: all resources and parameters must have unique names. Common "
                  "name(s):[Table]") != std::string::npos);
}

TEST_CASE("Fn::GetAtt without an attribute is refused with the template") {
  CHECK(refusal(with_table + "Outputs: {O: {Value: !GetAtt Table}}")
            .find("every Fn::GetAtt object must have two non-empty parameters") != std::string::npos);
}

TEST_CASE("a pattern that can't be followed to its end refuses the value") {
  const std::string text =
      "Parameters: {P: {Type: String, AllowedPattern: '(a+)+$', ConstraintDescription: all a}}\n" +
      with_table;
  CHECK(refusal(text, {{"P", std::string(18, 'a')}}) == "");
  CHECK(refusal(text, {{"P", std::string(18, 'a') + "!"}}).find("failed to satisfy constraint: all a") !=
        std::string::npos);
  CHECK(refusal(text, {{"P", std::string(200, 'a') + "!"}}).find("takes too many steps") !=
        std::string::npos);
}

TEST_CASE("conditions and rules ask parameters alone") {
  CHECK(refusal("Conditions: {C: !Equals [!ImportValue x, a]}\n" + with_table)
            .find("Template error: Cannot use Fn::ImportValue in Conditions.") != std::string::npos);
  CHECK(refusal("Conditions: {C: !Equals [!Sub '${a b}', a]}\n" + with_table)
            .find("variable names in Fn::Sub syntax") != std::string::npos);
  const auto rule = [](const std::string& value) {
    return refusal("Rules: {R: {Assertions: [{Assert: !Equals [" + value + ", a]}]}}\n" + with_table);
  };
  CHECK(rule("!Ref Table")
            .find("Unresolved dependencies [Table]. Cannot reference resources in the Rules "
                  "block of the template") != std::string::npos);
  CHECK(rule("!ImportValue x").find("Cannot use Fn::ImportValue in Rules.") != std::string::npos);
}

TEST_CASE("rules are asked") {
  const std::string text =
      "Parameters: {Stage: {Type: String, Default: test}, Size: {Type: String, Default: small}}\n"
      "Rules:\n"
      "  Big:\n"
      "    RuleCondition: !Equals [!Ref Stage, prod]\n"
      "    Assertions:\n"
      "      - {Assert: !Contains [[large, huge], !Ref Size], AssertDescription: production is large}\n" +
      with_table;
  CHECK(refusal(text) == "");
  CHECK(refusal(text, {{"Stage", "prod"}}).find("rule Big failed: production is large") != std::string::npos);
  CHECK(refusal(text, {{"Stage", "prod"}, {"Size", "huge"}}) == "");
}

}  // namespace cloche::deploy
