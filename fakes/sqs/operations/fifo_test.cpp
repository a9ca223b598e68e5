#include "fakes/sqs/test_account.h"

namespace cloche::sqs {
namespace {

TEST_CASE("messages of a group come in order, and wait for those before them") {
  Sqs sqs;
  const std::string url = sqs.create_fifo("one.fifo");
  for (const char* body : {"a1", "a2", "a3"}) sqs.send_to_group(url, body, "a");
  sqs.send_to_group(url, "b1", "b");
  const std::string first = sqs.handle(url);
  CHECK(sqs.bodies(url) == Names{"b1"});
  CHECK(sqs.bodies(url) == Names{});
  sqs.remove(url, first);
  CHECK(sqs.bodies(url) == Names{"a2", "a3"});
  sqs.pass(seconds(30));
  CHECK(sqs.bodies(url) == Names{"a2", "a3", "b1"});
}

TEST_CASE("a group is free when none of its messages is in flight any more") {
  Sqs sqs;
  const std::string url = sqs.create_fifo("one.fifo");
  for (const char* body : {"1", "2", "3"}) sqs.send_to_group(url, body, "a");
  const Json two = sqs.receive(url, {{"MaxNumberOfMessages", 2}});
  sqs.on(url, "ChangeMessageVisibility",
         {{"ReceiptHandle", two[0]["ReceiptHandle"]}, {"VisibilityTimeout", 0}});
  CHECK(sqs.bodies(url).empty());
  sqs.on(url, "ChangeMessageVisibility",
         {{"ReceiptHandle", two[1]["ReceiptHandle"]}, {"VisibilityTimeout", 0}});
  CHECK(sqs.bodies(url) == Names{"1", "2", "3"});
}

TEST_CASE("as many as can be come of the first group, then of the next") {
  Sqs sqs;
  const std::string url = sqs.create_fifo("one.fifo");
  sqs.send_to_group(url, "a1", "a");
  sqs.send_to_group(url, "b1", "b");
  sqs.send_to_group(url, "a2", "a");
  sqs.send_to_group(url, "c1", "c");
  CHECK(sqs.bodies(url, {{"MaxNumberOfMessages", 3}}) == Names{"a1", "a2", "b1"});
  CHECK(sqs.counts(url) == "1 3 0");
}

TEST_CASE("with no visibility timeout a message is received once in an answer") {
  Sqs sqs;
  const std::string url = sqs.create_fifo("one.fifo");
  sqs.send_to_group(url, "a", "a");
  CHECK(sqs.bodies(url, {{"VisibilityTimeout", 0}}) == Names{"a"});
  CHECK(sqs.bodies(url, {{"VisibilityTimeout", 0}}) == Names{"a"});
}

TEST_CASE("a message is sent once in five minutes, even if it was deleted since") {
  Sqs sqs;
  const std::string url = sqs.create_fifo("one.fifo");
  const Json request{{"MessageGroupId", "g"}, {"MessageDeduplicationId", "d"}};
  const Json first = sqs.send(url, "a", request);
  const Json second = sqs.send(url, "b", request);
  CHECK(second["MessageId"] == first["MessageId"]);
  CHECK(second["SequenceNumber"] == first["SequenceNumber"]);
  CHECK(second["MD5OfMessageBody"] == "92eb5ffee6ae2fec3ad71c777531578f");
  sqs.remove(url, sqs.handle(url));
  sqs.pass(minutes(5) - milliseconds(1));
  sqs.send(url, "c", request);
  CHECK(sqs.bodies(url).empty());
  sqs.pass(milliseconds(1));
  const Json third = sqs.send(url, "d", request);
  CHECK(third["SequenceNumber"].get<std::string>() > first["SequenceNumber"].get<std::string>());
  CHECK(sqs.bodies(url) == Names{"d"});
}

TEST_CASE("deduplication goes by content, or by group, where the queue says so") {
  Sqs sqs;
  const std::string content = sqs.create_fifo("one.fifo", {{"ContentBasedDeduplication", "true"}});
  for (const char* group : {"g", "h"}) sqs.send(content, "a", {{"MessageGroupId", group}});
  const Json messages = sqs.receive(content, {{"AttributeNames", {"All"}}});
  CHECK(messages.size() == 1);
  CHECK(messages[0]["Attributes"]["MessageDeduplicationId"] ==
        "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb");
  CHECK(messages[0]["Attributes"]["MessageGroupId"] == "g");
  CHECK(messages[0]["Attributes"]["SequenceNumber"].get<std::string>().size() == 20);
  const std::string grouped = sqs.create_fifo("two.fifo", {{"DeduplicationScope", "messageGroup"}});
  for (const char* group : {"g", "h", "g"})
    sqs.send(grouped, group, {{"MessageGroupId", group}, {"MessageDeduplicationId", "d"}});
  CHECK(sqs.bodies(grouped) == Names{"g", "h"});
}

TEST_CASE("a message needs a group, and an id or content to tell it by") {
  Sqs sqs;
  const std::string url = sqs.create_fifo("one.fifo");
  const auto complaint = [&](Json request) {
    request["MessageBody"] = "a";
    const ApiError error = sqs.error_on(url, "SendMessage", request);
    return error.code + ": " + error.message;
  };
  CHECK(complaint({{"MessageDeduplicationId", "d"}}) ==
        "MissingParameter: The request must contain the parameter MessageGroupId.");
  CHECK(complaint({{"MessageGroupId", "g"}}) ==
        "InvalidParameterValue: The queue should either have ContentBasedDeduplication enabled or "
        "MessageDeduplicationId provided explicitly");
  CHECK(complaint({{"MessageGroupId", "g"}, {"MessageDeduplicationId", "d"}, {"DelaySeconds", 1}}) ==
        "InvalidParameterValue: Value 1 for parameter DelaySeconds is invalid. Reason: The request include "
        "parameter "
        "that is not valid for this queue type.");
  sqs.send(url, "a", {{"MessageGroupId", "g"}, {"MessageDeduplicationId", "d"}, {"DelaySeconds", 0}});
  for (const std::string& id : {std::string("a b"), std::string(129, 'a'), std::string()}) {
    CHECK(complaint({{"MessageGroupId", id}, {"MessageDeduplicationId", "d"}}) ==
          "InvalidParameterValue: Value " + id +
              " for parameter MessageGroupId is invalid. Reason: MessageGroupId can only include "
              "alphanumeric and "
              "punctuation characters. 1 to 128 in length.");
  }
}

TEST_CASE("a message is deleted with its last receipt while it is in flight only") {
  Sqs sqs;
  const std::string url = sqs.create_fifo("one.fifo", {{"VisibilityTimeout", "1"}});
  sqs.send_to_group(url, "a", "a");
  const std::string old = sqs.handle(url);
  sqs.pass(seconds(1));
  CHECK(sqs.error_on(url, "DeleteMessage", {{"ReceiptHandle", old}}).message ==
        "Value " + old + " for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.");
  const std::string last = sqs.handle(url);
  CHECK(sqs.error_on(url, "DeleteMessage", {{"ReceiptHandle", old}}).code == "InvalidParameterValue");
  sqs.remove(url, last);
  sqs.remove(url, last);
}

TEST_CASE("an attempt that is made again gets the same messages, and time begins anew") {
  Sqs sqs;
  const std::string url = sqs.create_fifo("one.fifo");
  for (const char* body : {"1", "2"}) sqs.send_to_group(url, body, "a");
  const Json attempt{{"ReceiveRequestAttemptId", "try"}};
  const Json first = sqs.receive(url, attempt);
  sqs.pass(seconds(20));
  CHECK(sqs.receive(url, attempt) == first);
  sqs.pass(seconds(20));
  CHECK(sqs.receive(url).empty());
  sqs.remove(url, first[0]["ReceiptHandle"]);
  CHECK(sqs.receive(url, attempt).empty());
}

TEST_CASE("a queue's delay is that of the messages in it too") {
  Sqs sqs;
  const std::string url = sqs.create_fifo("one.fifo", {{"DelaySeconds", "100"}});
  sqs.send_to_group(url, "a", "a");
  CHECK(sqs.counts(url) == "0 0 1");
  sqs.on(url, "SetQueueAttributes", {{"Attributes", {{"DelaySeconds", "10"}}}});
  sqs.pass(seconds(10));
  CHECK(sqs.bodies(url) == Names{"a"});
}

TEST_CASE("a purge leaves nothing, and no group in flight") {
  Sqs sqs;
  const std::string url = sqs.create_fifo("one.fifo");
  sqs.send_to_group(url, "a", "a");
  sqs.handle(url);
  sqs.on(url, "PurgeQueue");
  sqs.send_to_group(url, "b", "a");
  CHECK(sqs.bodies(url) == Names{"b"});
}

}  // namespace
}  // namespace cloche::sqs
