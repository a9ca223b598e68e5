#pragma once
// The queues of an account and their tags, in its database. A Store is a view of an account, made for a call
// and thrown away; the queues that it finds are kept, parsed, in the account's cache.
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fakes/core/account.h"
#include "fakes/sqs/queue.h"

namespace cloche::sqs {

/// The tables of schema.sql, of all stores of this service.
Schema store_schema();

class QueueStore {
 public:
  explicit QueueStore(Account& account) : account_(account), database_(account.database()) {}

  /// nullptr where there is none. Valid until the queue is removed.
  const Queue* find(std::string_view region, std::string_view name);
  /// Adds it, and gives it its id.
  void add(Queue& queue);
  /// Writes its attributes and times.
  void update(const Queue& queue);
  /// Removes it with its tags; its messages must be gone.
  void remove(const Queue& queue, Time now);
  /// When the last queue of this name was deleted, if one was.
  std::optional<Time> deleted(std::string_view region, std::string_view name);
  /// Lets the name be used again at once, for who would have waited until it may be.
  void forget_deleted(std::string_view region, std::string_view name);

  /// At most `limit` names after `start` that begin with `prefix`.
  std::vector<std::string> names(std::string_view region, std::string_view prefix, std::string_view start,
                                 std::int64_t limit);
  /// At most `limit` names after `start` of queues whose redrive policy names this one.
  std::vector<std::string> dead_letter_sources(const Queue& queue, std::string_view start,
                                               std::int64_t limit);

  using Tag = std::pair<std::string, std::string>;
  /// By key.
  std::vector<Tag> tags(const Queue& queue);
  void put_tag(const Queue& queue, std::string_view key, std::string_view value);
  void remove_tag(const Queue& queue, std::string_view key);

 private:
  Account& account_;
  Database& database_;
};

}  // namespace cloche::sqs
