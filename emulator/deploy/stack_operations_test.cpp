#include "emulator/deploy/stack_operations.h"

#include <set>

#include "emulator/deploy/testing/cloudformation.h"

namespace cloche::deploy {
namespace {

using testing::CloudFormation;

const std::string queue =
    R"({"Parameters": {"Seconds": {"Type": "Number", "Default": "30"}, "Word": {"Type": "String", "NoEcho": true, "Default": "x"}},
  "Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "q", "VisibilityTimeout": {"Ref": "Seconds"}}}},
  "Outputs": {"Url": {"Value": {"Ref": "Q"}}}})";
const std::string broken = R"({"Resources": {
  "A": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "a"}},
  "B": {"Type": "AWS::SQS::Queue", "DependsOn": "A", "Properties": {"QueueName": "b", "DelaySeconds": 5000}}}})";
const std::string role =
    R"({"Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument":
  {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}}}}})";

TEST_CASE("a stack is created, shown, updated and deleted") {
  CloudFormation aws;
  const std::string id = aws.run(
      "CreateStack",
      {{"StackName", "s"}, {"TemplateBody", queue}, {"Tags", {{{"Key", "k"}, {"Value", "v"}}}}})["StackId"];
  Json stack = aws.stack("s");
  CHECK(stack["StackId"] == id);
  CHECK(stack["StackStatus"] == "CREATE_COMPLETE");
  CHECK(stack["Parameters"] == Json{{{"ParameterKey", "Seconds"}, {"ParameterValue", "30"}},
                                    {{"ParameterKey", "Word"}, {"ParameterValue", "****"}}});
  CHECK(stack["Outputs"][0]["OutputValue"] == "http://localhost:4566/000000000000/q");
  CHECK(stack["Tags"][0]["Key"] == "k");
  CHECK(aws.call("GetTemplate", {{"StackName", "s"}})["TemplateBody"] == queue);
  CHECK(aws.call("DescribeStackResource",
                 {{"StackName", "s"}, {"LogicalResourceId", "Q"}})["StackResourceDetail"]["ResourceType"] ==
        "AWS::SQS::Queue");
  CHECK(aws.call("DescribeStackResources",
                 {{"PhysicalResourceId", "http://localhost:4566/000000000000/q"}})["StackResources"]
            .size() == 1);

  CHECK(aws.refusal("CreateStack", {{"StackName", "s"}, {"TemplateBody", queue}}).message ==
        "Stack [s] already exists");
  CHECK(aws.refusal("UpdateStack", {{"StackName", "s"}, {"UsePreviousTemplate", true}}).message ==
        "No updates are to be performed.");
  CHECK(aws.stack("s")["StackStatus"] == "CREATE_COMPLETE");
  aws.run("UpdateStack", {{"StackName", "s"},
                          {"UsePreviousTemplate", true},
                          {"Parameters", {{{"ParameterKey", "Seconds"}, {"ParameterValue", "5"}}}}});
  CHECK(aws.stack("s")["StackStatus"] == "UPDATE_COMPLETE");
  CHECK(aws.statuses("s", "Q") == std::vector<std::string>{"CREATE_IN_PROGRESS", "CREATE_IN_PROGRESS",
                                                           "CREATE_COMPLETE", "UPDATE_IN_PROGRESS",
                                                           "UPDATE_COMPLETE"});
  aws.run("DeleteStack", {{"StackName", "s"}});
  CHECK(aws.error("DescribeStacks", {{"StackName", "s"}}).message == "Stack with id s does not exist");
  CHECK(aws.stack(id)["StackStatus"] == "DELETE_COMPLETE");
  aws.run("DeleteStack", {{"StackName", "s"}});
  CHECK(aws.call("ListStacks", {{"StackStatusFilter", {"DELETE_COMPLETE"}}})["StackSummaries"].size() == 1);
}

TEST_CASE("a template may ask where its stack sends notifications") {
  CloudFormation aws;
  const std::string text =
      R"({"Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "q"}}},
          "Outputs": {"O": {"Value": {"Fn::Join": [",", {"Ref": "AWS::NotificationARNs"}]}}}})";
  const std::vector<std::string> topics{"arn:aws:sns:us-east-1:000000000000:a",
                                        "arn:aws:sns:us-east-1:000000000000:b"};
  aws.run("CreateStack", {{"StackName", "s"}, {"TemplateBody", text}, {"NotificationARNs", topics}});
  CHECK(aws.stack("s")["Outputs"][0]["OutputValue"] == topics[0] + "," + topics[1]);
}

