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
std::string error_code(const HttpResponse& response, const Json& document) {
  std::string code = response.header("X-Amzn-ErrorType");
  for (const char* member : {"__type", "code"})
    if (code.empty() && document.is_object() && document.contains(member) && document[member].is_string())
      code = document[member].get<std::string>();
  code = code.substr(0, code.find(':'));
  return code.substr(code.find('#') + 1);
}

std::string error_message(const Json& document) {
  for (const char* member : {"message", "Message"})
    if (document.is_object() && document.contains(member) && document[member].is_string())
      return document[member].get<std::string>();
  return "";
}

/// Refused because another transaction was at the same items: nothing was done, and it may go through the
/// next time.
bool is_conflict(const std::string& code, const Json& document) {
  if (code != "TransactionCanceledException" || !document.contains("CancellationReasons")) return false;
  bool conflict = false;
  for (const Json& reason : document["CancellationReasons"]) {
    const std::string why = reason.value("Code", "None");
    if (why != "None" && why != "TransactionConflict" && why != "ThrottlingError") return false;
    conflict = conflict || why != "None";
  }
  return conflict;
}

}  // namespace

AwsError::AwsError(std::string service_name, int http_status, std::string error_code, std::string message,
                   Json error_document)
    : std::runtime_error(service_name + ": " + error_code + " (" + std::to_string(http_status) +
                         "): " + message),
      service(std::move(service_name)),
      status(http_status),
      code(std::move(error_code)),
      document(std::move(error_document)) {}

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

Json AwsClient::call(const Service& service, std::string_view operation, const Json& input, Repeat repeat) {
  HttpRequest request{.method = "POST", .target = "/", .headers = {}, .body = input.dump()};
  request.headers.push_back({"Content-Type", std::string(service.content_type)});
  request.headers.push_back({"X-Amz-Target", std::string(service.target) + '.' + std::string(operation)});
  const HttpResponse response = exchange(service, request, repeat);
  return response.body.empty() ? Json::object() : Json::parse(response.body);
}

void AwsClient::invoke_event(std::string_view function, const Json& event) {
  HttpRequest request{.method = "POST", .target = {}, .headers = {}, .body = event.dump()};
  request.target = "/2015-03-31/functions/" + percent_encode(function) + "/invocations";
  request.headers.push_back({"Content-Type", std::string(lambda_service.content_type)});
  request.headers.push_back({"X-Amz-Invocation-Type", "Event"});
  exchange(lambda_service, request, Repeat::harmless);
}

HttpResponse AwsClient::exchange(const Service& service, const HttpRequest& request, Repeat repeat) {
  Line& line = line_to(service);
  const Millis end = deadline_ == no_deadline ? no_deadline : deadline_ - kept_for_answer;
  for (int attempt = 1;; ++attempt) {
    HttpRequest signed_request = request;
    const Millis now = clock_.now();
    line.signer.sign(signed_request, line.connection.endpoint().host_header(), now);
    if (!trace_.empty()) signed_request.headers.push_back({"X-Amzn-Trace-Id", trace_});
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
      HttpResponse response = line.connection.exchange(signed_request, std::min(end, now + attempt_limit));
      if (response.status < 300) return response;
      Json document = Json::parse(response.body, nullptr, false);
      Failure failure{.reached = true, .status = response.status, .code = error_code(response, document)};
      if (is_conflict(failure.code, document)) failure.reached = false;
      if (pause_after(failure)) continue;
      throw AwsError(std::string(service.prefix), response.status, failure.code, error_message(document),
                     document);
    } catch (const ConnectionError& error) {
      if (!pause_after({.reached = error.sent, .status = 0, .code = {}})) throw;
    }
  }
}

}  // namespace handlers
