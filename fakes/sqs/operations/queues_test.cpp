#include "fakes/sqs/test_account.h"

namespace cloche::sqs {
namespace {

TEST_CASE("a queue is created, found, listed and deleted") {
  Sqs sqs;
  const std::string url = sqs.create("one");
  CHECK(url == "http://localhost:4566/000000000000/one");
  CHECK(sqs.call("GetQueueUrl", {{"QueueName", "one"}})["QueueUrl"] == url);
  CHECK(sqs.call("ListQueues")["QueueUrls"] == Json::array({url}));
  sqs.on(url, "DeleteQueue");
  CHECK(sqs.call("ListQueues") == Json::object());
  CHECK(sqs.error("GetQueueUrl", {{"QueueName", "one"}}).message == "The specified queue does not exist.");
  CHECK(sqs.error_on(url, "DeleteQueue").code == "QueueDoesNotExist");
}

TEST_CASE("a name is free again a minute after its queue was deleted") {
  Sqs sqs;
  const std::string url = sqs.create("one", {{"DelaySeconds", "5"}});
  sqs.send(url, "lost");
  sqs.on(url, "DeleteQueue");
  sqs.pass(seconds(59));
  const ApiError error = sqs.error("CreateQueue", {{"QueueName", "one"}});
  CHECK(error.code == "QueueDeletedRecently");
  CHECK(error.message ==
        "You must wait 60 seconds after deleting a queue before you can create another with the same name.");
  sqs.pass(seconds(1));
  sqs.create("one");
  CHECK(sqs.counts(url) == "0 0 0");
  CHECK(sqs.attribute(url, "DelaySeconds") == "0");
}

TEST_CASE("creating a queue again answers it if nothing that is given differs") {
  Sqs sqs;
  const std::string url = sqs.create("one", {{"VisibilityTimeout", "60"}});
  CHECK(sqs.create("one") == url);
  CHECK(sqs.create("one", {{"VisibilityTimeout", "060"}, {"DelaySeconds", "0"}}) == url);
  const ApiError error =
      sqs.error("CreateQueue", {{"QueueName", "one"}, {"Attributes", {{"VisibilityTimeout", "30"}}}});
  CHECK(error.code == "QueueNameExists");
  CHECK(error.message ==
        "A queue already exists with the same name and a different value for attribute VisibilityTimeout");
  CHECK(sqs.error("CreateQueue", {{"QueueName", "one"}, {"Attributes", {{"DelaySeconds", "1"}}}}).code ==
        "QueueNameExists");
}

TEST_CASE("names are checked, of both types of queue") {
  Sqs sqs;
  for (const std::string& name :
       {std::string("a.b"), std::string("a b"), std::string(81, 'a'), std::string("a.fifo")}) {
    const ApiError error = sqs.error("CreateQueue", {{"QueueName", name}});
    CHECK(error.code == "InvalidParameterValue");
    CHECK(error.message ==
          "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
  }
  sqs.create(std::string(80, 'a'));
  sqs.create_fifo("a.fifo");
  for (const std::string& name : {std::string("a"), std::string(".fifo"), std::string(76, 'a') + ".fifo"}) {
    CHECK(sqs.error("CreateQueue", {{"QueueName", name}, {"Attributes", {{"FifoQueue", "true"}}}})
              .message.starts_with("The name of a FIFO queue can only include"));
  }
  CHECK(sqs.error("CreateQueue").message == "The request must contain the parameter QueueName.");
  CHECK(sqs.error("CreateQueue", {{"QueueName", "b"}, {"Attributes", {{"FifoQueue", "false"}}}}).message ==
        "Unknown Attribute FifoQueue.");
}

TEST_CASE("all attributes of a new queue are its defaults") {
  Sqs sqs;
  const std::string url = sqs.create("one");
  const Json all = sqs.on(url, "GetQueueAttributes", {{"AttributeNames", {"All"}}})["Attributes"];
  CHECK(all == Json{{"ApproximateNumberOfMessages", "0"},
                    {"ApproximateNumberOfMessagesDelayed", "0"},
                    {"ApproximateNumberOfMessagesNotVisible", "0"},
                    {"CreatedTimestamp", "1767603600"},
                    {"DelaySeconds", "0"},
                    {"LastModifiedTimestamp", "1767603600"},
                    {"MaximumMessageSize", "1048576"},
                    {"MessageRetentionPeriod", "345600"},
                    {"QueueArn", "arn:aws:sqs:us-east-1:000000000000:one"},
                    {"ReceiveMessageWaitTimeSeconds", "0"},
                    {"SqsManagedSseEnabled", "true"},
                    {"VisibilityTimeout", "30"}});
  CHECK(sqs.on(url, "GetQueueAttributes") == Json::object());
  CHECK(sqs.on(url, "GetQueueAttributes", {{"AttributeNames", {"Policy", "DelaySeconds"}}}) ==
        Json{{"Attributes", {{"DelaySeconds", "0"}}}});
  const ApiError error = sqs.error_on(url, "GetQueueAttributes", {{"AttributeNames", {"Foo"}}});
  CHECK(error.code == "InvalidAttributeName");
  CHECK(error.message == "Unknown Attribute Foo.");
}

TEST_CASE("a FIFO queue has attributes of its own") {
  Sqs sqs;
  const std::string url = sqs.create_fifo("one.fifo", {{"ContentBasedDeduplication", "TRUE"}});
  const Json all = sqs.on(url, "GetQueueAttributes", {{"AttributeNames", {"All"}}})["Attributes"];
  CHECK(all["FifoQueue"] == "true");
  CHECK(all["ContentBasedDeduplication"] == "true");
  CHECK(all["DeduplicationScope"] == "queue");
  CHECK(all["FifoThroughputLimit"] == "perQueue");
  CHECK(sqs.error_on(url, "SetQueueAttributes",
                     {{"Attributes", {{"FifoThroughputLimit", "perMessageGroupId"}}}})
            .code == "InvalidParameterValue");
  sqs.on(url, "SetQueueAttributes",
         {{"Attributes",
           {{"FifoThroughputLimit", "perMessageGroupId"}, {"DeduplicationScope", "messageGroup"}}}});
  CHECK(sqs.attribute(url, "DeduplicationScope") == "messageGroup");
  CHECK(sqs.error_on(sqs.create("two"), "SetQueueAttributes",
                     {{"Attributes", {{"DeduplicationScope", "queue"}}}})
            .code == "InvalidAttributeName");
}

TEST_CASE("each attribute has its range") {
  Sqs sqs;
  const std::string url = sqs.create("one");
  const auto complaint = [&](const std::string& name, const std::string& value) -> std::string {
    try {
      sqs.on(url, "SetQueueAttributes", {{"Attributes", {{name, value}}}});
    } catch (const ApiError& error) {
      return error.code + ": " + error.message;
    }
    CHECK(sqs.attribute(url, name) == value);
    return "";
  };
  for (const auto& [name, least, most] :
       std::vector<std::tuple<std::string, int, int>>{{"VisibilityTimeout", 0, 43200},
                                                      {"DelaySeconds", 0, 900},
                                                      {"MaximumMessageSize", 1024, 1048576},
                                                      {"MessageRetentionPeriod", 60, 1209600},
                                                      {"ReceiveMessageWaitTimeSeconds", 0, 20}}) {
    CHECK(complaint(name, std::to_string(least)) == "");
    CHECK(complaint(name, std::to_string(most)) == "");
    const std::string error = "InvalidAttributeValue: Invalid value for the parameter " + name + ".";
    for (const std::string& value :
         {std::to_string(least - 1), std::to_string(most + 1), std::string("x"), std::string()})
      CHECK(complaint(name, value) == error);
  }
  CHECK(complaint("Policy", "{}") == "");
  CHECK(complaint("Policy", "[]") == "InvalidAttributeValue: Invalid value for the parameter Policy.");
  CHECK(complaint("Policy", "") == "");
  CHECK(complaint("QueueArn", "x") == "InvalidAttributeName: Unknown Attribute QueueArn.");
  CHECK(complaint("FifoQueue", "true") == "InvalidAttributeName: Unknown Attribute FifoQueue.");
}

TEST_CASE("encryption by KMS is kept, takes the other's place, and is said not to be applied") {
  Sqs sqs;
  const std::string url = sqs.create("one", {{"KmsMasterKeyId", "alias/aws/sqs"}});
  CHECK(sqs.unsupported.reported == Names{"KmsMasterKeyId is stored, and messages are not encrypted"});
  CHECK(sqs.attribute(url, "SqsManagedSseEnabled") == "false");
  CHECK(sqs.attribute(url, "KmsDataKeyReusePeriodSeconds") == "300");
  sqs.on(url, "SetQueueAttributes", {{"Attributes", {{"SqsManagedSseEnabled", "true"}}}});
  CHECK(sqs.attribute(url, "KmsMasterKeyId") == "");
}

TEST_CASE("queues are listed by name, by prefix and by pages") {
  Sqs sqs;
  for (const char* name : {"b2", "a1", "b1", "b3"}) sqs.create(name);
  const std::string start = "http://localhost:4566/000000000000/";
  CHECK(sqs.call("ListQueues")["QueueUrls"] == Json{start + "a1", start + "b1", start + "b2", start + "b3"});
  CHECK_FALSE(sqs.call("ListQueues").contains("NextToken"));
  const Json first = sqs.call("ListQueues", {{"QueueNamePrefix", "b"}, {"MaxResults", 2}});
  CHECK(first["QueueUrls"] == Json{start + "b1", start + "b2"});
  const Json second = sqs.call(
      "ListQueues", {{"QueueNamePrefix", "b"}, {"MaxResults", 2}, {"NextToken", first["NextToken"]}});
  CHECK(second == Json{{"QueueUrls", {start + "b3"}}});
  for (const int results : {0, 1001})
    CHECK(sqs.error("ListQueues", {{"MaxResults", results}}).code == "InvalidParameterValue");
}

TEST_CASE("a queue is found by its URL at whatever host, in its region and account") {
  Sqs sqs;
  sqs.create("one");
  CHECK(sqs.attribute("https://sqs.us-east-1.amazonaws.com/000000000000/one", "DelaySeconds") == "0");
  CHECK(sqs.error_on("http://localhost/111111111111/one", "GetQueueAttributes").code == "QueueDoesNotExist");
  CHECK(sqs.error_on("one", "GetQueueAttributes").message ==
        "The address one is not valid for this endpoint.");
  CHECK(sqs.error("GetQueueAttributes").message == "The request must contain the parameter QueueUrl.");
  sqs.region = "eu-west-1";
  CHECK(sqs.error_on("http://localhost/000000000000/one", "GetQueueAttributes").code == "QueueDoesNotExist");
}

TEST_CASE("tags are put, listed and taken off") {
  Sqs sqs;
  const std::string url = sqs.call("CreateQueue", {{"QueueName", "one"}, {"tags", {{"a", "1"}}}})["QueueUrl"];
  sqs.on(url, "TagQueue", {{"Tags", {{"b", ""}, {"a", "2"}}}});
  CHECK(sqs.on(url, "ListQueueTags")["Tags"] == Json{{"a", "2"}, {"b", ""}});
  sqs.on(url, "UntagQueue", {{"TagKeys", {"a", "b", "c"}}});
  CHECK(sqs.on(url, "ListQueueTags") == Json::object());
  CHECK(sqs.error_on(url, "TagQueue").message == "The request must contain the parameter Tags.");
  CHECK(sqs.error_on(url, "TagQueue", {{"Tags", {{"aws:x", ""}}}}).code == "InvalidParameterValue");
  Json many = Json::object();
  for (int i = 0; i < 51; ++i) many[std::to_string(i)] = "x";
  CHECK(sqs.error_on(url, "TagQueue", {{"Tags", many}}).message == "Too many tags added for queue one.");
}

TEST_CASE("a queue is emptied once in a minute") {
  Sqs sqs;
  const std::string url = sqs.create("one");
  sqs.send(url, "a");
  sqs.send(url, "b");
  sqs.handle(url);
  sqs.on(url, "PurgeQueue");
  CHECK(sqs.counts(url) == "0 0 0");
  sqs.pass(seconds(59));
  const ApiError error = sqs.error_on(url, "PurgeQueue");
  CHECK(error.code == "PurgeQueueInProgress");
  CHECK(error.message == "Only one PurgeQueue operation on one is allowed every 60 seconds.");
  sqs.pass(seconds(1));
  sqs.on(url, "PurgeQueue");
}

}  // namespace
}  // namespace cloche::sqs
