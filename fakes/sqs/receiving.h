#pragma once
// How messages leave a queue: which are given to who asks, for how long nobody else sees them, and when one
// goes to the dead-letter queue instead.
#include <string>
#include <vector>

#include "fakes/core/account.h"
#include "fakes/sqs/message_store.h"
#include "fakes/sqs/queue.h"

namespace cloche::sqs {

/// Of messages that are in flight, of standard and FIFO queues (since November 2024) alike.
inline constexpr std::int64_t most_in_flight = 120'000;

class Receiving {
 public:
  Receiving(Account& account, const Queue& queue);

  /// At most `limit` messages, as they are when they are in flight for `visibility`. In a FIFO queue as many
  /// as can be of the first group, then of the next.
  std::vector<Message> take(std::int64_t limit, Duration visibility);

  /// The same messages with the same receipts as the attempt of this id got, with the time that they are
  /// invisible begun anew, if none of them was touched since; else those that it gets now.
  std::vector<Message> take_again(const std::string& attempt_id, std::int64_t limit, Duration visibility);

 private:
  std::vector<Message> take_standard(std::int64_t limit, Duration visibility);
  std::vector<Message> take_fifo(std::int64_t limit, Duration visibility);
  bool is_dead(const Message& message) const;
  /// Puts it in flight, or moves it to the dead-letter queue.
  void take_one(Message& message, Duration visibility, std::vector<Message>& taken);

  Account& account_;
  const Queue& queue_;
  const Queue* dead_letter_queue_;  // nullptr: none, or gone
  MessageStore store_;
  Time now_;
};

/// Takes a message out of one queue and puts it into another, as its last.
void move_message(Account& account, const Queue& from, const Queue& to, Message message);

}  // namespace cloche::sqs
