#include "emulator/deploy/testing/cloudformation.h"

namespace cloche::deploy {
namespace {

using testing::CloudFormation;

const std::string parameters =
    R"({"Parameters": {"P": {"Type": "String", "Default": ""}},
        "Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "q"}}}, "Outputs": {"P": {"Value": {"Ref": "P"}}}})";

TEST_CASE("a parameter has a value or its previous one, and not both") {
  CloudFormation aws;
  aws.run("CreateStack", {{"StackName", "s"}, {"TemplateBody", parameters}});
  const auto refused = [&](const Json& parameter) {
    return aws
        .refusal("UpdateStack",
                 {{"StackName", "s"}, {"TemplateBody", parameters}, {"Parameters", {parameter}}})
        .message;
  };
  CHECK(refused({{"ParameterKey", "P"}}) ==
        "Invalid input for parameter key P. Need to specify either usePreviousValue as true or a value for "
        "the parameter");
  CHECK(refused({{"ParameterKey", "P"}, {"ParameterValue", "x"}, {"UsePreviousValue", true}}) ==
        "Invalid input for parameter key P. Cannot specify usePreviousValue as true and non empty value for "
        "a parameter");
  CHECK(refused({{"ParameterKey", "P"}, {"ParameterValue", ""}, {"UsePreviousValue", true}}) ==
        "No updates are to be performed.");
  CHECK(refused({{"ParameterKey", "P"}, {"ParameterValue", ""}}) == "No updates are to be performed.");
}

TEST_CASE("a stack's name has 128 characters at most") {
  CloudFormation aws;
  const auto refused = [&](const std::string& name) {
    return aws.refusal("CreateStack", {{"StackName", name}, {"TemplateBody", parameters}}).message;
  };
  const std::string name(129, 'x');
  CHECK(refused(name) == "1 validation error detected: Value '" + name +
                             "' at 'stackName' failed to satisfy constraint: Member must have length less "
                             "than or equal to 128");
  CHECK(refused("_" + name).starts_with("2 validation errors detected: "));
}

TEST_CASE("a stack that is under review can only be created") {
  CloudFormation aws;
  const std::string id = aws.run("CreateChangeSet", {{"StackName", "s"},
                                                     {"ChangeSetName", "c"},
                                                     {"ChangeSetType", "CREATE"},
                                                     {"TemplateBody", parameters}})["StackId"];
  const std::string words = "Stack:" + id + " is in REVIEW_IN_PROGRESS state and can not be updated.";
  CHECK(aws.refusal("UpdateStack", {{"StackName", "s"}, {"TemplateBody", parameters}}).message == words);
  CHECK(aws.refusal("CreateChangeSet",
                    {{"StackName", "s"}, {"ChangeSetName", "d"}, {"TemplateBody", parameters}})
            .message == words);
}

TEST_CASE("settings that are not applied are reported") {
  CloudFormation aws;
  const auto reported = [&](const std::string& operation, Json request, const std::string& setting) {
    request["StackName"] = "s";
    aws.unsupported.reported.clear();
    aws.run(operation, request);
    return std::ranges::any_of(aws.unsupported.reported,
                               [&](const std::string& line) { return line.starts_with(setting + " "); });
  };
  const Json change_set{{"ChangeSetName", "c"}, {"ChangeSetType", "CREATE"}, {"TemplateBody", parameters}};
  const auto with = [](Json request, const char* name, const Json& value) {
    request[name] = value;
    return request;
  };
  for (const char* flag : {"ImportExistingResources", "IncludeNestedStacks"}) {
    CHECK_FALSE(
        reported("CreateChangeSet", with(with(change_set, flag, false), "ChangeSetName", flag), flag));
    CHECK(reported("CreateChangeSet",
                   with(with(change_set, flag, true), "ChangeSetName", std::string(flag) + "2"), flag));
  }
  CHECK(reported("CreateChangeSet",
                 with(with(change_set, "DeploymentMode", "REVERT_DRIFT"), "ChangeSetName", "d"),
                 "DeploymentMode"));
  CHECK(reported(
      "CreateChangeSet",
      with(with(change_set, "RollbackConfiguration", {{"MonitoringTimeInMinutes", 1}}), "ChangeSetName", "e"),
      "RollbackConfiguration"));
  aws.unsupported.reported.clear();
  aws.call("DescribeChangeSet",
           {{"StackName", "s"}, {"ChangeSetName", "d"}, {"IncludePropertyValues", true}});
  CHECK(aws.unsupported.reported.size() == 1);
  aws.run("ExecuteChangeSet", {{"StackName", "s"}, {"ChangeSetName", "d"}});
  CHECK(reported("DeleteStack", {{"RoleARN", "arn:aws:iam::000000000000:role/some-role"}}, "RoleARN"));
  aws.run("CreateStack", {{"StackName", "s"}, {"TemplateBody", parameters}});
  CHECK(reported("DeleteStack", {{"DeletionMode", "FORCE_DELETE_STACK"}}, "DeletionMode"));
}

}  // namespace
}  // namespace cloche::deploy
