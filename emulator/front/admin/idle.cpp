// GET /_cloche/idle: answers when the account is idle: nothing is due, nothing runs. It names the effects
// that failed.
#include <nlohmann/json.hpp>

#include "emulator/front/admin/resources.h"

namespace cloche::front::admin {

void get_idle(AdminCall& call) {
  call.effects.when_idle(*call.world.account, [&effects = call.effects, account = call.world.account,
                                               answer = std::move(call.answer)]() mutable {
    if (effects.stopped()) return answer.error(stopping());
    Json failed = Json::array();
    for (const Outbox::Failure& failure : account->transact([&] { return account->outbox().failures(); })) {
      failed.push_back({{"kind", failure.row.kind},
                        {"key", failure.row.key},
                        {"due", iso8601(failure.row.due)},
                        {"payload", failure.row.payload},
                        {"error", failure.why}});
    }
    answer.json(200, {{"idle", true}, {"failed_effects", std::move(failed)}});
  });
}

}  // namespace cloche::front::admin
