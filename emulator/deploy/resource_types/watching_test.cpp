// Alarms, dashboards and logs.
#include "emulator/deploy/testing/stack_account.h"

namespace cloche::deploy {
namespace {

using testing::StackAccount;

Json alarm_of(const Json& more = Json::object()) {
  Json properties{{"AlarmName", "a"},
                  {"Namespace", "AWS/Lambda"},
                  {"MetricName", "Errors"},
                  {"Dimensions", {{{"Name", "FunctionName"}, {"Value", "f"}}}},
                  {"Statistic", "Sum"},
                  {"Period", 60},
                  {"EvaluationPeriods", "1"},
                  {"Threshold", "1"},
                  {"ComparisonOperator", "GreaterThanOrEqualToThreshold"}};
  properties.update(more);
  return properties;
}

TEST_CASE("an alarm is made, changed as a whole, and deleted") {
  StackAccount account;
  const std::string type = "AWS::CloudWatch::Alarm";
  const Json first = alarm_of({{"AlarmDescription", "d"}, {"Tags", {{{"Key", "k"}, {"Value", "v"}}}}});
  const Resource alarm = account.create(type, first);
  CHECK(alarm.attributes["Arn"] == "arn:aws:cloudwatch:us-east-1:000000000000:alarm:a");
  const Json second = alarm_of({{"Threshold", 2.5}, {"TreatMissingData", "notBreaching"}});
  account.update(type, alarm, first, second);
  const Json shown = account.ask("cloudwatch", "DescribeAlarms")["MetricAlarms"][0];
  CHECK(shown["Threshold"] == 2.5);
  CHECK_FALSE(shown.contains("AlarmDescription"));
  CHECK(account.ask("cloudwatch", "ListTagsForResource", {{"ResourceARN", alarm.attributes["Arn"]}})["Tags"]
            .empty());

  const Json rule{{"AlarmName", "c"}, {"AlarmRule", "ALARM(a)"}};
  const Resource composite = account.create("AWS::CloudWatch::CompositeAlarm", rule);
  account.remove("AWS::CloudWatch::CompositeAlarm", composite, rule);
  account.remove(type, alarm, second);
  CHECK(account.ask("cloudwatch", "DescribeAlarms")["MetricAlarms"].empty());
  CHECK(account.replaces(type, first, alarm_of({{"AlarmName", "b"}})));
  CHECK(account.wrong(type, alarm_of({{"ComparisonOperator", "Above"}}))
            .starts_with("ValidationError: 1 validation"));
}

TEST_CASE("a dashboard takes its body as text or as an object") {
  StackAccount account;
  const std::string type = "AWS::CloudWatch::Dashboard";
  const Json first{{"DashboardName", "d"}, {"DashboardBody", R"({"widgets":[]})"}};
  const Resource dashboard = account.create(type, first);
  account.update(type, dashboard, first,
                 {{"DashboardName", "d"}, {"DashboardBody", {{"widgets", Json::array()}}}});
  account.remove(type, dashboard, first);
  CHECK(account.ask("cloudwatch", "ListDashboards")["DashboardEntries"].empty());
}

TEST_CASE("a log group keeps events as long as it is told") {
  StackAccount account;
  const std::string type = "AWS::Logs::LogGroup";
  const Json first{
      {"LogGroupName", "g"}, {"RetentionInDays", "7"}, {"Tags", {{{"Key", "k"}, {"Value", "v"}}}}};
  const Resource group = account.create(type, first);
  CHECK(group.attributes["Arn"] == "arn:aws:logs:us-east-1:000000000000:log-group:g:*");
  const auto shown = [&] { return account.ask("logs", "DescribeLogGroups")["logGroups"]; };
  CHECK(shown()[0]["retentionInDays"] == 7);
  account.update(type, group, first, {{"LogGroupName", "g"}});
  CHECK_FALSE(shown()[0].contains("retentionInDays"));
  account.remove(type, group, {{"LogGroupName", "g"}});
  CHECK(shown().empty());
  CHECK(account.wrong(type, {{"RetentionInDays", 8}}).starts_with("InvalidParameterException"));
}

TEST_CASE("filters of a group are put and taken away") {
  StackAccount account;
  account.create("AWS::Logs::LogGroup", {{"LogGroupName", "g"}});
  const std::string type = "AWS::Logs::MetricFilter";
  const Json first{{"LogGroupName", "g"},
                   {"FilterPattern", "{ $.level = \"ERROR\" }"},
                   {"MetricTransformations",
                    {{{"MetricName", "m"},
                      {"MetricNamespace", "n"},
                      {"MetricValue", "1"},
                      {"Dimensions", {{{"Key", "Level"}, {"Value", "$.level"}}}}}}}};
  const Resource filter = account.create(type, first);
  const auto shown = [&] {
    return account.ask("logs", "DescribeMetricFilters", {{"logGroupName", "g"}})["metricFilters"];
  };
  CHECK(shown()[0]["metricTransformations"][0]["dimensions"] == Json{{"Level", "$.level"}});
  Json second = first;
  second["FilterPattern"] = "ERROR";
  second["MetricTransformations"][0].erase("Dimensions");
  account.update(type, filter, first, second);
  CHECK(shown()[0]["filterPattern"] == "ERROR");
  account.remove(type, filter, second);
  CHECK(shown().empty());

  account.create("AWS::Lambda::Function", {{"FunctionName", "f"},
                                           {"Code", {{"ZipFile", "exports.handler = async () => 1"}}},
                                           {"Handler", "index.handler"},
                                           {"Runtime", "nodejs20.x"},
                                           {"Role", "arn:aws:iam::000000000000:role/r"}});
  const Json subscription{{"LogGroupName", "g"},
                          {"FilterName", "s"},
                          {"FilterPattern", ""},
                          {"DestinationArn", "arn:aws:lambda:us-east-1:000000000000:function:f"}};
  const Resource sent = account.create("AWS::Logs::SubscriptionFilter", subscription);
  CHECK(sent.physical_id == "s");
  account.remove("AWS::Logs::SubscriptionFilter", sent, subscription);
}

TEST_CASE("a stream and a policy of logs") {
  StackAccount account;
  account.create("AWS::Logs::LogGroup", {{"LogGroupName", "g"}});
  const Json stream{{"LogGroupName", "g"}, {"LogStreamName", "s"}};
  const Resource made = account.create("AWS::Logs::LogStream", stream);
  account.remove("AWS::Logs::LogStream", made, stream);
  CHECK(account.ask("logs", "DescribeLogStreams", {{"logGroupName", "g"}})["logStreams"].empty());
  const Json policy{{"PolicyName", "p"}, {"PolicyDocument", R"({"Version":"2012-10-17","Statement":[]})"}};
  const Resource kept = account.create("AWS::Logs::ResourcePolicy", policy);
  account.remove("AWS::Logs::ResourcePolicy", kept, policy);
}

}  // namespace
}  // namespace cloche::deploy
