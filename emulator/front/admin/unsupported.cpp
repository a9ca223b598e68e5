// GET /_cloche/unsupported: what was asked for and is not there: operations, and settings that are not
// applied.
#include <nlohmann/json.hpp>

#include "emulator/front/admin/resources.h"

namespace cloche::front::admin {

void get_unsupported(AdminCall& call) {
  Json entries = Json::array();
  for (const Unsupported::Entry& entry : call.world.unsupported.entries()) {
    entries.push_back({{"service", entry.service},
                       {"operation", entry.operation},
                       {"what", entry.what},
                       {"count", entry.count}});
  }
  call.answer.json(200, {{"unsupported", std::move(entries)}});
}

}  // namespace cloche::front::admin
