#include "fakes/lambda/retirement.h"

#include <nlohmann/json.hpp>

namespace cloche::lambda {

void retire_environments(Account& account, std::string_view function_arn) {
  account.outbox().add(retire_effect, account.clock().now(), {{"FunctionArn", function_arn}});
}

}  // namespace cloche::lambda
