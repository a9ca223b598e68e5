#include <algorithm>
#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/operations/operations.h"
#include "fakes/iam/paging.h"

namespace cloche::iam {

Answer list_access_keys(Call& call, const Structure& request) {
  Store store(call.account);
  const User user = named_or_calling_user(call, request, store);
  // Two at most, so the page is cut from all of them.
  const auto read = [&](const std::string& start, std::int64_t limit) {
    std::vector<AccessKey> keys = store.access_keys(user.id);
    if (!start.empty()) {
      const auto last = std::ranges::find(keys, start, &AccessKey::id);
      if (last != keys.end()) keys.erase(keys.begin(), last + 1);
    }
    if (static_cast<std::int64_t>(keys.size()) > limit) keys.resize(static_cast<std::size_t>(limit));
    return keys;
  };
  return page(
      request, "AccessKeyMetadata", read, [](const AccessKey& key) { return key.id; },
      [&](const AccessKey& key) { return access_key_document(user, key); });
}

}  // namespace cloche::iam
