#include <nlohmann/json.hpp>

#include "fakes/lambda/account_limits.h"
#include "fakes/lambda/code_store.h"
#include "fakes/lambda/operations/operations.h"
#include "fakes/lambda/settings.h"

namespace cloche::lambda {

Answer get_account_settings(Call& call, const Structure&) {
  Store store(call.account, call.region);
  const std::int64_t limit = concurrent_executions(call.account);
  return Json{{"AccountLimit",
               {{"TotalCodeSize", max_code_storage},
                {"CodeSizeUnzipped", max_unzipped_bytes},
                {"CodeSizeZipped", max_zip_bytes},
                {"ConcurrentExecutions", limit},
                {"UnreservedConcurrentExecutions", limit - store.total_reserved_concurrency()}}},
              {"AccountUsage",
               {{"TotalCodeSize", store.total_code_size()}, {"FunctionCount", store.function_count()}}}};
}

}  // namespace cloche::lambda
