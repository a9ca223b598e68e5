// Topics, subscriptions, rules and buses.
#include "emulator/deploy/testing/stack_account.h"

namespace cloche::deploy {
namespace {

using testing::StackAccount;

TEST_CASE("a topic has the subscriptions that stand in it, and no others of them") {
  StackAccount account;
  const std::string type = "AWS::SNS::Topic";
  const std::string queue = "arn:aws:sqs:us-east-1:000000000000:q";
  account.create("AWS::SQS::Queue", {{"QueueName", "q"}});
  const Json first{{"TopicName", "t"},
                   {"DisplayName", "T"},
                   {"Subscription", {{{"Protocol", "sqs"}, {"Endpoint", queue}}}},
                   {"Tags", {{{"Key", "a"}, {"Value", "b"}}}}};
  const Resource topic = account.create(type, first);
  CHECK(topic.physical_id == "arn:aws:sns:us-east-1:000000000000:t");
  CHECK(topic.attributes["TopicName"] == "t");
  const Json which{{"TopicArn", topic.physical_id}};
  CHECK(account.ask("sns", "ListSubscriptionsByTopic", which)["Subscriptions"].size() == 1);
  account.update(type, topic, first, {{"TopicName", "t"}, {"DisplayName", "other"}});
  CHECK(account.ask("sns", "ListSubscriptionsByTopic", which)["Subscriptions"].empty());
  CHECK(account.ask("sns", "GetTopicAttributes", which)["Attributes"]["DisplayName"] == "other");
  account.remove(type, topic, {{"TopicName", "t"}});
  CHECK(account.ask("sns", "ListTopics")["Topics"].empty());
}

TEST_CASE("a subscription's filter changes with its scope; another endpoint is another subscription") {
  StackAccount account;
  const std::string type = "AWS::SNS::Subscription";
  account.create("AWS::SQS::Queue", {{"QueueName", "q"}});
  const Resource topic = account.create("AWS::SNS::Topic", {{"TopicName", "t"}});
  const Json first{{"TopicArn", topic.physical_id},
                   {"Protocol", "sqs"},
                   {"Endpoint", "arn:aws:sqs:us-east-1:000000000000:q"},
                   {"FilterPolicy", {{"kind", {"a"}}}},
                   {"RawMessageDelivery", true}};
  const Resource subscription = account.create(type, first);
  const auto attributes = [&] {
    return account.ask("sns", "GetSubscriptionAttributes",
                       {{"SubscriptionArn", subscription.physical_id}})["Attributes"];
  };
  CHECK(attributes()["RawMessageDelivery"] == "true");
  Json second = first;
  second["FilterPolicyScope"] = "MessageBody";
  second["FilterPolicy"] = {{"order", {{"kind", {"b"}}}}};
  second.erase("RawMessageDelivery");
  account.update(type, subscription, first, second);
  CHECK(attributes()["FilterPolicyScope"] == "MessageBody");
  CHECK(attributes()["RawMessageDelivery"] == "false");
  Json other = first;
  other["Endpoint"] = "arn:aws:sqs:us-east-1:000000000000:other";
  CHECK(account.replaces(type, first, other));
  account.remove(type, subscription, second);
  CHECK_THROWS_AS(attributes(), ApiError);
}

TEST_CASE("a topic without its policy has the default one") {
  StackAccount account;
  const Resource topic = account.create("AWS::SNS::Topic", {{"TopicName", "t"}});
  const auto policy_now = [&] {
    return account.ask("sns", "GetTopicAttributes",
                       {{"TopicArn", topic.physical_id}})["Attributes"]["Policy"];
  };
  const Json before = policy_now();
  const Json properties{{"Topics", {topic.physical_id}},
                        {"PolicyDocument",
                         {{"Version", "2012-10-17"},
                          {"Statement",
                           {{{"Sid", "s"},
                             {"Effect", "Allow"},
                             {"Principal", {{"Service", "events.amazonaws.com"}}},
                             {"Action", "sns:Publish"},
                             {"Resource", topic.physical_id}}}}}}};
  const Resource policy = account.create("AWS::SNS::TopicPolicy", properties);
  CHECK(policy_now() != before);
  account.remove("AWS::SNS::TopicPolicy", policy, properties);
  CHECK(policy_now() == before);
}

TEST_CASE("a rule has its targets, and is deleted with them; one of another bus is named with the bus") {
  StackAccount account;
  const std::string type = "AWS::Events::Rule";
  const auto target = [](const char* id) {
    return Json{{"Id", id}, {"Arn", "arn:aws:sqs:us-east-1:000000000000:q"}};
  };
  const Json first{
      {"Name", "r"}, {"ScheduleExpression", "rate(1 day)"}, {"Targets", {target("a"), target("b")}}};
  const Resource rule = account.create(type, first);
  CHECK(rule.physical_id == "r");
  CHECK(rule.attributes["Arn"] == "arn:aws:events:us-east-1:000000000000:rule/r");
  const Json second{{"Name", "r"},
                    {"EventPattern", {{"source", {"x"}}}},
                    {"State", "DISABLED"},
                    {"Targets", {target("b")}}};
  account.update(type, rule, first, second);
  const Json shown = account.ask("events", "DescribeRule", {{"Name", "r"}});
  CHECK(shown["State"] == "DISABLED");
  CHECK(shown["EventPattern"] == R"({"source":["x"]})");
  CHECK_FALSE(shown.contains("ScheduleExpression"));
  CHECK(account.ask("events", "ListTargetsByRule", {{"Rule", "r"}})["Targets"].size() == 1);
  // Somebody took the target away by hand.
  account.ask("events", "RemoveTargets", {{"Rule", "r"}, {"Ids", Json::array({"b"})}});
  account.remove(type, rule, second);
  CHECK(account.ask("events", "ListRules")["Rules"].empty());

  const Resource bus = account.create("AWS::Events::EventBus", {{"Name", "b"}});
  CHECK(bus.attributes["Arn"] == "arn:aws:events:us-east-1:000000000000:event-bus/b");
  const Json on_bus{{"Name", "r"}, {"EventBusName", bus.physical_id}, {"EventPattern", {{"source", {"x"}}}}};
  const Resource other = account.create(type, on_bus);
  CHECK(other.physical_id == "b|r");
  account.remove(type, other, on_bus);
  account.remove("AWS::Events::EventBus", bus, {{"Name", "b"}});
}

TEST_CASE("a bus's policy changes where it is") {
  StackAccount account;
  const Resource bus = account.create("AWS::Events::EventBus", {{"Name", "b"}});
  const Json first{{"EventBusName", "b"},
                   {"StatementId", "s"},
                   {"Action", "events:PutEvents"},
                   {"Principal", "111122223333"}};
  const Resource policy = account.create("AWS::Events::EventBusPolicy", first);
  Json second = first;
  second["Principal"] = "*";
  account.update("AWS::Events::EventBusPolicy", policy, first, second);
  CHECK(account.ask("events", "DescribeEventBus", {{"Name", "b"}})["Policy"].get<std::string>().find(
            "111122223333") == std::string::npos);
  account.remove("AWS::Events::EventBusPolicy", policy, second);
  CHECK_FALSE(account.ask("events", "DescribeEventBus", {{"Name", "b"}}).contains("Policy"));
}

TEST_CASE("what is wrong with a rule or a topic is said") {
  StackAccount account;
  CHECK(account.wrong("AWS::Events::Rule", {{"Name", "r"}}).starts_with("ValidationException: Parameter(s)"));
  CHECK(account.wrong("AWS::Events::Rule", {{"Name", "r"},
                                            {"ScheduleExpression", "rate(1 day)"},
                                            {"Targets", {{{"Id", "a"}, {"Foo", 1}}}}}) ==
        "/Targets/0/Foo: Encountered unsupported property Foo");
  CHECK(account.wrong("AWS::SNS::Topic", {{"Name", "t"}}) == "/Name: Encountered unsupported property Name");
  CHECK(account.wrong("AWS::SNS::Subscription", {{"Protocol", "sqs"}}) ==
        ": Property TopicArn cannot be empty.");
}

}  // namespace
}  // namespace cloche::deploy
