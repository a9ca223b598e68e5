#pragma once
// API Gateway's pages: `limit` elements (25 if nothing is said, 500 at most), and a `position` that is opaque
// to the client: the last element of the page before.
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "fakes/apigateway/errors.h"
#include "fakes/core/digest.h"
#include "fakes/wire/structure.h"

namespace cloche::apigateway {

/// The largest page. That a larger limit is taken as this one is assumed.
inline constexpr std::int64_t largest_page = 500;

inline std::int64_t page_limit(const wire::Structure& request) {
  const std::int64_t limit = request.integer_or("limit", 25);
  if (limit < 1) throw bad_request("Invalid limit specified");  // assumed: the words
  return std::min(limit, largest_page);
}

/// What the page begins after; "" for the first.
inline std::string page_start(const wire::Structure& request) {
  const std::string* position = request.find_string("position");
  if (position == nullptr || position->empty()) return {};
  auto start = base64_decode(*position);
  if (!start) throw bad_request("Invalid position parameter");  // assumed: the words
  return std::move(*start);
}

/// Answers {items: [write(element)…], position}, of `elements` that are one more than the page where there is
/// a next one.
template <class Elements, class Name, class Write>
Json page(Elements elements, std::int64_t limit, Name&& name, Write&& write) {
  Json answer{{"items", Json::array()}};
  if (static_cast<std::int64_t>(elements.size()) > limit) {
    elements.resize(static_cast<std::size_t>(limit));
    answer["position"] = base64(name(elements.back()));
  }
  for (const auto& element : elements) answer["items"].push_back(write(element));
  return answer;
}

/// The page of a list that is kept whole, in its order. BadRequestException where what the page before ended
/// with is not there any more.
template <class Elements, class Name, class Write>
Json page_of(Elements elements, const wire::Structure& request, Name&& name, Write&& write) {
  const std::string start = page_start(request);
  if (!start.empty()) {
    auto end = elements.begin();
    while (end != elements.end() && name(*end) != start) ++end;
    if (end == elements.end()) throw bad_request("Invalid position parameter");  // assumed: the words
    elements.erase(elements.begin(), std::next(end));
  }
  return page(std::move(elements), page_limit(request), name, write);
}

}  // namespace cloche::apigateway