TEST_CASE("the value of a parameter with NoEcho stands in no event") {
  CloudFormation aws;
  const auto request = [](const std::string& secret, int delay) {
    return Json{{"StackName", "s"},
                {"Parameters", {{{"ParameterKey", "P"}, {"ParameterValue", secret}}}},
                {"TemplateBody",
                 Json{{"Parameters", {{"P", {{"Type", "String"}, {"NoEcho", true}}}}},
                      {"Resources",
                       {{"T",
                         {{"Type", "AWS::SNS::Topic"},
                          {"Properties", {{"DisplayName", {{"Fn::Sub", "to ${P}"}}}, {"TopicName", "t"}}}}},
                        {"U",
                         {{"Type", "AWS::SQS::Queue"},
                          {"DependsOn", "T"},
                          {"Properties", {{"DelaySeconds", delay}}}}}}}}
                     .dump()}};
  };
  const std::string id = aws.run("CreateStack", request("secret", 0))["StackId"];
  aws.run("UpdateStack", request("hidden", 0));
  aws.run("UpdateStack", request("masked", 5000));
  CHECK(aws.stack("s")["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE");
  aws.run("DeleteStack", {{"StackName", "s"}});
  std::set<std::string> told;
  const Json events = aws.call("DescribeStackEvents", {{"StackName", id}})["StackEvents"];
  for (const Json& event : events) {
    if (event["LogicalResourceId"] == "T") told.insert(event["ResourceProperties"]);
  }
  CHECK(told == std::set<std::string>{R"({"DisplayName":"to ****","TopicName":"t"})"});
  CHECK(aws.stack(id)["StackStatus"] == "DELETE_COMPLETE");

  // A short one is in many a text by chance.
  aws.run("CreateStack", request("o", 0));
  const Json of_short = aws.call("DescribeStackEvents", {{"StackName", "s"}})["StackEvents"];
  for (const Json& event : of_short) {
    if (event["LogicalResourceId"] == "T")
      CHECK(event["ResourceProperties"] == R"({"DisplayName":"to o","TopicName":"t"})");
  }
}

TEST_CASE("a stack that can't be created is rolled back, and tells why") {
  CloudFormation aws;
  aws.run("CreateStack", {{"StackName", "s"}, {"TemplateBody", broken}});
  CHECK(aws.stack("s")["StackStatus"] == "ROLLBACK_COMPLETE");
  CHECK(aws.statuses("s", "s") ==
        std::vector<std::string>{"CREATE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS", "ROLLBACK_COMPLETE"});
  CHECK(aws.statuses("s", "A") == std::vector<std::string>{"CREATE_IN_PROGRESS", "CREATE_IN_PROGRESS",
                                                           "CREATE_COMPLETE", "DELETE_IN_PROGRESS",
                                                           "DELETE_COMPLETE"});
  CHECK(aws.statuses("s", "B") ==
        std::vector<std::string>{"CREATE_IN_PROGRESS", "CREATE_FAILED", "DELETE_COMPLETE"});
  CHECK(aws.ask("sqs", "ListQueues").value("QueueUrls", Json::array()).empty());
  CHECK(aws.refusal("UpdateStack", {{"StackName", "s"}, {"TemplateBody", queue}})
            .message.ends_with("is in ROLLBACK_COMPLETE state and can not be updated."));
  aws.run("DeleteStack", {{"StackName", "s"}});
  aws.run("CreateStack", {{"StackName", "s"}, {"TemplateBody", broken}, {"OnFailure", "DELETE"}});
  CHECK(aws.error("DescribeStacks", {{"StackName", "s"}}).code == "ValidationError");
}

TEST_CASE("an update that fails leaves the stack as it was") {
  CloudFormation aws;
  aws.run("CreateStack", {{"StackName", "s"}, {"TemplateBody", queue}});
  aws.run("UpdateStack", {{"StackName", "s"}, {"TemplateBody", broken}});
  CHECK(aws.stack("s")["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE");
  CHECK(aws.call("GetTemplate", {{"StackName", "s"}})["TemplateBody"] == queue);
  CHECK(aws.ask("sqs", "ListQueues")["QueueUrls"].size() == 1);
  aws.run("UpdateStack", {{"StackName", "s"},
                          {"TemplateBody", queue},
                          {"Parameters", {{{"ParameterKey", "Seconds"}, {"ParameterValue", "9"}}}}});
  CHECK(aws.stack("s")["StackStatus"] == "UPDATE_COMPLETE");
}

TEST_CASE("what is wrong with a request is answered at once") {
  CloudFormation aws;
  const auto create = [&](const Json& more) {
    Json request{{"StackName", "s"}};
    request.update(more);
    return aws.refusal("CreateStack", request);
  };
  CHECK(create(Json::object()).message == "Either Template URL or Template Body must be specified.");
  CHECK(create({{"StackName", "1"}, {"TemplateBody", queue}}).code == "ValidationError");
  CHECK(create({{"TemplateBody", "{"}}).code == "ValidationError");
  CHECK(create({{"TemplateBody", role}}).code == "InsufficientCapabilitiesException");
  CHECK(create({{"TemplateBody", role}}).message == "Requires capabilities : [CAPABILITY_IAM]");
  CHECK(create({{"TemplateBody", R"({"Resources": {"A": {"Type": "AWS::Foo::Bar"}}})"}})
            .message.find("AWS::Foo::Bar") != std::string::npos);
  CHECK(create({{"TemplateBody", queue}, {"Parameters", {{{"ParameterKey", "No"}, {"ParameterValue", "1"}}}}})
            .message == "Parameters: [No] do not exist in the template");
  CHECK(create({{"TemplateURL", "https://x"}}).code == "NotEmulated");
  CHECK(aws.refusal("UpdateStack", {{"StackName", "s"}, {"TemplateBody", queue}}).message ==
        "Stack [s] does not exist");
  CHECK(aws.call("DescribeStacks")["Stacks"].empty());
}

TEST_CASE("a change set says what would happen, and happens when it is executed") {
  CloudFormation aws;
  const Json created = aws.run(
      "CreateChangeSet",
      {{"StackName", "s"}, {"ChangeSetName", "first"}, {"ChangeSetType", "CREATE"}, {"TemplateBody", queue}});
  CHECK(aws.stack("s")["StackStatus"] == "REVIEW_IN_PROGRESS");
  CHECK_FALSE(aws.stack("s").contains("LastUpdatedTime"));
  Json shown = aws.call("DescribeChangeSet", {{"ChangeSetName", created["Id"]}});
  CHECK(shown["Status"] == "CREATE_COMPLETE");
  CHECK(shown["ExecutionStatus"] == "AVAILABLE");
  CHECK(shown["Changes"][0]["ResourceChange"]["Action"] == "Add");
  aws.run("ExecuteChangeSet", {{"ChangeSetName", "first"}, {"StackName", "s"}});
  CHECK(aws.stack("s")["StackStatus"] == "CREATE_COMPLETE");
  CHECK(aws.stack("s")["ChangeSetId"] == created["Id"]);
  CHECK(aws.stack("s").contains("LastUpdatedTime"));

  aws.run("CreateChangeSet", {{"StackName", "s"}, {"ChangeSetName", "same"}, {"UsePreviousTemplate", true}});
  shown = aws.call("DescribeChangeSet", {{"ChangeSetName", "same"}, {"StackName", "s"}});
  CHECK(shown["Status"] == "FAILED");
  CHECK(shown["StatusReason"].get<std::string>().starts_with(
      "The submitted information didn't contain changes."));
  CHECK(aws.refusal("ExecuteChangeSet", {{"ChangeSetName", "same"}, {"StackName", "s"}}).code ==
        "InvalidChangeSetStatus");

  const auto change_of = [&](const std::string& name, const std::string& body) {
    aws.run("CreateChangeSet", {{"StackName", "s"}, {"ChangeSetName", name}, {"TemplateBody", body}});
    return aws.call("DescribeChangeSet", {{"ChangeSetName", name}, {"StackName", "s"}})["Changes"];
  };
  std::string other = queue;
  other.replace(other.find("{\"Ref\": \"Seconds\"}"), 18, "7");
  CHECK(change_of("modify", other)[0]["ResourceChange"]["Replacement"] == "False");
  other.replace(other.find("\"q\""), 3, "\"r\"");
  const Json replacing = change_of("replace", other);
  CHECK(replacing[0]["ResourceChange"]["Replacement"] == "True");
  CHECK(replacing[0]["ResourceChange"]["Scope"] == Json::array({"Properties"}));
  CHECK(change_of("swap", broken).size() == 3);
  CHECK(aws.call("ListChangeSets", {{"StackName", "s"}})["Summaries"].size() == 5);
  aws.call("DeleteChangeSet", {{"ChangeSetName", "swap"}, {"StackName", "s"}});

  // The stack is changed by other means: what the change sets foresaw is not what would happen.
  std::string third = queue;
  third.replace(third.find("{\"Ref\": \"Seconds\"}"), 18, "8");
  aws.run("UpdateStack", {{"StackName", "s"}, {"TemplateBody", third}});
  shown = aws.call("DescribeChangeSet", {{"ChangeSetName", "replace"}, {"StackName", "s"}});
  CHECK(shown["ExecutionStatus"] == "OBSOLETE");
  CHECK(aws.refusal("ExecuteChangeSet", {{"ChangeSetName", "replace"}, {"StackName", "s"}}).code ==
        "InvalidChangeSetStatus");
  aws.call("DeleteChangeSet", {{"ChangeSetName", "replace"}, {"StackName", "s"}});
  CHECK(!change_of("replace", other).empty());
  aws.run("ExecuteChangeSet", {{"ChangeSetName", "replace"}, {"StackName", "s"}});
  CHECK(aws.stack("s")["StackStatus"] == "UPDATE_COMPLETE");
  CHECK(aws.call("ListChangeSets", {{"StackName", "s"}})["Summaries"].size() == 1);
}

TEST_CASE("a protected stack is not deleted; one whose resource can't be deleted says so") {
  CloudFormation aws;
  aws.run("CreateStack",
          {{"StackName", "s"}, {"TemplateBody", queue}, {"EnableTerminationProtection", true}});
  CHECK(aws.refusal("DeleteStack", {{"StackName", "s"}}).message ==
        "Stack [s] cannot be deleted while TerminationProtection is enabled");
  aws.call("UpdateTerminationProtection", {{"StackName", "s"}, {"EnableTerminationProtection", false}});
  aws.run("DeleteStack", {{"StackName", "s"}});
  const std::string table =
      R"({"Resources": {"T": {"Type": "AWS::DynamoDB::Table", "Properties": {"BillingMode": "PAY_PER_REQUEST",
    "DeletionProtectionEnabled": true, "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}]}}}})";
  aws.run("CreateStack", {{"StackName", "t"}, {"TemplateBody", table}});
  aws.run("DeleteStack", {{"StackName", "t"}});
  CHECK(aws.stack("t")["StackStatus"] == "DELETE_FAILED");
  CHECK(aws.statuses("t", "T").back() == "DELETE_FAILED");
  CHECK(aws.stack("t")["StackStatusReason"].get<std::string>().starts_with(
      "The following resource(s) failed to delete: [T]. "));
}

TEST_CASE("a template is summed up without being deployed") {
  CloudFormation aws;
  const Json summary = aws.run("GetTemplateSummary", {{"TemplateBody", role}});
  CHECK(summary["ResourceTypes"] == Json::array({"AWS::IAM::Role"}));
  CHECK(summary["Capabilities"] == Json::array({"CAPABILITY_IAM"}));
  const Json checked = aws.run("ValidateTemplate", {{"TemplateBody", queue}});
  CHECK(checked["Parameters"][0] ==
        Json{{"ParameterKey", "Seconds"}, {"DefaultValue", "30"}, {"NoEcho", false}});
  CHECK(aws.refusal("ValidateTemplate", {{"TemplateBody", R"({"Resources": {}})"}}).message ==
        "Template format error: At least one Resources member must be defined.");
  aws.run("CreateChangeSet", {{"StackName", "reviewed"},
                              {"ChangeSetName", "c"},
                              {"ChangeSetType", "CREATE"},
                              {"TemplateBody", queue}});
  CHECK(aws.refusal("GetTemplateSummary", {{"StackName", "reviewed"}}).message ==
        "GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks.");
}

TEST_CASE("a template that refers to what is not there is not valid, unless a transform may make it") {
  CloudFormation aws;
  const std::string text =
      R"("Resources": {"T": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Ref": "Nobody"}}}}})";
  CHECK(aws.refusal("ValidateTemplate", {{"TemplateBody", "{" + text}}).message ==
        "Template format error: Unresolved resource dependencies [Nobody] in the Resources block of the "
        "template");
  CHECK(aws.run("ValidateTemplate",
                {{"TemplateBody", R"({"Transform": "AWS::Serverless-2016-10-31", )" + text}})["Parameters"]
            .empty());
}

