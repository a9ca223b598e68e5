#pragma once
// The messages of queues, in the account's database. What is here knows rows and moments; what may be
// received when, and what becomes of a message, is receiving.cpp's and sending.cpp's.
//
// A message is available from `visible` on. In a FIFO queue its group must be so too: a group is available
// from the moment at which none of its messages is in flight any more and its first one is visible.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/account.h"
#include "fakes/sqs/queue.h"

namespace cloche::sqs {

struct Message {
  std::int64_t id = 0;  // of its row
  Time visible{};
  std::int64_t receipts = 0;       // how often it was received from this queue
  std::int64_t receive_count = 0;  // from all
  std::optional<Time> first_received;
  std::optional<Time> received;
  Time sent{};
  std::string message_id;
  std::string sender;
  std::string body;
  std::optional<std::string> attributes;  // JSON: see message_attributes.h
  std::optional<std::string> trace_header;
  std::optional<std::string> group;
  std::optional<std::string> deduplication_id;
  std::optional<std::string> source;  // ARN of the queue from which it came into this dead-letter queue

  bool is_in_flight(Time now) const { return receipts > 0 && visible > now; }
};

class MessageStore {
 public:
  MessageStore(Account& account, const Queue& queue)
      : account_(account), database_(account.database()), queue_(queue) {}

  /// Adds it, and gives it its id.
  void add(Message& message);
  std::optional<Message> find(std::int64_t id);
  void remove(const Message& message);
  /// Writes when it is visible and all that tells how often and when it was received.
  void update(const Message& message);
  /// Removes all.
  void clear();
  /// Forgets what was sent and received before, for a queue that is deleted.
  void forget();
  /// Of a FIFO queue whose delay has changed: gives those that were not yet received the new one.
  void delay_again(Duration delay);
  /// Removes what was sent before `sent`, or at it.
  void remove_until(Time sent);

  /// At most `limit` messages that are visible, by the moment from which they were so.
  std::vector<Message> available(Time now, std::int64_t limit);
  /// The first group after the one whose first message is `after` that has a message to give.
  struct Group {
    std::string id;
    std::int64_t head = 0;
  };
  std::optional<Group> available_group(Time now, std::int64_t after);
  /// The first messages of a group, at most `limit`, in the order in which they came.
  std::vector<Message> group_messages(std::string_view group, std::int64_t limit);
  /// The first messages of the queue that nobody has received and that are visible, in the order in which
  /// they came.
  std::vector<Message> oldest(Time now, std::int64_t limit);

  /// All that are in the queue and not older than `sent`, in the order in which they came; only to look at
  /// them.
  std::vector<Message> all_since(Time sent);

  struct Counts {
    std::int64_t visible = 0;
    std::int64_t in_flight = 0;
    std::int64_t delayed = 0;
  };
  Counts counts(Time now);
  /// From when on there may be something to receive that is not to be received now; nullopt: nothing is
  /// there.
  std::optional<Time> next_visible(Time now);
  /// Whether `limit` messages are in flight. Counts only when it may be so.
  bool are_in_flight(Time now, std::int64_t limit);

  /// What was sent with the same deduplication id after `after`.
  struct Sent {
    std::string message_id;
    std::int64_t id = 0;
  };
  std::optional<Sent> find_sent(std::string_view scope, std::string_view deduplication_id, Time after);
  void note_sent(std::string_view scope, const Message& message, Time now, Time forget_until);

  /// What was answered to a ReceiveRequestAttemptId after `after`: JSON, as it was noted.
  std::optional<std::string> find_attempt(std::string_view attempt_id, Time after);
  void note_attempt(std::string_view attempt_id, std::string_view receipts, Time now, Time forget_until);

 private:
  void refresh_group(std::string_view group);
  Account& account_;
  Database& database_;
  const Queue& queue_;
};

}  // namespace cloche::sqs
