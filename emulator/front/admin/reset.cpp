// POST /_cloche/reset: makes the account what it was when it was new; its number, its seed and its endpoint
// stay.
#include <nlohmann/json.hpp>

#include "emulator/front/admin/resources.h"

namespace cloche::front::admin {

void replace_content(AdminCall& call, std::function<Json()> replace) {
  call.effects.forget(*call.world.account);
  call.world.end_functions([&effects = call.effects, account = call.world.account, fork = call.fork,
                            replace = std::move(replace), answer = std::move(call.answer)]() mutable {
    try {
      const Json document = replace();
      effects.look_after(account);
      answer.json(200, document);
    } catch (const AdminError& error) {
      effects.look_after(account);
      answer.error(error);
    }
  });
}

void post_reset(AdminCall& call) {
  replace_content(call, [&world = call.world] {
    world.account->reset();
    world.requests.clear();
    world.unsupported.clear();
    world.ids.restart();
    if (world.apis) world.apis->forget();
    return Json{{"account", world.account->number()}, {"reset", true}};
  });
}

}  // namespace cloche::front::admin
