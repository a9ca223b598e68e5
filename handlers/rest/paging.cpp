#include "handlers/rest/paging.h"

#include <charconv>

#include "handlers/rest/base64.h"
#include "handlers/runtime/digest.h"

namespace handlers {

namespace {

/// What binds a key to the list that it belongs to.
std::string mark_of(const std::string& list, const json::object& key) {
  return hex(sha256(list + '\n' + to_text(key))).substr(0, 16);
}

}  // namespace

int limit_of(const ApiRequest& request) {
  const auto found = request.query.find("limit");
  if (found == request.query.end()) return default_limit;
  const std::string& text = found->second;
  int limit = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
  if (error != std::errc() || end != text.data() + text.size() || limit < 1 || limit > max_limit)
    throw invalid_parameter("limit", "must be a whole number from 1 to " + std::to_string(max_limit));
  return limit;
}

std::string page_token(const json::object& key, const std::string& list) {
  return base64url_encode(to_text(json::object{{"after", key}, {"of", mark_of(list, key)}}));
}

json::object start_of(const ApiRequest& request, const std::string& list) {
  const auto found = request.query.find("nextToken");
  if (found == request.query.end()) return {};
  auto token = read_object(base64url_decode(found->second).value_or(""), 3);
  Json* after = token ? token->if_contains("after") : nullptr;
  if (after == nullptr || !after->is_object() || after->get_object().empty() ||
      text_member(*token, "of") != mark_of(list, after->get_object()))
    throw invalid_parameter("nextToken", "is not one that this list has given");
  return std::move(after->get_object());
}

}  // namespace handlers
