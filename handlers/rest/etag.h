#pragma once
// Optimistic concurrency: a thing's version is its ETag, and a change says by If-Match which version it
// means.
#include <cstdint>
#include <string>
#include <string_view>

namespace handlers {

inline std::string etag_of(std::int64_t version) { return '"' + std::to_string(version) + '"'; }

/// Whether the value of an If-Match names this version: `"3"`, several with commas between, or `*`. A weak
/// one
/// (`W/"3"`) names none (RFC 9110, 13.1.1).
bool if_match_names(std::string_view value, std::int64_t version);

}  // namespace handlers
