#pragma once
// The events themselves: appended in batches, read in the order of their positions, forward or backward,
// from one stream or from a whole group with its streams interleaved.
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/account.h"
#include "fakes/logs/event_batch.h"
#include "fakes/logs/event_position.h"

namespace cloche::logs {

/// Appends the events, in the order of time, to a stream of a group; their ids follow those of all others.
/// Takes note of them in the stream's row. Adds the position of each to `positions`, if there is one.
void append_events(Account& account, std::int64_t group, std::int64_t stream,
                   std::span<const LogEvent> events, std::vector<EventPosition>* positions = nullptr);

/// Removes batches of the group that have no event at or after `before`, and their bytes from their streams.
void remove_events_before(Account& account, std::int64_t group, Time before);
/// The time of the group's first event; nullopt where it has none.
std::optional<Time> first_event_of_group(Account& account, std::int64_t group);

struct StoredEvent {
  EventPosition position;
  std::int64_t stream = 0;
  Time ingested{};
  std::string_view message;
};

enum class Direction { forward, backward };

/// Goes over events. Nothing may be written while it lives.
class EventCursor {
 public:
  struct Range {
    std::optional<std::int64_t> stream = std::nullopt;   // of this stream only
    std::int64_t group = 0;                              // else of this group
    Time from = Time(Duration(0));                       // inclusive
    Time to = Time(Duration(1LL << 50));                 // exclusive
    std::optional<EventPosition> beyond = std::nullopt;  // only what follows this, in the direction
    Direction direction = Direction::forward;
  };
  EventCursor(Account& account, const Range& range);

  /// Steps to the next event; false when there is none. What event() answers is valid until the next step.
  bool next();
  const StoredEvent& event() const { return event_; }

 private:
  struct Batch {
    std::int64_t id;
    std::int64_t stream;
    Time ingested;
    std::string bytes;
    std::vector<LogEvent> events;
    std::size_t left;  // forward: those that were read; backward: those that are to be read
  };
  bool forward() const { return range_.direction == Direction::forward; }
  bool is_wanted(const EventPosition& position) const;
  /// The position of the batch's next event that is wanted; skips the others. nullopt: none is left.
  std::optional<EventPosition> next_of(Batch& batch) const;
  void step_row();
  void open_row();
  bool must_open_before(const EventPosition& position) const;

  Range range_;
  Statement rows_;
  bool row_is_there_ = false;
  std::map<EventPosition, std::unique_ptr<Batch>> open_;  // by the position of its next event
  std::unique_ptr<Batch> current_;
  StoredEvent event_;
};

}  // namespace cloche::logs