TEST_CASE("an attribute that a type does not have is refused at once") {
  CloudFormation aws;
  const std::string text =
      R"({"Resources": {"Q": {"Type": "AWS::SQS::Queue"}, "T": {"Type": "AWS::SNS::Topic",
          "Properties": {"TopicName": {"Fn::GetAtt": ["Q", "Nothing"]}}}}})";
  CHECK(aws.refusal("CreateStack", {{"StackName", "s"}, {"TemplateBody", text}}).message ==
        "Template error: resource Q does not support attribute type Nothing in Fn::GetAtt");
}

TEST_CASE("a template in a request has 51,200 characters at most") {
  CloudFormation aws;
  std::string body = queue;
  body.append(51'201 - body.size(), ' ');
  for (const char* operation :
       {"CreateStack", "UpdateStack", "CreateChangeSet", "ValidateTemplate", "GetTemplateSummary"}) {
    Json request{{"TemplateBody", body}};
    if (operation != std::string_view("ValidateTemplate")) request["StackName"] = "s";
    if (operation == std::string_view("CreateChangeSet")) request["ChangeSetName"] = "c";
    const ApiError error = aws.error(operation, request);
    CHECK(error.code == "ValidationError");
    CHECK(error.message ==
          "1 validation error detected: Value '" + body +
              "' at 'templateBody' failed to satisfy constraint: Member must have length less "
              "than or equal to 51200");
  }
  body.pop_back();
  CHECK_FALSE(aws.run("CreateStack", {{"StackName", "s"}, {"TemplateBody", body}}).empty());
}

TEST_CASE("a request that comes again with its token is carried out once, and its events have the token") {
  CloudFormation aws;
  const Json create{{"StackName", "s"}, {"TemplateBody", queue}, {"ClientRequestToken", "one"}};
  const Json created = aws.run("CreateStack", create);
  CHECK(aws.run("CreateStack", create) == created);
  Json other = create;
  other["TemplateBody"] = broken;
  CHECK(aws.refusal("CreateStack", other).code == "TokenAlreadyExistsException");
  other["ClientRequestToken"] = "two";
  CHECK(aws.refusal("CreateStack", other).code == "AlreadyExistsException");
  const Json first = aws.call("DescribeStackEvents", {{"StackName", "s"}})["StackEvents"];
  for (const Json& event : first) CHECK(event["ClientRequestToken"] == "one");

  Json update{{"StackName", "s"}, {"TemplateBody", broken}, {"ClientRequestToken", "one"}};
  CHECK(aws.refusal("UpdateStack", update).code == "TokenAlreadyExistsException");
  update["ClientRequestToken"] = "three";
  aws.run("UpdateStack", update);
  const std::size_t events = aws.call("DescribeStackEvents", {{"StackName", "s"}})["StackEvents"].size();
  CHECK(aws.run("UpdateStack", update) == created);
  CHECK(aws.call("DescribeStackEvents", {{"StackName", "s"}})["StackEvents"].size() == events);
  CHECK(aws.refusal("UpdateStack",
                    {{"StackName", "s"}, {"UsePreviousTemplate", true}, {"ClientRequestToken", "four"}})
            .message == "No updates are to be performed.");

  const Json remove{{"StackName", created["StackId"]}, {"ClientRequestToken", "five"}};
  aws.run("DeleteStack", remove);
  aws.run("DeleteStack", remove);
  const Json last = aws.call("DescribeStackEvents", {{"StackName", created["StackId"]}})["StackEvents"][0];
  CHECK(last["ResourceStatus"] == "DELETE_COMPLETE");
  CHECK(last["ClientRequestToken"] == "five");
}

TEST_CASE("a change set of a name that is taken is the same one, or it says what is other") {
  CloudFormation aws;
  Json request{{"StackName", "s"},
               {"ChangeSetName", "c"},
               {"ChangeSetType", "CREATE"},
               {"TemplateBody", queue},
               {"ClientToken", "token-1"}};
  const Json created = aws.run("CreateChangeSet", request);
  CHECK(aws.run("CreateChangeSet", request) == created);
  request["TemplateBody"] = broken;
  CHECK(aws.refusal("CreateChangeSet", request).message ==
        "ChangeSet c cannot be created due to a mismatch with existing attribute Template");
  request["ClientToken"] = "token-2";
  CHECK(aws.refusal("CreateChangeSet", request).message ==
        "ChangeSet c cannot be created due to a mismatch with existing attribute ClientToken");
  const Json execute{{"StackName", "s"}, {"ChangeSetName", "c"}, {"ClientRequestToken", "run"}};
  aws.run("ExecuteChangeSet", execute);
  aws.run("ExecuteChangeSet", execute);
  CHECK(aws.call("DescribeStackEvents", {{"StackName", "s"}})["StackEvents"][0]["ClientRequestToken"] ==
        "run");
}

TEST_CASE("resources that stand in the way of a deletion can be retained") {
  CloudFormation aws;
  const std::string text =
      R"({"Resources": {"Q": {"Type": "AWS::SQS::Queue"}, "T": {"Type": "AWS::DynamoDB::Table", "Properties": {
    "TableName": "kept", "BillingMode": "PAY_PER_REQUEST", "DeletionProtectionEnabled": true,
    "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}]}}}})";
  const std::string id = aws.run("CreateStack", {{"StackName", "s"}, {"TemplateBody", text}})["StackId"];
  const Json remove{{"StackName", "s"}, {"RetainResources", {"T"}}};
  CHECK(aws.refusal("DeleteStack", remove).message ==
        "Invalid operation on stack [" + id +
            "]. When you delete a stack, specify which resources to retain only when the stack is in the "
            "DELETE_FAILED state.");
  aws.run("DeleteStack", {{"StackName", "s"}});
  CHECK(aws.stack("s")["StackStatus"] == "DELETE_FAILED");
  CHECK(
      aws.refusal("DeleteStack", {{"StackName", "s"}, {"RetainResources", {"T", "Q"}}}).message ==
      "The specified resources to retain must be in a valid state. Do not specify resources that are in the "
      "DELETE_COMPLETE state.");
  aws.run("DeleteStack", remove);
  CHECK(aws.stack(id)["StackStatus"] == "DELETE_COMPLETE");
  CHECK(aws.ask("dynamodb", "ListTables")["TableNames"] == Json::array({"kept"}));
  CHECK(aws.ask("sqs", "ListQueues").value("QueueUrls", Json::array()).empty());
}

TEST_CASE("a circle of resources makes a template invalid, one that a condition may open does not") {
  CloudFormation aws;
  const auto resources = [](const std::string& first, const std::string& second) {
    return R"({"Conditions": {"Yes": {"Fn::Equals": ["a", "a"]}}, "Resources": {
      "A": {"Type": "AWS::SNS::Topic", )" +
           first + R"(}, "B": {"Type": "AWS::SNS::Topic", )" + second + "}}}";
  };
  const std::string to_a = R"("Properties": {"DisplayName": {"Fn::Sub": "x-${A.TopicName}"}})";
  const auto refused = [&](const std::string& operation, const std::string& body) {
    Json request{{"TemplateBody", body}};
    if (operation == "CreateStack") request["StackName"] = "s";
    return aws.refusal(operation, request).message;
  };
  const std::string circle = resources(R"("DependsOn": ["B"])", to_a);
  for (const char* operation : {"ValidateTemplate", "GetTemplateSummary", "CreateStack"})
    CHECK(refused(operation, circle) == "Circular dependency between resources: [A, B]");
  CHECK(refused("ValidateTemplate", resources(R"("DependsOn": "A")", to_a)) ==
        "Circular dependency between resources: [A]");
  const std::string opened =
      resources(R"("Properties": {"DisplayName": {"Fn::If": ["Yes", "x", {"Ref": "B"}]}})", to_a);
  CHECK(aws.run("ValidateTemplate", {{"TemplateBody", opened}}).contains("Parameters"));
  CHECK(aws.run("CreateStack", {{"StackName", "s"}, {"TemplateBody", opened}}).contains("StackId"));
}

const std::string taggable = R"json({"Resources": {
  "Role": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "r", "AssumeRolePolicyDocument":
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}}},
  "Fn": {"Type": "AWS::Lambda::Function", "Properties": {"FunctionName": "f", "Runtime": "python3.11", "Handler": "index.h",
    "Role": {"Fn::GetAtt": ["Role", "Arn"]}, "Code": {"ZipFile": "def h(e, c): pass"}, "Tags": [{"Key": "team", "Value": "own"}]}},
  "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "q"}},
  "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "t"}},
  "Group": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "g"}},
  "Rule": {"Type": "AWS::Events::Rule", "Properties": {"Name": "u", "ScheduleExpression": "rate(1 day)"}},
  "Bus": {"Type": "AWS::Events::EventBus", "Properties": {"Name": "b"}},
  "Alarm": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"AlarmName": "a", "Namespace": "n", "MetricName": "m", "Period": 60,
    "EvaluationPeriods": 1, "Threshold": 1, "Statistic": "Sum", "ComparisonOperator": "GreaterThanThreshold"}},
  "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "api"}},
  "Method": {"Type": "AWS::ApiGateway::Method", "Properties": {"RestApiId": {"Ref": "Api"}, "HttpMethod": "GET",
    "ResourceId": {"Fn::GetAtt": ["Api", "RootResourceId"]}, "AuthorizationType": "NONE", "Integration": {"Type": "MOCK"}}},
  "Deployment": {"Type": "AWS::ApiGateway::Deployment", "DependsOn": "Method", "Properties": {"RestApiId": {"Ref": "Api"}}},
  "Stage": {"Type": "AWS::ApiGateway::Stage", "Properties": {"RestApiId": {"Ref": "Api"}, "DeploymentId": {"Ref": "Deployment"}, "StageName": "v1"}}},
  "Outputs": {"Api": {"Value": {"Ref": "Api"}}}})json";

