// Invoke, in its three types. What must be known before the function runs is checked in this order: the size
// of the request, the function, the payload.
#include <fmt/core.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "fakes/core/digest.h"
#include "fakes/lambda/asynchronous.h"
#include "fakes/lambda/errors.h"
#include "fakes/lambda/function.h"
#include "fakes/lambda/operations/operations.h"
#include "fakes/lambda/payload.h"
#include "fakes/lambda/pending_invocation.h"

namespace cloche::lambda {

namespace {

constexpr std::size_t max_request_bytes = 6 * 1024 * 1024;  // Lambda quotas
constexpr std::size_t max_client_context_bytes = 3583;      // API reference, Invoke: in base64

void check_size(const std::string& payload, bool asynchronous) {
  const std::size_t limit = asynchronous ? max_event_bytes : max_request_bytes;
  if (payload.size() <= limit) return;
  throw user_error(
      "RequestTooLargeException",
      fmt::format("Request must be smaller than {} bytes for the InvokeFunction operation", limit));
}

// The words are Lambda's, as users reported them.
void check_json(const std::string& payload) {
  if (const auto complaint = complaint_about(payload)) {
    throw user_error(
        "InvalidRequestContentException",
        "Could not parse request body into json: Could not parse payload into json: " + *complaint);
  }
}

std::string client_context_of(const wire::Structure& request) {
  const std::string* encoded = request.find_string("ClientContext");
  if (encoded == nullptr) return "";
  if (encoded->size() > max_client_context_bytes) {
    throw user_error("RequestTooLargeException",
                     fmt::format("Client context must be no more than {} bytes", max_client_context_bytes));
  }
  const auto decoded = base64_decode(*encoded);
  if (!decoded)
    throw user_error("InvalidRequestContentException",
                     "Client context must be a valid Base64-encoded JSON object.");
  return *decoded;
}

std::string trace_header(const wire::Call& call) {
  return call.trace_id.empty() ? "" : fmt::format("Root={};Sampled=0", call.trace_id);
}

/// As the service answers it, in small letters.
void add_trace(Json& document, std::string_view trace_id) {
  if (!trace_id.empty()) document["TraceId"] = fmt::format("root={};sampled=0", trace_id);
}

ApiError too_many_requests(Throttle throttle) {
  return {"TooManyRequestsException", "Rate Exceeded.", 429,
          Json{{"Type", "User"}, {"Reason", throttle_reason(throttle)}, {"retryAfterSeconds", "1"}}};
}

wire::Answer answer_of(const Outcome& outcome, const std::string& version, std::string_view trace_id,
                       bool with_tail) {
  if (outcome.kind == Outcome::Kind::throttled) throw too_many_requests(*outcome.throttle);
  if (outcome.kind == Outcome::Kind::aborted) {
    throw ApiError(
        "ServiceException",
        "The invocation was stopped, for its account was reset or restored, or Cloche is stopping.", 500,
        Json{{"Type", "Service"}});
  }
  Json document{{"StatusCode", 200},
                {"ExecutedVersion", version},
                {"ContentType", "application/json"},
                {"Payload", json_blob(outcome.payload)}};
  if (outcome.kind == Outcome::Kind::failed) document["FunctionError"] = "Unhandled";
  add_trace(document, trace_id);
  if (with_tail) document["LogResult"] = base64(log_tail(outcome.log));
  return document;
}

}  // namespace

wire::Answer invoke(wire::Call& call, const wire::Structure& request) {
  const std::string type = request.string_or("InvocationType", "RequestResponse");
  const std::string* qualifier = request.find_string("Qualifier");
  std::string payload = request.has("Payload") ? request.blob("Payload") : "";
  check_size(payload, type == "Event");
  const ResolvedFunction found =
      resolve(call.account, call.region, request.string("FunctionName"), qualifier);
  if (payload.empty()) payload = "{}";
  check_json(payload);
  std::string client_context = client_context_of(request);
  if (type == "DryRun") return Json{{"StatusCode", 204}};

  const FunctionVersionPtr& function = found.version;
  if (type == "Event") {
    accept(call.account, {.region = call.region,
                          .function = function->name,
                          .qualifier = found.qualifier,
                          .payload = std::move(payload),
                          .request_id = call.request_id,
                          .trace_id = trace_header(call)});
    Json document{{"StatusCode", 202}, {"Payload", json_blob("")}};
    add_trace(document, call.trace_id);
    return document;
  }

  const bool with_tail = request.string_or("LogType", "None") == "Tail";
  return std::make_shared<PendingInvocation>(PendingInvocation{
      .function = function,
      .invocation = {.request_id = call.request_id,
                     .payload = std::move(payload),
                     .invoked_function_arn = found.invoked_arn,
                     .trace_id = trace_header(call),
                     .client_context = std::move(client_context),
                     .cognito_identity = "",
                     .limits = concurrency_limits(call.account, function->region, function->name),
                     .by_weight = found.by_weight},
      .then = [version = function->version, trace_id = std::string(call.trace_id), with_tail](
                  Account&, const Outcome& outcome) {
        return answer_of(outcome, version, trace_id, with_tail);
      }});
}

wire::Answer invoke_async(wire::Call& call, const wire::Structure& request) {
  std::string arguments = request.blob("InvokeArgs");
  check_size(arguments, true);
  const ResolvedFunction found = resolve(call.account, call.region, request.string("FunctionName"));
  check_json(arguments);
  accept(call.account, {.region = call.region,
                        .function = found.version->name,
                        .qualifier = found.qualifier,
                        .payload = std::move(arguments),
                        .request_id = call.request_id,
                        .trace_id = trace_header(call)});
  return Json{{"Status", 202}};
}

}  // namespace cloche::lambda
