#pragma once
#include "fakes/core/account.h"
#include "fakes/dynamodb/settings.h"
#include "fakes/lambda/settings.h"

namespace cloche::deploy {

/// CloudFormation waits until a table or function is what it is to be. Here that takes no time, whatever a
/// test has said of how long it takes (/_cloche/settings).
class WithoutDelays {
 public:
  explicit WithoutDelays(Account& account)
      : account_(account),
        tables_(dynamodb::table_status_delay(account)),
        functions_(lambda::function_status_delay(account)) {
    set(Duration(0), Duration(0));
  }
  /// Not where the unit of work is undone, and they with it.
  void restore() { set(tables_, functions_); }

 private:
  void set(Duration tables, Duration functions) {
    if (tables_ != Duration(0)) dynamodb::set_table_status_delay(account_, tables);
    if (functions_ != Duration(0)) lambda::set_function_status_delay(account_, functions);
  }

  Account& account_;
  const Duration tables_;
  const Duration functions_;
};

}  // namespace cloche::deploy
