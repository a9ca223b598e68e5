#pragma once
// What an operation leaves to be done: rows written in the operation's own transaction, each due at a moment
// of the account's clock. emulator/effects takes what is due and makes it happen, in the order (due, id).
//
// A `kind` names the effect ("dynamodb.expire_items"); the service that registers it says how its payload
// looks. With a key there is one row of a kind and key, and adding it again replaces it: that is how a timer
// is moved.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/clock.h"
#include "fakes/core/json.h"

namespace cloche {

class Database;

class Outbox {
 public:
  struct Row {
    std::int64_t id = 0;
    std::string kind;
    std::string key;
    Time due{};
    std::string payload;  // JSON
  };

  explicit Outbox(Database& database) : database_(database) {}

  /// Adds a row; answers its id.
  std::int64_t add(std::string_view kind, Time due, const Json& payload);
  /// Adds the row of `kind` and `key`, or replaces the one that is there.
  void schedule(std::string_view kind, std::string_view key, Time due, const Json& payload);
  void cancel(std::string_view kind, std::string_view key);
  /// When the row of `kind` and `key` is due, if there is one.
  std::optional<Time> due(std::string_view kind, std::string_view key);

  /// The first row, whenever it is due, that has not been taken.
  std::optional<Row> first();
  /// Takes a row, whose effect has begun and is not over: it stays, and is not the first again until the
  /// account is opened again.
  void take(std::int64_t id);
  /// Removes a row that has been taken care of.
  void remove(std::int64_t id);

  /// Sets a row aside whose effect can't be had: it is not tried again, and not lost.
  void set_aside(const Row& row, std::string_view why);

  struct Failure {
    Row row;
    std::string why;
  };
  /// What was set aside, by id.
  std::vector<Failure> failures();

  /// Whether rows came or went since this was last asked.
  bool take_changed();
  /// The earliest moment at which a row that came since then is due.
  Time earliest_added() const { return earliest_added_; }

 private:
  void note_added(Time due);
  Database& database_;
  bool changed_ = false;
  Time earliest_added_ = Time::max();
};

}  // namespace cloche
