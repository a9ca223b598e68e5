#include "fakes/lambda/settings.h"

#include "fakes/lambda/store.h"

namespace cloche::lambda {

namespace {
constexpr std::string_view status_delay = "function_status_delay_ms";
constexpr std::string_view concurrency = "concurrent_executions";
constexpr std::int64_t default_concurrency = 1000;  // Lambda quotas
}  // namespace

Duration function_status_delay(Account& account) { return Duration(setting(account, status_delay, 0)); }

void set_function_status_delay(Account& account, Duration delay) {
  set_setting(account, status_delay, delay.count());
}

std::int64_t concurrent_executions(Account& account) {
  return setting(account, concurrency, default_concurrency);
}

void set_concurrent_executions(Account& account, std::int64_t count) {
  set_setting(account, concurrency, count);
}

}  // namespace cloche::lambda
