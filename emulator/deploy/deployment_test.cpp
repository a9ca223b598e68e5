#include "emulator/deploy/deployment.h"

#include <algorithm>
#include <fstream>

#include "emulator/deploy/testing/stack_account.h"
#include "fakes/dynamodb/settings.h"

namespace cloche::deploy {
namespace {

using cloudformation::Store;

struct Stacks : testing::StackAccount {
  Destination destination{.fakes = services, .account = account, .unsupported = unsupported};

  Deployed deploy(const std::string& text, const std::map<std::string, std::string>& parameters = {},
                  const std::string& name = "app") {
    return deploy::deploy(
        destination, {.stack = name, .file = "t.yaml", .text = text, .parameters = parameters, .tags = {}});
  }
  std::string error(const std::string& text, const std::map<std::string, std::string>& parameters = {},
                    const std::string& name = "app") {
    try {
      deploy(text, parameters, name);
    } catch (const TemplateError& error) {
      return error.what();
    } catch (const ApiError& error) {
      return error.message;
    }
    FAIL("it was deployed");
    return "";
  }
  std::string physical_id(const Deployed& deployed, const std::string& logical_id) {
    for (const auto& resource : deployed.resources) {
      if (resource.logical_id == logical_id) return resource.physical_id;
    }
    FAIL("no resource " << logical_id);
    return "";
  }
  std::vector<std::string> queues() {
    const Json listed = ask("sqs", "ListQueues");
    std::vector<std::string> names;
    for (const Json& url : listed.value("QueueUrls", Json::array())) {
      const std::string text = url;
      names.push_back(text.substr(text.rfind('/') + 1));
    }
    return names;
  }
  std::string output(const Deployed& deployed, const std::string& key) {
    for (const Json& output : deployed.stack.document["Outputs"]) {
      if (output["OutputKey"] == key) return output["OutputValue"];
    }
    return "";
  }
};

const std::string two_queues = R"(
Parameters:
  Seconds: {Type: Number, Default: 30}
Resources:
  Work:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: work
      VisibilityTimeout: !Ref Seconds
      RedrivePolicy:
        deadLetterTargetArn: !GetAtt Dead.Arn
        maxReceiveCount: 3
  Dead:
    Type: AWS::SQS::Queue
    Properties: {QueueName: dead}
Outputs:
  Url: {Value: !Ref Work}
  Arn: {Value: !GetAtt Dead.Arn, Export: {Name: dead-arn}}
)";

TEST_CASE("a stack is made in the order of its dependencies, with its outputs") {
  Stacks stacks;
  const Deployed deployed = stacks.deploy(two_queues);
  CHECK(deployed.changed);
  CHECK(deployed.stack.status == "CREATE_COMPLETE");
  REQUIRE(deployed.resources.size() == 2);
  CHECK(deployed.resources[0].logical_id == "Dead");
  CHECK(stacks.output(deployed, "Url") == "http://localhost:4566/000000000000/work");
  CHECK(stacks.output(deployed, "Arn") == "arn:aws:sqs:us-east-1:000000000000:dead");
  CHECK(stacks.call("ListExports")["Exports"][0]["Value"] == "arn:aws:sqs:us-east-1:000000000000:dead");
  const Json events = stacks.call("DescribeStackEvents", {{"StackName", "app"}})["StackEvents"];
  CHECK(events[0]["ResourceStatus"] == "CREATE_COMPLETE");
  CHECK(events[0]["LogicalResourceId"] == "app");
  CHECK(events.size() == 8);
}

TEST_CASE("the same template again changes nothing; a parameter keeps the value that it was given") {
  Stacks stacks;
  stacks.deploy(two_queues, {{"Seconds", "7"}});
  const Deployed again = stacks.deploy(two_queues);
  CHECK_FALSE(again.changed);
  CHECK(again.stack.status == "CREATE_COMPLETE");
  CHECK(stacks.ask("sqs", "GetQueueAttributes",
                   {{"QueueUrl", stacks.physical_id(again, "Work")},
                    {"AttributeNames", {"All"}}})["Attributes"]["VisibilityTimeout"] == "7");
}

TEST_CASE("an update changes, replaces, makes and deletes") {
  Stacks stacks;
  const std::string first = R"(
Resources:
  Stays: {Type: AWS::SQS::Queue, Properties: {QueueName: stays, DelaySeconds: 1}}
  Moves: {Type: AWS::SQS::Queue, Properties: {QueueName: old}}
  Goes: {Type: AWS::SQS::Queue, Properties: {QueueName: goes}}
  Kept: {Type: AWS::SQS::Queue, DeletionPolicy: Retain, Properties: {QueueName: kept}}
)";
  const std::string second = R"(
Resources:
  Stays: {Type: AWS::SQS::Queue, Properties: {QueueName: stays, DelaySeconds: 2}}
  Moves: {Type: AWS::SQS::Queue, Properties: {QueueName: new}}
  Comes: {Type: AWS::SQS::Queue, Properties: {QueueName: comes, VisibilityTimeout: 5}}
)";
  stacks.deploy(first);
  const Deployed updated = stacks.deploy(second);
  CHECK(updated.stack.status == "UPDATE_COMPLETE");
  CHECK(stacks.queues() == std::vector<std::string>{"comes", "kept", "new", "stays"});
  CHECK(updated.resources.size() == 3);
  for (const auto& resource : updated.resources)
    CHECK(resource.status == (resource.logical_id == "Comes" ? "CREATE_COMPLETE" : "UPDATE_COMPLETE"));
}

