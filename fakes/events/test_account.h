#pragma once
// What the tests of EventBridge have: an account whose clock stands still until it is moved, calls of
// operations, and a record of what was sent to whom.
#include <deque>
#include <string>
#include <vector>

#include "fakes/cloudwatch/service.h"
#include "fakes/core/delivery.h"
#include "fakes/events/service.h"
#include "fakes/wire/operation_test.h"

namespace cloche::events {

struct TestAccount : wire::OperationTest {
  TestAccount() : OperationTest({&definition(), &cloudwatch::definition()}) {
    account.transact([&] { account.clock().freeze(); });
  }

  struct Sent {
    Delivery delivery;
    Time at{};
  };
  std::vector<Sent> sent;
  /// What the next deliveries to other services are refused with; each refuses one.
  std::deque<ApiError> refusals;

  Time now() { return account.clock().now(); }

  /// Moves the clock; what falls due on the way happens in its order: effects as they are, deliveries to a
  /// bus as they are, others are recorded.
  void advance(Duration duration) {
    const Time end = now() + duration;
    while (const auto row = account.transact([&] { return account.outbox().first(); })) {
      if (row->due > end) break;
      account.transact([&] {
        account.outbox().remove(row->id);
        if (row->due > now()) account.clock().set(row->due);
        const Json payload = Json::parse(row->payload);
        if (row->kind == delivery_effect) {
          take(SentDelivery::parse(payload));
        } else {
          effect(row->kind)(account, payload);
        }
      });
    }
    account.transact([&] { account.clock().set(end); });
  }
  /// Lets happen what is due now.
  void settle() { advance(Duration(0)); }

  /// The bodies of all that was sent to a target since this was last asked.
  std::vector<std::string> bodies(std::string_view target) {
    settle();
    std::vector<std::string> bodies;
    for (const Sent& each : sent) {
      if (each.delivery.target == target) bodies.push_back(each.delivery.body);
    }
    std::erase_if(sent, [&](const Sent& each) { return each.delivery.target == target; });
    return bodies;
  }

  /// A rule with a pattern or a schedule ("rate(…)") and one target.
  void rule(const std::string& name, const std::string& what, const std::string& target,
            Json more = Json::object(), const std::string& bus = "default") {
    Json request{{"Name", name}, {"EventBusName", bus}};
    request[what.starts_with('{') ? "EventPattern" : "ScheduleExpression"] = what;
    call("PutRule", request);
    more["Id"] = more.value("Id", "t");
    more["Arn"] = target;
    call("PutTargets", {{"Rule", name}, {"EventBusName", bus}, {"Targets", {more}}});
  }
  /// Puts one event; answers its id.
  std::string put(const std::string& source, const Json& detail = Json::object(),
                  const Json& more = Json::object()) {
    Json entry{{"Source", source}, {"DetailType", "type"}, {"Detail", detail.dump()}};
    entry.update(more);
    const Json answer = call("PutEvents", {{"Entries", {entry}}});
    REQUIRE(answer["FailedEntryCount"] == 0);
    return answer["Entries"][0]["EventId"];
  }

 private:
  void take(const SentDelivery& row) {
    if (row.delivery.target.find(":event-bus/") != std::string::npos) {
      definition().receive(account, row.delivery);
      return;
    }
    if (refusals.empty()) {
      sent.push_back({row.delivery, now()});
      return;
    }
    const ApiError error = refusals.front();
    refusals.pop_front();
    if (!row.on_refusal) return;
    Json payload = row.on_refusal->payload;
    payload["ErrorCode"] = error.code;
    payload["ErrorMessage"] = error.message;
    account.outbox().add(row.on_refusal->effect, now(), payload);
  }
  static void (*effect(std::string_view kind))(Account&, const Json&) {
    for (const wire::EffectEntry& entry : definition().effects) {
      if (entry.kind == kind) return entry.function;
    }
    FAIL("no effect " << kind);
    return nullptr;
  }
};

inline const std::string queue = "arn:aws:sqs:us-east-1:000000000000:queue";
inline const std::string all_events = R"({"source": [{"prefix": ""}]})";

}  // namespace cloche::events
