#pragma once
// Pages of queue URLs: MaxResults, and a NextToken that is opaque to the client: the last name of the page.
// Without MaxResults there are 1000 at most and no token.
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/digest.h"
#include "fakes/sqs/parameters.h"
#include "fakes/sqs/queue_url.h"

namespace cloche::sqs {

inline constexpr std::int64_t most_results = 1000;

/// Reads names with `read(start, limit)`, in their order after `start`, and answers {member: [url…],
/// NextToken}.
template <class Read>
Json page_of_urls(const wire::Call& call, const wire::Structure& request, const char* member, Read&& read) {
  const auto wanted =
      number_within(request, "MaxResults", 1, most_results, "Must be between 1 and 1000, if provided.");
  std::string start;
  if (const std::string* token = request.find_string("NextToken"); token != nullptr && !token->empty()) {
    auto decoded = base64_decode(*token);
    if (!decoded) throw invalid_value(*token, "NextToken", "The token is not valid.");  // assumed: the words
    start = std::move(*decoded);
  }
  const std::int64_t limit = wanted.value_or(most_results);
  std::vector<std::string> names = read(start, limit + 1);
  Json answer{{member, Json::array()}};
  if (static_cast<std::int64_t>(names.size()) > limit) {
    names.pop_back();
    if (wanted) answer["NextToken"] = base64(names.back());
  }
  for (const std::string& name : names) answer[member].push_back(queue_url(call, name));
  return answer;
}

}  // namespace cloche::sqs
