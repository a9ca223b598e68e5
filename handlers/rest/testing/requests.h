#pragma once
// Requests as API Gateway would hand them on, for the tests of what answers them.
#include <algorithm>
#include <string>
#include <vector>

#include "handlers/rest/api.h"
#include "handlers/runtime/dynamodb.h"

namespace handlers::testing {

inline constexpr Millis nine = 1'767'603'600'000;  // 2026-01-05T09:00:00Z, a Monday
inline constexpr Millis minute = 60'000;
inline constexpr Millis one_hour = 60 * minute;

/// Sends requests to routes, and turns problems into responses; each has an invocation of its own.
class Sender {
 public:
  explicit Sender(std::vector<Route> routes) : routes_(std::move(routes)) {}

  Millis now = nine;
  ApiRequest::Values headers;  // of the next request only
  ApiRequest::Values query;    // as well

  /// `route` is "GET /exams/{examId}".
  ApiResponse send(const std::string& route, ApiRequest::Values path, const Json& body = nullptr) {
    ApiRequest request;
    request.method = route.substr(0, route.find(' '));
    request.resource = route.substr(route.find(' ') + 1);
    request.path = std::move(path);
    request.query = std::exchange(query, {});
    request.headers = std::exchange(headers, {});
    request.body = body.is_null() ? "" : to_text(body);
    request.time = now;
    request.id = "invocation-" + std::to_string(++count_);
    const auto found = std::ranges::find_if(routes_, [&](const Route& one) {
      return one.method == request.method && one.resource == request.resource;
    });
    if (found == routes_.end()) throw std::logic_error("no route " + route);
    try {
      return found->answer(request);
    } catch (const Problem& problem) {
      return {.status = problem.status, .body = problem.document(), .headers = problem.headers};
    }
  }

 private:
  std::vector<Route> routes_;
  int count_ = 0;
};

/// The end of a problem's type: "exam-open".
inline std::string kind_of(const ApiResponse& response) {
  const std::string type(text_member(response.body.as_object(), "type").value_or("/problems/none"));
  return type.substr(type.rfind('/') + 1);
}

/// "field: message" of each error.
inline std::vector<std::string> errors_of(const ApiResponse& response) {
  std::vector<std::string> errors;
  const Json* list = response.body.as_object().if_contains("errors");
  if (list == nullptr) return errors;
  for (const Json& error : list->as_array())
    errors.push_back(std::string(error.at("field").as_string()) + ": " +
                     std::string(error.at("message").as_string()));
  return errors;
}

/// The part of `all` that a list shows, after the item whose member `key` is that of `start`.
inline Page page_of(const std::vector<json::object>& all, int limit, const json::object& start,
                    const std::string& key) {
  Page page;
  bool begun = start.empty();
  for (const json::object& item : all) {
    if (begun && page.items.size() == static_cast<std::size_t>(limit)) {
      page.next = {{key, page.items.back()[key]}};
      break;
    }
    if (begun) page.items.push_back(item);
    begun = begun || item.at(key) == start.at(key);
  }
  return page;
}

}  // namespace handlers::testing