TEST_CASE("resources have their own tags, the stack's, and those by which CloudFormation marks them") {
  CloudFormation aws;
  const auto with_tags = [](const std::string& team) {
    return Json{{"StackName", "s"},
                {"TemplateBody", taggable},
                {"Capabilities", {"CAPABILITY_NAMED_IAM"}},
                {"Tags", {{{"Key", "team"}, {"Value", team}}}}};
  };
  const std::string id = aws.run("CreateStack", with_tags("x"))["StackId"];
  REQUIRE(aws.stack("s")["StackStatus"] == "CREATE_COMPLETE");
  const auto marked = [&](const std::string& logical_id, const std::string& team) {
    return Json{{"aws:cloudformation:logical-id", logical_id},
                {"aws:cloudformation:stack-id", id},
                {"aws:cloudformation:stack-name", "s"},
                {"team", team}};
  };
  const auto listed = [](const Json& tags) {
    Json map = Json::object();
    for (const Json& tag : tags) map[tag["Key"].get<std::string>()] = tag["Value"];
    return map;
  };
  const std::string here = ":us-east-1:000000000000:";
  const std::string api = "arn:aws:apigateway:us-east-1::/restapis/" +
                          aws.stack("s")["Outputs"][0]["OutputValue"].get<std::string>();
  const auto tags = [&](const std::string& service, const std::string& operation, const Json& request) {
    Json answer = aws.ask(service, operation, request);
    for (const char* member : {"Tags", "tags", "TagList"}) {
      if (answer.contains(member)) answer = Json(answer[member]);
    }
    return answer.is_array() ? listed(answer) : answer;
  };
  const auto check = [&](const std::string& team) {
    CHECK(tags("lambda", "ListTags", {{"Resource", "arn:aws:lambda" + here + "function:f"}}) ==
          marked("Fn", "own"));
    CHECK(tags("sns", "ListTagsForResource", {{"ResourceArn", "arn:aws:sns" + here + "t"}}) ==
          marked("Topic", team));
    CHECK(tags("logs", "ListTagsForResource", {{"resourceArn", "arn:aws:logs" + here + "log-group:g"}}) ==
          marked("Group", team));
    CHECK(tags("events", "ListTagsForResource", {{"ResourceARN", "arn:aws:events" + here + "rule/u"}}) ==
          marked("Rule", team));
    CHECK(tags("events", "ListTagsForResource", {{"ResourceARN", "arn:aws:events" + here + "event-bus/b"}}) ==
          marked("Bus", team));
    CHECK(tags("cloudwatch", "ListTagsForResource",
               {{"ResourceARN", "arn:aws:cloudwatch" + here + "alarm:a"}}) == marked("Alarm", team));
    CHECK(tags("apigateway", "GetTags", {{"resourceArn", api}}) == marked("Api", team));
    CHECK(tags("apigateway", "GetTags", {{"resourceArn", api + "/stages/v1"}}) == marked("Stage", team));
    // CloudFormation does not mark these.
    CHECK(tags("sqs", "ListQueueTags", {{"QueueUrl", "http://localhost:4566/000000000000/q"}}) ==
          Json{{"team", team}});
    CHECK(tags("iam", "ListRoleTags", {{"RoleName", "r"}}) == Json{{"team", team}});
  };
  check("x");
  aws.run("UpdateStack", with_tags("y"));
  REQUIRE(aws.stack("s")["StackStatus"] == "UPDATE_COMPLETE");
  check("y");
  aws.ask("apigateway", "UpdateRestApi",
          {{"restApiId", api.substr(api.rfind('/') + 1)},
           {"patchOperations", {{{"op", "replace"}, {"path", "/name"}, {"value", "other"}}}}});
  check("y");
}