TEST_CASE("who refers to a resource that is replaced refers to the new one") {
  Stacks stacks;
  const auto text = [](const std::string& name) {
    return "Resources:\n  A: {Type: AWS::SQS::Queue, Properties: {QueueName: " + name +
           "}}\n  B:\n    Type: AWS::SQS::Queue\n    Properties:\n      QueueName: b\n      RedrivePolicy: "
           "{deadLetterTargetArn: !GetAtt A.Arn, maxReceiveCount: 1}\n";
  };
  stacks.deploy(text("one"));
  const Deployed updated = stacks.deploy(text("two"));
  const Json attributes =
      stacks.ask("sqs", "GetQueueAttributes",
                 {{"QueueUrl", stacks.physical_id(updated, "B")}, {"AttributeNames", {"All"}}})["Attributes"];
  CHECK(attributes["RedrivePolicy"].get<std::string>().find(":two") != std::string::npos);
}

TEST_CASE("what fails leaves the account as it was, and says where") {
  Stacks stacks;
  const std::string broken = R"(
Resources:
  First: {Type: AWS::SQS::Queue, Properties: {QueueName: first}}
  Second:
    Type: AWS::SQS::Queue
    DependsOn: First
    Properties:
      DelaySeconds: 5000
)";
  const std::string before = stacks.account.snapshot();
  const std::string error = stacks.error(broken);
  CHECK(error.starts_with("t.yaml:8:7: Second: "));
  CHECK(error.find("(Service: SQS, Error Code: InvalidAttributeValue)") != std::string::npos);
  CHECK(stacks.account.snapshot() == before);

  stacks.deploy(two_queues);
  const std::string deployed = stacks.account.snapshot();
  CHECK(stacks.error(broken).starts_with("t.yaml:8:7"));
  CHECK(stacks.account.snapshot() == deployed);
}

TEST_CASE("an unknown type fails before anything is made, at its place") {
  Stacks stacks;
  CHECK(stacks.error("Resources:\n  A: {Type: AWS::SQS::Queue}\n  B:\n    Type: AWS::Foo::Bar\n") ==
        "t.yaml:4:11: B: Resource type AWS::Foo::Bar is not emulated by Cloche");
  CHECK(
      stacks
          .error("Resources:\n  N:\n    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: x}\n")
          .find("AWS::CloudFormation::Stack is not emulated") != std::string::npos);
}

TEST_CASE("a circle of resources is said in CloudFormation's words") {
  Stacks stacks;
  const std::string error = stacks.error(R"(
Resources:
  A:
    Type: AWS::SQS::Queue
    DependsOn: B
  B:
    Type: AWS::SQS::Queue
    DependsOn: A
)");
  CHECK(error.find("Circular dependency between resources: [A, B]") != std::string::npos);
}

