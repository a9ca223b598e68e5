#include "fakes/sns/test_account.h"

namespace cloche::sns {
namespace {

using namespace std::chrono_literals;

TEST_CASE("a queue is subscribed at once, and only once") {
  Sns sns;
  const std::string topic = sns.create("t");
  const std::string arn = sns.subscribe(topic, "sqs", queue_arn);
  CHECK(arn.starts_with(topic + ":"));
  CHECK(arn.size() == topic.size() + 37);
  CHECK(sns.subscribe(topic, "sqs", queue_arn) == arn);
  CHECK(sns.subscription_attributes(arn) == Json{{"SubscriptionArn", arn},
                                                 {"TopicArn", topic},
                                                 {"Owner", "000000000000"},
                                                 {"Protocol", "sqs"},
                                                 {"Endpoint", queue_arn},
                                                 {"SubscriptionPrincipal", "arn:aws:iam::000000000000:root"},
                                                 {"ConfirmationWasAuthenticated", "true"},
                                                 {"PendingConfirmation", "false"},
                                                 {"RawMessageDelivery", "false"}});
}

TEST_CASE("subscribing again with other attributes is refused") {
  Sns sns;
  const std::string topic = sns.create("t");
  const std::string arn = sns.subscribe(topic, "sqs", queue_arn, {{"FilterPolicy", R"({"a": ["b"]})"}});
  CHECK(sns.subscribe(topic, "sqs", queue_arn,
                      {{"FilterPolicy", R"({"a":["b"]})"}, {"RawMessageDelivery", "false"}}) == arn);
  for (const Json& attributes :
       {Json{{"RawMessageDelivery", "true"}}, Json{{"FilterPolicy", R"({"a":["c"]})"}}}) {
    CHECK(sns.message_of("Subscribe", {{"TopicArn", topic},
                                       {"Protocol", "sqs"},
                                       {"Endpoint", queue_arn},
                                       {"Attributes", attributes}}) ==
          "Invalid parameter: Attributes Reason: Subscription already exists with different attributes");
  }
}

TEST_CASE("protocols have endpoints of their kind") {
  Sns sns;
  const std::string topic = sns.create("t");
  const std::string fifo = sns.create("t.fifo", {{"FifoTopic", "true"}});
  const auto refusal = [&](const std::string& arn, const char* protocol, const std::string& endpoint) {
    return sns.message_of("Subscribe", {{"TopicArn", arn}, {"Protocol", protocol}, {"Endpoint", endpoint}});
  };
  CHECK(refusal(topic, "pigeon", "x") ==
        "Invalid parameter: Amazon SNS does not support this protocol string: pigeon");
  CHECK(refusal(topic, "sqs", "queue") == "Invalid parameter: SQS endpoint ARN");
  CHECK(refusal(topic, "sqs", function_arn) == "Invalid parameter: SQS endpoint ARN");
  CHECK(refusal(topic, "lambda", queue_arn) == "Invalid parameter: Lambda endpoint ARN");
  CHECK(refusal(topic, "email", "nobody") == "Invalid parameter: Email address");
  CHECK(refusal(topic, "sqs", "") == "Invalid parameter: Endpoint");
  CHECK(refusal(topic, "sqs", queue_arn + ".fifo") ==
        "Invalid parameter: Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to "
        "standard SNS topics");
  CHECK(refusal(fifo, "lambda", function_arn) ==
        "Invalid parameter: Invalid parameter: Endpoint Reason: Please use FIFO SQS queue");
  CHECK(refusal(topic + "x", "sqs", queue_arn) == "Topic does not exist");
  CHECK(sns.error("Subscribe", {{"TopicArn", topic}, {"Protocol", "sms"}, {"Endpoint", "+1"}}).status == 501);
  CHECK(sns.error("Subscribe", {{"TopicArn", topic},
                                {"Protocol", "sqs"},
                                {"Endpoint", "arn:aws:sqs:us-east-1:111111111111:q"}})
            .status == 501);
  sns.subscribe(fifo, "sqs", queue_arn + ".fifo");
  sns.subscribe(fifo, "sqs", queue_arn);
}

TEST_CASE("an address confirms with the token of the mail that it gets") {
  Sns sns;
  const std::string topic = sns.create("t");
  const Json request{{"TopicArn", topic}, {"Protocol", "email"}, {"Endpoint", "a@example.com"}};
  CHECK(sns.call("Subscribe", request) == Json{{"SubscriptionArn", "pending confirmation"}});
  CHECK(sns.call("ListSubscriptionsByTopic", {{"TopicArn", topic}})["Subscriptions"][0]["SubscriptionArn"] ==
        "PendingConfirmation");
  const auto mails = sns.mails();
  REQUIRE(mails.size() == 1);
  CHECK(mails[0].recipient == "a@example.com");
  CHECK(mails[0].subject == "AWS Notification - Subscription Confirmation");
  CHECK(mails[0].body.find(mails[0].token) != std::string::npos);
  CHECK(sns.message_of("ConfirmSubscription", {{"TopicArn", topic}, {"Token", "wrong"}}) ==
        "Invalid parameter: Token");
  const Json confirmation{{"TopicArn", topic}, {"Token", mails[0].token}};
  const std::string arn = sns.call("ConfirmSubscription", confirmation)["SubscriptionArn"];
  CHECK(arn == mails[0].subscription_arn);
  CHECK(sns.call("ConfirmSubscription", confirmation)["SubscriptionArn"] == arn);
  CHECK(sns.subscription_attributes(arn)["PendingConfirmation"] == "false");
  CHECK(sns.call("Subscribe", request)["SubscriptionArn"] == arn);
  sns.wall += 73h;
  sns.settle();
  CHECK(sns.call("ListSubscriptions")["Subscriptions"].size() == 1);
}

TEST_CASE("who does not confirm within three days is forgotten; who asks again gets a new token") {
  Sns sns;
  const std::string topic = sns.create("t");
  const std::string arn = sns.subscribe(topic, "email", "a@example.com");
  CHECK(sns.subscription_attributes(arn)["PendingConfirmation"] == "true");
  sns.wall += 48h;
  CHECK(sns.subscribe(topic, "email", "a@example.com") == arn);
  const auto mails = sns.mails();
  REQUIRE(mails.size() == 2);
  CHECK(mails[0].token != mails[1].token);
  CHECK(sns.message_of("ConfirmSubscription", {{"TopicArn", topic}, {"Token", mails[0].token}}) ==
        "Invalid parameter: Token");
  sns.wall += 71h;
  sns.settle();
  CHECK(sns.topic_attributes(topic)["SubscriptionsPending"] == "1");
  sns.wall += 1h;
  sns.settle();
  CHECK(sns.topic_attributes(topic)["SubscriptionsPending"] == "0");
  CHECK(sns.message_of("ConfirmSubscription", {{"TopicArn", topic}, {"Token", mails[1].token}}) ==
        "Invalid parameter: Token");
}

TEST_CASE("attributes are set, checked and shown") {
  Sns sns;
  const std::string topic = sns.create("t");
  const std::string arn = sns.subscribe(topic, "sqs", queue_arn);
  const std::string lambda = sns.subscribe(topic, "lambda", function_arn);
  const auto request = [&](const std::string& subscription, const char* name, const std::string& value) {
    return Json{{"SubscriptionArn", subscription}, {"AttributeName", name}, {"AttributeValue", value}};
  };
  const auto refusal = [&](const std::string& subscription, const char* name, const std::string& value) {
    return sns.message_of("SetSubscriptionAttributes", request(subscription, name, value));
  };
  sns.call("SetSubscriptionAttributes", request(arn, "RawMessageDelivery", "true"));
  sns.call("SetSubscriptionAttributes", request(arn, "FilterPolicy", R"({"a":["b"]})"));
  sns.call("SetSubscriptionAttributes",
           request(arn, "RedrivePolicy", R"({"deadLetterTargetArn":")" + dead_letter_arn + "\"}"));
  const Json attributes = sns.subscription_attributes(arn);
  CHECK(attributes["RawMessageDelivery"] == "true");
  CHECK(attributes["FilterPolicy"] == R"({"a":["b"]})");
  CHECK(attributes["FilterPolicyScope"] == "MessageAttributes");
  sns.call("SetSubscriptionAttributes", request(arn, "FilterPolicy", ""));
  CHECK(!sns.subscription_attributes(arn).contains("FilterPolicy"));
  CHECK(refusal(arn, "RawMessageDelivery", "yes") ==
        "Invalid parameter: RawMessageDelivery: Invalid value [yes]. Must be true or false.");
  CHECK(refusal(lambda, "RawMessageDelivery", "true") ==
        "Invalid parameter: Delivery protocol [lambda] does not support raw message delivery.");
  CHECK(refusal(arn, "FilterPolicyScope", "x") ==
        "Invalid parameter: FilterPolicyScope: Invalid value [x]. Please use either MessageBody or "
        "MessageAttributes");
  CHECK(refusal(arn, "FilterPolicy", R"({"store":"x"})") ==
        "Invalid parameter: FilterPolicy: \"store\" must be an object or an array\n at [Source: "
        "(String)\"{\"store\":\"x\"}\"; line: 1, column: 11]");
  CHECK(refusal(arn, "RedrivePolicy", "x") == "Invalid parameter: RedrivePolicy: failed to parse JSON.");
  CHECK(refusal(arn, "RedrivePolicy", R"({"deadLetterTargetArn":")" + function_arn + "\"}")
            .starts_with("Invalid parameter: RedrivePolicy: "));
  CHECK(refusal(arn, "Colour", "red") == "Invalid parameter: AttributeName");
  CHECK(refusal(arn + "x", "RawMessageDelivery", "true") == "Subscription does not exist");
}

