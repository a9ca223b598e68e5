#include "handlers/rest/etag.h"

#include <algorithm>

namespace handlers {

bool if_match_names(std::string_view value, std::int64_t version) {
  const std::string tag = etag_of(version);
  while (!value.empty()) {
    const auto comma = std::min(value.find(','), value.size());
    std::string_view one = value.substr(0, comma);
    while (one.starts_with(' ') || one.starts_with('\t')) one.remove_prefix(1);
    while (one.ends_with(' ') || one.ends_with('\t')) one.remove_suffix(1);
    if (one == tag || one == "*") return true;
    value.remove_prefix(std::min(comma + 1, value.size()));
  }
  return false;
}

}  // namespace handlers
