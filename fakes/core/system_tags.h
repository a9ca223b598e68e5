#pragma once
// Tags whose keys begin with "aws:" are AWS's own: no user may put them, and none counts towards a quota.
// Here they come from CloudFormation, which marks what it makes; each service that it marks has a
// put_system_tags.
#include <algorithm>
#include <cstddef>
#include <string_view>

namespace cloche {

/// AWS's words for who tries (seen of CloudWatch and SNS).
inline constexpr const char* system_tag_refusal =
    "aws: prefixed tag key names are not allowed for external use";

inline bool is_system_tag(std::string_view key) { return key.starts_with("aws:"); }

/// Those of a list of (key, value) that are the user's.
template <class Tags>
std::size_t count_users_tags(const Tags& tags) {
  return static_cast<std::size_t>(
      std::ranges::count_if(tags, [](const auto& tag) { return !is_system_tag(tag.first); }));
}

}  // namespace cloche
