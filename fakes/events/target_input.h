#pragma once
// What a target is sent of an event: the event; a constant (Input); a part (InputPath); or a text that is
// made of parts of it (InputTransformer). Source: the EventBridge User Guide, "Amazon EventBridge input
// transformation".
#include <string>
#include <string_view>

#include "fakes/core/json.h"

namespace cloche::events {

/// What an input may show of the rule that matched, beside the event.
struct Matched {
  std::string event;  // JSON
  std::string rule_arn;
  std::string rule_name;
  std::string ingestion_time;  // ISO 8601
};

/// The input for a target, `target` being the model's Target.
std::string target_input(const Json& target, const Matched& matched);

/// Checks Input, InputPath and InputTransformer of a Target, as PutTargets does. Throws ValidationException.
void check_target_input(const Json& target);

}  // namespace cloche::events
