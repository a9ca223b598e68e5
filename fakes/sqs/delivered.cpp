#include "fakes/sqs/delivered.h"

#include <nlohmann/json.hpp>

#include "fakes/core/arn.h"
#include "fakes/sqs/errors.h"
#include "fakes/sqs/message_attributes.h"
#include "fakes/sqs/queue_store.h"
#include "fakes/sqs/sending.h"

namespace cloche::sqs {

namespace {

std::optional<std::string> given(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

void receive_delivery(Account& account, const Delivery& delivery) {
  const auto arn = Arn::parse(delivery.target);
  const Queue* queue = arn && arn->account == account.number()
                           ? QueueStore(account).find(arn->region, arn->resource)
                           : nullptr;
  if (queue == nullptr) throw queue_not_found();
  OutgoingMessage message{.body = delivery.body,
                          .attributes = kept_attributes(delivery.attributes),
                          .system_attributes = Json::object(),
                          .delay_seconds = std::nullopt,
                          .group = given(delivery.group_id),
                          .deduplication_id = given(delivery.deduplication_id),
                          .sender = delivery.sender};
  if (!queue->is_fifo) message.deduplication_id.reset();  // of no use there
  send(account, *queue, message);
}

}  // namespace cloche::sqs