TEST_CASE("a filter policy has its limits") {
  Sns sns;
  const std::string topic = sns.create("t");
  const auto refusal = [&](const std::string& policy, const char* scope) {
    return sns.message_of("Subscribe",
                          {{"TopicArn", topic},
                           {"Protocol", "sqs"},
                           {"Endpoint", queue_arn},
                           {"Attributes", {{"FilterPolicy", policy}, {"FilterPolicyScope", scope}}}});
  };
  const std::string start = "Invalid parameter: Attributes Reason: FilterPolicy: ";
  CHECK(refusal(R"({"a":{"b":["c"]}})", "MessageAttributes") ==
        start + "Filter policy scope MessageAttributes does not support nested filter policy");
  CHECK(refusal(R"({"a":[1],"b":[1],"c":[1],"d":[1],"e":[1],"f":[1]})", "MessageAttributes") ==
        start + "Filter policy can not have more than 5 keys");
  // 5 × 2 deep, times 16
  CHECK(refusal(R"({"a":{"b":[1,2,3,4,5]},"c":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]})", "MessageBody") ==
        start + "Filter policy is too complex");
  CHECK(refusal(R"({"a":[{"numeric":["<",2e9]}]})", "MessageBody")
            .starts_with(start + "Value must be between -1.0E9 and 1.0E9"));
  sns.subscribe(topic, "sqs", queue_arn,
                {{"FilterPolicy", R"({"a":{"b":[1],"c":[1],"d":[1]},"e":[1],"f":[1],"g":[1],"h":[1]})"},
                 {"FilterPolicyScope", "MessageBody"}});
}