TEST_CASE("what is wrong with a property is said at the property") {
  Stacks stacks;
  CHECK(stacks.error("Resources:\n  A:\n    Type: AWS::SQS::Queue\n    Properties:\n      Delay: 3\n")
            .starts_with("t.yaml:5:7: A: Encountered unsupported property Delay; expected one of "
                         "ContentBasedDeduplication, DeduplicationScope, DelaySeconds, "));
  CHECK(stacks
            .error("Resources:\n  A:\n    Type: AWS::DynamoDB::Table\n    Properties:\n      BillingMode: "
                   "PAY_PER_REQUEST\n")
            .ends_with("A: Property KeySchema cannot be empty."));
  CHECK(stacks.error("Resources:\n  A:\n    Type: AWS::Logs::LogGroup\n    Properties:\n      "
                     "RetentionInDays: long\n") ==
        "t.yaml:5:24: A: Value of property RetentionInDays must be of type Integer");
}

TEST_CASE("what a service refuses is said at the property that it names") {
  Stacks stacks;
  CHECK(stacks.error("Resources:\n  A:\n    Type: AWS::SQS::Queue\n    Properties:\n      DelaySeconds: "
                     "abc\n") ==
        "t.yaml:5:7: A: Invalid value for the parameter DelaySeconds. (Service: SQS, Error Code: "
        "InvalidAttributeValue)");
  CHECK(stacks.error("Resources:\n  A:\n    Type: AWS::SQS::Queue\n    Properties:\n      QueueName: a b\n")
            .starts_with("t.yaml:2:3: A: Can only include"));
}

TEST_CASE("what is wrong whatever the resources will be is said before anything is made") {
  Stacks stacks;
  const std::string start = "Conditions: {Sure: !Equals [a, a]}\nResources:\n  A: {Type: AWS::SQS::Queue}\n";
  const auto topic = [&](const std::string& name) {
    return start + "  T: {Type: AWS::SNS::Topic, Properties: {TopicName: " + name + "}}\n";
  };
  CHECK(stacks.error(topic("!GetAtt A.Nothing")) ==
        "t.yaml:4:54: T: Template error: resource A does not support attribute type Nothing in Fn::GetAtt; "
        "expected one of Arn, QueueName, QueueUrl");
  CHECK(stacks.error(topic("!Sub 'x-${A.Nothing}'")).find("attribute type Nothing") != std::string::npos);
  CHECK(stacks.error(topic("!If [Sure, !GetAtt A.Nothing, x]")).find("attribute type Nothing") !=
        std::string::npos);
  CHECK(stacks.error(topic("!Join [a]")).find("every Fn::Join object requires two parameters") !=
        std::string::npos);
  CHECK(stacks.error(start + "Outputs: {O: {Value: !GetAtt A.Nothing}}\n").find("O: Template error") !=
        std::string::npos);
  CHECK(stacks.ask("cloudformation", "ListStacks")["StackSummaries"].empty());
  stacks.deploy(topic("!If [Sure, !GetAtt A.QueueName, !GetAtt A.Nothing]"));
}

TEST_CASE("a reference to a service that is not there stays as it is written, and is reported") {
  Stacks stacks;
  const Deployed deployed = stacks.deploy(R"(
Resources:
  T:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: "a {{resolve:ssm:/name:1}}"
)");
  REQUIRE(deployed.unsupported.size() == 1);
  CHECK(
      deployed.unsupported[0] ==
      "t.yaml:6:7: T: AWS::SNS::Topic: the dynamic reference {{resolve:ssm:/name:1}} stays as it is written");
}

TEST_CASE("a property that is not applied is reported with its place") {
  Stacks stacks;
  const Deployed deployed = stacks.deploy(R"(
Resources:
  T:
    Type: AWS::SNS::Topic
    UpdatePolicy: {}
    Properties:
      TopicName: t
      DataProtectionPolicy: {Name: x}
)");
  REQUIRE(deployed.unsupported.size() == 2);
  CHECK(deployed.unsupported[0] == "t.yaml:5:5: T: AWS::SNS::Topic: UpdatePolicy is not applied");
  CHECK(deployed.unsupported[1] == "t.yaml:8:7: T: AWS::SNS::Topic: DataProtectionPolicy is not applied");
  CHECK(stacks.unsupported.reported.size() == 2);
}

