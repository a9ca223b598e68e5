// POST /_cloche/reset: makes the account what it was when it was new; its number, its seed and its endpoint
// stay.
#include <nlohmann/json.hpp>

#include "emulator/front/admin/resources.h"

namespace cloche::front::admin {

void post_reset(AdminCall& call) {
  call.world.account->reset();
  call.world.requests.clear();
  call.world.unsupported.clear();
  call.world.ids.restart();
  call.answer.json(200, {{"account", call.world.account->number()}, {"reset", true}});
}

}  // namespace cloche::front::admin