TEST_CASE("tags that begin with aws: are no user's to put or to take away") {
  CloudFormation aws;
  Json request{{"StackName", "s"}, {"TemplateBody", taggable}, {"Capabilities", {"CAPABILITY_NAMED_IAM"}}};
  request["Tags"] = {{{"Key", "aws:x"}, {"Value", "1"}}};
  CHECK(aws.refusal("CreateStack", request).message ==
        "aws: prefixed tag key names are not allowed for external use");
  request.erase("Tags");
  aws.run("CreateStack", request);
  const std::string key = "aws:cloudformation:stack-name";
  const auto refused = [&](const std::string& service, const std::string& operation, const Json& of) {
    try {
      aws.ask(service, operation, of);
    } catch (const ApiError& error) {
      return error.message.find("aws:") != std::string::npos;
    }
    return false;
  };
  const std::string topic = "arn:aws:sns:us-east-1:000000000000:t";
  CHECK(refused("sns", "TagResource", {{"ResourceArn", topic}, {"Tags", {{{"Key", key}, {"Value", "1"}}}}}));
  CHECK(refused("sns", "UntagResource", {{"ResourceArn", topic}, {"TagKeys", {key}}}));
  const std::string function = "arn:aws:lambda:us-east-1:000000000000:function:f";
  CHECK(refused("lambda", "UntagResource", {{"Resource", function}, {"TagKeys", {key}}}));
  CHECK(refused("logs", "UntagResource",
                {{"resourceArn", "arn:aws:logs:us-east-1:000000000000:log-group:g"}, {"tagKeys", {key}}}));
  CHECK(refused("events", "UntagResource",
                {{"ResourceARN", "arn:aws:events:us-east-1:000000000000:rule/u"}, {"TagKeys", {key}}}));
  CHECK(refused("cloudwatch", "UntagResource",
                {{"ResourceARN", "arn:aws:cloudwatch:us-east-1:000000000000:alarm:a"}, {"TagKeys", {key}}}));
}

