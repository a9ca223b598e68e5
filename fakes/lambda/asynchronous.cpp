#include "fakes/lambda/asynchronous.h"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "fakes/core/api_error.h"
#include "fakes/core/arn.h"
#include "fakes/lambda/function.h"
#include "fakes/lambda/invocation_record.h"
#include "fakes/lambda/payload.h"
#include "fakes/lambda/policy_grant.h"

namespace cloche::lambda {

namespace {

constexpr std::chrono::minutes first_retry{1};
constexpr std::chrono::minutes second_retry{2};
constexpr std::chrono::seconds first_back_off{1};
constexpr std::chrono::seconds longest_back_off{300};
constexpr std::size_t max_error_message_bytes = 1024;  // of a dead letter's ErrorMessage

constexpr std::string_view principal = "lambda.amazonaws.com";

// The beginning of a text, cut between two characters.
std::string first_bytes(std::string text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  text.resize(most);
  return text;
}

std::string error_message_of(const Outcome& outcome) {
  const Json payload = Json::parse(outcome.payload, nullptr, false);
  const auto message = payload.is_object() ? payload.find("errorMessage") : payload.end();
  return message != payload.end() && message->is_string() ? message->get<std::string>() : outcome.payload;
}

std::string json_string(std::string_view text) { return Json(text).dump(); }

std::string qualified_arn(const Event& event, const FunctionVersion& function) {
  return function.function_arn + ":" + (event.qualifier.empty() ? "$LATEST" : event.qualifier);
}

// As text, for its members have an order, and the payloads are to stay as they are.
// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
std::string record_of(Time now, const Event& event, const FunctionVersion& function,
                      std::string_view condition, const Outcome* outcome) {
  std::string record = fmt::format(
      R"({{"version":"1.0","timestamp":{},"requestContext":{{"requestId":{},"functionArn":{},"condition":{},)"
      R"("approximateInvokeCount":{}}},"requestPayload":{})",
      json_string(iso8601(now)), json_string(event.request_id), json_string(qualified_arn(event, function)),
      json_string(condition), event.invoked, in_document(event.payload));
  if (outcome != nullptr) {
    const bool failed = outcome->kind == Outcome::Kind::failed;
    record +=
        fmt::format(R"(,"responseContext":{{"statusCode":200,"executedVersion":{}{}}},"responsePayload":{})",
                    json_string(function.version), failed ? R"(,"functionError":"Unhandled")" : "",
                    in_document(outcome->payload));
  }
  return record + "}";
}

OnRefusal if_refused(const Event& event, std::string_view metric) {
  return {std::string(undelivered_effect),
          {{"Region", event.region},
           {"Function", event.function},
           {"Qualifier", event.qualifier},
           {"Metric", metric}}};
}

// What a bus is sent is an event around the record.
std::string body_for(Account& account, const std::string& destination, const Event& event,
                     const FunctionVersion& function, std::string_view condition, std::string record) {
  const auto arn = Arn::parse(destination);
  if (!arn || arn->service != "events") return record;
  return fmt::format(
      R"({{"version":"0","id":{},"detail-type":"Lambda Function Invocation Result - {}","source":"lambda",)"
      R"("account":{},"time":{},"region":{},"resources":[{},{}],"detail":{}}})",
      json_string(account.ids().uuid()), condition == "Success" ? "Success" : "Failure",
      json_string(account.number()), json_string(iso8601(account.clock().now(), false)),
      json_string(function.region), json_string(qualified_arn(event, function)), json_string(destination),
      record);
}

void send_record(Account& account, const Event& event, const FunctionVersion& function,
                 const std::string& destination, std::string_view condition, const Outcome* outcome) {
  if (destination.empty()) return;
  std::string record = record_of(account.clock().now(), event, function, condition, outcome);
  deliver(account,
          {.target = destination,
           .sender = std::string(principal),
           .source = function.function_arn,
           .body = body_for(account, destination, event, function, condition, std::move(record))},
          if_refused(event, "DestinationDeliveryFailures"));
}

// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-dlq
void send_dead_letter(Account& account, const Event& event, const FunctionVersion& function,
                      std::string_view code, std::string message) {
  if (function.dead_letter_target.empty()) return;
  const auto attribute = [](std::string_view type, std::string value) {
    return Json{{"DataType", type}, {"StringValue", std::move(value)}};
  };
  deliver(account,
          {.target = function.dead_letter_target,
           .sender = std::string(principal),
           .source = function.function_arn,
           .body = event.payload,
           .attributes = {{"RequestID", attribute("String", event.request_id)},
                          {"ErrorCode", attribute("Number", std::string(code))},
                          {"ErrorMessage",
                           attribute("String", first_bytes(std::move(message), max_error_message_bytes))}}},
          if_refused(event, "DeadLetterErrors"));
}

// A service that invokes a function for a resource of the account needs a permission in the function's
// policy. Lambda itself needs none: a destination is the affair of the role of the function that sends to it,
// which is not looked at. Logs is known by two names. The words are those of Invoke, of a service assumed.
void check_permission(Account& account, std::string_view region, const Delivery& delivery) {
  if (delivery.sender == principal) return;
  const auto permits = [&](std::string_view service) {
    return may_invoke(account, region, delivery.target, service, delivery.source);
  };
  if (permits(delivery.sender) || (delivery.sender.starts_with("logs.") && permits("logs.amazonaws.com")))
    return;
  throw ApiError("AccessDeniedException",
                 fmt::format("User: {} is not authorized to perform: lambda:InvokeFunction on resource: {} "
                             "because no resource-based policy allows the lambda:InvokeFunction action",
                             delivery.sender, delivery.target),
                 403);
}

void drop(Account& account, const Event& event) {
  record_event_metric(account, event.region, event.function, event.qualifier, "AsyncEventsDropped");
}

// There will be no further try.
void give_up(Account& account, const Event& event, const FunctionVersion& function,
             std::string_view condition, const Outcome* outcome) {
  const EventInvokeConfig config =
      event_invoke_config(account, event.region, event.function, event.qualifier);
  // The code and message of an event that never ran are assumed.
  if (outcome != nullptr) {
    send_dead_letter(account, event, function, "200", error_message_of(*outcome));
  } else {
    send_dead_letter(account, event, function, "429", "Rate Exceeded.");
  }
  send_record(account, event, function, config.on_failure, condition, outcome);
  drop(account, event);
}

void try_again(Account& account, const Event& event, Duration later) {
  const EventInvokeConfig config =
      event_invoke_config(account, event.region, event.function, event.qualifier);
  const Time due = std::min(account.clock().now() + later, event.received + config.maximum_event_age);
  account.outbox().add(event_effect, due, event.row());
}

}  // namespace

Json Event::row() const {
  return {{"Region", region},
          {"Function", function},
          {"Qualifier", qualifier},
          {"Payload", payload},
          {"RequestId", request_id},
          {"TraceId", trace_id},
          {"Received", to_millis(received)},
          {"Invoked", invoked},
          {"Tried", tried}};
}

Event Event::parse(const Json& row) {
  return {.region = row.at("Region"),
          .function = row.at("Function"),
          .qualifier = row.at("Qualifier"),
          .payload = row.at("Payload"),
          .request_id = row.at("RequestId"),
          .trace_id = row.at("TraceId"),
          .received = from_millis(row.at("Received").get<std::int64_t>()),
          .invoked = row.at("Invoked"),
          .tried = row.at("Tried")};
}

void accept(Account& account, Event event) {
  event.received = account.clock().now();
  record_event_metric(account, event.region, event.function, event.qualifier, "AsyncEventsReceived");
  account.outbox().add(event_effect, event.received, event.row());
}

void receive(Account& account, const Delivery& delivery) {
  const auto arn = Arn::parse(delivery.target);
  const ResolvedFunction found = resolve(account, arn ? arn->region : "", delivery.target);
  check_permission(account, found.version->region, delivery);
  accept(account, {.region = found.version->region,
                   .function = found.version->name,
                   .qualifier = found.qualifier,
                   .payload = delivery.body,
                   .request_id = account.ids().uuid(),
                   .trace_id = ""});
}

std::optional<Begun> begin(Account& account, const Event& event) {
  ResolvedFunction found;
  try {
    found =
        resolve(account, event.region, event.function, event.qualifier.empty() ? nullptr : &event.qualifier);
  } catch (const ApiError&) {  // deleted meanwhile
    drop(account, event);
    return std::nullopt;
  }
  const FunctionVersion& function = *found.version;
  const Duration age = account.clock().now() - event.received;
  const EventInvokeConfig config =
      event_invoke_config(account, event.region, event.function, event.qualifier);
  const ConcurrencyLimits limits = concurrency_limits(account, event.region, event.function);
  if (limits.reserved == 0) {
    give_up(account, event, function, "ZeroReservedConcurrency", nullptr);  // the word is assumed
    return std::nullopt;
  }
  if (age >= config.maximum_event_age) {
    give_up(account, event, function, "EventAgeExceeded", nullptr);
    return std::nullopt;
  }
  record_event_metric(account, event.region, event.function, event.qualifier, "AsyncEventAge",
                      static_cast<double>(age.count()));
  return Begun{.function = found.version,
               .invocation = {.request_id = event.request_id,
                              .payload = event.payload,
                              .invoked_function_arn = found.invoked_arn,
                              .trace_id = event.trace_id,
                              .client_context = "",
                              .cognito_identity = "",
                              .limits = limits,
                              .by_weight = found.by_weight}};
}

void end(Account& account, Event event, const FunctionVersion& function, const Outcome& outcome) {
  if (outcome.kind == Outcome::Kind::throttled) {
    const Duration later =
        std::min<Duration>(first_back_off * (1 << std::min(event.tried, 9)), longest_back_off);
    ++event.tried;
    return try_again(account, event, later);
  }
  ++event.invoked;
  const EventInvokeConfig config =
      event_invoke_config(account, event.region, event.function, event.qualifier);
  if (outcome.kind == Outcome::Kind::returned) {
    return send_record(account, event, function, config.on_success, "Success", &outcome);
  }
  if (event.invoked > config.maximum_retry_attempts) {
    return give_up(account, event, function, "RetriesExhausted", &outcome);
  }
  try_again(account, event, event.invoked == 1 ? first_retry : second_retry);
}

void undelivered(Account& account, const Json& payload) {
  record_event_metric(account, payload.at("Region").get<std::string>(),
                      payload.at("Function").get<std::string>(), payload.at("Qualifier").get<std::string>(),
                      payload.at("Metric").get<std::string>());
}

}  // namespace cloche::lambda
