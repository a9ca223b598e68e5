#pragma once
// Pages of lists: `limit` (50 unless said otherwise) and a nextToken that is opaque to the client.
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "fakes/core/digest.h"
#include "fakes/logs/errors.h"
#include "fakes/wire/structure.h"

namespace cloche::logs {

inline constexpr std::int64_t default_page = 50;

/// What next_token() was given; nullopt for the first page.
inline std::optional<std::string> page_start(const wire::Structure& request) {
  const std::string* token = request.find_string("nextToken");
  if (token == nullptr) return std::nullopt;
  auto start = base64_decode(*token);
  if (!start || start->empty()) throw invalid_next_token();
  return start;
}
inline std::string next_token(std::string_view start) { return base64(start); }

/// {member: [write(element)…], nextToken} of elements that are ordered by name(element), of which read(start,
/// limit) answers those after `start` ("": from the first).
template <class Read, class Name, class Write>
Json page(const wire::Structure& request, const char* member, Read&& read, Name&& name, Write&& write) {
  const std::int64_t limit = request.integer_or("limit", default_page);
  auto elements = read(page_start(request).value_or(""), limit + 1);
  Json answer{{member, Json::array()}};
  if (static_cast<std::int64_t>(elements.size()) > limit) {
    elements.resize(static_cast<std::size_t>(limit));
    answer["nextToken"] = next_token(name(elements.back()));
  }
  for (const auto& element : elements) answer[member].push_back(write(element));
  return answer;
}

}  // namespace cloche::logs
