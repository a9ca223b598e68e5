#pragma once
// Moments and days as the API shows them: `2026-01-05T09:00:00.000Z` and `2026-01-05`, both in UTC, both of
// which sort as text.
#include <optional>
#include <string>
#include <string_view>

#include "handlers/runtime/clock.h"

namespace handlers {

/// Milliseconds since the epoch as ISO 8601.
std::string format_instant(Millis moment);
/// Reads `YYYY-MM-DDTHH:MM:SSZ`, with or without three digits of milliseconds; nullopt for anything else.
std::optional<Millis> parse_instant(std::string_view text);

/// The days since the epoch, of a `YYYY-MM-DD` that exists; nullopt for anything else.
std::optional<int> parse_day(std::string_view text);
std::string format_day(int days);
/// The day (in UTC) of a moment.
int day_of(Millis moment);

}  // namespace handlers
