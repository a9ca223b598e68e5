#include "fakes/sqs/move_task.h"
#include "fakes/sqs/test_account.h"

namespace cloche::sqs {
namespace {

const std::string arn_start = "arn:aws:sqs:us-east-1:000000000000:";

std::string policy(const std::string& name, const Json& times = 2) {
  return Json{{"deadLetterTargetArn", arn_start + name}, {"maxReceiveCount", times}}.dump();
}

struct Redrive : Sqs {
  std::string dead = create("dead");
  std::string source = create("source", {{"RedrivePolicy", policy("dead", "2")}, {"VisibilityTimeout", "1"}});

  /// Lets all messages of the source die.
  void kill() {
    for (int i = 0; i < 3; ++i) {
      while (!receive(source).empty()) {
      }
      pass(seconds(1));
    }
  }
  /// Does what is due.
  void settle() {
    while (const auto row = account.transact([&] { return account.outbox().first(); })) {
      if (row->due > wall) return;
      account.transact([&] {
        account.outbox().remove(row->id);
        move_messages(account, parse_json(row->payload));
      });
    }
  }
  Json task() { return call("ListMessageMoveTasks", {{"SourceArn", arn_start + "dead"}})["Results"].at(0); }
};

TEST_CASE("a message that was received too often goes to the dead-letter queue") {
  Redrive sqs;
  const std::string id = sqs.send(sqs.source, "a")["MessageId"];
  CHECK(sqs.bodies(sqs.source) == Names{"a"});
  sqs.pass(seconds(1));
  CHECK(sqs.bodies(sqs.source) == Names{"a"});
  CHECK(sqs.counts(sqs.dead) == "0 0 0");
  sqs.pass(seconds(1));
  CHECK(sqs.bodies(sqs.source).empty());
  const Json dead = sqs.receive(sqs.dead, {{"AttributeNames", {"All"}}})[0];
  CHECK(dead["MessageId"] == id);
  CHECK(dead["Attributes"]["DeadLetterQueueSourceArn"] == arn_start + "source");
  CHECK(dead["Attributes"]["ApproximateReceiveCount"] == "3");
  CHECK(dead["Attributes"]["SentTimestamp"] == "1767603600000");
}

TEST_CASE("others are received in the place of those that die") {
  Redrive sqs;
  sqs.send(sqs.source, "old");
  for (int i = 0; i < 2; ++i) {
    sqs.receive(sqs.source);
    sqs.pass(seconds(1));
  }
  sqs.send(sqs.source, "new");
  CHECK(sqs.bodies(sqs.source, {{"MaxNumberOfMessages", 1}}) == Names{"new"});
}

TEST_CASE("a FIFO queue's messages die in order") {
  Sqs sqs;
  const std::string dead = sqs.create_fifo("dead.fifo");
  const std::string source =
      sqs.create_fifo("source.fifo", {{"RedrivePolicy", policy("dead.fifo", 1)}, {"VisibilityTimeout", "1"}});
  for (const char* body : {"1", "2", "3"}) sqs.send_to_group(source, body, "g");
  CHECK(sqs.bodies(source, {{"MaxNumberOfMessages", 2}}) == Names{"1", "2"});
  sqs.pass(seconds(1));
  CHECK(sqs.bodies(source) == Names{"3"});
  CHECK(sqs.bodies(dead) == Names{"1", "2"});
}

TEST_CASE("without its dead-letter queue a message stays") {
  Redrive sqs;
  sqs.send(sqs.source, "a");
  sqs.on(sqs.dead, "DeleteQueue");
  for (int i = 0; i < 4; ++i) {
    CHECK(sqs.bodies(sqs.source) == Names{"a"});
    sqs.pass(seconds(1));
  }
}

TEST_CASE("a redrive policy is checked, and answered in normal form") {
  Redrive sqs;
  CHECK(sqs.attribute(sqs.source, "RedrivePolicy") == policy("dead", 2));
  const auto complaint = [&](const std::string& text) {
    const ApiError error =
        sqs.error_on(sqs.source, "SetQueueAttributes", {{"Attributes", {{"RedrivePolicy", text}}}});
    CHECK(error.code == "InvalidParameterValue");
    const std::string start = "Value " + text + " for parameter RedrivePolicy is invalid. Reason: ";
    CHECK(error.message.starts_with(start));
    return error.message.substr(start.size());
  };
  CHECK(complaint("x") == "Redrive policy is not a valid JSON map.");
  CHECK(complaint(Json(policy("dead")).dump()) == "Redrive policy is not a valid JSON map.");
  CHECK(complaint(R"({"maxReceiveCount":1})") ==
        "Redrive policy does not contain mandatory attribute: deadLetterTargetArn.");
  CHECK(complaint(R"({"deadLetterTargetArn":"x"})") ==
        "Redrive policy does not contain mandatory attribute: maxReceiveCount.");
  CHECK(complaint(policy("dead", 0)) ==
        "Invalid value for maxReceiveCount: 0, valid values are from 1 to 1000 both inclusive.");
  CHECK(complaint(policy("dead", 1001)).starts_with("Invalid value for maxReceiveCount"));
  CHECK(complaint(policy("none")) == "Dead letter target does not exist.");
  CHECK(
      complaint(R"({"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:000000000000:dead","maxReceiveCount":1})") ==
      "Dead-letter queue must be in same region as the source.");
  CHECK(
      complaint(R"({"deadLetterTargetArn":"arn:aws:sqs:us-east-1:111111111111:dead","maxReceiveCount":1})") ==
      "Dead-letter queue must be in same account as the source.");
  sqs.create_fifo("dead.fifo");
  CHECK(complaint(policy("dead.fifo")) == "Dead-letter queue must be same type of queue as the source.");
  sqs.on(sqs.source, "SetQueueAttributes", {{"Attributes", {{"RedrivePolicy", ""}}}});
  CHECK(sqs.attribute(sqs.source, "RedrivePolicy") == "");
}

TEST_CASE("a dead-letter queue says whose messages it takes") {
  Sqs sqs;
  const std::string dead = sqs.create("dead", {{"RedriveAllowPolicy", R"({"redrivePermission":"denyAll"})"}});
  const auto create = [&](const std::string& name) {
    return sqs.error("CreateQueue",
                     {{"QueueName", name}, {"Attributes", {{"RedrivePolicy", policy("dead")}}}});
  };
  CHECK(create("source").code == "InvalidParameterValue");
  const auto allow = [&](const std::string& text) {
    sqs.on(dead, "SetQueueAttributes", {{"Attributes", {{"RedriveAllowPolicy", text}}}});
  };
  allow(R"({"redrivePermission":"byQueue","sourceQueueArns":["arn:aws:sqs:us-east-1:000000000000:source"]})");
  CHECK(create("other").code == "InvalidParameterValue");
  sqs.create("source", {{"RedrivePolicy", policy("dead")}});
  allow(R"({"redrivePermission":"allowAll"})");
  sqs.create("other", {{"RedrivePolicy", policy("dead")}});
  for (const char* text : {"x", "{}", R"({"redrivePermission":"byQueue"})",
                           R"({"redrivePermission":"allowAll","sourceQueueArns":["a"]})"}) {
    CHECK(sqs.error_on(dead, "SetQueueAttributes", {{"Attributes", {{"RedriveAllowPolicy", text}}}}).code ==
          "InvalidParameterValue");
  }
}

TEST_CASE("the sources of a dead-letter queue are listed by pages") {
  Redrive sqs;
  sqs.create("another", {{"RedrivePolicy", policy("dead")}});
  const Json first = sqs.on(sqs.dead, "ListDeadLetterSourceQueues", {{"MaxResults", 1}});
  CHECK(first["queueUrls"] == Json{"http://localhost:4566/000000000000/another"});
  CHECK(sqs.on(sqs.dead, "ListDeadLetterSourceQueues",
               {{"MaxResults", 1}, {"NextToken", first["NextToken"]}}) == Json{{"queueUrls", {sqs.source}}});
  CHECK(sqs.on(sqs.source, "ListDeadLetterSourceQueues") == Json{{"queueUrls", Json::array()}});
}

TEST_CASE("a task moves dead messages back to where they came from, as new ones") {
  Redrive sqs;
  const std::string id = sqs.send(sqs.source, "a")["MessageId"];
  sqs.send(sqs.source, "b");
  sqs.kill();
  CHECK(sqs.counts(sqs.dead) == "2 0 0");
  const Json started = sqs.call("StartMessageMoveTask", {{"SourceArn", arn_start + "dead"}});
  CHECK(sqs.task()["Status"] == "RUNNING");
  CHECK(sqs.task()["TaskHandle"] == started["TaskHandle"]);
  CHECK(sqs.error("StartMessageMoveTask", {{"SourceArn", arn_start + "dead"}}).message ==
        "There is already a task running. Only one active task is allowed for a source queue arn at a given "
        "time.");
  sqs.settle();
  CHECK(sqs.counts(sqs.dead) == "0 0 0");
  CHECK(sqs.task() == Json{{"Status", "COMPLETED"},
                           {"SourceArn", arn_start + "dead"},
                           {"ApproximateNumberOfMessagesMoved", 2},
                           {"ApproximateNumberOfMessagesToMove", 2},
                           {"StartedTimestamp", to_millis(sqs.wall)}});
  const Json messages = sqs.receive(sqs.source, {{"AttributeNames", {"All"}}});
  CHECK(messages.size() == 2);
  CHECK(messages[0]["MessageId"] != id);
  CHECK(messages[0]["Attributes"]["ApproximateReceiveCount"] == "1");
  CHECK_FALSE(messages[0]["Attributes"].contains("DeadLetterQueueSourceArn"));
}

TEST_CASE("a task moves to another queue, at a rate, and can be cancelled") {
  Redrive sqs;
  const std::string other = sqs.create("other");
  for (int i = 0; i < 5; ++i) sqs.send(sqs.dead, std::to_string(i));
  const Json started = sqs.call("StartMessageMoveTask", {{"SourceArn", arn_start + "dead"},
                                                         {"DestinationArn", arn_start + "other"},
                                                         {"MaxNumberOfMessagesPerSecond", 2}});
  sqs.settle();
  CHECK(sqs.counts(other) == "2 0 0");
  sqs.pass(seconds(1));
  sqs.settle();
  CHECK(sqs.counts(other) == "4 0 0");
  CHECK(sqs.task()["MaxNumberOfMessagesPerSecond"] == 2);
  CHECK(sqs.call("CancelMessageMoveTask", {{"TaskHandle", started["TaskHandle"]}}) ==
        Json{{"ApproximateNumberOfMessagesMoved", 4}});
  sqs.pass(seconds(1));
  sqs.settle();
  CHECK(sqs.counts(other) == "4 0 0");
  CHECK(sqs.task()["Status"] == "CANCELLED");
  CHECK(sqs.error("CancelMessageMoveTask", {{"TaskHandle", started["TaskHandle"]}}).code ==
        "UnsupportedOperation");
}

TEST_CASE("a task fails on a message of which it is not known where it came from") {
  Redrive sqs;
  sqs.send(sqs.dead, "direct");
  sqs.call("StartMessageMoveTask", {{"SourceArn", arn_start + "dead"}});
  sqs.settle();
  CHECK(sqs.task()["Status"] == "FAILED");
  CHECK(sqs.task()["FailureReason"] == "CouldNotDetermineMessageSource");
  CHECK(sqs.counts(sqs.dead) == "1 0 0");
}

TEST_CASE("a task needs a dead-letter queue, and a destination that is there") {
  Redrive sqs;
  const auto complaint = [&](const Json& request) {
    const ApiError error = sqs.error("StartMessageMoveTask", request);
    return error.code + ": " + error.message;
  };
  CHECK(complaint({{"SourceArn", arn_start + "none"}}) ==
        "ResourceNotFoundException: The resource that you specified for the SourceArn parameter doesn't "
        "exist.");
  CHECK(complaint({{"SourceArn", arn_start + "source"}}) ==
        "InvalidParameterValue: Source queue must be configured as a Dead Letter Queue.");
  CHECK(complaint({{"SourceArn", arn_start + "dead"}, {"DestinationArn", arn_start + "none"}}) ==
        "ResourceNotFoundException: The resource that you specified for the DestinationArn parameter doesn't "
        "exist.");
  CHECK(complaint({{"SourceArn", arn_start + "dead"}, {"MaxNumberOfMessagesPerSecond", 501}})
            .starts_with(
                "InvalidParameterValue: Value 501 for parameter MaxNumberOfMessagesPerSecond is invalid."));
  CHECK(complaint(Json::object()) == "MissingParameter: The request must contain the parameter SourceArn.");
}

}  // namespace
}  // namespace cloche::sqs
