#include "fakes/sqs/receiving.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "fakes/core/arn.h"
#include "fakes/core/json.h"
#include "fakes/sqs/arrivals.h"
#include "fakes/sqs/queue_store.h"
#include "fakes/sqs/sending.h"

namespace cloche::sqs {

Receiving::Receiving(Account& account, const Queue& queue)
    : account_(account),
      queue_(queue),
      dead_letter_queue_(
          queue.redrive ? QueueStore(account).find(queue.region, queue.redrive->dead_letter_queue) : nullptr),
      store_(account, queue),
      now_(account.clock().now()) {
  store_.remove_until(now_ - queue.retention);
}

std::vector<Message> Receiving::take(std::int64_t limit, Duration visibility) {
  return queue_.is_fifo ? take_fifo(limit, visibility) : take_standard(limit, visibility);
}

std::vector<Message> Receiving::take_again(const std::string& attempt_id, std::int64_t limit,
                                           Duration visibility) {
  std::vector<Message> taken;
  if (const auto noted = store_.find_attempt(attempt_id, now_ - deduplication_interval)) {
    bool is_untouched = true;
    for (const Json& receipt : parse_json(*noted)) {
      auto message = store_.find(receipt[0].get<std::int64_t>());
      is_untouched = is_untouched && message && message->is_in_flight(now_) &&
                     message->receipts == receipt[1].get<std::int64_t>() &&
                     to_millis(message->visible) == receipt[2].get<std::int64_t>();
      if (!is_untouched) break;
      taken.push_back(std::move(*message));
    }
    if (!is_untouched) taken.clear();
  }
  for (Message& message : taken) {
    message.visible = now_ + visibility;
    store_.update(message);
  }
  if (taken.empty()) taken = take(limit, visibility);
  Json receipts = Json::array();
  for (const Message& message : taken)
    receipts.push_back({message.id, message.receipts, to_millis(message.visible)});
  if (!taken.empty()) store_.note_attempt(attempt_id, receipts.dump(), now_, now_ - deduplication_interval);
  return taken;
}

std::vector<Message> Receiving::take_standard(std::int64_t limit, Duration visibility) {
  std::vector<Message> taken;
  for (;;) {
    const std::int64_t wanted = limit - static_cast<std::int64_t>(taken.size());
    if (wanted == 0) return taken;
    std::vector<Message> found = store_.available(now_, wanted);
    // With a visibility timeout of 0 what was taken is found again.
    std::erase_if(found, [&](const Message& message) {
      return std::ranges::find(taken, message.id, &Message::id) != taken.end();
    });
    if (found.empty()) return taken;
    for (Message& message : found) take_one(message, visibility, taken);
  }
}

std::vector<Message> Receiving::take_fifo(std::int64_t limit, Duration visibility) {
  std::vector<Message> taken;
  std::int64_t after = 0;
  for (;;) {
    const std::int64_t wanted = limit - static_cast<std::int64_t>(taken.size());
    if (wanted == 0) return taken;
    const auto group = store_.available_group(now_, after);
    if (!group) return taken;
    after = group->head;
    for (Message& message : store_.group_messages(group->id, wanted)) {
      if (message.visible > now_) break;  // delayed
      // With a visibility timeout of 0 what was taken is found again.
      if (std::ranges::find(taken, message.id, &Message::id) != taken.end()) continue;
      const bool dies = is_dead(message);
      take_one(message, visibility, taken);
      if (dies) after = group->head - 1;  // the group has another first message: look at it again
    }
  }
}

bool Receiving::is_dead(const Message& message) const {
  return dead_letter_queue_ != nullptr && message.receive_count >= queue_.redrive->max_receive_count;
}

void Receiving::take_one(Message& message, Duration visibility, std::vector<Message>& taken) {
  if (is_dead(message)) {
    message.source = make_arn("sqs", queue_.region, account_.number(), queue_.name);
    move_message(account_, queue_, *dead_letter_queue_, std::move(message));
    return;
  }
  message.visible = now_ + visibility;
  ++message.receipts;
  ++message.receive_count;
  message.received = now_;
  if (!message.first_received) message.first_received = now_;
  store_.update(message);
  taken.push_back(std::move(message));
}

void move_message(Account& account, const Queue& from, const Queue& to, Message message) {
  MessageStore(account, from).remove(message);
  const Time now = account.clock().now();
  message.receipts = 0;
  message.received.reset();
  message.visible = now;
  // Of a standard queue's message the retention goes on to count from when it was sent, of a FIFO queue's
  // anew.
  if (to.is_fifo) message.sent = now;
  MessageStore(account, to).add(message);
  ring(account, to);
}

}  // namespace cloche::sqs
