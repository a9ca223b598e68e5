#include "fakes/sqs/clock_set_back.h"

#include <doctest/doctest.h>

#include "fakes/core/clock_set_back.h"
#include "fakes/sqs/test_account.h"

namespace cloche::sqs {
namespace {

struct SetBack : Sqs {
  void set_back(Duration by) {
    wall -= by;
    account.transact([&] { go_back_with_clock(account, clock_set_back_payload(by)); });
  }
};

TEST_CASE(
    "what was to be received still is when the clock has been set back, and the rest when it would have "
    "been") {
  SetBack sqs;
  for (const bool fifo : {false, true}) {
    CAPTURE(fifo);
    const std::string url = fifo ? sqs.create_fifo("q.fifo") : sqs.create("q");
    const auto send = [&](const std::string& body) {
      if (fifo) sqs.send_to_group(url, body, body);
      if (!fifo) sqs.send(url, body);
    };
    send("taken");
    CHECK(sqs.bodies(url, {{"VisibilityTimeout", 30}}) == Names{"taken"});
    send("visible");
    sqs.set_back(hours(24 * 300));
    CHECK(sqs.bodies(url, {{"VisibilityTimeout", 300}}) == Names{"visible"});
    sqs.pass(seconds(30));
    CHECK(sqs.bodies(url) == Names{"taken"});
  }
}

TEST_CASE("a duplicate is one for five minutes, though the clock is set back") {
  SetBack sqs;
  const std::string url = sqs.create_fifo("q.fifo");
  sqs.send_to_group(url, "a", "g");
  sqs.set_back(hours(24));
  sqs.send_to_group(url, "a", "g");
  CHECK(sqs.counts(url) == "1 0 0");
  sqs.pass(minutes(5));
  sqs.send_to_group(url, "a", "g");
  CHECK(sqs.counts(url) == "2 0 0");
}

TEST_CASE("a queue that was purged or deleted is not so for longer when the clock has been set back") {
  SetBack sqs;
  const std::string url = sqs.create("q");
  sqs.on(url, "PurgeQueue");
  sqs.on(sqs.create("gone"), "DeleteQueue");
  sqs.set_back(hours(24));
  sqs.pass(minutes(1));
  sqs.on(url, "PurgeQueue");
  CHECK(sqs.create("gone") != "");
}

}  // namespace
}  // namespace cloche::sqs
