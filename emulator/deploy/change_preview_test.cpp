#include "emulator/deploy/change_preview.h"

#include "emulator/deploy/testing/cloudformation.h"

namespace cloche::deploy {
namespace {

using testing::CloudFormation;

struct ChangeSets : CloudFormation {
  /// Of a change set that would bring the stack "s" to this template: logical id → ResourceChange.
  Json changes(const Json& body, const Json& parameters = Json::array()) {
    const std::string name = "c" + std::to_string(++count_);
    run("CreateChangeSet", {{"StackName", "s"},
                            {"ChangeSetName", name},
                            {"TemplateBody", body.dump()},
                            {"Parameters", parameters}});
    const Json shown = call("DescribeChangeSet", {{"StackName", "s"}, {"ChangeSetName", name}});
    Json changes = Json::object();
    for (const Json& change : shown["Changes"]) {
      const Json& resource = change["ResourceChange"];
      changes[resource["LogicalResourceId"].get<std::string>()] = resource;
    }
    return changes;
  }
  void update(const Json& body) { run("UpdateStack", {{"StackName", "s"}, {"TemplateBody", body.dump()}}); }
  std::string status() { return stack("s")["StackStatus"]; }

 private:
  int count_ = 0;
};

/// "Name Source Evaluation Recreation Cause".
std::vector<std::string> details(const Json& change) {
  std::vector<std::string> lines;
  for (const Json& detail : change["Details"]) {
    const Json& target = detail["Target"];
    lines.push_back(
        target.value("Name", target["Attribute"].get<std::string>()) + " " +
        detail["ChangeSource"].get<std::string>() + " " + detail["Evaluation"].get<std::string>() + " " +
        target["RequiresRecreation"].get<std::string>() + " " + detail.value("CausingEntity", "-"));
  }
  return lines;
}

using Lines = std::vector<std::string>;

const Json base = Json::parse(R"({
  "Parameters": {"Seconds": {"Type": "Number", "Default": "1"}, "Name": {"Type": "String", "Default": "n"}},
  "Resources": {
    "Q": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Ref": "Name"}, "DelaySeconds": {"Ref": "Seconds"}}},
    "T": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "t", "DisplayName": {"Fn::Sub": "${Q.QueueName}"}}},
    "S": {"Type": "AWS::SNS::Subscription", "Properties": {
      "TopicArn": {"Ref": "T"}, "Protocol": "sqs", "Endpoint": {"Fn::GetAtt": ["Q", "Arn"]}}}}})");

TEST_CASE("a change set tells what makes each property another one") {
  ChangeSets aws;
  aws.run("CreateStack", {{"StackName", "s"}, {"TemplateBody", base.dump()}});
  REQUIRE(aws.status() == "CREATE_COMPLETE");
  Json changes = aws.changes(base, {{{"ParameterKey", "Seconds"}, {"ParameterValue", "2"}}});
  CHECK(details(changes["Q"]) == Lines{"DelaySeconds DirectModification Dynamic Never -",
                                       "DelaySeconds ParameterReference Static Never Seconds"});
  CHECK(changes["Q"]["Replacement"] == "False");
  CHECK_FALSE(changes["Q"].contains("PolicyAction"));
  // What it has may be others then, though not what it is.
  CHECK(details(changes["T"]) == Lines{"DisplayName ResourceAttribute Dynamic Never Q.QueueName"});
  CHECK(changes["T"]["Replacement"] == "False");
  CHECK(details(changes["S"]) == Lines{"Endpoint ResourceAttribute Dynamic Always Q.Arn"});
  CHECK(changes["S"]["Replacement"] == "Conditional");
  CHECK(changes["S"]["PolicyAction"] == "ReplaceAndDelete");

  changes = aws.changes(base, {{{"ParameterKey", "Name"}, {"ParameterValue", "m"}}});
  CHECK(changes["Q"]["Replacement"] == "True");

  Json direct = base;
  direct["Resources"]["T"]["Properties"]["TopicName"] = "u";
  direct["Resources"]["T"]["UpdateReplacePolicy"] = "Retain";
  changes = aws.changes(direct);
  CHECK_FALSE(changes.contains("Q"));
  CHECK(details(changes["T"]) == Lines{"TopicName DirectModification Static Always -",
                                       "UpdateReplacePolicy DirectModification Static Never -"});
  CHECK(changes["T"]["Replacement"] == "True");
  CHECK(changes["T"]["PolicyAction"] == "ReplaceAndRetain");
  CHECK(details(changes["S"]) == Lines{"TopicArn ResourceReference Dynamic Always T"});
  CHECK(changes["S"]["Replacement"] == "Conditional");

  Json less = base;
  less["Resources"].erase("S");
  CHECK(aws.changes(less)["S"]["PolicyAction"] == "Delete");
}

TEST_CASE("a change of a resource's attributes is a change, but for what it depends on") {
  ChangeSets aws;
  Json text = base;
  text["Resources"]["Q"]["Metadata"] = {{"Seconds", {{"Ref", "Seconds"}}}};
  aws.run("CreateStack", {{"StackName", "s"}, {"TemplateBody", text.dump()}});
  const auto metadata = [&] {
    return aws.call("DescribeStackResource", {{"StackName", "s"}, {"LogicalResourceId", "Q"}})
        .at("StackResourceDetail")
        .at("Metadata");
  };
  CHECK(metadata() == R"({"Seconds":"1"})");
  const auto scope_of = [&](const char* attribute, const Json& value) {
    Json other = text;
    other["Resources"]["Q"][attribute] = value;
    const Json changes = aws.changes(other);
    REQUIRE(changes.size() == 1);
    CHECK(changes["Q"]["Action"] == "Modify");
    CHECK(changes["Q"]["Replacement"] == "False");
    CHECK(details(changes["Q"]) == Lines{std::string(attribute) + " DirectModification Static Never -"});
    return changes["Q"]["Scope"];
  };
  CHECK(scope_of("DeletionPolicy", "Retain") == Json::array({"DeletionPolicy"}));
  CHECK(scope_of("UpdateReplacePolicy", "Retain") == Json::array({"UpdateReplacePolicy"}));
  CHECK(scope_of("Metadata", {{"a", "b"}}) == Json::array({"Metadata"}));
  Json depends = text;
  depends["Resources"]["Q"]["DependsOn"] = "T";
  depends["Resources"]["T"]["Properties"].erase("DisplayName");
  aws.update(depends);
  depends["Resources"]["Q"].erase("DependsOn");
  CHECK(aws.changes(depends).empty());
  CHECK(aws.refusal("UpdateStack", {{"StackName", "s"}, {"TemplateBody", depends.dump()}}).message ==
        "No updates are to be performed.");

  depends["Resources"]["Q"]["Metadata"] = {{"a", "b"}};
  aws.update(depends);
  CHECK(aws.status() == "UPDATE_COMPLETE");
  CHECK(metadata() == R"({"a":"b"})");
  depends["Resources"]["Q"]["DeletionPolicy"] = "Retain";
  aws.update(depends);
  CHECK(aws.status() == "UPDATE_COMPLETE");
  aws.run("DeleteStack", {{"StackName", "s"}});
  CHECK(aws.ask("sqs", "ListQueues")["QueueUrls"].size() == 1);
}

}  // namespace
}  // namespace cloche::deploy
