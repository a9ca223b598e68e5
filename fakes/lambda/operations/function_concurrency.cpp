// PutFunctionConcurrency, GetFunctionConcurrency, DeleteFunctionConcurrency.
#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "fakes/lambda/account_limits.h"
#include "fakes/lambda/errors.h"
#include "fakes/lambda/function_access.h"
#include "fakes/lambda/operations/operations.h"
#include "fakes/lambda/settings.h"

namespace cloche::lambda {

namespace {

FunctionKey whole_function(const Call& call, const Structure& request, Store& store) {
  FunctionKey key = key_without_qualifier(call, request);
  check_unqualified(key);
  check_function_exists(store, key);
  return key;
}

}  // namespace

Answer put_function_concurrency(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const FunctionKey key = whole_function(call, request, store);
  const std::int64_t reserved = request.integer("ReservedConcurrentExecutions");
  const std::int64_t before = store.reserved_concurrency(key.name).value_or(0);
  const std::int64_t unreserved =
      concurrent_executions(call.account) - store.total_reserved_concurrency() + before - reserved;
  if (unreserved < least_unreserved_concurrency && reserved > before) {
    throw invalid_parameter(
        fmt::format("Specified ReservedConcurrentExecutions for function decreases account's "
                    "UnreservedConcurrentExecution below its minimum value of [{}].",
                    least_unreserved_concurrency));
  }
  store.set_reserved_concurrency(key.name, reserved);
  return Json{{"ReservedConcurrentExecutions", reserved}};
}

Answer get_function_concurrency(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const FunctionKey key = whole_function(call, request, store);
  const auto reserved = store.reserved_concurrency(key.name);
  return reserved ? Json{{"ReservedConcurrentExecutions", *reserved}} : Json::object();
}

Answer delete_function_concurrency(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const FunctionKey key = whole_function(call, request, store);
  store.set_reserved_concurrency(key.name, std::nullopt);
  return {};
}

}  // namespace cloche::lambda
