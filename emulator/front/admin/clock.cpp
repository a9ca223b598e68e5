// GET and POST /_cloche/clock: {"freeze": true|false}, {"set": "2026-01-05T09:00:00Z"}, {"advance": "90s"};
// freeze may stand beside one of the others, and comes first. The answer is given when all has settled that
// the change caused.
#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "emulator/front/admin/resources.h"

namespace cloche::front::admin {

namespace {

// What can be written as ISO 8601 with four digits of a year.
const Time first_time = std::chrono::sys_days(std::chrono::year(0) / 1 / 1);
const Time last_time = std::chrono::sys_days(std::chrono::year(9999) / 12 / 31);

Json state_of(Account& account) {
  return account.transact([&] {
    return Json{{"now", iso8601(account.clock().now())}, {"frozen", account.clock().frozen()}};
  });
}

effects::ClockChange read_change(const AdminCall& call) {
  const Json body = call.body({"freeze", "set", "advance"});
  effects::ClockChange change;
  if (const auto freeze = body.find("freeze"); freeze != body.end()) {
    if (!freeze->is_boolean()) throw AdminError{400, "freeze must be true or false"};
    change.freeze = freeze->get<bool>();
  }
  if (const auto set = body.find("set"); set != body.end()) {
    change.set = set->is_string() ? parse_iso8601(set->get_ref<const std::string&>()) : std::nullopt;
    if (!change.set) throw AdminError{400, "set must be a time like \"2026-01-05T09:00:00Z\""};
  }
  if (const auto advance = body.find("advance"); advance != body.end()) {
    change.advance =
        advance->is_string() ? parse_duration(advance->get_ref<const std::string&>()) : std::nullopt;
    if (!change.advance)
      throw AdminError{
          400, "advance must be a duration like \"90s\", \"15m\", \"36h\", \"7d\", \"250ms\" or \"1h30m\""};
  }
  if (change.set && change.advance) throw AdminError{400, "set and advance can't stand together"};
  if (!change.freeze && !change.set && !change.advance)
    throw AdminError{400, "expected freeze, set or advance"};
  const Time now = call.world.account->clock().now();
  const Time target = change.set ? *change.set : now + change.advance.value_or(Duration(0));
  if (target < first_time || target > last_time)
    throw AdminError{400, "the clock goes from the year 0 to 9999"};
  return change;
}

}  // namespace

void get_clock(AdminCall& call) { call.answer.json(200, state_of(*call.world.account)); }

void post_clock(AdminCall& call) {
  const effects::ClockChange change = read_change(call);
  call.effects.change_clock(*call.world.account, change,
                            [&effects = call.effects, &world = call.world, fork = call.fork,
                             answer = std::move(call.answer)]() mutable {
                              if (effects.stopped()) return answer.error(stopping());
                              if (world.functions) world.functions->end_idle();
                              answer.json(200, state_of(*world.account));
                            });
}

}  // namespace cloche::front::admin
