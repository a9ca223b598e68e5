#include "handlers/rest/api.h"

#include <algorithm>

#include "handlers/rest/base64.h"
#include "handlers/runtime/aws_client.h"

namespace handlers {

namespace {

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  return text;
}

/// The string members of an object of the event; null where there are none of them.
ApiRequest::Values values_of(const json::object& event, const char* name, bool lower_names) {
  ApiRequest::Values values;
  const Json* found = event.if_contains(name);
  if (found == nullptr || !found->is_object()) return values;
  for (const auto& [key, value] : found->get_object())
    if (value.is_string()) values[lower_names ? lower(key) : std::string(key)] = value.get_string();
  return values;
}

ApiResponse response_of(const Problem& problem) {
  ApiResponse response{.status = problem.status, .body = problem.document(), .headers = problem.headers};
  response.headers["Content-Type"] = "application/problem+json";
  return response;
}

Problem unavailable() {
  Problem problem(503, "unavailable", "A service is not available", "Try again in a moment.");
  problem.headers["Retry-After"] = "1";
  return problem;
}

ApiResponse route(const std::vector<Route>& routes, const ApiRequest& request) {
  std::string allowed;
  for (const Route& route : routes) {
    if (route.resource != request.resource) continue;
    if (route.method == request.method) return route.answer(request);
    allowed += (allowed.empty() ? "" : ", ") + std::string(route.method);
  }
  if (allowed.empty()) throw not_found("Nothing is at this path.");
  Problem problem(405, "method-not-allowed", "This method is not for this resource",
                  "It takes " + allowed + ".");
  problem.headers["Allow"] = allowed;
  throw problem;
}

ApiResponse answer_or_problem(const std::vector<Route>& routes, const ApiRequest& request, Log& log) {
  try {
    return route(routes, request);
  } catch (const Problem& problem) {
    return response_of(problem);
  } catch (const AwsError& error) {
    const bool throttled = is_throttle({.reached = true, .status = error.status, .code = error.code});
    if (!throttled && !error.is_conflict()) throw;
    log.error(throttled ? "throttled by a service" : "transactions stayed in the way",
              {{"error", error.what()}});
    return response_of(unavailable());
  } catch (const ConnectionError& error) {
    log.error("a service can't be reached", {{"error", error.what()}});
    return response_of(unavailable());
  }
}

}  // namespace

bool is_identifier(std::string_view text) {
  const auto is_letter_or_digit = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  if (text.empty() || text.size() > 64 || !is_letter_or_digit(text.front())) return false;
  return std::ranges::all_of(text, [&](char c) { return is_letter_or_digit(c) || c == '_' || c == '-'; });
}

bool ApiRequest::is_one(const Json& event) {
  return event.is_object() && event.get_object().contains("httpMethod") &&
         event.get_object().contains("resource");
}

ApiRequest ApiRequest::of(const json::object& event, std::string invocation_id) {
  ApiRequest request;
  request.method = event.at("httpMethod").as_string();
  request.resource = event.at("resource").as_string();
  request.path = values_of(event, "pathParameters", false);
  request.query = values_of(event, "queryStringParameters", false);
  request.headers = values_of(event, "headers", true);
  request.body = text_member(event, "body").value_or("");
  const Json* is_base64 = event.if_contains("isBase64Encoded");
  if (is_base64 != nullptr && is_base64->as_bool()) request.body = base64_decode(request.body).value_or("");
  request.time = event.at("requestContext").at("requestTimeEpoch").as_int64();
  request.id = std::move(invocation_id);
  return request;
}

std::optional<std::string> ApiRequest::header(std::string_view lower_name) const {
  const auto found = headers.find(lower_name);
  if (found == headers.end()) return std::nullopt;
  return found->second;
}

std::string ApiRequest::identifier(std::string_view name) const {
  const auto found = path.find(name);
  if (found == path.end() || !is_identifier(found->second))
    throw invalid_parameter(std::string(name),
                            "must be 1 to 64 letters, digits, - and _, and begin with one of the first two");
  return found->second;
}

json::object ApiRequest::object(std::size_t limit) const {
  if (body.size() > limit) {
    throw Problem(413, "too-large", "The body is too large",
                  "A body may have " + std::to_string(limit) + " bytes; this one has " +
                      std::to_string(body.size()) + ".");
  }
  std::string type = lower(header("content-type").value_or("application/json"));
  type = type.substr(0, type.find_first_of("; "));
  if (type != "application/json")
    throw Problem(415, "unsupported-media-type", "The body has the wrong type",
                  "Content-Type must be application/json.");
  auto document = read_object(body);
  if (!document)
    throw Problem(400, "malformed-json", "The body is not JSON", "The body must be a JSON object in UTF-8.");
  return *std::move(document);
}

json::object ApiResponse::event(const std::string& origin) const {
  json::object shown{{"Access-Control-Allow-Origin", origin},
                     {"Access-Control-Expose-Headers", "ETag,Location,Idempotent-Replayed,Retry-After"}};
  if (!body.is_null()) shown["Content-Type"] = "application/json";
  for (const auto& [name, value] : headers) shown[name] = value;
  return {{"statusCode", status},
          {"isBase64Encoded", false},
          {"headers", std::move(shown)},
          {"body", body.is_null() ? "" : to_text(body)}};
}

json::object answer(const std::vector<Route>& routes, const ApiRequest& request, const std::string& origin,
                    Log& log) {
  const ApiResponse response = answer_or_problem(routes, request, log);
  log.info("answered", {{"method", request.method},
                        {"resource", request.resource},
                        {"status", response.status},
                        {"problem", response.status < 400 ? Json() : response.body.at("type")}});
  return response.event(origin);
}

}  // namespace handlers
