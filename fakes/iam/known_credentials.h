#pragma once
// The credentials that were looked up last, in memory: nearly every request is signed with one of a few. Who
// changes a user, an access key or a role drops them all.
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "fakes/core/account.h"
#include "fakes/iam/credentials.h"

namespace cloche::iam {

class KnownCredentials {
 public:
  std::optional<Credential> find(std::string_view access_key_id) const {
    const auto found = by_key_.find(access_key_id);
    return found != by_key_.end() ? std::optional(found->second) : std::nullopt;
  }
  void keep(const Credential& credential) {
    if (by_key_.size() >= most) by_key_.clear();
    by_key_.emplace(credential.principal.access_key_id, credential);
  }
  void clear() { by_key_.clear(); }

 private:
  static constexpr std::size_t most = 1000;
  std::map<std::string, Credential, std::less<>> by_key_;
};

}  // namespace cloche::iam