TEST_CASE("what is wrong with a template is told in CloudFormation's words, whoever asks") {
  CloudFormation aws;
  const auto said = [&](const std::string& members, const std::string& properties = "{}") {
    const std::string body = "{" + members +
                             R"("Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": )" + properties +
                             "}}}";
    const std::string words = aws.refusal("ValidateTemplate", {{"TemplateBody", body}}).message;
    CHECK(aws.refusal("CreateStack", {{"StackName", "s"}, {"TemplateBody", body}}).message == words);
    return words;
  };
  CHECK(said(R"("Description": ["a"], )") == "Template format error: Description must be a string.");
  CHECK(said("\"Description\": \"" + std::string(1025, 'x') + "\", ") ==
        "Template format error: 'Description' length is greater than 1024.");
  CHECK(said("", R"({"QueueName": {"Ref": "Y"}, "Tags": [{"Ref": "X"}]})") ==
        "Template format error: Unresolved resource dependencies [X, Y] in the Resources block of the "
        "template");
  CHECK(said("", R"({"QueueName": {"Fn::If": ["C", "a", "b"]}})") ==
        "Template error: unresolved condition dependency C in Fn::If");
  CHECK(said("", R"({"QueueName": {"Fn::Foo": "a"}})")
            .starts_with("Template Error: Encountered unsupported function: Fn::Foo Supported functions are: "
                         "[Fn::Base64, "));
  CHECK(said("", R"({"QueueName": {"Fn::Join": ["-"]}})")
            .starts_with("Template error: every Fn::Join object requires two parameters, (1) a string "));
  CHECK(said(R"("Parameters": {"P": {"Type": "Foo", "Default": "a"}}, )") ==
        "Template format error: Unrecognized parameter type: Foo");
  CHECK(said(R"("Parameters": {"P": {"Type": "String", "Default": {"Ref": "X"}}}, )") ==
        "Template format error: Every Default member must be a string.");
  CHECK(said(R"("Parameters": {"P": {"Type": "Number", "MaxValue": 5, "Default": "7"}}, )") ==
        "Parameter 'P' must be a number not greater than 5");
  CHECK(said(R"("Parameters": {"P": {"Type": "String", "AllowedValues": ["a"], "Default": "b"}}, )") ==
        "Parameter 'P' must be one of AllowedValues");
  CHECK(said(R"("Conditions": {"C": {"Fn::Not": [{"Condition": "D"}]}}, )") ==
        "Template format error: Unresolved condition dependency D in the Conditions block of the template");
  CHECK(aws.refusal("ValidateTemplate", {{"TemplateBody", "a: ["}}).message.ends_with(")"));
  // A default may be replaced by whoever is about to deploy, and there may be a parameter of Systems Manager.
  const std::string declared =
      R"({"Parameters": {"P": {"Type": "String", "MinLength": 1, "Default": ""},
                         "S": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/a"}},
          "Resources": {"Q": {"Type": "AWS::SQS::Queue"}}})";
  CHECK(aws.run("GetTemplateSummary", {{"TemplateBody", declared}})["Parameters"].size() == 2);
  CHECK(aws.refusal("ValidateTemplate", {{"TemplateBody", declared}}).message ==
        "Parameter 'P' must contain at least 1 characters");
  CHECK(aws.refusal("ValidateTemplate", {{"TemplateBody",
                                          R"({"Transform": "AWS::Serverless-2016-10-31",
                                              "Parameters": {"P": {"Default": "a"}},
                                              "Resources": {"Q": {"Type": "AWS::SQS::Queue"}}})"}})
            .message == "Template format error: Every Parameters object must contain a Type member.");
  // What a transform may still make is not looked into; a member of another kind is the client's fault there
  // too.
  CHECK(aws.refusal("ValidateTemplate",
                    {{"TemplateBody", R"({"Transform": "AWS::Serverless-2016-10-31", "Description": ["a"],
                                          "Resources": {"Q": {"Type": "AWS::SQS::Queue"}}})"}})
            .code == "ValidationError");
}

TEST_CASE("aliases of YAML are refused by every operation that takes a template") {
  CloudFormation aws;
  aws.run("CreateStack", {{"StackName", "s"}, {"TemplateBody", queue}});
  const std::string body = "Resources:\n  A: &a {Type: AWS::SQS::Queue}\n  B: *a\n";
  const std::string words = "Template error: YAML aliases are not allowed in CloudFormation templates";
  CHECK(aws.refusal("CreateStack", {{"StackName", "t"}, {"TemplateBody", body}}).message == words);
  CHECK(aws.refusal("UpdateStack", {{"StackName", "s"}, {"TemplateBody", body}}).message == words);
  CHECK(aws.refusal("CreateChangeSet", {{"StackName", "s"}, {"ChangeSetName", "c"}, {"TemplateBody", body}})
            .message == words);
  CHECK(aws.refusal("ValidateTemplate", {{"TemplateBody", body}}).message == words);
  CHECK(aws.refusal("GetTemplateSummary", {{"TemplateBody", body}}).message == words);
}

TEST_CASE("a transform has a name, and what SAM refuses is told as CloudFormation does") {
  CloudFormation aws;
  const auto body = [](const std::string& transform) {
    return R"({"Transform": )" + transform +
           R"(, "Resources": {"F": {"Type": "AWS::Serverless::Function", "Properties": {}}}})";
  };
  const std::string sam = R"("AWS::Serverless-2016-10-31")";
  CHECK(aws.refusal("CreateStack", {{"StackName", "s"}, {"TemplateBody", body(sam)}})
            .message.starts_with("Transform AWS::Serverless-2016-10-31 failed with: Invalid Serverless "
                                 "Application Specification document. Number of errors found: 1. "));
  CHECK(aws.run("ValidateTemplate",
                {{"TemplateBody",
                  body(R"([)" + sam + R"(, {"Name": "AWS::Include"}])")}})["DeclaredTransforms"] ==
        Json::array({"AWS::Serverless-2016-10-31", "AWS::Include"}));
  CHECK(aws.refusal("GetTemplateSummary", {{"TemplateBody", body("7")}}).code == "ValidationError");
}

TEST_CASE("loops are written out before SAM sees them, by every operation that deploys") {
  CloudFormation aws;
  const auto request = [](const std::string& names, const Json& more = Json::object()) {
    Json made{{"StackName", "s"},
              {"Capabilities", {"CAPABILITY_AUTO_EXPAND"}},
              {"Parameters", {{{"ParameterKey", "Names"}, {"ParameterValue", names}}}},
              {"TemplateBody", R"({"Transform": ["AWS::LanguageExtensions", "AWS::Serverless-2016-10-31"],
                "Parameters": {"Names": {"Type": "CommaDelimitedList"}},
                "Conditions": {"Fn::ForEach::Is": ["N", {"Ref": "Names"}, {"Is${N}": {"Fn::Equals": ["${N}", "A"]}}]},
                "Resources": {"Fn::ForEach::Tables": ["N", {"Ref": "Names"}, {"Table${N}":
                  {"Type": "AWS::Serverless::SimpleTable", "Properties": {"TableName": "table-${N}"}}}]},
                "Outputs": {"Fn::ForEach::Names": ["N", {"Ref": "Names"},
                  {"Name${N}": {"Condition": "Is${N}", "Value": {"Ref": "Table${N}"}}}]}})"}};
    made.update(more);
    return made;
  };
  const auto tables = [&] { return aws.ask("dynamodb", "ListTables")["TableNames"]; };
  aws.run("CreateStack", request("A,B"));
  CHECK(aws.stack("s")["StackStatus"] == "CREATE_COMPLETE");
  CHECK(tables() == Json{"table-A", "table-B"});
  CHECK(aws.stack("s")["Outputs"] == Json{{{"OutputKey", "NameA"}, {"OutputValue", "table-A"}}});
  aws.run("UpdateStack", request("A,B,C"));
  CHECK(tables() == Json{"table-A", "table-B", "table-C"});
  aws.run("CreateChangeSet", request("C,D", {{"ChangeSetName", "c"}}));
  aws.run("ExecuteChangeSet", {{"StackName", "s"}, {"ChangeSetName", "c"}});
  CHECK(tables() == Json{"table-C", "table-D"});
  const Json text{{"TemplateBody", request("")["TemplateBody"]}};
  CHECK(aws.run("ValidateTemplate", text)["Parameters"].size() == 1);
  const Json summary = aws.run("GetTemplateSummary", text);
  CHECK(summary["DeclaredTransforms"][0] == "AWS::LanguageExtensions");
  CHECK(summary["ResourceTypes"] == Json{"AWS::Serverless::SimpleTable"});
  Json wrong = request("A");
  wrong["StackName"] = "t";
  wrong["TemplateBody"] =
      R"({"Transform": "AWS::LanguageExtensions", "Resources": {"Fn::ForEach::L": ["N", ["A"]]}})";
  wrong.erase("Parameters");
  CHECK(aws.refusal("CreateStack", wrong).message ==
        "Transform AWS::LanguageExtensions failed with: Fn::ForEach layout is incorrect");
}

TEST_CASE("an export that is missing fails the stack before anything is made") {
  CloudFormation aws;
  const std::string importing =
      R"({"Resources": {"A": {"Type": "AWS::SQS::Queue"}, "B": {"Type": "AWS::SNS::Topic",
          "Properties": {"DisplayName": {"Fn::ImportValue": "nothing"}}}}})";
  aws.run("CreateStack", {{"StackName", "s"}, {"TemplateBody", importing}});
  const Json events = aws.call("DescribeStackEvents", {{"StackName", "s"}})["StackEvents"];
  REQUIRE(events.size() == 3);
  CHECK(events[1]["ResourceStatusReason"] == "No export named nothing found. Rollback requested by user.");
}

