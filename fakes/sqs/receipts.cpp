#include "fakes/sqs/receipts.h"

#include "fakes/sqs/arrivals.h"
#include "fakes/sqs/errors.h"
#include "fakes/sqs/message_store.h"
#include "fakes/sqs/receipt_handle.h"

namespace cloche::sqs {

namespace {

constexpr std::chrono::seconds longest_visibility(43'200);

Receipt read_handle(const Queue& queue, const std::string& handle) {
  const auto receipt = read_receipt_handle(handle);
  if (!receipt || receipt->queue != queue.id) throw invalid_receipt_handle(handle);
  return *receipt;
}

bool has_expired(const Receipt& receipt, const Message& message, Time now) {
  return receipt.number != message.receipts || !message.is_in_flight(now);
}

}  // namespace

void delete_message(Account& account, const Queue& queue, const std::string& handle) {
  const Receipt receipt = read_handle(queue, handle);
  MessageStore store(account, queue);
  const auto message = store.find(receipt.message);
  if (!message) return;
  if (queue.is_fifo && has_expired(receipt, *message, account.clock().now()))
    throw expired_receipt_handle(handle);
  store.remove(*message);
  if (queue.is_fifo) ring(account, queue);  // the next of the group
}

void change_visibility(Account& account, const Queue& queue, const std::string& handle,
                       std::int64_t visibility) {
  if (visibility < 0 || visibility > longest_visibility.count()) {
    throw invalid_value(visibility, "VisibilityTimeout",
                        "VisibilityTimeout must be an integer between 0 and 43200.");
  }
  const Receipt receipt = read_handle(queue, handle);
  MessageStore store(account, queue);
  auto message = store.find(receipt.message);
  if (!message) throw not_in_flight(handle);
  const Time now = account.clock().now();
  if (has_expired(receipt, *message, now)) {
    // Seen from the service by others: nothing happens, and nothing is said. Assumed: that a FIFO queue says
    // it, as it does of a deletion.
    if (queue.is_fifo) throw expired_receipt_handle(handle);
    return;
  }
  const Time until = now + std::chrono::seconds(visibility);
  if (until > *message->received + longest_visibility) {
    throw invalid_value(visibility, "VisibilityTimeout",
                        "Total VisibilityTimeout for the message is beyond the limit [43200 seconds].");
  }
  message->visible = until;
  store.update(*message);
  ring(account, queue);  // visible now, or at another moment
}

}  // namespace cloche::sqs
