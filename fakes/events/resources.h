#pragma once
// What a request names: its bus, its rule, the resource of its tags; and how they are shown.
#include "fakes/core/json.h"
#include "fakes/events/store.h"
#include "fakes/wire/service.h"

namespace cloche::events {

/// The bus that a request names with EventBusName, which must be there. Throws ResourceNotFoundException.
BusName existing_bus(const wire::Call& call, const wire::Structure& request);
/// The rule that a request names with `member` and EventBusName. Throws ResourceNotFoundException.
Rule existing_rule(const wire::Call& call, const wire::Structure& request, std::string_view member = "Name");

/// A Rule, as ListRules shows it.
Json rule_document(const Account& account, const Rule& rule);
/// An EventBus, as ListEventBuses shows it.
Json bus_document(const Account& account, const Bus& bus);
/// What CreateEventBus, DescribeEventBus and UpdateEventBus show of a bus beside that.
void add_bus_settings(Json& document, const Bus& bus);
/// Takes Description, KmsKeyIdentifier, DeadLetterConfig and LogConfig of a request; says which are not
/// applied.
void set_bus_settings(const wire::Call& call, const wire::Structure& request, Bus& bus);

/// The ARN of the rule or bus that a request names with ResourceARN. Throws ResourceNotFoundException, and
/// ValidationException where it is no such ARN.
std::string tagged_resource(const wire::Call& call, const wire::Structure& request);
/// Puts the Tags of a request on a resource, 50 at most. Throws ValidationException.
void put_tags(Store& store, std::string_view arn, const wire::Structure& request);
/// Those that AWS puts itself (fakes/core/system_tags.h), {"aws:…": "…"}.
void put_system_tags(Store& store, std::string_view arn, const Json& tags);

}  // namespace cloche::events
