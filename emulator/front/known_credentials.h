#pragma once
// The credentials that requests were signed with lately: nearly every request is signed with one of a few,
// and is authenticated without waiting for the account's lock. They are kept while the account has its lock,
// and dropped by its bell before it lets go of it, so that what is found here holds.
//
// Threads: any.
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "fakes/iam/credentials.h"

namespace cloche::front {

class KnownCredentials {
 public:
  std::optional<iam::Credential> find(std::string_view access_key_id) const {
    const std::lock_guard lock(mutex_);
    const auto found = by_key_.find(access_key_id);
    return found != by_key_.end() ? std::optional(found->second) : std::nullopt;
  }
  /// In a unit of work.
  void keep(const iam::Credential& credential) {
    const std::lock_guard lock(mutex_);
    if (by_key_.size() >= most) by_key_.clear();
    by_key_.emplace(credential.principal.access_key_id, credential);
  }
  void clear() {
    const std::lock_guard lock(mutex_);
    by_key_.clear();
  }

 private:
  static constexpr std::size_t most = 1000;
  mutable std::mutex mutex_;
  std::map<std::string, iam::Credential, std::less<>> by_key_;
};

}  // namespace cloche::front
