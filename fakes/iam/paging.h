#pragma once
// IAM's pages: MaxItems (100 unless said otherwise), and a Marker that is opaque to the client: the last name
// of the page.
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "fakes/core/digest.h"
#include "fakes/iam/errors.h"
#include "fakes/wire/structure.h"

namespace cloche::iam {

inline constexpr std::int64_t default_page = 100;

/// The name after which the page of this request begins; "" for the first.
inline std::string page_start(const wire::Structure& request) {
  const std::string* marker = request.find_string("Marker");
  if (marker == nullptr) return {};
  auto start = base64_decode(*marker);
  if (!start || start->empty()) throw validation_error("Invalid Marker.");  // assumed: the words
  return std::move(*start);
}

/// Reads a page with `read(start, limit)`, one element more than it holds to see whether there is a next one,
/// and answers {member: [write(element)…], IsTruncated, Marker}. `name` gives the name of an element, by
/// which they are ordered.
template <class Read, class Name, class Write>
Json page(const wire::Structure& request, const char* member, Read&& read, Name&& name, Write&& write) {
  const std::int64_t limit = request.integer_or("MaxItems", default_page);
  auto elements = read(page_start(request), limit + 1);
  Json answer{{member, Json::array()}, {"IsTruncated", false}};
  if (static_cast<std::int64_t>(elements.size()) > limit) {
    elements.pop_back();
    answer["IsTruncated"] = true;
    answer["Marker"] = base64(name(elements.back()));
  }
  for (const auto& element : elements) answer[member].push_back(write(element));
  return answer;
}

}  // namespace cloche::iam
