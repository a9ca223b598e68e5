#pragma once
// How log events get into the account, whoever sent them: PutLogEvents, and the fakes that log on their own
// (Lambda). It is made for one call an invocation: two statements for a batch of lines, where the stream is
// known and the group has no filters.
#include <cstdint>
#include <span>
#include <string_view>

#include "fakes/core/account.h"
#include "fakes/logs/event_batch.h"

namespace cloche::logs {

/// Adds the events to the stream, both it and its group made where they are missing. To be called in a unit
/// of work. Nothing is refused: the names must be ones that AWS takes, messages of length 0 are left out,
/// what is no UTF-8 is replaced by U+FFFD, and the events are put in the order of time. The group's metric
/// and subscription filters are applied.
void write_events(Account& account, std::string_view region, std::string_view group, std::string_view stream,
                  std::span<const LogEvent> events);

}  // namespace cloche::logs
