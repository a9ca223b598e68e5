#pragma once
// SNS's pages: 100 each, and a NextToken that is opaque to the client: where the page ended.
#include <charconv>
#include <nlohmann/json.hpp>
#include <string>

#include "fakes/core/digest.h"
#include "fakes/sns/errors.h"
#include "fakes/wire/structure.h"

namespace cloche::sns {

inline constexpr std::int64_t page_size = 100;

/// After what the page of this request begins; "" for the first.
inline std::string page_start(const wire::Structure& request) {
  const std::string* token = request.find_string("NextToken");
  if (token == nullptr || token->empty()) return {};
  auto start = base64_decode(*token);
  if (!start || start->empty()) throw invalid_parameter("NextToken");  // assumed: the words
  return std::move(*start);
}

/// The same where elements are numbered; 0 for the first page.
inline std::int64_t numbered_page_start(const wire::Structure& request) {
  const std::string text = page_start(request);
  std::int64_t number = 0;
  if (text.empty()) return number;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) throw invalid_parameter("NextToken");
  return number;
}

/// Answers {member: [write(element)…], NextToken}, of `elements` that are one more than a page where there is
/// a next one. `end` gives what names the last element in a token.
template <class Elements, class End, class Write>
Json page(Elements elements, const char* member, End&& end, Write&& write) {
  Json answer{{member, Json::array()}};
  if (static_cast<std::int64_t>(elements.size()) > page_size) {
    elements.pop_back();
    answer["NextToken"] = base64(end(elements.back()));
  }
  for (const auto& element : elements) answer[member].push_back(write(element));
  return answer;
}

}  // namespace cloche::sns
