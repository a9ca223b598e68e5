#include "emulator/deploy/testing/stack_account.h"

namespace cloche::deploy {
namespace {

using testing::StackAccount;

const std::string type = "AWS::SQS::Queue";

Json attributes_of(StackAccount& account, const Resource& queue) {
  return account.ask("sqs", "GetQueueAttributes",
                     {{"QueueUrl", queue.physical_id}, {"AttributeNames", {"All"}}})["Attributes"];
}

TEST_CASE("a queue is known by its URL, and a FIFO queue's generated name says what it is") {
  StackAccount account;
  const Resource queue =
      account.create(type, {{"QueueName", "q"}, {"VisibilityTimeout", 7}, {"DelaySeconds", "3"}});
  CHECK(queue.physical_id == "http://localhost:4566/000000000000/q");
  CHECK(queue.attributes == Json{{"Arn", "arn:aws:sqs:us-east-1:000000000000:q"},
                                 {"QueueName", "q"},
                                 {"QueueUrl", queue.physical_id}});
  CHECK(attributes_of(account, queue)["VisibilityTimeout"] == "7");
  CHECK(attributes_of(account, queue)["DelaySeconds"] == "3");
  const Resource fifo = account.create(type, {{"FifoQueue", true}, {"ContentBasedDeduplication", "true"}});
  CHECK(fifo.physical_id.ends_with(".fifo"));
  CHECK(fifo.attributes["QueueName"].get<std::string>().size() <= 80);
}

TEST_CASE("a queue's settings change, and go back to the defaults when they go") {
  StackAccount account;
  const Resource dead = account.create(type, {{"QueueName", "dead"}});
  const Json first{
      {"QueueName", "q"},
      {"VisibilityTimeout", 7},
      {"RedrivePolicy", {{"deadLetterTargetArn", dead.attributes["Arn"]}, {"maxReceiveCount", 3}}},
      {"Tags", {{{"Key", "a"}, {"Value", "b"}}}}};
  const Resource queue = account.create(type, first);
  CHECK(attributes_of(account, queue).contains("RedrivePolicy"));
  account.update(type, queue, first, {{"QueueName", "q"}, {"MessageRetentionPeriod", 60}});
  const Json attributes = attributes_of(account, queue);
  CHECK(attributes["VisibilityTimeout"] == "30");
  CHECK(attributes["MessageRetentionPeriod"] == "60");
  CHECK_FALSE(attributes.contains("RedrivePolicy"));
  CHECK(account.ask("sqs", "ListQueueTags", {{"QueueUrl", queue.physical_id}})
            .value("Tags", Json::object())
            .empty());
  CHECK(account.replaces(type, first, {{"QueueName", "other"}}));
}

TEST_CASE("a queue's encryption changes from one kind to the other") {
  StackAccount account;
  const Json none{{"QueueName", "q"}, {"SqsManagedSseEnabled", false}};
  const Json by_key{{"QueueName", "q"}, {"KmsMasterKeyId", "alias/aws/sqs"}};
  const Resource queue = account.create(type, none);
  account.update(type, queue, none, by_key);
  CHECK(attributes_of(account, queue)["KmsMasterKeyId"] == "alias/aws/sqs");
  account.update(type, queue, by_key, {{"QueueName", "q"}});
  CHECK_FALSE(attributes_of(account, queue).contains("KmsMasterKeyId"));
  account.update(type, queue, {{"QueueName", "q"}}, by_key);
  account.update(type, queue, by_key, {{"QueueName", "q"}, {"SqsManagedSseEnabled", true}});
  CHECK(attributes_of(account, queue)["SqsManagedSseEnabled"] == "true");
}

TEST_CASE("a queue is deleted") {
  StackAccount account;
  const Resource queue = account.create(type, Json::object());
  account.remove(type, queue, Json::object());
  CHECK_THROWS_AS(attributes_of(account, queue), ApiError);
}

TEST_CASE("a policy is that of each of its queues, as long as it is") {
  StackAccount account;
  const Resource a = account.create(type, {{"QueueName", "a"}});
  const Resource b = account.create(type, {{"QueueName", "b"}});
  const Json document{{"Version", "2012-10-17"}, {"Statement", Json::array()}};
  const std::string policy_type = "AWS::SQS::QueuePolicy";
  const Json first{{"PolicyDocument", document}, {"Queues", {a.physical_id}}};
  const Resource policy = account.create(policy_type, first);
  CHECK(Json::parse(attributes_of(account, a)["Policy"].get<std::string>()) == document);
  const Json second{{"PolicyDocument", document}, {"Queues", {b.physical_id}}};
  account.update(policy_type, policy, first, second);
  CHECK_FALSE(attributes_of(account, a).contains("Policy"));
  CHECK(attributes_of(account, b).contains("Policy"));
  account.remove(policy_type, policy, second);
  CHECK_FALSE(attributes_of(account, b).contains("Policy"));
}

TEST_CASE("a queue's properties are checked") {
  StackAccount account;
  CHECK(account.wrong(type, {{"Name", "q"}}) == "/Name: Encountered unsupported property Name");
  CHECK(account.wrong(type, {{"DelaySeconds", 1000}}).starts_with("InvalidAttributeValue"));
  CHECK(account.wrong(type, {{"Tags", "a"}}) == "/Tags: Value of property Tags must be of type List");
}

}  // namespace
}  // namespace cloche::deploy
