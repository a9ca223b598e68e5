#include "emulator/lambda/runtime_api.h"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "fakes/core/json.h"

namespace cloche::lambda {

namespace {

constexpr std::string_view prefix = "/2018-06-01/runtime/";

net::Response json_response(int status, std::string body) {
  net::Response response;
  response.status = status;
  response.headers.add("Content-Type", "application/json");
  response.body = std::move(body);
  return response;
}

net::Response error_response(int status, std::string_view type, std::string_view message) {
  nlohmann::ordered_json body;
  body["errorMessage"] = message;
  body["errorType"] = type;
  return json_response(status, body.dump());
}

std::string error_type_in(const std::string& body) {
  const Json json = Json::parse(body, nullptr, false);
  if (!json.is_object()) return {};
  const auto type = json.find("errorType");
  return type != json.end() && type->is_string() ? type->get<std::string>() : std::string();
}

FunctionFailure failure_in(net::Request& request) {
  FunctionFailure failure{.payload = std::move(request.body),
                          .type = std::string(request.headers.get("Lambda-Runtime-Function-Error-Type"))};
  if (failure.type.empty()) failure.type = error_type_in(failure.payload);
  return failure;
}

/// "invocation/<id>/<action>"
struct Target {
  std::string_view request_id;
  std::string_view action;
};

std::optional<Target> invocation_target(std::string_view route) {
  constexpr std::string_view start = "invocation/";
  if (!route.starts_with(start)) return std::nullopt;
  route.remove_prefix(start.size());
  const std::size_t slash = route.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  return Target{route.substr(0, slash), route.substr(slash + 1)};
}

void serve(RuntimeCalls& environment, net::Request request, net::Responder responder) {
  std::string_view route = request.raw_path();
  const auto not_found = [&] { responder(error_response(404, "NotFound", "404 page not found")); };
  if (!route.starts_with(prefix)) return not_found();
  route.remove_prefix(prefix.size());
  const bool posts = request.method == "POST";
  const auto not_allowed = [&] {
    responder(error_response(405, "MethodNotAllowed", "405 method not allowed"));
  };

  if (route == "invocation/next") {
    if (request.method != "GET") return not_allowed();
    return environment.next(std::move(responder));
  }
  if (route == "init/error") {
    if (!posts) return not_allowed();
    return responder(verdict_response(environment.init_error(failure_in(request))));
  }
  const auto target = invocation_target(route);
  if (!target || (target->action != "response" && target->action != "error")) return not_found();
  if (!posts) return not_allowed();
  const std::string request_id = wire::percent_decode(target->request_id);
  const Verdict verdict = target->action == "response"
                              ? environment.response(request_id, std::move(request.body))
                              : environment.error(request_id, failure_in(request));
  responder(verdict_response(verdict));
}

/// A runtime may hold its connection through an invocation of 15 minutes, or frozen for a day; and an answer
/// that is too long is refused by Lambda's words, not by the server's.
net::Limits limits() {
  net::Limits limits;
  limits.body_bytes = std::size_t{1} << 30;
  limits.header_timeout = limits.body_timeout = limits.write_timeout = std::chrono::hours(24);
  limits.idle_timeout = std::chrono::hours(24 * 365);
  limits.follows_answers = true;  // who invokes answers the runtime's request for the next invocation
  return limits;
}

}  // namespace

net::Response next_response(const NextInvocation& invocation, std::string payload) {
  net::Response response = json_response(200, std::move(payload));
  const auto add = [&](const char* name, std::string_view value) {
    if (value.empty()) return;
    std::string text(value);
    // Client context is JSON of the client's, which may be written on several lines; a header has one.
    std::ranges::replace_if(
        text, [](char c) { return c == '\r' || c == '\n'; }, ' ');
    response.headers.add(name, std::move(text));
  };
  add("Lambda-Runtime-Aws-Request-Id", invocation.request_id);
  add("Lambda-Runtime-Deadline-Ms", std::to_string(invocation.deadline_ms));
  add("Lambda-Runtime-Invoked-Function-Arn", invocation.invoked_function_arn);
  add("Lambda-Runtime-Trace-Id", invocation.trace_id);
  add("Lambda-Runtime-Client-Context", invocation.client_context);
  add("Lambda-Runtime-Cognito-Identity", invocation.cognito_identity);
  return response;
}

net::Response verdict_response(const Verdict& verdict) {
  switch (verdict.kind) {
    case Verdict::Kind::accepted:
      return json_response(202, "{\"status\":\"OK\"}\n");
    case Verdict::Kind::wrong_request_id:
      return error_response(400, "InvalidRequestID", "Invalid request ID");
    case Verdict::Kind::too_large:
      return error_response(
          413, "RequestEntityTooLarge",
          fmt::format("Exceeded maximum allowed payload size ({} bytes).", max_response_bytes));
    case Verdict::Kind::wrong_state:
      break;
  }
  return error_response(
      403, "InvalidStateTransition",
      fmt::format("State transition from {} to {} failed for runtime. Error: State transition is not "
                  "allowed",
                  verdict.from, verdict.to));
}

std::uint16_t RuntimeApi::open(std::shared_ptr<RuntimeCalls> environment) {
  return engine_.listen(
      "127.0.0.1", 0,
      [environment = std::move(environment)](net::Request request, net::Responder responder) {
        serve(*environment, std::move(request), std::move(responder));
      },
      limits());
}

}  // namespace cloche::lambda
