#pragma once
// Names and ARNs of buses and rules. A request names a bus by either; none means the default bus.
#include <string>
#include <string_view>

#include "fakes/wire/service.h"

namespace cloche::events {

inline constexpr std::string_view default_bus = "default";

/// A bus of this account and a region.
struct BusName {
  std::string region;
  std::string name;

  bool is_default() const { return name == default_bus; }
};

/// A rule of a bus.
struct RuleName {
  BusName bus;
  std::string name;
};

/// The bus that `member` of a request names by name or ARN, whether it is there or not; the default bus where
/// it is absent. Throws "not emulated" for a bus of another account or region.
BusName named_bus(const wire::Call& call, const wire::Structure& request,
                  std::string_view member = "EventBusName");

/// "arn:aws:events:us-east-1:000000000000:event-bus/orders".
std::string bus_arn(const Account& account, const BusName& bus);
/// "arn:aws:events:us-east-1:000000000000:rule/orders/Ship"; of the default bus "…:rule/Ship".
std::string rule_arn(const Account& account, const RuleName& rule);

/// The bus or rule that an ARN names; "" where it names none.
BusName bus_of_arn(std::string_view arn);
RuleName rule_of_arn(std::string_view arn);

}  // namespace cloche::events
