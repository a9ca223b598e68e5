// EventBridge's schedule expressions: whatever the text, a firing comes after the moment that was asked
// about.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "fakes/events/schedule.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto schedule = cloche::events::Schedule::parse({reinterpret_cast<const char*>(data), size});
  if (!schedule) return 0;
  const cloche::Time start = *cloche::parse_iso8601("2026-02-28T23:59:59.999Z");
  cloche::Time after = start;
  for (int i = 0; i < 3; ++i) {
    const auto next = schedule->next(after, start);
    if (!next) return 0;
    if (*next <= after) std::abort();
    after = *next;
  }
  return 0;
}
