#include "fakes/dynamodb/settings.h"

#include "fakes/dynamodb/store.h"

namespace cloche::dynamodb {

namespace {
constexpr std::string_view status_delay = "table_status_delay_ms";
}

Duration table_status_delay(Account& account) { return Duration(setting(account, status_delay, 0)); }

void set_table_status_delay(Account& account, Duration delay) {
  set_setting(account, status_delay, delay.count());
}

}  // namespace cloche::dynamodb
