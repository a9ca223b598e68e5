// Whose a physical resource is: one stack's, under one logical id.
#include "emulator/deploy/testing/cloudformation.h"

namespace cloche::deploy {
namespace {

using testing::CloudFormation;

Json resource(const std::string& type, const Json& properties) {
  return {{"Type", type}, {"Properties", properties}};
}

Json queue(const std::string& name) { return resource("AWS::SQS::Queue", {{"QueueName", name}}); }

struct Owners : CloudFormation {
  std::string create(const std::string& name, const Json& resources) {
    return run("CreateStack", {{"StackName", name}, {"TemplateBody", Json{{"Resources", resources}}.dump()}})
        .at("StackId");
  }
  void update(const std::string& name, const Json& resources) {
    run("UpdateStack", {{"StackName", name}, {"TemplateBody", Json{{"Resources", resources}}.dump()}});
  }
  std::string status(const std::string& name) { return stack(name)["StackStatus"]; }
  std::string reason(const std::string& name) {
    const Json events = call("DescribeStackEvents", {{"StackName", name}})["StackEvents"];
    for (const Json& event : events) {
      const std::string status = event["ResourceStatus"];
      if (status == "CREATE_FAILED" || status == "UPDATE_FAILED") return event["ResourceStatusReason"];
    }
    return "";
  }
  std::size_t queues() { return ask("sqs", "ListQueues").value("QueueUrls", Json::array()).size(); }
};

const Json alarm{{"AlarmName", "nm"},      {"Namespace", "n"},
                 {"MetricName", "m"},      {"Period", 60},
                 {"EvaluationPeriods", 1}, {"Threshold", 1},
                 {"Statistic", "Sum"},     {"ComparisonOperator", "GreaterThanThreshold"}};

const std::vector<Json> named{
    queue("nm"),
    resource("AWS::SNS::Topic", {{"TopicName", "nm"}}),
    resource("AWS::Events::Rule", {{"Name", "nm"}, {"ScheduleExpression", "rate(1 day)"}}),
    resource("AWS::CloudWatch::Alarm", alarm),
    resource("AWS::CloudWatch::CompositeAlarm", {{"AlarmName", "nm"}, {"AlarmRule", "FALSE"}}),
    resource("AWS::CloudWatch::Dashboard",
             {{"DashboardName", "nm"}, {"DashboardBody", R"({"widgets": []})"}}),
    resource("AWS::Logs::LogGroup", {{"LogGroupName", "nm"}}),
};

TEST_CASE("a name that a stack has is no other's, by logical id or by stack") {
  for (const Json& thing : named) {
    CAPTURE(thing["Type"].get<std::string>());
    Owners aws;
    const std::string id = aws.create("one", {{"A1", thing}});
    REQUIRE(aws.status("one") == "CREATE_COMPLETE");
    const std::string words = "nm already exists in stack " + id;
    aws.update("one", {{"A2", thing}});
    CHECK(aws.status("one") == "UPDATE_ROLLBACK_COMPLETE");
    CHECK(aws.reason("one") == words);
    aws.create("two", {{"A1", thing}});
    CHECK(aws.status("two") == "ROLLBACK_COMPLETE");
    CHECK(aws.reason("two") == words);
    aws.run("DeleteStack", {{"StackName", "two"}});
    CHECK(aws.call("DescribeStackResources", {{"StackName", "one"}})["StackResources"].size() == 1);
    aws.run("DeleteStack", {{"StackName", "one"}});
    const std::string twice = aws.create("three", {{"A1", thing}, {"A2", thing}});
    CHECK(aws.status("three") == "ROLLBACK_COMPLETE");
    CHECK(aws.reason("three") == "nm already exists in stack " + twice);
    aws.run("DeleteStack", {{"StackName", "three"}});
    aws.create("four", {{"A1", thing}});
    CHECK(aws.status("four") == "CREATE_COMPLETE");
  }
}

TEST_CASE("two queues do not swap their names, and none takes the name of one that is to go") {
  Owners aws;
  const std::string id = aws.create("s", {{"A", queue("x")}, {"B", queue("y")}});
  const std::string other = aws.create("t", {{"C", queue("z")}});
  aws.update("s", {{"A", queue("y")}, {"B", queue("x")}});
  CHECK(aws.reason("s") == "y already exists in stack " + id);
  aws.update("s", {{"A", queue("w")}, {"B", queue("y")}, {"C", queue("x")}});
  CHECK(aws.status("s") == "UPDATE_ROLLBACK_COMPLETE");
  CHECK(aws.reason("s") == "x already exists in stack " + id);
  aws.update("s", {{"A", queue("z")}, {"B", queue("y")}});
  CHECK(aws.reason("s") == "z already exists in stack " + other);
  CHECK(aws.queues() == 3);
  aws.update("s", {{"A", queue("w")}, {"B", queue("y")}});
  CHECK(aws.status("s") == "UPDATE_COMPLETE");
  aws.update("s", {{"A", queue("w")}, {"B", queue("x")}});
  CHECK(aws.status("s") == "UPDATE_COMPLETE");
}

TEST_CASE("what was made without a stack is not taken over") {
  Owners aws;
  aws.ask("sqs", "CreateQueue", {{"QueueName", "nm"}});
  aws.ask("sns", "CreateTopic", {{"Name", "nm"}});
  aws.ask("events", "PutRule", {{"Name", "nm"}, {"ScheduleExpression", "rate(1 day)"}});
  aws.ask("cloudwatch", "PutMetricAlarm", alarm);
  aws.ask("cloudwatch", "PutDashboard", {{"DashboardName", "nm"}, {"DashboardBody", R"({"widgets": []})"}});
  aws.ask("logs", "CreateLogGroup", {{"logGroupName", "nm"}});
  for (const Json& thing : named) {
    CAPTURE(thing["Type"].get<std::string>());
    const std::string id = aws.create("s", {{"A", thing}});
    CHECK(aws.status(id) == "ROLLBACK_COMPLETE");
    CHECK(aws.reason("s").find("already exists") != std::string::npos);
    aws.run("DeleteStack", {{"StackName", "s"}});
  }
  CHECK(aws.queues() == 1);
}

TEST_CASE("rules of one name on two buses, and filters of one name of two groups, are two") {
  Owners aws;
  const auto rule = [](const Json& bus) {
    Json properties{{"Name", "nm"}, {"EventPattern", {{"source", {"a"}}}}};
    if (!bus.is_null()) properties["EventBusName"] = bus;
    return resource("AWS::Events::Rule", properties);
  };
  const auto filter = [](const char* group) {
    return resource(
        "AWS::Logs::MetricFilter",
        {{"FilterName", "f"},
         {"FilterPattern", ""},
         {"LogGroupName", {{"Ref", group}}},
         {"MetricTransformations", {{{"MetricName", "m"}, {"MetricNamespace", "n"}, {"MetricValue", "1"}}}}});
  };
  Json resources{{"Bus", resource("AWS::Events::EventBus", {{"Name", "bus"}})},
                 {"R1", rule(nullptr)},
                 {"R2", rule({{"Ref", "Bus"}})},
                 {"G1", resource("AWS::Logs::LogGroup", Json::object())},
                 {"G2", resource("AWS::Logs::LogGroup", Json::object())},
                 {"F1", filter("G1")},
                 {"F2", filter("G2")}};
  const std::string id = aws.create("s", resources);
  CHECK(aws.status("s") == "CREATE_COMPLETE");
  resources["F3"] = filter("G2");
  aws.update("s", resources);
  CHECK(aws.reason("s") == "f already exists in stack " + id);
  aws.create("t", {{"R", rule("default")}});
  CHECK(aws.reason("t") == "nm already exists in stack " + id);
}

TEST_CASE("what only says something of another resource stands after its logical id was renamed") {
  Owners aws;
  const auto statement = [](const Json& target) {
    return Json{
        {"Version", "2012-10-17"},
        {"Statement", {{{"Effect", "Allow"}, {"Principal", "*"}, {"Action", "*"}, {"Resource", target}}}}};
  };
  const auto renamed = [&](const std::string& number) {
    return Json{
        {"Q", queue("q")},
        {"T", resource("AWS::SNS::Topic", {{"TopicName", "t"}})},
        {"R", resource("AWS::IAM::Role", {{"AssumeRolePolicyDocument",
                                           {{"Version", "2012-10-17"},
                                            {"Statement",
                                             {{{"Effect", "Allow"},
                                               {"Principal", {{"Service", "lambda.amazonaws.com"}}},
                                               {"Action", "sts:AssumeRole"}}}}}}})},
        {"QueuePolicy" + number,
         resource("AWS::SQS::QueuePolicy", {{"Queues", {{{"Ref", "Q"}}}},
                                            {"PolicyDocument", statement({{"Fn::GetAtt", {"Q", "Arn"}}})}})},
        {"TopicPolicy" + number,
         resource("AWS::SNS::TopicPolicy",
                  {{"Topics", {{{"Ref", "T"}}}}, {"PolicyDocument", statement({{"Ref", "T"}})}})},
        {"Policy" + number,
         resource("AWS::IAM::Policy",
                  {{"PolicyName", "p"},
                   {"Roles", {{{"Ref", "R"}}}},
                   {"PolicyDocument",
                    {{"Version", "2012-10-17"},
                     {"Statement", {{{"Effect", "Allow"}, {"Action", "s3:*"}, {"Resource", "*"}}}}}}})},
        {"Subscription" + number,
         resource("AWS::SNS::Subscription", {{"TopicArn", {{"Ref", "T"}}},
                                             {"Protocol", "sqs"},
                                             {"Endpoint", {{"Fn::GetAtt", {"Q", "Arn"}}}}})}};
  };
  const auto with_capability = [&](const std::string& operation, const Json& resources) {
    aws.run(operation, {{"StackName", "s"},
                        {"TemplateBody", Json{{"Resources", resources}}.dump()},
                        {"Capabilities", {"CAPABILITY_IAM"}}});
  };
  with_capability("CreateStack", renamed("1"));
  REQUIRE(aws.status("s") == "CREATE_COMPLETE");
  with_capability("UpdateStack", renamed("2"));
  REQUIRE(aws.status("s") == "UPDATE_COMPLETE");
  CHECK(aws.ask("sqs", "GetQueueAttributes",
                {{"QueueUrl", "http://localhost:4566/000000000000/q"},
                 {"AttributeNames", {"All"}}})["Attributes"]
            .contains("Policy"));
  const std::string topic = "arn:aws:sns:us-east-1:000000000000:t";
  CHECK(aws.ask("sns", "ListSubscriptionsByTopic", {{"TopicArn", topic}})["Subscriptions"].size() == 1);
  CHECK(aws.ask("sns", "GetTopicAttributes", {{"TopicArn", topic}})["Attributes"]["Policy"]
            .get<std::string>()
            .find("__default") == std::string::npos);
  const Json role = aws.ask("iam", "ListRoles")["Roles"][0]["RoleName"];
  CHECK(aws.ask("iam", "ListRolePolicies", {{"RoleName", role}})["PolicyNames"] == Json{"p"});
}

}  // namespace
}  // namespace cloche::deploy
