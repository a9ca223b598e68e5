#include "fakes/sns/test_account.h"

namespace cloche::sns {
namespace {

TEST_CASE("a topic is created once, however often it is asked for") {
  Sns sns;
  const std::string arn = sns.create("orders");
  CHECK(arn == "arn:aws:sns:us-east-1:000000000000:orders");
  CHECK(sns.create("orders") == arn);
  CHECK(sns.call("ListTopics") == Json{{"Topics", {{{"TopicArn", arn}}}}});
}

TEST_CASE("a topic that exists must have the attributes and tags that are asked for") {
  Sns sns;
  const Json tags = {{{"Key", "a"}, {"Value", "1"}}};
  sns.call("CreateTopic", {{"Name", "t"}, {"Attributes", {{"DisplayName", "x"}}}, {"Tags", tags}});
  sns.call("CreateTopic", {{"Name", "t"}});
  sns.call("CreateTopic", {{"Name", "t"}, {"Attributes", {{"DisplayName", "x"}}}, {"Tags", tags}});
  const ApiError error = sns.error("CreateTopic", {{"Name", "t"}, {"Attributes", {{"DisplayName", "y"}}}});
  CHECK(error.code == "InvalidParameterException");
  CHECK(error.message ==
        "Invalid parameter: Attributes Reason: Topic already exists with different attributes");
  CHECK(sns.message_of("CreateTopic", {{"Name", "t"}, {"Tags", {{{"Key", "a"}, {"Value", "2"}}}}}) ==
        "Invalid parameter: Tags Reason: Topic already exists with different tags");
}

TEST_CASE("names have letters, digits, '-' and '_'; those of FIFO topics, and they alone, end with .fifo") {
  Sns sns;
  for (const char* wrong : {"", "a b", "a.b", "ä", "x.fifo", ".fifo"}) {
    CHECK_MESSAGE(sns.message_of("CreateTopic", {{"Name", wrong}}) == "Invalid parameter: Topic Name", wrong);
  }
  CHECK(sns.message_of("CreateTopic", {{"Name", std::string(257, 'a')}}) == "Invalid parameter: Topic Name");
  CHECK(sns.message_of("CreateTopic", {{"Name", "x"}, {"Attributes", {{"FifoTopic", "true"}}}}) ==
        "Invalid parameter: Topic Name");
  sns.create(std::string(256, 'a'));
  const Json attributes = sns.topic_attributes(sns.create("x.fifo", {{"FifoTopic", "true"}}));
  CHECK(attributes["FifoTopic"] == "true");
  CHECK(attributes["ContentBasedDeduplication"] == "false");
}

TEST_CASE("a topic shows its owner, its policy, how it delivers, and who has subscribed") {
  Sns sns;
  const std::string arn = sns.create("t");
  const Json attributes = sns.topic_attributes(arn);
  CHECK(attributes["TopicArn"] == arn);
  CHECK(attributes["Owner"] == "000000000000");
  CHECK(attributes["DisplayName"] == "");
  CHECK(attributes["SubscriptionsConfirmed"] == "0");
  CHECK(attributes["SubscriptionsPending"] == "0");
  CHECK(attributes["SubscriptionsDeleted"] == "0");
  CHECK(
      attributes["Policy"] ==
      R"({"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[{"Sid":"__default_statement_ID","Effect":"Allow",)"
      R"("Principal":{"AWS":"*"},"Action":["SNS:GetTopicAttributes","SNS:SetTopicAttributes","SNS:AddPermission",)"
      R"("SNS:RemovePermission","SNS:DeleteTopic","SNS:Subscribe","SNS:ListSubscriptionsByTopic","SNS:Publish"],)"
      R"("Resource":"arn:aws:sns:us-east-1:000000000000:t","Condition":{"StringEquals":{"AWS:SourceOwner":"000000000000"}}}]})");
  CHECK(Json::parse(attributes["EffectiveDeliveryPolicy"]
                        .get<std::string>())["http"]["defaultHealthyRetryPolicy"]["numRetries"] == 3);
  CHECK(!attributes.contains("FifoTopic"));
  const std::string queue = sns.subscribe(arn, "sqs", queue_arn);
  sns.subscribe(arn, "email", "a@example.com");
  sns.call("Unsubscribe", {{"SubscriptionArn", queue}});
  sns.subscribe(arn, "lambda", function_arn);
  const Json after = sns.topic_attributes(arn);
  CHECK(after["SubscriptionsConfirmed"] == "1");
  CHECK(after["SubscriptionsPending"] == "1");
  CHECK(after["SubscriptionsDeleted"] == "1");
}

TEST_CASE("attributes are set and taken away; what has no effect is said") {
  Sns sns;
  const std::string arn = sns.create("t");
  const auto set = [&](const char* name, const std::string& value) {
    sns.call("SetTopicAttributes", {{"TopicArn", arn}, {"AttributeName", name}, {"AttributeValue", value}});
  };
  set("DisplayName", "Shop");
  CHECK(sns.topic_attributes(arn)["DisplayName"] == "Shop");
  CHECK(sns.unsupported.reported.empty());
  set("KmsMasterKeyId", "alias/aws/sns");
  CHECK(sns.unsupported.reported ==
        std::vector<std::string>{"KmsMasterKeyId is stored and not applied: messages are not encrypted"});
  CHECK(sns.topic_attributes(arn)["KmsMasterKeyId"] == "alias/aws/sns");
  set("KmsMasterKeyId", "");
  CHECK(!sns.topic_attributes(arn).contains("KmsMasterKeyId"));
  set("LambdaSuccessFeedbackSampleRate", "100");
  set("TracingConfig", "PassThrough");
  CHECK(sns.unsupported.reported.size() == 2);
}

TEST_CASE("attributes that there are not, or not with this value, are refused") {
  Sns sns;
  const std::string arn = sns.create("t");
  const auto refusal = [&](const char* name, const std::string& value) {
    return sns.message_of("SetTopicAttributes",
                          {{"TopicArn", arn}, {"AttributeName", name}, {"AttributeValue", value}});
  };
  CHECK(refusal("Colour", "red") == "Invalid parameter: AttributeName");
  CHECK(refusal("FifoTopic", "true") == "Invalid parameter: AttributeName");
  CHECK(refusal("TopicArn", "x") == "Invalid parameter: AttributeName");
  CHECK(refusal("DisplayName", std::string(101, 'x')) == "Invalid parameter: DisplayName");
  CHECK(refusal("Policy", "no").starts_with("Invalid parameter: Policy"));
  CHECK(refusal("ContentBasedDeduplication", "true").starts_with("Invalid parameter: Content-based"));
  CHECK(refusal("TracingConfig", "On") == "Invalid parameter: TracingConfig");
  CHECK(sns.message_of("CreateTopic", {{"Name", "u"}, {"Attributes", {{"Colour", "red"}}}}) ==
        "Invalid parameter: Attributes Reason: AttributeName");
}

TEST_CASE("an ARN that means no topic of this account and region is refused as the service does") {
  Sns sns;
  const auto refusal = [&](const char* arn) { return sns.error("GetTopicAttributes", {{"TopicArn", arn}}); };
  CHECK(refusal("x").message ==
        "Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1");
  CHECK(refusal("a:b:c:d:e:f").message ==
        "Invalid parameter: TopicArn Reason: a:b:c:d:e:f does not start with arn");
  CHECK(refusal("arn:aws:sqs:us-east-1:000000000000:t").message == "Invalid parameter: TopicArn");
  CHECK(refusal("arn:aws:sns:eu-west-1:000000000000:t").message == "Invalid parameter: TopicArn");
  const ApiError foreign = refusal("arn:aws:sns:us-east-1:111111111111:t");
  CHECK(foreign.code == "AuthorizationErrorException");
  CHECK(foreign.message ==
        "User: arn:aws:iam::000000000000:root is not authorized to perform: SNS:GetTopicAttributes on "
        "resource: "
        "arn:aws:sns:us-east-1:111111111111:t");
  const ApiError missing = refusal("arn:aws:sns:us-east-1:000000000000:t");
  CHECK(missing.code == "NotFoundException");
  CHECK(missing.message == "Topic does not exist");
}

TEST_CASE("topics are listed by name, a hundred at a time, and each region has its own") {
  Sns sns;
  for (int i = 0; i < 101; ++i) sns.create("t" + std::to_string(1000 + i));
  const Json page = sns.call("ListTopics");
  CHECK(page["Topics"].size() == 100);
  const Json rest = sns.call("ListTopics", {{"NextToken", page["NextToken"]}});
  CHECK(rest == Json{{"Topics", {{{"TopicArn", "arn:aws:sns:us-east-1:000000000000:t1100"}}}}});
  CHECK(sns.message_of("ListTopics", {{"NextToken", "?"}}) == "Invalid parameter: NextToken");
  sns.region = "eu-west-1";
  CHECK(sns.call("ListTopics") == Json{{"Topics", Json::array()}});
}

TEST_CASE("a topic goes with its subscriptions, and may go twice") {
  Sns sns;
  const std::string arn = sns.create("t");
  const std::string subscription = sns.subscribe(arn, "sqs", queue_arn);
  sns.subscribe(arn, "email", "a@example.com");
  sns.call("DeleteTopic", {{"TopicArn", arn}});
  sns.call("DeleteTopic", {{"TopicArn", arn}});
  CHECK(sns.call("ListSubscriptions") == Json{{"Subscriptions", Json::array()}});
  CHECK(sns.message_of("GetSubscriptionAttributes", {{"SubscriptionArn", subscription}}) ==
        "Subscription does not exist");
  CHECK(!sns.account.transact([&] { return sns.account.outbox().first(); }));
}

TEST_CASE("a policy gets statements and loses them") {
  Sns sns;
  const std::string arn = sns.create("t");
  const Json request{{"TopicArn", arn},
                     {"Label", "friends"},
                     {"AWSAccountId", {"111111111111"}},
                     {"ActionName", {"Publish", "Subscribe"}}};
  sns.call("AddPermission", request);
  const auto statements = [&] {
    return Json::parse(sns.topic_attributes(arn)["Policy"].get<std::string>())["Statement"];
  };
  CHECK(statements()[1] == Json{{"Sid", "friends"},
                                {"Effect", "Allow"},
                                {"Principal", {{"AWS", "arn:aws:iam::111111111111:root"}}},
                                {"Action", {"SNS:Publish", "SNS:Subscribe"}},
                                {"Resource", arn}});
  CHECK(sns.message_of("AddPermission", request) == "Invalid parameter: Statement already exists");
  Json wrong = request;
  wrong["Label"] = "more";
  wrong["ActionName"] = {"Fly"};
  CHECK(sns.message_of("AddPermission", wrong) ==
        "Invalid parameter: Policy statement action out of service scope!");
  sns.call("RemovePermission", {{"TopicArn", arn}, {"Label", "friends"}});
  CHECK(statements().size() == 1);
  CHECK(sns.error("RemovePermission", {{"TopicArn", arn}, {"Label", "friends"}}).code == "NotFoundException");
}

TEST_CASE("topics have tags, 50 at most") {
  Sns sns;
  const std::string arn = sns.create("t");
  const auto tag = [](const std::string& key, const char* value) {
    return Json{{"Key", key}, {"Value", value}};
  };
  sns.call("TagResource", {{"ResourceArn", arn}, {"Tags", {tag("b", "1"), tag("a", "2")}}});
  sns.call("TagResource", {{"ResourceArn", arn}, {"Tags", {tag("b", "3")}}});
  CHECK(sns.call("ListTagsForResource", {{"ResourceArn", arn}})["Tags"] ==
        Json{tag("a", "2"), tag("b", "3")});
  sns.call("UntagResource", {{"ResourceArn", arn}, {"TagKeys", {"a", "none"}}});
  CHECK(sns.call("ListTagsForResource", {{"ResourceArn", arn}})["Tags"] == Json::array({tag("b", "3")}));
  CHECK(sns.message_of("TagResource", {{"ResourceArn", arn}, {"Tags", {tag("c", "1"), tag("c", "2")}}}) ==
        "Invalid parameter: Duplicated keys are not allowed.");
  Json many = Json::array();
  for (int i = 0; i < 50; ++i) many.push_back(tag("k" + std::to_string(i), ""));
  CHECK(sns.error("TagResource", {{"ResourceArn", arn}, {"Tags", many}}).code == "TagLimitExceededException");
  CHECK(sns.call("ListTagsForResource", {{"ResourceArn", arn}})["Tags"].size() == 1);
  const ApiError missing = sns.error("ListTagsForResource", {{"ResourceArn", arn + "x"}});
  CHECK(missing.code == "ResourceNotFoundException");
  CHECK(missing.message == "Resource does not exist");
}

}  // namespace
}  // namespace cloche::sns
