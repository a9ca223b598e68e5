// POST /_cloche/reset: makes the account what it was when it was new; its number, its seed and its endpoint
// stay.
#include <nlohmann/json.hpp>

#include "emulator/front/admin/resources.h"

namespace cloche::front::admin {

void replace_content(AdminCall& call, std::function<Json()> replace) {
  call.effects.pause(*call.world.account);
  call.world.end_functions([&effects = call.effects, &world = call.world, fork = call.fork,
                            replace = std::move(replace), answer = std::move(call.answer)]() mutable {
    Json document;
    std::string fault;
    try {
      document = replace();
      world.move_home();
    } catch (const std::exception& error) {
      fault = error.what();
    }
    world.resume_functions();
    effects.resume(*world.account);
    if (fault.empty()) return answer.json(200, document);
    answer.error({500, fault});
  });
}

void post_reset(AdminCall& call) {
  if (!call.request.body.empty()) call.body({});
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
