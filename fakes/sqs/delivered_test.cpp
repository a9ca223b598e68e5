#include "fakes/sqs/delivered.h"

#include "fakes/sqs/test_account.h"

namespace cloche::sqs {
namespace {

Delivery delivery_to(const std::string& name) {
  return {.target = "arn:aws:sqs:us-east-1:000000000000:" + name,
          .sender = "sns.amazonaws.com",
          .source = "arn:aws:sns:us-east-1:000000000000:topic",
          .body = "hello"};
}

void deliver_now(Sqs& sqs, const Delivery& delivery) {
  sqs.account.transact([&] { receive_delivery(sqs.account, delivery); });
}

TEST_CASE("a delivery is a message with its attributes, sent by the service") {
  Sqs sqs;
  const std::string url = sqs.create("one");
  Delivery delivery = delivery_to("one");
  delivery.attributes = {{"b", {{"DataType", "Binary"}, {"BinaryValue", "AAE="}}},
                         {"s", {{"DataType", "String"}, {"StringValue", "x"}}}};
  delivery.group_id = "g";
  delivery.deduplication_id = "d";
  deliver_now(sqs, delivery);
  const Json message = sqs.receive(url, {{"AttributeNames", {"All"}}, {"MessageAttributeNames", {"All"}}})[0];
  CHECK(message["Body"] == "hello");
  CHECK(message["MessageAttributes"]["b"]["BinaryValue"] == Json::binary({0, 1}));
  CHECK(message["MessageAttributes"]["s"]["StringValue"] == "x");
  CHECK(message["Attributes"]["SenderId"] == "sns.amazonaws.com");
  CHECK(message["Attributes"]["MessageGroupId"] == "g");
  CHECK_FALSE(message["Attributes"].contains("MessageDeduplicationId"));
}

TEST_CASE("a FIFO queue orders deliveries by their group, and takes each once") {
  Sqs sqs;
  const std::string url = sqs.create_fifo("one.fifo");
  Delivery delivery = delivery_to("one.fifo");
  CHECK_THROWS_AS(deliver_now(sqs, delivery), ApiError);
  delivery.group_id = "g";
  delivery.deduplication_id = "d";
  for (int i = 0; i < 2; ++i) deliver_now(sqs, delivery);
  CHECK(sqs.bodies(url) == Names{"hello"});
}

TEST_CASE("a delivery to a queue that is not there is refused") {
  Sqs sqs;
  try {
    deliver_now(sqs, delivery_to("none"));
    FAIL("it was taken");
  } catch (const ApiError& error) {
    CHECK(error.code == "QueueDoesNotExist");
  }
}

}  // namespace
}  // namespace cloche::sqs
