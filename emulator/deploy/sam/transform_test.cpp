// What the public pairs of the translator do not say, or cannot say where they are not there.
#include "emulator/deploy/sam/transform.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

namespace cloche::deploy::sam {

namespace {

Template transformed(const std::string& resources, Settings settings = {}) {
  return transform(read_template("Transform: AWS::Serverless-2016-10-31\n" + resources, "app.yaml"),
                   settings);
}

std::string refusal(const std::string& resources) {
  try {
    transformed(resources);
  } catch (const TemplateError& error) {
    return error.what();
  }
  return "";
}

const std::string function =
    "Resources:\n"
    "  Fun:\n"
    "    Type: AWS::Serverless::Function\n"
    "    Properties:\n"
    "      Handler: a.b\n"
    "      Runtime: python3.12\n"
    "      InlineCode: x\n";

}  // namespace

TEST_CASE("a function gets a role, and its events what they need") {
  const Json resources =
      transformed(function +
                  "      Policies:\n"
                  "        - DynamoDBReadPolicy: {TableName: !Ref Table}\n"
                  "        - AmazonSQSFullAccess\n"
                  "      Events:\n"
                  "        Get: {Type: Api, Properties: {Path: /things, Method: get}}\n"
                  "        Tick: {Type: Schedule, Properties: {Schedule: rate(5 minutes)}}\n"
                  "        Work: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn, BatchSize: 5}}\n"
                  "  Table: {Type: AWS::Serverless::SimpleTable}\n"
                  "  Queue: {Type: AWS::SQS::Queue}\n")
          .document()["Resources"];
  CHECK(resources["Fun"]["Properties"]["Role"] == Json::parse(R"({"Fn::GetAtt":["FunRole","Arn"]})"));
  const Json& role = resources["FunRole"]["Properties"];
  CHECK(role["ManagedPolicyArns"] ==
        Json::parse(R"(["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
                        "arn:aws:iam::aws:policy/AmazonSQSFullAccess",
                        "arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole"])"));
  CHECK(role["Policies"][0]["PolicyName"] == "FunRolePolicy0");
  CHECK(resources["FunTick"]["Properties"]["Targets"][0]["Id"] == "FunTickLambdaTarget");
  CHECK(resources["FunWork"]["Properties"]["BatchSize"] == 5);
  CHECK(resources["FunGetPermissionProd"]["Properties"]["Principal"] == "apigateway.amazonaws.com");
  CHECK(resources["ServerlessRestApiProdStage"]["Properties"]["StageName"] == "Prod");
  CHECK(resources["ServerlessRestApi"]["Properties"]["Body"]["paths"]["/things"].contains("get"));
  CHECK(resources["Table"]["Type"] == "AWS::DynamoDB::Table");
  CHECK(resources["Queue"] == Json::parse(R"({"Type":"AWS::SQS::Queue"})"));
}

TEST_CASE("the same template gives the same result, and another API another deployment") {
  const auto deployment = [](const std::string& path) {
    const Json document =
        transformed(function + "      Events: {Get: {Type: Api, Properties: {Path: " + path +
                    ", Method: get}}}\n")
            .document();
    for (const auto& [id, resource] : document["Resources"].items()) {
      if (resource["Type"] == "AWS::ApiGateway::Deployment") return id;
    }
    return std::string();
  };
  CHECK(deployment("/a") == deployment("/a"));
  CHECK(deployment("/a") != deployment("/b"));
}

TEST_CASE("SAM's words have the place of the resource in front of them") {
  CHECK(refusal("Resources:\n  Fun:\n    Type: AWS::Serverless::Function\n    Properties: {Handler: a, "
                "Runtime: b}\n") ==
        "app.yaml:3:3: Fun: Invalid Serverless Application Specification document. Number of errors found: "
        "1. Resource "
        "with id [Fun] is invalid. Only one of 'InlineCode' or 'CodeUri' can be set.");
  CHECK(refusal("Globals: {Frob: {}}\n" + function).find("app.yaml:2:11: Invalid Serverless") == 0);
  CHECK(refusal("Resources: {}").find("'Resources' section is required") != std::string::npos);
}

TEST_CASE("the event or the property that SAM's words name is the place") {
  CHECK(refusal("Globals:\n  Function:\n    Timeout: 3\n    Frob: 1\n" + function)
            .starts_with("app.yaml:5:5: Invalid Serverless"));
  CHECK(refusal(function + "      Frob: 1\n").starts_with("app.yaml:9:7: Fun: Invalid Serverless"));
  CHECK(refusal(function +
                "      Events:\n        One:\n          Type: Api\n          Properties: {Path: /}\n")
            .starts_with("app.yaml:10:9: Fun: Invalid Serverless"));
}

TEST_CASE("a property that is unknown is the first of the text") {
  CHECK(refusal(function + "      Zzz: 1\n      Aaa: 2\n").find("property Zzz not defined") !=
        std::string::npos);
}

TEST_CASE("a template without the transform stays as it is") {
  const Template source = read_template("Resources: {Q: {Type: AWS::SQS::Queue}}", "app.yaml");
  CHECK(transform(source, {}).document() == source.document());
}

TEST_CASE("a transform that stands beside it is left") {
  const Template source = read_template(
      "Transform: [AWS::Serverless-2016-10-31, Mine]\nResources: {Q: {Type: AWS::SQS::Queue}}", "app.yaml");
  CHECK(transform(source, {}).document()["Transform"] == Json::array({"Mine"}));
}

TEST_CASE("an application of the repository is one that can not be seen") {
  CHECK(refusal("Resources:\n  App:\n    Type: AWS::Serverless::Application\n    Properties:\n"
                "      Location: {ApplicationId: arn:a, SemanticVersion: 1.0.0}\n")
            .find("Cannot access application: arn:a.") != std::string::npos);
}

}  // namespace cloche::deploy::sam
