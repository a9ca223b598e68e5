#pragma once
// What a service does when the account's clock has been set back. What waits for a moment goes on waiting for
// it, however far it is now. But what comes again and again (a schedule, the evaluation of an alarm) is due
// anew from the earlier time on, and what lasts for a while (a message's time-out) goes on for as long as it
// would have: else it would be silent until the clock has come to where it was.
//
// A service that has something to do registers an effect whose kind ends so, "events.clock_set_back";
// emulator/effects has each of them, in the order of their kinds, before anything else at the earlier time.
#include <nlohmann/json.hpp>
#include <string_view>

#include "fakes/core/clock.h"
#include "fakes/core/json.h"

namespace cloche {

inline constexpr std::string_view clock_set_back_suffix = ".clock_set_back";

/// The payload of these effects: by how much.
inline Json clock_set_back_payload(Duration by) { return {{"By", by.count()}}; }
inline Duration clock_was_set_back_by(const Json& payload) {
  return Duration(payload.at("By").get<std::int64_t>());
}

}  // namespace cloche
