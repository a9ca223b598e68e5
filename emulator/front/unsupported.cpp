#include "emulator/front/unsupported.h"

#include <fmt/core.h>

#include <cstdio>

#include "fakes/core/api_error.h"

namespace cloche::front {

void Unsupported::report(std::string_view service, std::string_view operation, std::string_view what) {
  count(service, operation, what);
  refuse_if_strict(what);
}

void Unsupported::count(std::string_view service, std::string_view operation, std::string_view what) {
  if (add(service, operation, what))
    fmt::print(stderr, "cloche: unsupported: {} {}: {}\n", service, operation, what);
}

void Unsupported::Unprinted::report(std::string_view service, std::string_view operation,
                                    std::string_view what) {
  all.add(service, operation, what);
  all.refuse_if_strict(what);
}

bool Unsupported::add(std::string_view service, std::string_view operation, std::string_view what) {
  const std::lock_guard lock(mutex_);
  return counts_[{std::string(service), std::string(operation), std::string(what)}]++ == 0;
}

void Unsupported::refuse_if_strict(std::string_view what) const {
  if (strict_) throw ApiError("NotEmulated", fmt::format("{} (strict mode)", what), 501);
}

std::vector<Unsupported::Entry> Unsupported::entries() const {
  const std::lock_guard lock(mutex_);
  std::vector<Entry> entries;
  for (const auto& [key, count] : counts_) {
    entries.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), count});
  }
  return entries;
}

void Unsupported::clear() {
  const std::lock_guard lock(mutex_);
  counts_.clear();
}

}  // namespace cloche::front
