// POST /_cloche/cold-start: ends the processes of functions that wait for an invocation, of all or of
// {"function": "name or ARN"}, so that the next invocation starts one. A name is that of the functions of all
// regions.
#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "emulator/front/admin/resources.h"
#include "fakes/lambda/function_name.h"
#include "fakes/lambda/store.h"

namespace cloche::front::admin {

namespace {

// What `text` names, as the function's processes are known: by its name, or its ARN.
std::string existing_function(Account& account, const std::string& text) {
  const auto named = lambda::FunctionName::parse(text);
  const std::vector<std::string> regions =
      account.transact([&] { return lambda::regions_with_function(account, named.name); });
  const bool is_there =
      named.region.empty() ? !regions.empty() : std::ranges::find(regions, named.region) != regions.end();
  if (!is_there || (!named.account.empty() && named.account != account.number()))
    throw AdminError{404, fmt::format("there is no function {}", text)};
  if (!named.qualifier.empty())
    throw AdminError{400,
                     fmt::format("a function is started anew with all of its versions: name it without :{}",
                                 named.qualifier)};
  return named.region.empty() ? named.name : lambda::function_arn(account, named.region, named.name);
}

}  // namespace

void post_cold_start(AdminCall& call) {
  std::string function;
  if (!call.request.body.empty()) {
    const Json body = call.body({"function"});
    if (const auto named = body.find("function"); named != body.end()) {
      if (!named->is_string()) throw AdminError{400, "function must be a name or an ARN"};
      function = existing_function(*call.world.account, named->get<std::string>());
    }
  }
  const std::size_t retired = call.world.functions ? call.world.functions->retire(function) : 0;
  call.answer.json(200, {{"retired", retired}});
}

}  // namespace cloche::front::admin
