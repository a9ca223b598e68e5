#pragma once
// `limit` and `nextToken` of a list. A token is opaque: it carries the key to go on after, and knows the list
// that it belongs to, so that it is refused with another one's filters.
#include <string>

#include "handlers/rest/api.h"

namespace handlers {

inline constexpr int default_limit = 20;
inline constexpr int max_limit = 100;

/// The parameter `limit`; throws Problem.
int limit_of(const ApiRequest& request);

/// `list` names the list with its filters, as "questions/exam-1".
std::string page_token(const json::object& key, const std::string& list);
/// The key of the parameter `nextToken`, empty where there is none; throws Problem.
json::object start_of(const ApiRequest& request, const std::string& list);

}  // namespace handlers
