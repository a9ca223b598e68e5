#pragma once
// The effect of a clock that was set back (fakes/core/clock_set_back.h). Nothing in a queue is a moment of
// the calendar: a message is visible, delayed or in flight for a while, has an age, and is a duplicate for
// five minutes. So all that is kept of these times goes back with the clock, and what was to be received
// still is.
#include <string_view>

#include "fakes/core/account.h"
#include "fakes/core/json.h"

namespace cloche::sqs {

inline constexpr std::string_view clock_set_back_effect = "sqs.clock_set_back";
void go_back_with_clock(Account& account, const Json& payload);

}  // namespace cloche::sqs
