#pragma once
// The place of an event among all events of the account: by its time, then by the order in which it came. It
// leaves as an event's id, 56 decimal digits with the time in front, as the real service's are.
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "fakes/core/clock.h"

namespace cloche::logs {

struct EventPosition {
  Time at{};
  std::int64_t batch = 0;
  std::int64_t index = 0;  // within the batch

  auto operator<=>(const EventPosition&) const = default;
};

/// The place next to it, where there may be no event: what follows the one follows the other.
EventPosition just_before(const EventPosition& position);
EventPosition just_after(const EventPosition& position);

/// "39123456789012345678901234567890123456789012345678901234".
std::string event_id(const EventPosition& position);
/// nullopt where `text` is no event's id.
std::optional<EventPosition> parse_event_id(std::string_view text);

}  // namespace cloche::logs
