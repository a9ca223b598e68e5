#pragma once
// Calls AWS: signed, over one kept connection a service, tried again within the time that the function has
// left.
//
// Everything is taken from the environment, as by AWS's own SDKs: credentials, AWS_REGION, and endpoints from
// AWS_ENDPOINT_URL_<SERVICE> or AWS_ENDPOINT_URL; without them, the service's own in the region, by https.
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "handlers/runtime/environment.h"
#include "handlers/runtime/http.h"
#include "handlers/runtime/json.h"
#include "handlers/runtime/retry.h"
#include "handlers/runtime/signature.h"

namespace handlers {

/// What a service answered that could not be done. `code` is its error's name
/// ("ConditionalCheckFailedException").
struct AwsError : std::runtime_error {
  AwsError(std::string service, int status, std::string code, std::string message, json::object document);

  std::string service;
  int status;
  std::string code;
  json::object document;  // the error's other members, as CancellationReasons

  /// Why each write of a transaction was refused, "None" where it was not; empty for any other error.
  std::vector<std::string> cancellation_reasons() const;
  /// Refused because a transaction was at the same items: nothing was done, and it may go through the next
  /// time.
  bool is_conflict() const;
};

/// A service as the client has to know it. `prefix` is that of its endpoint and the name that it is signed
/// with.
struct Service {
  std::string_view prefix;
  std::string_view variable;  // AWS_ENDPOINT_URL_…
  std::string_view target;    // of X-Amz-Target; "" for REST
  std::string_view content_type;
};

inline constexpr Service dynamodb_service{"dynamodb", "DYNAMODB", "DynamoDB_20120810",
                                          "application/x-amz-json-1.0"};
inline constexpr Service events_service{"events", "EVENTBRIDGE", "AWSEvents", "application/x-amz-json-1.1"};
inline constexpr Service lambda_service{"lambda", "LAMBDA", "", "application/json"};

class AwsClient {
 public:
  AwsClient(const Environment& environment, Clock& clock, RetryPolicy retries = RetryPolicy::standard());

  /// Calls from now on must be answered by then, with their retries; some of it is kept for saying what
  /// failed.
  void set_deadline(Millis deadline) { deadline_ = deadline; }
  /// Sent with each call, so that traces hang together and Lambda sees a function that calls itself in a
  /// circle.
  void set_trace(std::string trace) { trace_ = std::move(trace); }

  /// An operation of a service that speaks AWS JSON. Throws AwsError, or ConnectionError.
  json::object call(const Service& service, std::string_view operation, const json::object& input,
                    Repeat repeat);

  /// Gives a function an event without waiting for it. Where an answer is lost, it is sent again: a function
  /// gets an event at least once from Lambda in any case, and must know one that it has seen.
  void invoke_event(std::string_view function, const json::object& event);

 private:
  struct Line;  // a connection and who signs for it

  Line& line_to(const Service& service);
  HttpResponse exchange(const Service& service, HttpRequest request, Repeat repeat);

  Environment environment_;
  Clock& clock_;
  RetryPolicy retries_;
  Millis deadline_ = no_deadline;
  std::string trace_;
  TlsTrust trust_;
  std::map<std::string_view, std::unique_ptr<Line>> lines_;

 public:
  ~AwsClient();
};

/// Where `service` is, by the environment's settings.
Endpoint endpoint_of(const Service& service, const Environment& environment);

}  // namespace handlers