TEST_CASE("a topic has two hundred filter policies at most") {
  Sns sns;
  const std::string topic = sns.create("t");
  const Json policy{{"FilterPolicy", R"({"a":["b"]})"}};
  for (int i = 0; i < 200; ++i) sns.subscribe(topic, "sqs", queue_arn + std::to_string(i), policy);
  CHECK(sns.error("Subscribe",
                  {{"TopicArn", topic}, {"Protocol", "sqs"}, {"Endpoint", queue_arn}, {"Attributes", policy}})
            .code == "FilterPolicyLimitExceededException");
  sns.subscribe(topic, "sqs", queue_arn);
}

TEST_CASE("subscriptions are listed in the order in which they were made, a hundred at a time") {
  Sns sns;
  const std::string one = sns.create("one");
  const std::string two = sns.create("two");
  for (int i = 0; i < 101; ++i) sns.subscribe(one, "sqs", queue_arn + std::to_string(i));
  sns.subscribe(two, "sqs", queue_arn);
  const Json page = sns.call("ListSubscriptionsByTopic", {{"TopicArn", one}});
  CHECK(page["Subscriptions"].size() == 100);
  CHECK(page["Subscriptions"][99]["Endpoint"] == queue_arn + "99");
  const Json rest =
      sns.call("ListSubscriptionsByTopic", {{"TopicArn", one}, {"NextToken", page["NextToken"]}});
  CHECK(rest["Subscriptions"].size() == 1);
  CHECK(!rest.contains("NextToken"));
  CHECK(sns.call("ListSubscriptions", {{"NextToken", page["NextToken"]}})["Subscriptions"].size() == 2);
}

TEST_CASE("a subscription ends, and may end twice") {
  Sns sns;
  const std::string topic = sns.create("t");
  const std::string arn = sns.subscribe(topic, "sqs", queue_arn);
  sns.call("Unsubscribe", {{"SubscriptionArn", arn}});
  sns.call("Unsubscribe", {{"SubscriptionArn", arn}});
  CHECK(sns.call("ListSubscriptions") == Json{{"Subscriptions", Json::array()}});
  CHECK(sns.message_of("Unsubscribe", {{"SubscriptionArn", "x"}}) ==
        "Invalid parameter: SubscriptionArn Reason: An ARN must have at least 6 elements, not 1");
  sns.publish(topic, "x");
  CHECK(sns.settle().empty());
}

}  // namespace
}  // namespace cloche::sns
