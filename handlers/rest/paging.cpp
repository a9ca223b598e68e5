#include "handlers/rest/paging.h"

#include <charconv>

#include "handlers/rest/base64.h"
#include "handlers/rest/json_text.h"
#include "handlers/runtime/digest.h"

namespace handlers {

namespace {

/// What binds a key to the list that it belongs to.
std::string mark_of(const std::string& list, const Json& key) {
  return hex(sha256(list + '\n' + key.dump())).substr(0, 16);
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

std::string page_token(const Json& key, const std::string& list) {
  return base64url_encode(Json{{"after", key}, {"of", mark_of(list, key)}}.dump());
}

Json start_of(const ApiRequest& request, const std::string& list) {
  const auto found = request.query.find("nextToken");
  if (found == request.query.end()) return nullptr;
  const auto text = base64url_decode(found->second);
  const auto token = text ? read_json(*text, 3) : std::nullopt;
  const bool is_ours = token && token->is_object() && token->contains("after") &&
                       (*token)["after"].is_object() &&
                       token->value("of", Json()) == mark_of(list, (*token)["after"]);
  if (!is_ours) throw invalid_parameter("nextToken", "is not one that this list has given");
  return (*token)["after"];
}

}  // namespace handlers
