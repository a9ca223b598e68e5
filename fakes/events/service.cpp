#include "fakes/events/service.h"

#include <array>

#include "fakes/events/operations/operations.h"
#include "fakes/events/routing.h"
#include "fakes/events/rule_schedule.h"
#include "fakes/events/store.h"
#include "fakes/events/target_delivery.h"

namespace cloche::events {

namespace {

constexpr std::array operations{
    wire::OperationEntry{"CreateEventBus", &create_event_bus},
    wire::OperationEntry{"DeleteEventBus", &delete_event_bus},
    wire::OperationEntry{"DeleteRule", &delete_rule},
    wire::OperationEntry{"DescribeEventBus", &describe_event_bus},
    wire::OperationEntry{"DescribeRule", &describe_rule},
    wire::OperationEntry{"DisableRule", &disable_rule},
    wire::OperationEntry{"EnableRule", &enable_rule},
    wire::OperationEntry{"ListEventBuses", &list_event_buses},
    wire::OperationEntry{"ListRuleNamesByTarget", &list_rule_names_by_target},
    wire::OperationEntry{"ListRules", &list_rules},
    wire::OperationEntry{"ListTagsForResource", &list_tags_for_resource},
    wire::OperationEntry{"ListTargetsByRule", &list_targets_by_rule},
    wire::OperationEntry{"PutEvents", &put_events, true},
    wire::OperationEntry{"PutPermission", &put_permission},
    wire::OperationEntry{"PutRule", &put_rule},
    wire::OperationEntry{"PutTargets", &put_targets},
    wire::OperationEntry{"RemovePermission", &remove_permission},
    wire::OperationEntry{"RemoveTargets", &remove_targets},
    wire::OperationEntry{"TagResource", &tag_resource},
    wire::OperationEntry{"TestEventPattern", &test_event_pattern},
    wire::OperationEntry{"UntagResource", &untag_resource},
    wire::OperationEntry{"UpdateEventBus", &update_event_bus},
};

constexpr std::array effects{
    wire::EffectEntry{clock_set_back_effect, &set_timers_anew},
    wire::EffectEntry{fire_effect, &fire},
    wire::EffectEntry{refused_effect, &take_refusal},
    wire::EffectEntry{retry_effect, &retry},
};

}  // namespace

const wire::ServiceDefinition& definition() {
  static const wire::ServiceDefinition definition{.name = "events",
                                                  .operations = operations,
                                                  .schema = store_schema(),
                                                  .effects = effects,
                                                  .receive = &receive};
  return definition;
}

}  // namespace cloche::events
