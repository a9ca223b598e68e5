// GET and POST /_cloche/settings: what a test may set of the behaviour of the account's fakes, beyond what
// the services' own operations can. All truth is in the account, so a fork has what its original had.
#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "emulator/front/admin/resources.h"
#include "fakes/dynamodb/settings.h"
#include "fakes/lambda/settings.h"

namespace cloche::front::admin {

namespace {

struct Setting {
  std::string_view name;
  Json (*read)(Account& account);
  void (*write)(Account& account, const Json& value);  // throws AdminError
};

std::string in_words(Duration duration) {
  return duration.count() % 1000 == 0 ? fmt::format("{}s", duration.count() / 1000)
                                      : fmt::format("{}ms", duration.count());
}

Duration read_duration(std::string_view name, const Json& value) {
  const auto duration =
      value.is_string() ? parse_duration(value.get_ref<const std::string&>()) : std::nullopt;
  if (!duration) throw AdminError{400, fmt::format("{} must be a duration like \"5s\" or \"250ms\"", name)};
  return *duration;
}

std::int64_t read_count(std::string_view name, const Json& value) {
  if (!value.is_number_integer() || value < 0 || value > 1'000'000)
    throw AdminError{400, fmt::format("{} must be a whole number from 0 to 1000000", name)};
  return value.get<std::int64_t>();
}

constexpr std::string_view table_status_delay = "dynamodb.table_status_delay";
constexpr std::string_view concurrent_executions = "lambda.concurrent_executions";
constexpr std::string_view function_status_delay = "lambda.function_status_delay";

constexpr Setting settings[] = {
    // How long a table or index stays CREATING, UPDATING or DELETING, on the account's clock.
    {table_status_delay,
     [](Account& account) { return Json(in_words(dynamodb::table_status_delay(account))); },
     [](Account& account, const Json& value) {
       dynamodb::set_table_status_delay(account, read_duration(table_status_delay, value));
     }},
    // How many invocations may run at once, in each region.
    {concurrent_executions, [](Account& account) { return Json(lambda::concurrent_executions(account)); },
     [](Account& account, const Json& value) {
       lambda::set_concurrent_executions(account, read_count(concurrent_executions, value));
     }},
    // How long a function stays Pending, or an update of it InProgress, on the account's clock.
    {function_status_delay,
     [](Account& account) { return Json(in_words(lambda::function_status_delay(account))); },
     [](Account& account, const Json& value) {
       lambda::set_function_status_delay(account, read_duration(function_status_delay, value));
     }},
};

Json all_of(Account& account) {
  Json all = Json::object();
  for (const Setting& setting : settings) all[setting.name] = setting.read(account);
  return all;
}

}  // namespace

void get_settings(AdminCall& call) {
  Account& account = *call.world.account;
  call.answer.json(200, account.transact([&] { return all_of(account); }));
}

// All of them, or, where one is wrong, none.
void post_settings(AdminCall& call) {
  const Json body = call.body({table_status_delay, concurrent_executions, function_status_delay});
  Account& account = *call.world.account;
  const Json now = account.transact([&] {
    for (const auto& [name, value] : body.items())
      std::ranges::find(settings, name, &Setting::name)->write(account, value);
    return all_of(account);
  });
  call.answer.json(200, now);
}

}  // namespace cloche::front::admin
