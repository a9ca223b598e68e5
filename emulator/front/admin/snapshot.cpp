// GET /_cloche/snapshot: the whole account as bytes. POST /_cloche/restore: makes the account what it was in
// a snapshot of it.
#include <nlohmann/json.hpp>

#include "emulator/front/admin/resources.h"
#include "fakes/core/fault.h"

namespace cloche::front::admin {

void get_snapshot(AdminCall& call) { call.answer.bytes(call.world.account->snapshot()); }

void post_restore(AdminCall& call) {
  replace_content(call, [&world = call.world, snapshot = call.request.body] {
    try {
      world.account->restore(snapshot);
    } catch (const Fault& fault) {
      throw AdminError{400, std::string("the body is no snapshot of this account: ") + fault.what()};
    }
    return Json{{"account", world.account->number()}, {"restored", true}};
  });
}

}  // namespace cloche::front::admin
