#pragma once
// CloudFormation's pages, and a NextToken that is opaque to the client: how far the page went.
#include <charconv>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "fakes/cloudformation/errors.h"
#include "fakes/core/digest.h"
#include "fakes/wire/structure.h"

namespace cloche::cloudformation {

inline constexpr std::int64_t page_size = 100;

/// What the token of this request holds; "" for the first page.
inline std::string page_start(const wire::Structure& request) {
  const std::string* token = request.find_string("NextToken");
  if (token == nullptr) return {};
  auto start = base64_decode(*token);
  if (!start || start->empty()) throw validation_error("Invalid NextToken");  // assumed: the words
  return *std::move(start);
}

/// The same where the token holds a number; 0 for the first page.
inline std::int64_t numbered_page_start(const wire::Structure& request) {
  const std::string text = page_start(request);
  std::int64_t number = 0;
  if (text.empty()) return number;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) throw validation_error("Invalid NextToken");
  return number;
}

/// The page of `elements` that begins where the request says: {member: [write(element)…], NextToken}.
template <class Element, class Write>
Json page_of(const wire::Structure& request, const std::vector<Element>& elements, const char* member,
             Write&& write) {
  const auto start = static_cast<std::size_t>(numbered_page_start(request));
  const std::size_t end = std::min(elements.size(), start + static_cast<std::size_t>(page_size));
  Json answer{{member, Json::array()}};
  for (std::size_t i = start; i < end; ++i) answer[member].push_back(write(elements[i]));
  if (end < elements.size()) answer["NextToken"] = base64(std::to_string(end));
  return answer;
}

}  // namespace cloche::cloudformation
