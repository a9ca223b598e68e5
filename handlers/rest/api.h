#pragma once
// The event of a REST API's Lambda proxy integration as a request, and the response that it wants; and a
// table of routes, which names the resources of the template with the same words.
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "handlers/rest/problem.h"
#include "handlers/runtime/clock.h"
#include "handlers/runtime/log.h"

namespace handlers {

struct ApiRequest {
  using Values = std::map<std::string, std::string, std::less<>>;

  std::string method;
  std::string resource;  // "/exams/{examId}/questions"
  Values path;           // its parameters
  Values query;
  Values headers;  // by names in lower case
  std::string body;
  Millis time = 0;  // when the request was received; the same when an event is delivered again
  std::string id;   // the invocation's

  /// Whether an event is one of an API, and not of a schedule or another function.
  static bool is_one(const Json& event);
  static ApiRequest of(const json::object& event, std::string invocation_id);

  std::optional<std::string> header(std::string_view lower_name) const;
  /// A parameter of the path, which must be an identifier (`[A-Za-z0-9][A-Za-z0-9_-]{0,63}`); throws Problem.
  std::string identifier(std::string_view name) const;
  /// The body as a JSON object of at most `limit` bytes; throws Problem (413, 415, 400).
  json::object object(std::size_t limit) const;
};

bool is_identifier(std::string_view text);

struct ApiResponse {
  int status = 200;
  Json body;  // null: none
  std::map<std::string, std::string> headers;

  /// As the integration wants it. `origin` is the value of Access-Control-Allow-Origin.
  json::object event(const std::string& origin) const;
};

struct Route {
  std::string_view method;
  std::string_view resource;
  std::function<ApiResponse(const ApiRequest&)> answer;
};

/// Answers a request by the route that it names, problems as their documents. A service that could not be
/// reached, or throttled to the end of our time, is a 503; anything else that is thrown is an error of the
/// function.
json::object answer(const std::vector<Route>& routes, const ApiRequest& request, const std::string& origin,
                    Log& log);

}  // namespace handlers
