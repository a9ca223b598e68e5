#include "emulator/lambda/concurrency.h"

#include "fakes/core/fault.h"

namespace cloche::lambda {

std::optional<Throttle> Concurrency::take(std::string_view function_arn, const ConcurrencyLimits& limits) {
  auto found = by_function_.find(function_arn);
  const int of_function = found == by_function_.end() ? 0 : found->second;
  if (limits.reserved) {
    if (of_function >= *limits.reserved) return Throttle::reserved_function;
  } else {
    if (unreserved_ >= limits.unreserved) return Throttle::account;
    ++unreserved_;
  }
  if (found == by_function_.end()) found = by_function_.emplace(function_arn, 0).first;
  ++found->second;
  ++running_;
  return std::nullopt;
}

void Concurrency::release(std::string_view function_arn, const ConcurrencyLimits& limits) {
  const auto found = by_function_.find(function_arn);
  if (found == by_function_.end()) fail("no invocation of {} runs", function_arn);
  if (--found->second == 0) by_function_.erase(found);
  if (!limits.reserved) --unreserved_;
  --running_;
}

int Concurrency::running(std::string_view function_arn) const {
  const auto found = by_function_.find(function_arn);
  return found == by_function_.end() ? 0 : found->second;
}

}  // namespace cloche::lambda
