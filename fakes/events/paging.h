#pragma once
// EventBridge's pages: Limit (100 unless said otherwise), and a NextToken that is opaque to the client: the
// last name of the page.
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "fakes/core/digest.h"
#include "fakes/events/errors.h"
#include "fakes/wire/structure.h"

namespace cloche::events {

inline constexpr std::int64_t largest_page = 100;

/// Reads a page with `read(start, limit)`, one element more than it holds to see whether there is a next one,
/// and answers {member: [write(element)…], NextToken}. `name` gives the name of an element, by which they are
/// ordered.
template <class Read, class Name, class Write>
Json page(const wire::Structure& request, const char* member, Read&& read, Name&& name, Write&& write) {
  const std::int64_t limit = request.integer_or("Limit", largest_page);
  std::string start;
  if (const std::string* token = request.find_string("NextToken")) {
    auto decoded = base64_decode(*token);
    if (!decoded || decoded->empty()) throw validation_error("Parameter NextToken is not valid.");  // assumed
    start = *std::move(decoded);
  }
  auto elements = read(start, limit + 1);
  Json answer{{member, Json::array()}};
  if (static_cast<std::int64_t>(elements.size()) > limit) {
    elements.pop_back();
    answer["NextToken"] = base64(name(elements.back()));
  }
  for (const auto& element : elements) answer[member].push_back(write(element));
  return answer;
}

}  // namespace cloche::events