TEST_CASE("a resource of another type is refused at once, and what a failing update made goes at its end") {
  CloudFormation aws;
  aws.run("CreateStack", {{"StackName", "s"}, {"TemplateBody", queue}});
  const std::string other = R"({"Resources": {"Q": {"Type": "AWS::SNS::Topic"}}})";
  const std::string words =
      "Update of resource type is not permitted. The new template modifies resource type of the following "
      "resources: [Q]";
  CHECK(aws.refusal("UpdateStack", {{"StackName", "s"}, {"TemplateBody", other}}).message == words);
  CHECK(aws.refusal("CreateChangeSet", {{"StackName", "s"}, {"ChangeSetName", "c"}, {"TemplateBody", other}})
            .message == words);
  aws.run("UpdateStack", {{"StackName", "s"}, {"TemplateBody", broken}});
  std::string told;
  const Json events = aws.call("DescribeStackEvents", {{"StackName", "s"}})["StackEvents"];
  for (const Json& event : events) {
    const std::string status = event["ResourceStatus"];
    if (status == "UPDATE_ROLLBACK_IN_PROGRESS") break;
    told = event["LogicalResourceId"].get<std::string>() + " " + status + "; " + told;
  }
  CHECK(told ==
        "s UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS; B DELETE_COMPLETE; A DELETE_IN_PROGRESS; "
        "A DELETE_COMPLETE; s UPDATE_ROLLBACK_COMPLETE; ");
}

}  // namespace
}  // namespace cloche::deploy
