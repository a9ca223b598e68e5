#include "fakes/cloudwatch/alarm_timer.h"

#include <nlohmann/json.hpp>

namespace cloche::cloudwatch {

void evaluate_at(Account& account, std::int64_t alarm, std::optional<Time> due) {
  std::optional<std::int64_t> millis;
  if (due) millis = to_millis(*due);
  account.database().run("UPDATE cloudwatch_alarms SET due = ?2 WHERE id = ?1", alarm, millis);
  if (!due) return;
  const std::optional<Time> timer = account.outbox().due(evaluate_effect, "");
  if (!timer || *timer > *due) account.outbox().schedule(evaluate_effect, "", *due, Json::object());
}

void set_alarm_timer(Account& account) {
  auto row = account.database().query("SELECT min(due) FROM cloudwatch_alarms WHERE due IS NOT NULL");
  row.step();
  if (const auto due = row.optional_integer(0)) {
    account.outbox().schedule(evaluate_effect, "", from_millis(*due), Json::object());
  } else {
    account.outbox().cancel(evaluate_effect, "");
  }
}

}  // namespace cloche::cloudwatch