TEST_CASE("a resource with a name of its own can't be replaced under that name") {
  Stacks stacks;
  stacks.deploy(
      "Resources:\n  A: {Type: AWS::SNS::Topic, Properties: {TopicName: t.fifo, FifoTopic: true}}\n");
  const auto key = [](const std::string& name) {
    return "Resources:\n  T:\n    Type: AWS::DynamoDB::Table\n    Properties:\n      TableName: table\n      "
           "BillingMode: "
           "PAY_PER_REQUEST\n      AttributeDefinitions: [{AttributeName: " +
           name + ", AttributeType: S}]\n      KeySchema: [{AttributeName: " + name + ", KeyType: HASH}]\n";
  };
  stacks.deploy(key("a"), {}, "tables");
  CHECK(stacks.error(key("b"), {}, "tables")
            .find("CloudFormation cannot update a stack when a custom-named resource requires replacing. "
                  "Rename table and "
                  "update the stack again.") != std::string::npos);
}

TEST_CASE("a name that each function may give once is no obstacle to replacing the function") {
  Stacks stacks;
  const auto named = [](const std::string& function) {
    return "Resources:\n  R:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument: "
           "{Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, "
           "Action: 'sts:AssumeRole'}]}\n  F:\n    Type: AWS::Lambda::Function\n    Properties: "
           "{FunctionName: " +
           function +
           ", Runtime: python3.11, Handler: index.h, Role: !GetAtt R.Arn, Code: {ZipFile: 'x = 1'}}\n"
           "  V: {Type: AWS::Lambda::Version, Properties: {FunctionName: !Ref F}}\n"
           "  L: {Type: AWS::Lambda::Alias, Properties: {Name: live, FunctionName: !Ref F, FunctionVersion: "
           "!GetAtt V.Version}}\n";
  };
  stacks.deploy(named("one"));
  const Deployed deployed = stacks.deploy(named("two"));
  CHECK(stacks.physical_id(deployed, "L").ends_with("function:two:live"));
}

TEST_CASE("a resource can't become one of another type") {
  Stacks stacks;
  stacks.deploy("Resources:\n  A: {Type: AWS::SQS::Queue}\n");
  CHECK(stacks.error("Resources:\n  A: {Type: AWS::SNS::Topic}\n")
            .find("Update of resource type is not permitted. The new template modifies resource type of the "
                  "following "
                  "resources: [A]") != std::string::npos);
}

TEST_CASE("what one stack exports another imports, and then it can neither go nor change") {
  Stacks stacks;
  stacks.deploy(two_queues, {}, "base");
  stacks.deploy(
      "Resources:\n  Q:\n    Type: AWS::SQS::Queue\n    Properties:\n      QueueName: q\n      "
      "RedrivePolicy: "
      "{deadLetterTargetArn: !ImportValue dead-arn, maxReceiveCount: 2}\n",
      {}, "user");
  CHECK(stacks.call("ListImports", {{"ExportName", "dead-arn"}})["Imports"] == Json::array({"user"}));
  try {
    delete_stack(stacks.destination, "base");
    FAIL("it was deleted");
  } catch (const ApiError& error) {
    CHECK(error.message == "Cannot delete export dead-arn as it is in use by user.");
  }
  std::string other = two_queues;
  other.replace(other.find("QueueName: dead"), 15, "QueueName: gone");
  CHECK(stacks.error(other, {}, "base").find("Export dead-arn cannot be updated as it is in use by user") !=
        std::string::npos);
  CHECK(stacks
            .error("Resources:\n  Q: {Type: AWS::SQS::Queue}\nOutputs:\n  O: {Value: a, Export: {Name: "
                   "dead-arn}}\n",
                   {}, "third")
            .find("Export with name dead-arn is already exported by stack base") != std::string::npos);
  delete_stack(stacks.destination, "user");
  delete_stack(stacks.destination, "base");
  CHECK(stacks.queues().empty());
  CHECK(stacks.call("ListExports")["Exports"].empty());
}

