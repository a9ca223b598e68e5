#include "emulator/deploy/testing/cloudformation.h"

namespace cloche::deploy {
namespace {

using testing::CloudFormation;

struct Failures : CloudFormation {
  std::vector<std::string> queues() {
    std::vector<std::string> names;
    for (const Json& url : ask("sqs", "ListQueues").value("QueueUrls", Json::array())) {
      const std::string text = url;
      names.push_back(text.substr(text.rfind('/') + 1));
    }
    return names;
  }
  std::string events(const std::string& name, std::size_t how_many) {
    const Json all = call("DescribeStackEvents", {{"StackName", name}})["StackEvents"];
    std::string told;
    for (std::size_t i = 0; i < std::min(how_many, all.size()); ++i) {
      told = all[i]["LogicalResourceId"].get<std::string>() + " " +
             all[i]["ResourceStatus"].get<std::string>() + "; " + told;
    }
    return told;
  }
  Json listed(const std::string& name) {
    Json statuses = Json::object();
    const Json list = call("ListStackResources", {{"StackName", name}})["StackResourceSummaries"];
    for (const Json& resource : list)
      statuses[resource["LogicalResourceId"].get<std::string>()] = resource["ResourceStatus"];
    return statuses;
  }
};

/// `policy` is of A; B and C need it, and C fails.
std::string failing(const std::string& policy) {
  return R"({"Resources": {"A": {"Type": "AWS::SQS::Queue", )" + policy +
         R"("Properties": {"QueueName": "a"}},
    "B": {"Type": "AWS::SQS::Queue", "DependsOn": "A", "Properties": {"QueueName": "b"}},
    "C": {"Type": "AWS::SQS::Queue", "DependsOn": "B", "Properties": {"QueueName": "c", "DelaySeconds": 5000}}}})";
}

TEST_CASE("what is to be retained is there after a creation was rolled back") {
  Failures aws;
  const std::string retained = failing(R"("DeletionPolicy": "Retain", )");
  aws.run("CreateStack", {{"StackName", "s"}, {"TemplateBody", retained}});
  CHECK(aws.stack("s")["StackStatus"] == "ROLLBACK_COMPLETE");
  CHECK(aws.queues() == std::vector<std::string>{"a"});
  CHECK(aws.events("s", 6) ==
        "s ROLLBACK_IN_PROGRESS; C DELETE_COMPLETE; B DELETE_IN_PROGRESS; B DELETE_COMPLETE; "
        "A DELETE_SKIPPED; s ROLLBACK_COMPLETE; ");
  CHECK(aws.listed("s") == Json{{"A", "DELETE_SKIPPED"}, {"B", "DELETE_COMPLETE"}, {"C", "DELETE_COMPLETE"}});
  aws.run("DeleteStack", {{"StackName", "s"}});
  CHECK(aws.queues() == std::vector<std::string>{"a"});
  aws.ask("sqs", "DeleteQueue", {{"QueueUrl", "http://localhost:4566/000000000000/a"}});
  aws.wall += std::chrono::seconds(61);

  aws.run("CreateStack", {{"StackName", "s"}, {"TemplateBody", retained}, {"RetainExceptOnCreate", true}});
  CHECK(aws.queues().empty());
  CHECK(aws.listed("s")["A"] == "DELETE_COMPLETE");
  aws.run("DeleteStack", {{"StackName", "s"}});
  aws.run("CreateStack",
          {{"StackName", "s"}, {"TemplateBody", failing(R"("DeletionPolicy": "RetainExceptOnCreate", )")}});
  CHECK(aws.queues().empty());
}

