#pragma once
// ScheduleV2: a schedule of EventBridge Scheduler, of a function or of a state machine.
#include "emulator/deploy/sam/properties.h"

namespace cloche::deploy::sam {

PropertyRules scheduler_rules();
/// `policy_name` and `action` say what the schedule's role may do with the target.
Resources transform_scheduler(const Declared& event, const Resource& target, const std::string& policy_name,
                              std::string_view action);

}  // namespace cloche::deploy::sam