TEST_CASE("a stack is deleted in the reverse order, but for what is to be kept") {
  Stacks stacks;
  const Deployed deployed = stacks.deploy(
      "Resources:\n  A: {Type: AWS::SQS::Queue, Properties: {QueueName: a}}\n  B: {Type: AWS::SQS::Queue, "
      "DependsOn: A, "
      "DeletionPolicy: Retain, Properties: {QueueName: b}}\n");
  delete_stack(stacks.destination, "app");
  CHECK(stacks.queues() == std::vector<std::string>{"b"});
  CHECK_THROWS_AS(stacks.call("DescribeStacks", {{"StackName", "app"}}), ApiError);
  const Json gone = stacks.call("DescribeStacks", {{"StackName", deployed.stack.id}})["Stacks"][0];
  CHECK(gone["StackStatus"] == "DELETE_COMPLETE");
  CHECK(stacks.error("Resources: {}\n").find("At least one Resources member") != std::string::npos);
  CHECK_THROWS_AS(delete_stack(stacks.destination, "app"), ApiError);
}

TEST_CASE("a composite alarm goes before the alarms that its rule names, in an update and with its stack") {
  Stacks stacks;
  const std::string alarms = R"(
Resources:
  Errors:
    Type: AWS::CloudWatch::Alarm
    Properties: {Namespace: App, MetricName: Errors, Statistic: Sum, Period: 60, EvaluationPeriods: 1, Threshold: 1,
      ComparisonOperator: GreaterThanThreshold}
  Zeroes: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: App, MetricName: Zeroes, Statistic: Sum, Period: 60,
    EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: GreaterThanThreshold}}
)";
  const std::string composite = R"(
  Any:
    Type: AWS::CloudWatch::CompositeAlarm
    Properties: {AlarmRule: !Sub 'ALARM("${Errors}") OR ALARM(${Zeroes})'}
)";
  stacks.deploy(alarms + composite);
  CHECK(stacks.ask("cloudwatch", "DescribeAlarms")["MetricAlarms"].size() == 2);
  stacks.deploy("Resources: {Queue: {Type: AWS::SQS::Queue}}");
  CHECK(stacks.ask("cloudwatch", "DescribeAlarms")["MetricAlarms"].empty());
  stacks.deploy(alarms);
  stacks.deploy(alarms + composite);
  delete_stack(stacks.destination, "app");
  CHECK(stacks.ask("cloudwatch", "DescribeAlarms")["MetricAlarms"].empty());
}

TEST_CASE("a stack that was deleted may be deployed again at once, under the same names") {
  Stacks stacks;
  stacks.deploy(two_queues);
  delete_stack(stacks.destination, "app");
  CHECK(stacks.deploy(two_queues).stack.status == "CREATE_COMPLETE");
}

TEST_CASE("the stack's tags are its resources'") {
  Stacks stacks;
  const std::string text =
      "Resources:\n  Q: {Type: AWS::SQS::Queue, Properties: {QueueName: q, Tags: [{Key: own, Value: "
      "'1'}]}}\n";
  const auto tags = [&](const std::map<std::string, std::string>& of_stack) {
    const Deployed deployed =
        deploy::deploy(stacks.destination,
                       {.stack = "app", .file = "t.yaml", .text = text, .parameters = {}, .tags = of_stack});
    return stacks.ask("sqs", "ListQueueTags", {{"QueueUrl", stacks.physical_id(deployed, "Q")}})["Tags"];
  };
  CHECK(tags({{"team", "x"}, {"own", "2"}}) == Json{{"own", "1"}, {"team", "x"}});
  CHECK(tags({{"team", "y"}}) == Json{{"own", "1"}, {"team", "y"}});
}

