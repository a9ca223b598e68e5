#include "fakes/sqs/arrivals.h"

#include "fakes/sqs/test_account.h"

namespace cloche::sqs {
namespace {

/// Hears what is rung.
struct Bells : Sqs {
  std::string url = create("one", {{"VisibilityTimeout", "30"}});
  std::vector<std::string> heard;

  Bells() {
    account.on_ring([this](std::string_view bell) { heard.emplace_back(bell); });
  }
  /// The operation's own answer, of a caller who would wait.
  wire::Answer poll(Json request) {
    request["QueueUrl"] = url;
    const wire::model::Service& service = definition().model();
    const wire::model::Operation& operation = *service.operation("ReceiveMessage");
    return account.transact([&] {
      wire::Call call{account, region, caller, "id", service, operation, unsupported, "localhost", "", true};
      return definition().function("ReceiveMessage")(call, wire::Structure(*operation.input, request));
    });
  }
};

TEST_CASE("who asks an empty queue waits as long as it says, or as the queue says") {
  Bells sqs;
  CHECK_FALSE(sqs.poll(Json::object()).wait);
  CHECK_FALSE(sqs.poll({{"WaitTimeSeconds", 0}}).wait);
  const wire::Answer answer = sqs.poll({{"WaitTimeSeconds", 20}});
  REQUIRE(answer.wait);
  CHECK(answer.wait->most == seconds(20));
  sqs.on(sqs.url, "SetQueueAttributes", {{"Attributes", {{"ReceiveMessageWaitTimeSeconds", "5"}}}});
  CHECK(sqs.poll(Json::object()).wait->most == seconds(5));
  CHECK_FALSE(sqs.poll({{"WaitTimeSeconds", 0}}).wait);
  sqs.send(sqs.url, "a");
  CHECK(sqs.poll({{"WaitTimeSeconds", 20}}).document["Messages"].size() == 1);
}

TEST_CASE("a message that comes rings the bell for which is waited") {
  Bells sqs;
  const std::string bell = sqs.poll({{"WaitTimeSeconds", 20}}).wait->bell;
  sqs.send(sqs.url, "a");
  CHECK(sqs.heard == Names{bell});
  sqs.send(sqs.create("other"), "b");
  CHECK(sqs.heard.size() == 2);
  CHECK(sqs.heard[1] != bell);
}

TEST_CASE("a message that becomes visible rings the bell when somebody waits") {
  Bells sqs;
  sqs.send(sqs.url, "a");
  const std::string handle = sqs.handle(sqs.url);
  CHECK_FALSE(sqs.account.outbox().first());
  const std::string bell = sqs.poll({{"WaitTimeSeconds", 20}}).wait->bell;
  const auto row = sqs.account.outbox().first();
  REQUIRE(row);
  CHECK(row->kind == visible_effect);
  CHECK(row->due == sqs.wall + seconds(30));
  sqs.heard.clear();
  sqs.account.transact([&] { ring_bell(sqs.account, parse_json(row->payload)); });
  CHECK(sqs.heard == Names{bell});
  sqs.heard.clear();
  sqs.on(sqs.url, "ChangeMessageVisibility", {{"ReceiptHandle", handle}, {"VisibilityTimeout", 0}});
  CHECK(sqs.heard == Names{bell});
}

TEST_CASE("who waits hears that the queue is gone") {
  Bells sqs;
  const std::string bell = sqs.poll({{"WaitTimeSeconds", 20}}).wait->bell;
  sqs.on(sqs.url, "DeleteQueue");
  CHECK(sqs.heard == Names{bell});
  CHECK_THROWS_AS(sqs.poll({{"WaitTimeSeconds", 20}}), ApiError);
}

}  // namespace
}  // namespace cloche::sqs
