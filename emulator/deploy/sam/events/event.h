#pragma once
// The `Events` of a function: each kind is a file, with the properties that it has, and makes what connects
// the source of the events with the function.
#include <string>
#include <string_view>

#include "emulator/deploy/sam/context.h"
#include "emulator/deploy/sam/properties.h"

namespace cloche::deploy::sam {

/// One event of one function while it is transformed.
struct FunctionEvent {
  Context& context;
  std::string id;          // in Events
  std::string type;        // "Sqs", "Api"…
  Declared declared;       // its logical id is the function's with `id`
  const Resource& target;  // the function, or the alias that it publishes
  Resource& role;          // of the function; made only if it has no other

  const Json& operator[](std::string_view name) const { return declared[name]; }
  const std::string& logical_id() const { return declared.logical_id; }
  Json passed_on() const { return target.passed_on(); }
  /// The condition of the function; null where it has none.
  const Json& condition() const;
  [[noreturn]] void refuse(const std::string& message) const;
};

/// A kind of event.
struct EventKind {
  std::string_view type;
  PropertyRules rules;
  /// Checks what it refers to in the template, before anything is made. May be empty.
  void (*check)(Context& context, const std::string& id, const Declared& event);
  Resources (*transform)(FunctionEvent& event);
};

/// Makes all resources of a function's events; the role gets what they need.
Resources transform_events(Context& context, const Declared& function, const Resource& target,
                           Resource& role);
/// Throws ResourceError where an event is of no known kind, is not as its kind must be, or refers to what is
/// not there.
void check_events(Context& context, const Declared& function);

/// The kind of this name; nullptr when there is none.
const EventKind* find_function_event(std::string_view type);
/// Throws the EventError of a definition whose type is unknown.
[[noreturn]] void refuse_event_type(const std::string& id, const Json& definition);

/// The permission of a service to invoke the function.
struct Permission {
  std::string_view principal;
  Json source_arn;
  Json source_account;
  Json event_source_token;
};
Resource make_permission(const std::string& logical_id, const FunctionEvent& event,
                         const Permission& permission);

/// The dead-letter queue of an EventBridge rule: its ARN, and what is made for it.
struct DeadLetterQueue {
  Json arn;
  Resources made;
};
void check_dead_letter_config(const std::string& logical_id, const Json& config);
DeadLetterQueue rule_dead_letter_queue(const std::string& logical_id, const Json& config,
                                       const Json& rule_arn, const Json& attributes);
/// The Id of a rule's target, of at most 64 characters.
std::string target_id(const std::string& logical_id, const std::string& suffix);
/// The State of a rule, of State and Enabled. Throws EventError when both are given.
Json rule_state(const std::string& id, const Json& state, const Json& enabled);

extern const EventKind alexa_skill_event, api_event, cloudwatch_event, cloudwatch_logs_event, cognito_event,
    document_db_event, dynamodb_event, event_bridge_rule_event, http_api_event, iot_rule_event, kinesis_event,
    mq_event, msk_event, s3_event, schedule_event, schedule_v2_event, self_managed_kafka_event, sns_event,
    sqs_event;

/// The mapping of a queue to the function (also that of a topic's own queue).
Resources queue_mapping(FunctionEvent& event, const std::string& logical_id, const Json& properties);

}  // namespace cloche::deploy::sam