TEST_CASE(
    "deployed under delays, tables and functions are there all the same, and the delays are what they were") {
  Stacks stacks;
  stacks.account.transact([&] { dynamodb::set_table_status_delay(stacks.account, Duration(5000)); });
  stacks.deploy(
      "Resources:\n  T:\n    Type: AWS::DynamoDB::Table\n    Properties:\n      TableName: table\n      "
      "BillingMode: "
      "PAY_PER_REQUEST\n      AttributeDefinitions: [{AttributeName: a, AttributeType: S}]\n      KeySchema: "
      "[{AttributeName: a, KeyType: HASH}]\n      TimeToLiveSpecification: {AttributeName: ttl, Enabled: "
      "true}\n");
  CHECK(stacks.ask("dynamodb", "DescribeTable", {{"TableName", "table"}})["Table"]["TableStatus"] ==
        "ACTIVE");
  CHECK(stacks.account.transact([&] { return dynamodb::table_status_delay(stacks.account); }) ==
        Duration(5000));
}

TEST_CASE("a stack's name is checked") {
  Stacks stacks;
  CHECK(stacks.error(two_queues, {}, "1x").find("[a-zA-Z][-a-zA-Z0-9]*") != std::string::npos);
}

TEST_CASE("a SAM template with an API, functions and a table is deployed from its folder") {
  Stacks stacks;
  const auto folder = stacks.directory.path() / "app";
  std::filesystem::create_directories(folder / "src");
  std::ofstream(folder / "src" / "app.py") << "def handler(event, context): return {}\n";
  std::ofstream(folder / "template.yaml") << R"(
Transform: AWS::Serverless-2016-10-31
Globals:
  Function: {Runtime: python3.11, Timeout: 5}
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties: {StageName: prod}
  Ask:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src
      Handler: app.handler
      Environment: {Variables: {TABLE: !Ref Table}}
      Policies:
        - DynamoDBCrudPolicy: {TableName: !Ref Table}
      Events:
        Get: {Type: Api, Properties: {Path: '/things/{id}', Method: get, RestApiId: !Ref Api}}
        Daily: {Type: Schedule, Properties: {Schedule: rate(1 day)}}
  Table:
    Type: AWS::Serverless::SimpleTable
Outputs:
  Url: {Value: !Sub 'https://${Api}.execute-api.${AWS::Region}.amazonaws.com/prod/'}
)";
  const Deployed deployed = deploy::deploy(stacks.destination, {.stack = "app",
                                                                .file = (folder / "template.yaml").string(),
                                                                .text = {},
                                                                .parameters = {},
                                                                .tags = {}});
  CHECK(deployed.stack.status == "CREATE_COMPLETE");
  const auto apis = served_apis(deployed.resources);
  REQUIRE(apis.size() == 1);
  CHECK(apis[0].path == "/_aws/execute-api/" + stacks.physical_id(deployed, "Api") + "/prod/");
  const Json function = stacks.ask("lambda", "GetFunctionConfiguration",
                                   {{"FunctionName", stacks.physical_id(deployed, "Ask")}});
  CHECK(function["Environment"]["Variables"]["TABLE"] == stacks.physical_id(deployed, "Table"));
  CHECK(function["Role"].get<std::string>().find("app-AskRole-") != std::string::npos);
}

TEST_CASE("a loop makes functions, each of its own folder") {
  Stacks stacks;
  const auto folder = stacks.directory.path() / "app";
  for (const char* name : {"Ask", "Tell"}) {
    std::filesystem::create_directories(folder / name);
    std::ofstream(folder / name / "app.py") << "def handler(event, context): return {}\n";
  }
  std::ofstream(folder / "template.yaml") << R"(
Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
Resources:
  Fn::ForEach::Functions:
    - Name
    - [Ask, Tell]
    - ${Name}Function:
        Type: AWS::Serverless::Function
        Properties: {Runtime: python3.11, Handler: app.handler, FunctionName: !Ref Name, CodeUri: './${Name}'}
)";
  deploy::deploy(stacks.destination, {.stack = "app",
                                      .file = (folder / "template.yaml").string(),
                                      .text = {},
                                      .parameters = {},
                                      .tags = {}});
  CHECK(stacks.ask("lambda", "ListFunctions")["Functions"].size() == 2);
}

}  // namespace
}  // namespace cloche::deploy