TEST_CASE("a creation without a roll-back stays as far as it came, and can be updated or deleted") {
  Failures aws;
  aws.run("CreateStack", {{"StackName", "s"}, {"TemplateBody", failing("")}, {"OnFailure", "DO_NOTHING"}});
  CHECK(aws.stack("s")["StackStatus"] == "CREATE_FAILED");
  CHECK(aws.stack("s")["StackStatusReason"] == "The following resource(s) failed to create: [C]. ");
  CHECK(aws.queues() == std::vector<std::string>{"a", "b"});
  CHECK(aws.events("s", 5) ==
        "B CREATE_IN_PROGRESS; B CREATE_COMPLETE; C CREATE_IN_PROGRESS; C CREATE_FAILED; s CREATE_FAILED; ");
  CHECK(aws.listed("s") == Json{{"A", "CREATE_COMPLETE"}, {"B", "CREATE_COMPLETE"}, {"C", "CREATE_FAILED"}});
  std::string mended = failing("");
  mended.replace(mended.find("5000"), 4, "5");
  CHECK(aws.refusal("UpdateStack", {{"StackName", "s"}, {"TemplateBody", mended}})
            .message.starts_with("This stack is currently in a non-terminal [CREATE_FAILED] state."));
  aws.run("UpdateStack", {{"StackName", "s"}, {"TemplateBody", failing("")}, {"DisableRollback", true}});
  CHECK(aws.stack("s")["StackStatus"] == "UPDATE_FAILED");
  aws.run("UpdateStack", {{"StackName", "s"}, {"TemplateBody", mended}, {"DisableRollback", true}});
  CHECK(aws.stack("s")["StackStatus"] == "UPDATE_COMPLETE");
  CHECK(aws.queues().size() == 3);
  CHECK(aws.listed("s")["C"] == "CREATE_COMPLETE");
  aws.run("DeleteStack", {{"StackName", "s"}});
  CHECK(aws.queues().empty());

  aws.run("CreateStack", {{"StackName", "t"}, {"TemplateBody", failing("")}, {"DisableRollback", true}});
  CHECK(aws.queues().size() == 2);
  aws.run("DeleteStack", {{"StackName", "t"}});
  CHECK(aws.queues().empty());
  CHECK(aws.unsupported.reported.empty());
}

TEST_CASE("an update without a roll-back stays as far as it came, and the next one tidies up") {
  Failures aws;
  Json text = Json::parse(failing(""));
  Json& resources = text["Resources"];
  resources["C"]["Properties"]["DelaySeconds"] = 5;
  resources["D"] = {{"Type", "AWS::SQS::Queue"}, {"DependsOn", "C"}};
  const auto update = [&](const Json& more = Json::object()) {
    Json request{{"StackName", "s"}, {"TemplateBody", text.dump()}};
    request.update(more);
    return request;
  };
  aws.run("CreateStack", update());
  resources["A"]["Properties"]["QueueName"] = "a2";
  resources["B"]["Properties"]["DelaySeconds"] = 1;
  resources["C"]["Properties"]["DelaySeconds"] = 5000;
  resources.erase("D");
  aws.run("UpdateStack", update({{"DisableRollback", true}}));
  CHECK(aws.stack("s")["StackStatus"] == "UPDATE_FAILED");
  CHECK(aws.stack("s")["StackStatusReason"] == "The following resource(s) failed to update: [C]. ");
  CHECK(aws.events("s", 3) == "C UPDATE_IN_PROGRESS; C UPDATE_FAILED; s UPDATE_FAILED; ");
  CHECK(aws.listed("s") == Json{{"A", "UPDATE_COMPLETE"},
                                {"B", "UPDATE_COMPLETE"},
                                {"C", "UPDATE_FAILED"},
                                {"D", "CREATE_COMPLETE"}});
  CHECK(aws.queues().size() == 5);  // a too
  CHECK(aws.refusal("UpdateStack", update()).message.find("non-terminal [UPDATE_FAILED] state") !=
        std::string::npos);
  resources["C"]["Properties"]["DelaySeconds"] = 5;
  aws.run("UpdateStack", update({{"DisableRollback", true}}));
  CHECK(aws.stack("s")["StackStatus"] == "UPDATE_COMPLETE");
  CHECK(aws.queues() == std::vector<std::string>{"a2", "b", "c"});

  resources["A"]["Properties"]["QueueName"] = "a3";
  resources["C"]["Properties"]["DelaySeconds"] = 5000;
  aws.run("UpdateStack", update({{"DisableRollback", true}}));
  CHECK(aws.queues().size() == 4);
  aws.run("DeleteStack", {{"StackName", "s"}});
  CHECK(aws.queues().empty());
}

TEST_CASE("a change set that creates a stack says what becomes of it where that fails") {
  Failures aws;
  aws.run("CreateChangeSet", {{"StackName", "s"},
                              {"ChangeSetName", "c"},
                              {"ChangeSetType", "CREATE"},
                              {"TemplateBody", failing("")},
                              {"OnStackFailure", "DO_NOTHING"}});
  aws.run("ExecuteChangeSet", {{"StackName", "s"}, {"ChangeSetName", "c"}});
  CHECK(aws.stack("s")["StackStatus"] == "CREATE_FAILED");
  CHECK(aws.queues().size() == 2);
  CHECK(aws.unsupported.reported.empty());
}

TEST_CASE("a stack that a deployment replaces goes with what it had made") {
  Failures aws;
  aws.run("CreateStack", {{"StackName", "s"}, {"TemplateBody", failing("")}, {"OnFailure", "DO_NOTHING"}});
  deploy(aws.destination, {.stack = "s",
                           .file = "t.yaml",
                           .text = "Resources: {A: {Type: AWS::SQS::Queue, Properties: {QueueName: a}}}",
                           .parameters = {},
                           .tags = {}});
  CHECK(aws.queues() == std::vector<std::string>{"a"});
}

