#include "handlers/runtime/aws_client.h"

#include <algorithm>

namespace handlers {

namespace {

// What one attempt may take, and what is kept of the function's time for its own answer.
constexpr Millis attempt_limit = 10'000;
constexpr Millis kept_for_answer = 100;

std::string region_of(const Environment& environment) {
  if (auto region = environment.find("AWS_REGION")) return *region;
  return environment.require("AWS_DEFAULT_REGION");
}

/// The name of an error, which comes as "Name", "prefix#Name" or "Name:http://…".
std::string error_code(const HttpResponse& response, const json::object& document) {
  std::string code = response.header("X-Amzn-ErrorType");
  for (const char* member : {"__type", "code"})
    if (code.empty()) code = text_member(document, member).value_or("");
  code = code.substr(0, code.find(':'));
  return code.substr(code.find('#') + 1);
}

AwsError error_of(const Service& service, const HttpResponse& response) {
  json::object document = read_object(response.body).value_or(json::object());
  std::string code = error_code(response, document);
  const auto message = text_member(document, document.contains("message") ? "message" : "Message");
  return {std::string(service.prefix), response.status, std::move(code), std::string(message.value_or("")),
          std::move(document)};
}

}  // namespace

AwsError::AwsError(std::string service_name, int http_status, std::string error_code, std::string message,
                   json::object error_document)
    : std::runtime_error(service_name + ": " + error_code + " (" + std::to_string(http_status) +
                         "): " + message),
      service(std::move(service_name)),
      status(http_status),
      code(std::move(error_code)),
      document(std::move(error_document)) {}

std::vector<std::string> AwsError::cancellation_reasons() const {
  std::vector<std::string> reasons;
  const Json* list = document.if_contains("CancellationReasons");
  if (code != "TransactionCanceledException" || list == nullptr) return reasons;
  for (const Json& reason : list->as_array())
    reasons.emplace_back(text_member(reason.as_object(), "Code").value_or("None"));
  return reasons;
}

bool AwsError::is_conflict() const {
  bool conflict = code == "TransactionConflictException";  // of a write that is no transaction itself
  for (const std::string& why : cancellation_reasons()) {
    if (why != "None" && why != "TransactionConflict" && why != "ThrottlingError") return false;
    conflict = conflict || why != "None";
  }
  return conflict;
}

struct AwsClient::Line {
  Line(Endpoint endpoint, TlsTrust& trust, Clock& clock, Signer by)
      : connection(std::move(endpoint), trust, clock), signer(std::move(by)) {}

  HttpConnection connection;
  Signer signer;
};

Endpoint endpoint_of(const Service& service, const Environment& environment) {
  if (environment.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "false") != "true") {
    for (const std::string& name :
         {"AWS_ENDPOINT_URL_" + std::string(service.variable), std::string("AWS_ENDPOINT_URL")})
      if (const auto url = environment.find(name)) return Endpoint::parse(*url);
  }
  const std::string region = region_of(environment);
  const char* suffix = region.starts_with("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com";
  return Endpoint::parse("https://" + std::string(service.prefix) + '.' + region + suffix);
}

AwsClient::AwsClient(const Environment& environment, Clock& clock, RetryPolicy retries)
    : environment_(environment),
      clock_(clock),
      retries_(std::move(retries)),
      trust_(environment.get("AWS_CA_BUNDLE", "")) {}

AwsClient::~AwsClient() = default;

AwsClient::Line& AwsClient::line_to(const Service& service) {
  std::unique_ptr<Line>& line = lines_[service.prefix];
  if (!line) {
    Signer signer(Credentials::of(environment_), region_of(environment_), std::string(service.prefix));
    line = std::make_unique<Line>(endpoint_of(service, environment_), trust_, clock_, std::move(signer));
  }
  return *line;
}

json::object AwsClient::call(const Service& service, std::string_view operation, const json::object& input,
                             Repeat repeat) {
  HttpRequest request{.method = "POST", .target = "/", .headers = {}, .body = to_text(input)};
  request.headers.push_back({"Content-Type", std::string(service.content_type)});
  request.headers.push_back({"X-Amz-Target", std::string(service.target) + '.' + std::string(operation)});
  const HttpResponse response = exchange(service, std::move(request), repeat);
  return response.body.empty() ? json::object() : read_json(response.body).as_object();
}

void AwsClient::invoke_event(std::string_view function, const json::object& event) {
  HttpRequest request{.method = "POST", .target = {}, .headers = {}, .body = to_text(event)};
  request.target = "/2015-03-31/functions/" + percent_encode(function) + "/invocations";
  request.headers.push_back({"Content-Type", std::string(lambda_service.content_type)});
  request.headers.push_back({"X-Amz-Invocation-Type", "Event"});
  exchange(lambda_service, std::move(request), Repeat::harmless);
}

HttpResponse AwsClient::exchange(const Service& service, HttpRequest request, Repeat repeat) {
  Line& line = line_to(service);
  const Millis end = deadline_ == no_deadline ? no_deadline : deadline_ - kept_for_answer;
  const std::size_t own_headers = request.headers.size();
  for (int attempt = 1;; ++attempt) {
    request.headers.resize(own_headers);  // without the signature of the attempt before
    const Millis now = clock_.now();
    line.signer.sign(request, line.connection.endpoint().host_header(), now);
    if (!trace_.empty()) request.headers.push_back({"X-Amzn-Trace-Id", trace_});
    // An attempt that can be tried again if it fails; the last, or one too late for another, throws its
    // failure.
    const auto pause_after = [&](const Failure& failure) {
      if (attempt >= retries_.attempts || !may_repeat(failure, repeat)) return false;
      const Millis pause = retries_.pause(attempt);
      if (end != no_deadline && clock_.now() + pause >= end) return false;
      clock_.wait(pause);
      return true;
    };
    try {
      HttpResponse response = line.connection.exchange(request, std::min(end, now + attempt_limit));
      if (response.status < 300) return response;
      const AwsError error = error_of(service, response);
      if (!pause_after({.reached = !error.is_conflict(), .status = error.status, .code = error.code}))
        throw error;
    } catch (const ConnectionError& error) {
      if (!pause_after({.reached = error.sent, .status = 0, .code = {}})) throw;
    }
  }
}

}  // namespace handlers
