#include "fakes/core/clock_set_back.h"
#include "fakes/sns/test_account.h"

namespace cloche::sns {
namespace {

using namespace std::chrono_literals;

Json text_attribute(const char* type, const std::string& value) {
  return {{"DataType", type}, {"StringValue", value}};
}

TEST_CASE("a queue gets the message in its envelope, laid out as the service does") {
  Sns sns;
  const std::string topic = sns.create("t");
  const std::string subscription = sns.subscribe(topic, "sqs", queue_arn);
  const std::string id =
      sns.publish(topic, "Hi \"you\"\n",
                  {{"Subject", "S"}, {"MessageAttributes", {{"a", text_attribute("String", "b")}}}});
  const auto deliveries = sns.settle();
  REQUIRE(deliveries.size() == 1);
  CHECK(deliveries[0].target == queue_arn);
  CHECK(deliveries[0].sender == "sns.amazonaws.com");
  CHECK(deliveries[0].source == topic);
  CHECK(deliveries[0].attributes.empty());
  const std::string& body = deliveries[0].body;
  CHECK(body.starts_with(
      "{\n  \"Type\" : \"Notification\",\n  \"MessageId\" : \"" + id + "\",\n  \"TopicArn\" : \"" + topic +
      "\",\n  \"Subject\" : \"S\",\n  \"Message\" : \"Hi \\\"you\\\"\\n\",\n  \"Timestamp\" : "
      "\"2026-01-05T09:00:00.000Z\",\n  \"SignatureVersion\" : \"1\",\n  \"Signature\" : \""));
  CHECK(body.ends_with(
      "\n  \"UnsubscribeURL\" : \"https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=" +
      subscription +
      "\",\n  \"MessageAttributes\" : {\n    \"a\" : {\"Type\":\"String\",\"Value\":\"b\"}\n  }\n}"));
  CHECK(Json::parse(body)["SigningCertURL"].get<std::string>().ends_with(".pem"));
}

TEST_CASE("raw, a queue gets the message itself, and its attributes as its own") {
  Sns sns;
  const std::string topic = sns.create("t");
  sns.subscribe(topic, "sqs", queue_arn, {{"RawMessageDelivery", "true"}});
  const std::string bytes = "\x01\xFF";
  sns.publish(topic, "Hi",
              {{"MessageAttributes",
                {{"n", text_attribute("Number", "1.5")},
                 {"b", {{"DataType", "Binary"}, {"BinaryValue", Json::binary({1, 255})}}}}}});
  const auto deliveries = sns.settle();
  REQUIRE(deliveries.size() == 1);
  CHECK(deliveries[0].body == "Hi");
  CHECK(deliveries[0].attributes == Json{{"n", text_attribute("Number", "1.5")},
                                         {"b", {{"DataType", "Binary"}, {"BinaryValue", "Af8="}}}});
}

TEST_CASE("a function gets an event") {
  Sns sns;
  const std::string topic = sns.create("t");
  const std::string subscription = sns.subscribe(topic, "lambda", function_arn);
  const std::string id =
      sns.publish(topic, "Hi", {{"MessageAttributes", {{"a", text_attribute("String", "b")}}}});
  const auto deliveries = sns.settle();
  REQUIRE(deliveries.size() == 1);
  CHECK(deliveries[0].target == function_arn);
  const Json record = Json::parse(deliveries[0].body)["Records"][0];
  CHECK(record["EventSource"] == "aws:sns");
  CHECK(record["EventVersion"] == "1.0");
  CHECK(record["EventSubscriptionArn"] == subscription);
  const Json& message = record["Sns"];
  CHECK(message["Type"] == "Notification");
  CHECK(message["MessageId"] == id);
  CHECK(message["TopicArn"] == topic);
  CHECK(message["Subject"].is_null());
  CHECK(message["Message"] == "Hi");
  CHECK(message["Timestamp"] == "2026-01-05T09:00:00.000Z");
  CHECK(message["MessageAttributes"] == Json{{"a", {{"Type", "String"}, {"Value", "b"}}}});
  for (const char* name : {"SignatureVersion", "Signature", "SigningCertUrl", "UnsubscribeUrl"})
    CHECK(message.contains(name));
}

TEST_CASE("an address gets a mail once it has confirmed") {
  Sns sns;
  const std::string topic = sns.create("t", {{"DisplayName", "Shop"}});
  sns.subscribe(topic, "email", "a@example.com");
  sns.publish(topic, "early");
  REQUIRE(sns.mails().size() == 1);
  sns.call("ConfirmSubscription", {{"TopicArn", topic}, {"Token", sns.mails()[0].token}});
  sns.publish(topic, "late");
  sns.publish(topic, "later", {{"Subject", "News"}});
  const auto mails = sns.mails();
  REQUIRE(mails.size() == 3);
  CHECK(mails[1].sender == "Shop <no-reply@sns.amazonaws.com>");
  CHECK(mails[1].recipient == "a@example.com");
  CHECK(mails[1].subject == "AWS Notification Message");
  CHECK(mails[1].body.starts_with("late\n"));
  CHECK(mails[2].subject == "News");
}

TEST_CASE("each protocol may have a text of its own") {
  Sns sns;
  const std::string topic = sns.create("t");
  sns.subscribe(topic, "sqs", queue_arn, {{"RawMessageDelivery", "true"}});
  sns.subscribe(topic, "lambda", function_arn);
  sns.publish(topic, R"({"default": "all", "sqs": "queue", "lambda": 5})", {{"MessageStructure", "json"}});
  const auto deliveries = sns.settle();
  REQUIRE(deliveries.size() == 2);
  CHECK(deliveries[0].body == "queue");
  CHECK(Json::parse(deliveries[1].body)["Records"][0]["Sns"]["Message"] == "all");
  const auto refusal = [&](const char* message) {
    return sns.message_of("Publish",
                          {{"TopicArn", topic}, {"Message", message}, {"MessageStructure", "json"}});
  };
  CHECK(refusal("x") == "Invalid parameter: Message Structure - JSON message body failed to parse");
  CHECK(refusal("[1]") == "Invalid parameter: Message Structure - JSON message body failed to parse");
  CHECK(refusal(R"({"sqs": "x"})") ==
        "Invalid parameter: Message Structure - No default entry in JSON message body");
}

TEST_CASE("a message that breaks the rules is refused") {
  Sns sns;
  const std::string topic = sns.create("t");
  const auto refusal = [&](Json request) {
    request["TopicArn"] = topic;
    if (!request.contains("Message")) request["Message"] = "x";
    return sns.error("Publish", request);
  };
  CHECK(refusal({{"Message", ""}}).message == "Invalid parameter: Empty message");
  CHECK(refusal({{"Message", std::string(max_message + 1, 'x')}}).message ==
        "Invalid parameter: Message too long");
  CHECK(refusal({{"Subject", ""}}).message == "Invalid parameter: Subject");
  CHECK(refusal({{"Subject", "a\nb"}}).message == "Invalid parameter: Subject");
  CHECK(refusal({{"Subject", std::string(101, 'x')}}).message == "Invalid parameter: Subject");
  CHECK(refusal({{"MessageDeduplicationId", "x"}}).message.ends_with("not valid for this topic type"));
  sns.publish(topic, std::string(max_message, 'x'));
  sns.publish(topic, "x", {{"Subject", "Grüße"}});
  CHECK(sns.message_of("Publish", {{"Message", "x"}}) ==
        "Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter");
  CHECK(sns.message_of("Publish", {{"Message", "x"}, {"TargetArn", "x"}}) ==
        "Invalid parameter: TargetArn Reason: An ARN must have at least 6 elements, not 1");
  CHECK(sns.error("Publish", {{"Message", "x"}, {"TopicArn", topic + "x"}}).code == "NotFoundException");
  CHECK(sns.error("Publish", {{"Message", "x"}, {"PhoneNumber", "+15550100"}}).status == 501);
  CHECK(sns.call("Publish", {{"Message", "x"}, {"TargetArn", topic}}).contains("MessageId"));
}

TEST_CASE("message attributes have a name, a type and a value") {
  Sns sns;
  const std::string topic = sns.create("t");
  const auto refusal = [&](const std::string& name, const Json& attribute) {
    const ApiError error = sns.error(
        "Publish", {{"TopicArn", topic}, {"Message", "x"}, {"MessageAttributes", {{name, attribute}}}});
    CHECK(error.code == "InvalidParameterValueException");
    return error.message;
  };
  CHECK(refusal("a", text_attribute("", "x")) ==
        "The message attribute 'a' must contain non-empty message attribute type.");
  CHECK(refusal("a", text_attribute("Text", "x")) ==
        "The message attribute 'a' has an invalid message attribute type, the set of supported type prefixes "
        "is Binary, "
        "Number, and String.");
  CHECK(refusal("a", {{"DataType", "String"}}) ==
        "The message attribute 'a' must contain non-empty message attribute value for message attribute type "
        "'String'.");
  CHECK(refusal("a", text_attribute("Number", "x")) ==
        "Could not cast message attribute 'a' value to number.");
  for (const char* name : {".a", "a.", "a..b", "AWS.a", "a b"})
    CHECK(!refusal(name, text_attribute("String", "x")).empty());
  sns.publish(topic, "x", {{"MessageAttributes", {{"a", text_attribute("String.mine", "x")}}}});
}

TEST_CASE("a subscription gets what its policy lets pass, of attributes") {
  Sns sns;
  const std::string topic = sns.create("t");
  const auto passes = [&](const char* policy, const Json& attributes) {
    const std::string arn = sns.subscribe(topic, "sqs", queue_arn, {{"FilterPolicy", policy}});
    sns.publish(topic, "x", attributes.empty() ? Json::object() : Json{{"MessageAttributes", attributes}});
    sns.call("Unsubscribe", {{"SubscriptionArn", arn}});
    return sns.settle().size() == 1;
  };
  const Json shop{{"store", text_attribute("String", "example")},
                  {"price", text_attribute("Number", "100.50")},
                  {"tags", text_attribute("String.Array", R"(["soccer", true, null, 7])")},
                  {"raw", {{"DataType", "Binary"}, {"BinaryValue", Json::binary({1})}}}};
  CHECK(passes(R"({"store": ["example"]})", shop));
  CHECK(!passes(R"({"store": ["other"]})", shop));
  CHECK(!passes(R"({"store": ["example"]})", Json::object()));
  CHECK(passes(R"({"price": [100.5]})", shop));
  CHECK(passes(R"({"price": [{"numeric": [">", 100, "<=", 101]}]})", shop));
  CHECK(!passes(R"({"price": ["100.50"]})", shop));
  CHECK(passes(R"({"tags": ["soccer"]})", shop));
  CHECK(passes(R"({"tags": [7]})", shop));
  CHECK(passes(R"({"tags": [null]})", shop));
  CHECK(!passes(R"({"tags": ["rugby"]})", shop));
  CHECK(!passes(R"({"raw": [{"exists": true}]})", shop));
  CHECK(passes(R"({"none": [{"exists": false}]})", Json::object()));
  CHECK(passes(R"({"$or": [{"store": ["other"]}, {"price": [{"numeric": ["<", 200]}]}]})", shop));
  CHECK(passes(R"({})", Json::object()));
  CHECK(!passes(R"({"store": ["example"]})", {{"store", text_attribute("String", "example")},
                                              {"bad", text_attribute("String.Array", "[")}}));
}

TEST_CASE("a subscription gets what its policy lets pass, of the body") {
  Sns sns;
  const std::string topic = sns.create("t");
  sns.subscribe(topic, "sqs", queue_arn,
                {{"FilterPolicy", R"({"order": {"items": {"kind": ["book"]}}})"},
                 {"FilterPolicyScope", "MessageBody"}});
  const auto passes = [&](const char* body) {
    sns.publish(topic, body);
    return sns.settle().size() == 1;
  };
  CHECK(passes(R"({"order": {"items": [{"kind": "pen"}, {"kind": "book"}]}})"));
  CHECK(!passes(R"({"order": {"items": [{"kind": "pen"}]}})"));
  CHECK(!passes("text"));
  CHECK(!passes("[]"));
}

TEST_CASE("what a queue refuses goes to the dead-letter queue, and says why") {
  Sns sns;
  const std::string topic = sns.create("t");
  sns.subscribe(topic, "sqs", queue_arn,
                {{"RawMessageDelivery", "true"},
                 {"RedrivePolicy", Json{{"deadLetterTargetArn", dead_letter_arn}}.dump()}});
  sns.publish(topic, "Hi", {{"MessageAttributes", {{"a", text_attribute("String", "b")}}}});
  const auto deliveries = sns.settle(queue_arn);
  REQUIRE(deliveries.size() == 1);
  CHECK(deliveries[0].target == dead_letter_arn);
  CHECK(deliveries[0].body == "Hi");
  CHECK(deliveries[0].attributes["a"] == text_attribute("String", "b"));
  CHECK(deliveries[0].attributes["ErrorCode"] ==
        text_attribute("String", "AWS.SimpleQueueService.NonExistentQueue"));
  CHECK(deliveries[0].attributes["ErrorMessage"] == text_attribute("String", "no"));
  CHECK(deliveries[0].attributes.contains("RequestID"));
}

TEST_CASE("what a function's service refuses goes to the dead-letter queue as a notification") {
  Sns sns;
  const std::string topic = sns.create("t");
  sns.subscribe(topic, "lambda", function_arn,
                {{"RedrivePolicy", Json{{"deadLetterTargetArn", dead_letter_arn}}.dump()}});
  sns.publish(topic, "Hi");
  const auto deliveries = sns.settle(function_arn);
  REQUIRE(deliveries.size() == 1);
  CHECK(Json::parse(deliveries[0].body)["Message"] == "Hi");
}

TEST_CASE("a FIFO topic numbers its messages, and takes each once in five minutes") {
  Sns sns;
  const std::string topic = sns.create("t.fifo", {{"FifoTopic", "true"}});
  const std::string fifo_queue = queue_arn + ".fifo";
  sns.subscribe(topic, "sqs", fifo_queue);
  sns.subscribe(topic, "sqs", queue_arn);
  const auto publish = [&](const char* id) {
    return sns.call(
        "Publish",
        {{"TopicArn", topic}, {"Message", "x"}, {"MessageGroupId", "g"}, {"MessageDeduplicationId", id}});
  };
  const Json first = publish("1");
  CHECK(first["SequenceNumber"] == "10000000000000000000");
  CHECK(publish("1") == first);
  CHECK(publish("2")["SequenceNumber"] == "10000000000000000001");
  const auto deliveries = sns.settle();
  REQUIRE(deliveries.size() == 4);
  CHECK(deliveries[0].target == fifo_queue);
  CHECK(deliveries[0].group_id == "g");
  CHECK(deliveries[0].deduplication_id == "1");
  CHECK(deliveries[1].deduplication_id == "");
  const Json body = Json::parse(deliveries[0].body);
  CHECK(body["SequenceNumber"] == first["SequenceNumber"]);
  CHECK(!body.contains("Signature"));
  sns.wall += 5min;
  CHECK(publish("1")["SequenceNumber"] == "10000000000000000002");
}

TEST_CASE("a FIFO topic takes a message again after five minutes, though the clock was set back") {
  Sns sns;
  const std::string topic = sns.create("t.fifo", {{"FifoTopic", "true"}});
  const auto publish = [&] {
    return sns.call(
        "Publish",
        {{"TopicArn", topic}, {"Message", "x"}, {"MessageGroupId", "g"}, {"MessageDeduplicationId", "1"}});
  };
  const Json first = publish();
  const Duration by = std::chrono::hours(24);
  sns.account.transact(
      [&] { sns.account.outbox().add("sns.clock_set_back", sns.wall - by, clock_set_back_payload(by)); });
  sns.wall -= by;
  sns.settle();
  CHECK(publish() == first);
  sns.wall += 5min;
  CHECK(publish() != first);
}

TEST_CASE("a FIFO topic wants a group, and an id or leave to make one") {
  Sns sns;
  const std::string topic = sns.create("t.fifo", {{"FifoTopic", "true"}});
  CHECK(sns.message_of("Publish", {{"TopicArn", topic}, {"Message", "x"}}) ==
        "Invalid parameter: The MessageGroupId parameter is required for FIFO topics");
  const Json request{{"TopicArn", topic}, {"Message", "x"}, {"MessageGroupId", "g"}};
  CHECK(sns.message_of("Publish", request) ==
        "Invalid parameter: The topic should either have ContentBasedDeduplication enabled or "
        "MessageDeduplicationId "
        "provided explicitly");
  sns.call("SetTopicAttributes",
           {{"TopicArn", topic}, {"AttributeName", "ContentBasedDeduplication"}, {"AttributeValue", "true"}});
  CHECK(sns.call("Publish", request) == sns.call("Publish", request));
}

TEST_CASE("ids may be unique in a group alone") {
  Sns sns;
  const std::string topic =
      sns.create("t.fifo", {{"FifoTopic", "true"}, {"FifoThroughputScope", "MessageGroup"}});
  const auto publish = [&](const char* group) {
    return sns.call(
        "Publish",
        {{"TopicArn", topic}, {"Message", "x"}, {"MessageGroupId", group}, {"MessageDeduplicationId", "1"}});
  };
  CHECK(publish("a") == publish("a"));
  CHECK(publish("a") != publish("b"));
}

TEST_CASE("a batch publishes what is right of it, and says what is not") {
  Sns sns;
  const std::string topic = sns.create("t");
  sns.subscribe(topic, "sqs", queue_arn);
  const auto batch = [&](const Json& entries) {
    return Json{{"TopicArn", topic}, {"PublishBatchRequestEntries", entries}};
  };
  const auto entry = [](const std::string& id, const std::string& message) {
    return Json{{"Id", id}, {"Message", message}};
  };
  const Json answer = sns.call("PublishBatch", batch({entry("a", "1"), entry("b", ""), entry("c", "3")}));
  CHECK(answer["Successful"].size() == 2);
  CHECK(answer["Successful"][1]["Id"] == "c");
  CHECK(answer["Failed"] == Json{{{"Id", "b"},
                                  {"Code", "InvalidParameter"},
                                  {"Message", "Invalid parameter: Empty message"},
                                  {"SenderFault", true}}});
  CHECK(sns.settle().size() == 2);
  CHECK(sns.error("PublishBatch", batch(Json::array())).code == "EmptyBatchRequestException");
  CHECK(sns.error("PublishBatch", batch({entry("a", "1"), entry("a", "2")})).code ==
        "BatchEntryIdsNotDistinctException");
  CHECK(sns.error("PublishBatch", batch(Json::array({entry("a b", "1")}))).code ==
        "InvalidBatchEntryIdException");
  const std::string half(max_message / 2 + 1, 'x');
  CHECK(sns.error("PublishBatch", batch({entry("a", half), entry("b", half)})).code ==
        "BatchRequestTooLongException");
  Json many = Json::array();
  for (int i = 0; i < 11; ++i) many.push_back(entry(std::to_string(i), "x"));
  CHECK(sns.error("PublishBatch", batch(many)).code == "TooManyEntriesInBatchRequestException");
  CHECK(sns.settle().empty());
}

TEST_CASE("what another service sends to a topic is published") {
  Sns sns;
  const std::string topic = sns.create("t");
  sns.subscribe(topic, "sqs", queue_arn);
  const auto send = [&](const std::string& target) {
    sns.account.transact([&] {
      receive(sns.account, {.target = target,
                            .sender = "cloudwatch.amazonaws.com",
                            .source = "an alarm",
                            .body = "It rings",
                            .subject = "ALARM"});
    });
  };
  send(topic);
  const auto deliveries = sns.settle();
  REQUIRE(deliveries.size() == 1);
  const Json body = Json::parse(deliveries[0].body);
  CHECK(body["Message"] == "It rings");
  CHECK(body["Subject"] == "ALARM");
  CHECK_THROWS_AS(send(topic + "x"), ApiError);
}

}  // namespace
}  // namespace cloche::sns
