#pragma once
// The account's clock: the only place where AWS state reads time. It runs with the system's clock, shifted by
// an offset, or is frozen and moved by hand. Kept in the account's database; it is changed under the
// account's lock, and may be read without it (for a log).
//
// Moving it forward is what emulator/effects does, which stops at every moment at which something is due; a
// fake only reads.
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace cloche {

class Database;

using Time = std::chrono::sys_time<std::chrono::milliseconds>;
using Duration = std::chrono::milliseconds;

/// Milliseconds since the epoch, the form in which a time is kept and leaves an operation.
inline std::int64_t to_millis(Time time) { return time.time_since_epoch().count(); }
inline Time from_millis(std::int64_t millis) { return Time(Duration(millis)); }

/// "2026-01-05T09:00:00.000Z"; without `millis`, "2026-01-05T09:00:00Z".
std::string iso8601(Time time, bool millis = true);
/// Reads ISO 8601 / RFC 3339 with `Z` or an offset; nullopt where it is neither.
std::optional<Time> parse_iso8601(std::string_view text);
/// Reads "90s", "15m", "36h", "7d", "250ms", or several in a row ("1h30m").
std::optional<Duration> parse_duration(std::string_view text);

/// The system's clock; the one call of system_clock::now() in the product.
Time system_time();

class Clock {
 public:
  using Source = std::function<Time()>;

  /// Reads what the database holds of the clock. `source` is the system's clock, or a test's.
  Clock(Database& database, Source source);

  Time now() const {
    const Duration at(at_.load(std::memory_order_relaxed));
    return frozen() ? Time(at) : source_() + at;
  }
  bool frozen() const { return frozen_.load(std::memory_order_relaxed); }

  /// Stops it at now().
  void freeze();
  /// Lets it run on from now().
  void run();
  /// Sets it, running or frozen.
  void set(Time time);

  /// Reads the database again (after a roll-back).
  void reload();

 private:
  void save();
  Database& database_;
  Source source_;
  std::atomic<bool> frozen_ = false;
  std::atomic<std::int64_t> at_ =
      0;  // milliseconds: frozen, since the epoch; running, the offset from the source
};

}  // namespace cloche
