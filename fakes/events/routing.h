#pragma once
// What happens to an event that comes to a bus: each rule whose pattern matches sends it to its targets.
#include <string>

#include "fakes/core/account.h"
#include "fakes/core/delivery.h"
#include "fakes/core/event_pattern.h"
#include "fakes/events/names.h"
#include "fakes/events/target_delivery.h"

namespace cloche::events {

/// Matches an event, JSON, with the rules of a bus, which need not be there.
void route(Account& account, const BusName& bus, const std::string& event, Origin origin);

/// Takes an event that another service, or another bus, sends to a bus. Throws ResourceNotFoundException,
/// and MalformedDetail where it is no JSON.
void receive(Account& account, const Delivery& delivery);

/// Compiles a rule's pattern; throws InvalidEventPatternException.
EventPattern compile_pattern(const std::string& text);

}  // namespace cloche::events
