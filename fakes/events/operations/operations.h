#pragma once
// The operations of EventBridge; service.cpp has their table.
#include "fakes/wire/service.h"

namespace cloche::events {

using wire::Answer;
using wire::Call;
using wire::Structure;

Answer create_event_bus(Call& call, const Structure& request);
Answer delete_event_bus(Call& call, const Structure& request);
Answer describe_event_bus(Call& call, const Structure& request);
Answer list_event_buses(Call& call, const Structure& request);
Answer update_event_bus(Call& call, const Structure& request);
Answer put_permission(Call& call, const Structure& request);
Answer remove_permission(Call& call, const Structure& request);

Answer put_rule(Call& call, const Structure& request);
Answer describe_rule(Call& call, const Structure& request);
Answer list_rules(Call& call, const Structure& request);
Answer enable_rule(Call& call, const Structure& request);
Answer disable_rule(Call& call, const Structure& request);
Answer delete_rule(Call& call, const Structure& request);

Answer put_targets(Call& call, const Structure& request);
Answer remove_targets(Call& call, const Structure& request);
Answer list_targets_by_rule(Call& call, const Structure& request);
Answer list_rule_names_by_target(Call& call, const Structure& request);

Answer put_events(Call& call, const Structure& request);
Answer test_event_pattern(Call& call, const Structure& request);

Answer tag_resource(Call& call, const Structure& request);
Answer untag_resource(Call& call, const Structure& request);
Answer list_tags_for_resource(Call& call, const Structure& request);

}  // namespace cloche::events