TEST_CASE("what an update changed and a roll-back changed back is shown as updated") {
  Failures aws;
  std::string text = failing("");
  text.replace(text.find("5000"), 4, "5");
  aws.run("CreateStack", {{"StackName", "s"}, {"TemplateBody", text}});
  text.replace(text.find(R"("b"})"), 4, R"("b", "DelaySeconds": 3})");
  text.replace(text.find(": 5}"), 3, ": 5000");
  aws.run("UpdateStack", {{"StackName", "s"}, {"TemplateBody", text}});
  CHECK(aws.stack("s")["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE");
  CHECK(aws.listed("s") ==
        Json{{"A", "CREATE_COMPLETE"}, {"B", "UPDATE_COMPLETE"}, {"C", "UPDATE_COMPLETE"}});
}

TEST_CASE("a replacement that a roll-back takes back is deleted, and the old resource is shown again") {
  Failures aws;
  Json text = Json::parse(failing(""));
  Json& resources = text["Resources"];
  resources["C"]["Properties"]["DelaySeconds"] = 5;
  aws.run("CreateStack", {{"StackName", "s"}, {"TemplateBody", text.dump()}});
  resources["A"]["Properties"]["QueueName"] = "a2";
  resources["B"]["Properties"]["DelaySeconds"] = 1;
  resources["C"]["Properties"]["DelaySeconds"] = Json::array();
  aws.run("UpdateStack", {{"StackName", "s"}, {"TemplateBody", text.dump()}});
  CHECK(aws.stack("s")["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE");
  CHECK(aws.queues() == std::vector<std::string>{"a", "b", "c"});
  CHECK(aws.listed("s") ==
        Json{{"A", "UPDATE_COMPLETE"}, {"B", "UPDATE_COMPLETE"}, {"C", "UPDATE_COMPLETE"}});
  std::string told;  // from the end to what failed
  const Json events = aws.call("DescribeStackEvents", {{"StackName", "s"}})["StackEvents"];
  for (const Json& event : events) {
    const std::string status = event["ResourceStatus"];
    if (status == "UPDATE_FAILED") break;
    const std::string id = event["PhysicalResourceId"];
    if (event["LogicalResourceId"] != "s") told = id.substr(id.rfind('/') + 1) + " " + status + "; " + told;
    if (id.ends_with("/b") || id.ends_with("/a"))
      CHECK(event["ResourceProperties"] == Json{{"QueueName", id.substr(id.size() - 1)}}.dump());
  }
  CHECK(told ==
        "c UPDATE_COMPLETE; b UPDATE_IN_PROGRESS; b UPDATE_COMPLETE; a UPDATE_COMPLETE; "
        "a2 DELETE_IN_PROGRESS; a2 DELETE_COMPLETE; ");
}

const std::string protected_table =
    R"({"Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "q"}},
      "R": {"Type": "AWS::SQS::Queue", "DependsOn": "T", "Properties": {"QueueName": "r"}},
      "S": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "s"}},
      "T": {"Type": "AWS::DynamoDB::Table", "DependsOn": "Q", "Properties": {
        "TableName": "kept", "BillingMode": "PAY_PER_REQUEST", "DeletionProtectionEnabled": true,
        "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}]}}}})";

TEST_CASE("a deletion that fails shows what failed, and what it needs is left") {
  Failures aws;
  const std::string id =
      aws.run("CreateStack", {{"StackName", "s"}, {"TemplateBody", protected_table}})["StackId"];
  aws.run("DeleteStack", {{"StackName", "s"}});
  CHECK(aws.stack("s")["StackStatus"] == "DELETE_FAILED");
  CHECK(aws.stack("s")["StackStatusReason"] == "The following resource(s) failed to delete: [T]. ");
  CHECK(aws.listed("s") == Json{{"Q", "CREATE_COMPLETE"},
                                {"R", "DELETE_COMPLETE"},
                                {"S", "DELETE_COMPLETE"},
                                {"T", "DELETE_FAILED"}});
  CHECK(aws.queues() == std::vector<std::string>{"q"});
  const Json table = aws.call("DescribeStackResource", {{"StackName", "s"}, {"LogicalResourceId", "T"}});
  CHECK(table["StackResourceDetail"]["ResourceStatusReason"].get<std::string>().find("(Service: DynamoDB") !=
        std::string::npos);
  aws.ask("dynamodb", "UpdateTable", {{"TableName", "kept"}, {"DeletionProtectionEnabled", false}});
  aws.run("DeleteStack", {{"StackName", "s"}});
  CHECK(aws.stack(id)["StackStatus"] == "DELETE_COMPLETE");
  CHECK_FALSE(aws.stack(id).contains("StackStatusReason"));
  CHECK(aws.queues().empty());
}

TEST_CASE("what an update can't delete at its end is left behind, unless it is deployed as a whole") {
  Failures aws;
  aws.run("CreateStack", {{"StackName", "s"}, {"TemplateBody", protected_table}});
  Json text = Json::parse(protected_table);
  text["Resources"].erase("T");
  text["Resources"].erase("Q");
  text["Resources"]["R"].erase("DependsOn");
  try {
    deploy(aws.destination,
           {.stack = "s", .file = "t.yaml", .text = text.dump(), .parameters = {}, .tags = {}});
    FAIL("it was deployed");
  } catch (const TemplateError& error) {
    CHECK(error.message().starts_with("AWS::DynamoDB::Table kept can't be deleted: "));
  }
  CHECK(aws.stack("s")["StackStatus"] == "CREATE_COMPLETE");
  CHECK(aws.queues() == std::vector<std::string>{"q", "r", "s"});

  const std::string reason = "Update successful. One or more resources could not be deleted.";
  aws.run("UpdateStack", {{"StackName", "s"}, {"TemplateBody", text.dump()}});
  CHECK(aws.stack("s")["StackStatus"] == "UPDATE_COMPLETE");
  CHECK(aws.stack("s")["StackStatusReason"] == reason);
  CHECK(aws.events("s", 6) ==
        "s UPDATE_COMPLETE_CLEANUP_IN_PROGRESS; T DELETE_IN_PROGRESS; T DELETE_FAILED; Q DELETE_IN_PROGRESS; "
        "Q DELETE_COMPLETE; s UPDATE_COMPLETE; ");
  CHECK(aws.call("DescribeStackEvents", {{"StackName", "s"}})["StackEvents"][0]["ResourceStatusReason"] ==
        reason);
  CHECK(aws.listed("s") == Json{{"R", "CREATE_COMPLETE"}, {"S", "CREATE_COMPLETE"}});
  CHECK(aws.queues() == std::vector<std::string>{"r", "s"});
  CHECK(aws.ask("dynamodb", "ListTables")["TableNames"] == Json::array({"kept"}));
  text["Resources"]["S"]["Properties"]["DelaySeconds"] = 1;
  aws.run("UpdateStack", {{"StackName", "s"}, {"TemplateBody", text.dump()}});
  CHECK_FALSE(aws.stack("s").contains("StackStatusReason"));
  aws.run("DeleteStack", {{"StackName", "s"}});
  CHECK(aws.ask("dynamodb", "ListTables")["TableNames"] == Json::array({"kept"}));
}

TEST_CASE("a stack whose export is in use is not deleted, and stays what it was") {
  Failures aws;
  const std::string base =
      R"({"Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "q"}}},
          "Outputs": {"O": {"Value": {"Ref": "Q"}, "Export": {"Name": "E"}}}})";
  const std::string user =
      R"({"Resources": {"T": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Fn::ImportValue": "E"}}}}})";
  aws.run("CreateStack", {{"StackName", "base"}, {"TemplateBody", base}});
  for (const char* name : {"A", "B", "C"})
    aws.run("CreateStack", {{"StackName", name}, {"TemplateBody", user}});
  aws.run("DeleteStack", {{"StackName", "base"}});
  CHECK(aws.stack("base")["StackStatus"] == "CREATE_COMPLETE");
  CHECK(aws.stack("base")["StackStatusReason"] ==
        "Delete canceled. Cannot delete export E as it is in use by A, B and C.");
  CHECK(aws.events("base", 2) == "base DELETE_IN_PROGRESS; base CREATE_COMPLETE; ");
  std::string other = base;
  other.replace(other.find("\"q\"}"), 4, "\"q\", \"DelaySeconds\": 1}");
  aws.run("UpdateStack", {{"StackName", "base"}, {"TemplateBody", other}});
  CHECK(aws.stack("base")["StackStatus"] == "UPDATE_COMPLETE");
  CHECK_FALSE(aws.stack("base").contains("StackStatusReason"));
  for (const char* name : {"A", "B", "C"}) aws.run("DeleteStack", {{"StackName", name}});
  aws.run("DeleteStack", {{"StackName", "base"}});
  CHECK(aws.queues().empty());
}

}  // namespace
}  // namespace cloche::deploy
