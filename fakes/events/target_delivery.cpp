#include "fakes/events/target_delivery.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>

#include "fakes/core/arn.h"
#include "fakes/core/delivery.h"
#include "fakes/events/rule_metrics.h"
#include "fakes/events/target_input.h"

namespace cloche::events {

namespace {

using namespace std::chrono_literals;

constexpr std::string_view principal = "events.amazonaws.com";

// The User Guide, "Event retry policy": 24 hours and up to 185 times, with exponential back-off. Assumed:
// from one second on, doubled, up to 15 minutes; the jitter is left out.
constexpr std::int64_t most_attempts = 185;
constexpr std::int64_t most_age_seconds = 86400;
constexpr Duration first_pause = 1s;
constexpr Duration longest_pause = 15min;

/// What is kept of an event on its way to one target, as the payload of both effects.
struct Transit {
  std::string rule_arn;
  std::string target_arn;
  std::string input;         // what the target is sent
  std::string event;         // what its dead-letter queue is sent
  std::string group_id;      // of a FIFO queue
  std::string dead_letters;  // ARN; "": none
  std::int64_t max_attempts = most_attempts;
  std::int64_t max_age_seconds = most_age_seconds;
  std::int64_t attempts = 0;  // retries so far
  Time sent{};

  Json payload() const {
    return {{"RuleArn", rule_arn},
            {"TargetArn", target_arn},
            {"Input", input},
            {"Event", event},
            {"GroupId", group_id},
            {"DeadLetters", dead_letters},
            {"MaxAttempts", max_attempts},
            {"MaxAge", max_age_seconds},
            {"Attempts", attempts},
            {"Sent", to_millis(sent)}};
  }
  static Transit parse(const Json& payload) {
    return {payload["RuleArn"],  payload["TargetArn"],        payload["Input"],       payload["Event"],
            payload["GroupId"],  payload["DeadLetters"],      payload["MaxAttempts"], payload["MaxAge"],
            payload["Attempts"], from_millis(payload["Sent"])};
  }
};

void send(Account& account, const Transit& transit) {
  deliver(account,
          {.target = transit.target_arn,
           .sender = std::string(principal),
           .source = transit.rule_arn,
           .body = transit.input,
           .group_id = transit.group_id},
          OnRefusal{std::string(refused_effect), transit.payload()});
}

/// The User Guide's error codes of messages in a dead-letter queue.
std::string_view dead_letter_code(std::string_view code) {
  if (code.find("NotFound") != code.npos || code.find("NonExistent") != code.npos ||
      code.find("DoesNotExist") != code.npos) {
    return "NO_RESOURCE";
  }
  if (code.starts_with("AccessDenied") || code == "AuthorizationError" || code == "InvalidSecurity") {
    return "NO_PERMISSIONS";
  }
  if (code.starts_with("Throttl") || code == "TooManyRequestsException" || code == "RequestThrottled")
    return "THROTTLING";
  if (code.starts_with("Invalid") || code == "ValidationException") return "INVALID_PARAMETER";
  return "ERROR_FROM_TARGET";
}

/// Whether to try again may help: a target that is not there or does not permit it is not tried again.
bool may_pass(std::string_view dead_letter_code) {
  return dead_letter_code == "THROTTLING" || dead_letter_code == "ERROR_FROM_TARGET";
}

void bury(Account& account, const Transit& transit, std::string_view code, const std::string& message,
          std::string_view exhausted) {
  const RuleName rule = rule_of_arn(transit.rule_arn);
  count(account, rule, {"FailedInvocations"});
  if (transit.dead_letters.empty()) return;  // the event is dropped, as AWS drops it
  count(account, rule, {"InvocationsSentToDlq"});
  const auto text = [](std::string_view value) {
    return Json{{"DataType", "String"}, {"StringValue", value}};
  };
  Json attributes{{"RULE_ARN", text(transit.rule_arn)},
                  {"TARGET_ARN", text(transit.target_arn)},
                  {"ERROR_CODE", text(code)},
                  {"ERROR_MESSAGE", text(message)}};
  if (!exhausted.empty()) {
    attributes["EXHAUSTED_RETRY_CONDITION"] = text(exhausted);
    attributes["RETRY_ATTEMPTS"] = text(std::to_string(transit.attempts));
  }
  deliver(account, {.target = transit.dead_letters,
                    .sender = std::string(principal),
                    .source = transit.rule_arn,
                    .body = transit.event,
                    .attributes = std::move(attributes)});
}

bool is_bus(std::string_view arn) { return !bus_of_arn(arn).name.empty(); }

void send_to_target(Account& account, const Target& target, const Matched& matched, Origin origin) {
  const Json definition = Json::parse(target.definition);
  Transit transit;
  transit.rule_arn = matched.rule_arn;
  transit.target_arn = target.arn;
  transit.event = matched.event;
  // A bus is always sent the event itself.
  transit.input = is_bus(target.arn) ? matched.event : target_input(definition, matched);
  if (definition.contains("SqsParameters"))
    transit.group_id = definition["SqsParameters"].value("MessageGroupId", "");
  if (definition.contains("DeadLetterConfig"))
    transit.dead_letters = definition["DeadLetterConfig"].value("Arn", "");
  const Json policy = definition.value("RetryPolicy", Json::object());
  transit.max_attempts = policy.value("MaximumRetryAttempts", most_attempts);
  transit.max_age_seconds = policy.value("MaximumEventAgeInSeconds", most_age_seconds);
  transit.sent = account.clock().now();
  // The User Guide: events that came from another bus are not routed to a third one.
  if (origin == Origin::other_bus && is_bus(target.arn)) {
    return bury(account, transit, "THIRD_ACCOUNT_HOP_DETECTED",
                "Events received from another event bus are not sent to a third event bus.", "");
  }
  send(account, transit);
}

}  // namespace

void send_to_targets(Account& account, const RuleName& rule, const std::string& event, Origin origin) {
  const Matched matched{event, rule_arn(account, rule), rule.name, iso8601(account.clock().now(), false)};
  count(account, rule, {"TriggeredRules"});
  for (const Target& target : Store(account).targets(rule)) {
    if (!is_reachable(target.arn, rule.bus.region)) continue;
    count(account, rule, {"Invocations"});
    send_to_target(account, target, matched, origin);
  }
}

bool is_reachable(std::string_view target_arn, std::string_view region) {
  static constexpr std::array<std::string_view, 4> services{"lambda", "logs", "sns", "sqs"};
  const auto arn = Arn::parse(target_arn);
  return arn && arn->region == region &&
         (std::ranges::find(services, arn->service) != services.end() || is_bus(target_arn));
}

void take_refusal(Account& account, const Json& payload) {
  Transit transit = Transit::parse(payload);
  const std::string_view code = dead_letter_code(payload["ErrorCode"].get_ref<const std::string&>());
  const std::string& message = payload["ErrorMessage"].get_ref<const std::string&>();
  if (!may_pass(code)) return bury(account, transit, code, message, "");
  if (transit.attempts >= transit.max_attempts)
    return bury(account, transit, code, message, "MaximumRetryAttempts");
  const Duration pause = std::min<Duration>(
      first_pause * (std::int64_t{1} << std::min<std::int64_t>(transit.attempts, 20)), longest_pause);
  const Time again = account.clock().now() + pause;
  if (again - transit.sent > std::chrono::seconds(transit.max_age_seconds)) {
    return bury(account, transit, code, message, "MaximumEventAgeInSeconds");
  }
  ++transit.attempts;
  account.outbox().add(retry_effect, again, transit.payload());
}

void retry(Account& account, const Json& payload) { send(account, Transit::parse(payload)); }

}  // namespace cloche::events
