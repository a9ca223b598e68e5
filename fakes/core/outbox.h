#pragma once
// What an operation leaves to be done: rows written in the operation's own transaction, each due at a moment of the
// account's clock. emulator/effects takes what is due and makes it happen, in the order (due, id).
//
// A `kind` names the effect ("dynamodb.expire_items"); the service that registers it says how its payload looks. With a
// key there is one row of a kind and key, and adding it again replaces it: that is how a timer is moved.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

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

  /// The first row, whenever it is due.
  std::optional<Row> first();
  /// Removes a row that has been taken care of.
  void remove(std::int64_t id);

  /// Whether rows came or went since this was last asked.
  bool take_changed();

 private:
  Database& database_;
  bool changed_ = false;
};

}  // namespace cloche
