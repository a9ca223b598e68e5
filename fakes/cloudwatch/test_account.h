#pragma once
// For tests: an account with CloudWatch alone, whose clock is moved by hand and whose timers fall due on the
// way, as emulator/effects has it.
#include "fakes/cloudwatch/service.h"
#include "fakes/wire/operation_test.h"

namespace cloche::cloudwatch {

struct CloudWatch : wire::OperationTest {
  CloudWatch() : OperationTest({&definition()}) {}

  /// A row of the outbox that no effect of CloudWatch takes: what was sent to others.
  std::vector<Json> sent;

  /// Moves the clock, stopping at each moment at which something is due.
  void advance(Duration duration) {
    const Time target = wall + duration;
    for (;;) {
      const auto row = account.transact([&] { return account.outbox().first(); });
      if (!row || row->due > target) break;
      wall = std::max(wall, row->due);
      account.transact([&] {
        account.outbox().remove(row->id);
        take(*row);
      });
    }
    wall = target;
  }

  /// Puts one value of a metric.
  void put(std::string_view metric, double value, Json more = Json::object()) {
    more["MetricName"] = metric;
    more["Value"] = value;
    call("PutMetricData", {{"Namespace", "App"}, {"MetricData", {more}}});
  }

 private:
  void take(const Outbox::Row& row) {
    const Json payload = parse_json(row.payload);
    for (const wire::EffectEntry& effect : definition().effects) {
      if (effect.kind == row.kind) return effect.function(account, payload);
    }
    sent.push_back(payload);
  }
};

}  // namespace cloche::cloudwatch
