#include "fakes/core/database.h"
#include "fakes/sqs/test_account.h"

namespace cloche::sqs {
namespace {

Json text(const std::string& value) { return {{"DataType", "String"}, {"StringValue", value}}; }

TEST_CASE("a message is received, is invisible, and comes again") {
  Sqs sqs;
  const std::string url = sqs.create("one");
  const std::string id = sqs.send(url, "hello")["MessageId"];
  const Json message = sqs.receive(url)[0];
  CHECK(message["MessageId"] == id);
  CHECK(message["Body"] == "hello");
  CHECK(message["MD5OfBody"] == "5d41402abc4b2a76b9719d911017c592");
  CHECK_FALSE(message.contains("Attributes"));
  CHECK_FALSE(message.contains("MessageAttributes"));
  CHECK(sqs.receive(url).empty());
  CHECK(sqs.counts(url) == "0 1 0");
  sqs.pass(seconds(30) - milliseconds(1));
  CHECK(sqs.receive(url).empty());
  sqs.pass(milliseconds(1));
  CHECK(sqs.counts(url) == "1 0 0");
  const Json again = sqs.receive(url)[0];
  CHECK(again["MessageId"] == id);
  CHECK(again["ReceiptHandle"] != message["ReceiptHandle"]);
}

TEST_CASE("a queue without messages answers none") {
  Sqs sqs;
  CHECK(sqs.on(sqs.create("one"), "ReceiveMessage") == Json::object());
}

TEST_CASE("one message is received unless more are asked for, ten at most") {
  Sqs sqs;
  const std::string url = sqs.create("one");
  for (int i = 0; i < 13; ++i) sqs.send(url, std::to_string(i));
  CHECK(sqs.on(url, "ReceiveMessage")["Messages"].size() == 1);
  CHECK(sqs.receive(url).size() == 10);
  CHECK(sqs.receive(url).size() == 2);
}

TEST_CASE("what the system knows of a message is answered where it is asked for") {
  Sqs sqs;
  const std::string url = sqs.create("one", {{"VisibilityTimeout", "0"}});
  sqs.send(url, "a");
  sqs.pass(seconds(5));
  CHECK(sqs.receive(url, {{"AttributeNames", {"All"}}})[0]["Attributes"] ==
        Json{{"ApproximateFirstReceiveTimestamp", "1767603605000"},
             {"ApproximateReceiveCount", "1"},
             {"SenderId", "000000000000"},
             {"SentTimestamp", "1767603600000"}});
  sqs.pass(seconds(5));
  CHECK(sqs.receive(url,
                    {{"MessageSystemAttributeNames",
                      {"ApproximateReceiveCount", "ApproximateFirstReceiveTimestamp"}}})[0]["Attributes"] ==
        Json{{"ApproximateFirstReceiveTimestamp", "1767603605000"}, {"ApproximateReceiveCount", "2"}});
  CHECK(sqs.error_on(url, "ReceiveMessage", {{"AttributeNames", {"Foo"}}}).message ==
        "Unknown Attribute Foo.");
}

TEST_CASE("message attributes are answered where they are asked for, with their digest") {
  Sqs sqs;
  const std::string url = sqs.create("one", {{"VisibilityTimeout", "0"}});
  const Json binary{{"DataType", "Binary"}, {"BinaryValue", Json::binary({0, 1, 255})}};
  const Json sent = sqs.send(url, "a", {{"MessageAttributes", {{"x.one", text("1")}, {"y", binary}}}});
  const Json all = sqs.receive(url, {{"MessageAttributeNames", {"All"}}})[0];
  CHECK(all["MessageAttributes"] == Json{{"x.one", text("1")}, {"y", binary}});
  CHECK(all["MD5OfMessageAttributes"] == sent["MD5OfMessageAttributes"]);
  const Json some = sqs.receive(url, {{"MessageAttributeNames", {"x.*"}}})[0];
  CHECK(some["MessageAttributes"] == Json{{"x.one", text("1")}});
  CHECK(some["MD5OfMessageAttributes"] != sent["MD5OfMessageAttributes"]);
  CHECK_FALSE(sqs.receive(url, {{"MessageAttributeNames", {"none"}}})[0].contains("MD5OfMessageAttributes"));
}

TEST_CASE("a message that is deleted does not come again, and an old receipt deletes too") {
  Sqs sqs;
  const std::string url = sqs.create("one", {{"VisibilityTimeout", "1"}});
  sqs.send(url, "a");
  const std::string old = sqs.handle(url);
  sqs.pass(seconds(1));
  sqs.handle(url);
  sqs.remove(url, old);
  CHECK(sqs.counts(url) == "0 0 0");
  sqs.remove(url, old);
}

TEST_CASE("a receipt handle is one of this queue") {
  Sqs sqs;
  const std::string one = sqs.create("one");
  const std::string two = sqs.create("two");
  sqs.send(one, "a");
  const std::string handle = sqs.handle(one);
  for (const std::string& operation :
       {std::string("DeleteMessage"), std::string("ChangeMessageVisibility")}) {
    CHECK(sqs.error_on(two, operation, {{"ReceiptHandle", handle}, {"VisibilityTimeout", 0}}).code ==
          "ReceiptHandleIsInvalid");
    CHECK(sqs.error_on(one, operation, {{"ReceiptHandle", "abc"}, {"VisibilityTimeout", 0}}).message ==
          "The input receipt handle \"abc\" is not a valid receipt handle.");
    CHECK(sqs.error_on(one, operation).message == "The request must contain the parameter ReceiptHandle.");
  }
  const Json failed = sqs.on(
      one, "DeleteMessageBatch",
      {{"Entries", {{{"Id", "a"}, {"ReceiptHandle", "abc"}}, {{"Id", "b"}, {"ReceiptHandle", handle}}}}});
  CHECK(failed["Failed"][0]["Code"] == "ReceiptHandleIsInvalid");
  CHECK(failed["Successful"] == Json{{{"Id", "b"}}});
}

TEST_CASE("visibility is changed from now on, for twelve hours in all") {
  Sqs sqs;
  const std::string url = sqs.create("one");
  sqs.send(url, "a");
  const std::string handle = sqs.handle(url);
  const auto change = [&](int timeout) {
    sqs.on(url, "ChangeMessageVisibility", {{"ReceiptHandle", handle}, {"VisibilityTimeout", timeout}});
  };
  sqs.pass(seconds(20));
  change(30);
  sqs.pass(seconds(29));
  CHECK(sqs.receive(url).empty());
  CHECK(
      sqs.error_on(url, "ChangeMessageVisibility", {{"ReceiptHandle", handle}, {"VisibilityTimeout", 43200}})
          .message ==
      "Value 43200 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the "
      "message is "
      "beyond the limit [43200 seconds].");
  CHECK(
      sqs.error_on(url, "ChangeMessageVisibility", {{"ReceiptHandle", handle}, {"VisibilityTimeout", 43201}})
          .message ==
      "Value 43201 for parameter VisibilityTimeout is invalid. Reason: VisibilityTimeout must be an integer "
      "between 0 "
      "and 43200.");
  change(43200 - 49);
  change(0);
  CHECK(sqs.bodies(url) == Names{"a"});
  CHECK(sqs.error_on(url, "ChangeMessageVisibility", {{"ReceiptHandle", handle}}).message ==
        "The request must contain the parameter VisibilityTimeout.");
}

TEST_CASE("the visibility of a message that is no more can't be changed") {
  Sqs sqs;
  const std::string url = sqs.create("one");
  sqs.send(url, "a");
  const std::string handle = sqs.handle(url);
  sqs.remove(url, handle);
  const ApiError error =
      sqs.error_on(url, "ChangeMessageVisibility", {{"ReceiptHandle", handle}, {"VisibilityTimeout", 0}});
  CHECK(error.code == "InvalidParameterValue");
  CHECK(error.message.ends_with("Message does not exist or is not available for visibility timeout change."));
}

TEST_CASE("a receipt whose time is over changes nothing") {
  Sqs sqs;
  const std::string url = sqs.create("one", {{"VisibilityTimeout", "1"}});
  sqs.send(url, "a");
  const std::string handle = sqs.handle(url);
  sqs.pass(seconds(1));
  const Json answer =
      sqs.on(url, "ChangeMessageVisibilityBatch",
             {{"Entries", {{{"Id", "a"}, {"ReceiptHandle", handle}, {"VisibilityTimeout", 100}}}}});
  CHECK(answer["Successful"].size() == 1);
  CHECK(sqs.bodies(url) == Names{"a"});
}

TEST_CASE("parameters of ReceiveMessage have their ranges") {
  Sqs sqs;
  const std::string url = sqs.create("one");
  const auto complaint = [&](const Json& request) {
    return sqs.error_on(url, "ReceiveMessage", request).message;
  };
  for (const int number : {0, 11}) {
    CHECK(
        complaint({{"MaxNumberOfMessages", number}}) ==
        "Value " + std::to_string(number) +
            " for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.");
  }
  CHECK(complaint({{"WaitTimeSeconds", 21}}) ==
        "Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.");
  CHECK(
      complaint({{"VisibilityTimeout", -1}}) ==
      "Value -1 for parameter VisibilityTimeout is invalid. Reason: Must be >= 0 and <= 43200, if provided.");
  CHECK(complaint({{"ReceiveRequestAttemptId", "a"}}) ==
        "Value a for parameter ReceiveRequestAttemptId is invalid. Reason: The request include parameter "
        "that is not "
        "valid for this queue type.");
}

TEST_CASE("a message is gone when its retention is over, in flight too") {
  Sqs sqs;
  const std::string url = sqs.create("one", {{"MessageRetentionPeriod", "60"}});
  sqs.send(url, "a");
  sqs.send(url, "b");
  sqs.on(url, "ReceiveMessage", {{"VisibilityTimeout", 600}});
  sqs.pass(seconds(59));
  CHECK(sqs.counts(url) == "1 1 0");
  sqs.pass(seconds(1));
  CHECK(sqs.counts(url) == "0 0 0");
  CHECK(sqs.receive(url).empty());
}

TEST_CASE("the retention of a queue that is changed holds for what is in it") {
  Sqs sqs;
  const std::string url = sqs.create("one", {{"MessageRetentionPeriod", "60"}});
  sqs.send(url, "a");
  sqs.on(url, "SetQueueAttributes", {{"Attributes", {{"MessageRetentionPeriod", "3600"}}}});
  sqs.pass(minutes(59));
  CHECK(sqs.bodies(url) == Names{"a"});
}

TEST_CASE("a standard queue has 120,000 messages in flight at most, and says so to who does not wait") {
  Sqs sqs;
  const std::string url = sqs.create("one", {{"VisibilityTimeout", "600"}});
  sqs.send(url, "a");
  sqs.handle(url);
  sqs.account.transact([&] {
    sqs.account.database().execute(
        "INSERT INTO sqs_messages (queue, visible, receipts, receive_count, sent, message_id, sender, body) "
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 119999) "
        "SELECT queue, visible, 1, 1, sent, 'x', 'x', 'x' FROM sqs_messages, n");
  });
  Database image = sqs.account.read_snapshot(sqs.account.snapshot());
  sqs.account.restore(image);  // what is kept of the number in flight is of before
  sqs.send(url, "c");
  const ApiError error = sqs.error_on(url, "ReceiveMessage");
  CHECK(error.code == "OverLimit");
  CHECK(sqs.on(url, "ReceiveMessage", {{"WaitTimeSeconds", 1}}) == Json::object());
  sqs.pass(seconds(600));
  CHECK(sqs.receive(url).size() == 10);
}

}  // namespace
}  // namespace cloche::sqs
