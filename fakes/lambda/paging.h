#pragma once
// Lambda's pages: at most 50 elements, whatever MaxItems asks for (API reference, "MaxItems"), and a Marker
// that is opaque to the client: the place of the last element of the page.
#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "fakes/core/digest.h"
#include "fakes/lambda/errors.h"
#include "fakes/wire/structure.h"

namespace cloche::lambda {

inline constexpr std::int64_t max_page = 50;

inline std::int64_t page_size(const wire::Structure& request) {
  return std::min(request.integer_or("MaxItems", max_page), max_page);
}

/// The place after which the page of this request begins; "" for the first.
inline std::string page_start(const wire::Structure& request) {
  const std::string* marker = request.find_string("Marker");
  if (marker == nullptr || marker->empty()) return {};
  auto start = base64_decode(*marker);
  if (!start || start->empty()) throw invalid_parameter("Invalid marker.");  // assumed: the words
  return std::move(*start);
}

/// Answers {member: [write(element)…], NextMarker} of the first page_size() of `elements`; where there are
/// more, the place of the last one, place(element), makes the marker.
template <class Elements, class Place, class Write>
Json page(const wire::Structure& request, const char* member, const Elements& elements, Place&& place,
          Write&& write) {
  const auto limit = static_cast<std::size_t>(page_size(request));
  Json answer{{member, Json::array()}};
  for (const auto& element : elements) {
    if (answer[member].size() == limit) {
      answer["NextMarker"] = base64(place(elements[limit - 1]));
      break;
    }
    answer[member].push_back(write(element));
  }
  return answer;
}

}  // namespace cloche::lambda
