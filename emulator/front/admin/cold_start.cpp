// POST /_cloche/cold-start: ends the processes of functions that wait for an invocation, of all or of
// {"function": "name or ARN"}, so that the next invocation starts one.
#include <nlohmann/json.hpp>

#include "emulator/front/admin/resources.h"

namespace cloche::front::admin {

void post_cold_start(AdminCall& call) {
  std::string function;
  if (!call.request.body.empty()) {
    const Json body = call.body({"function"});
    if (const auto named = body.find("function"); named != body.end()) {
      if (!named->is_string()) throw AdminError{400, "function must be a name or an ARN"};
      function = named->get<std::string>();
    }
  }
  const std::size_t retired = call.world.functions ? call.world.functions->retire(function) : 0;
  call.answer.json(200, {{"retired", retired}});
}

}  // namespace cloche::front::admin
