#include "fakes/core/delivery.h"

#include "fakes/core/account.h"

namespace cloche {

void deliver(Account& account, const Delivery& delivery, const std::optional<OnRefusal>& on_refusal) {
  Json payload{{"Target", delivery.target},    {"Sender", delivery.sender},
               {"Source", delivery.source},    {"Body", delivery.body},
               {"Subject", delivery.subject},  {"Attributes", delivery.attributes},
               {"GroupId", delivery.group_id}, {"DeduplicationId", delivery.deduplication_id}};
  if (on_refusal) payload["OnRefusal"] = {{"Effect", on_refusal->effect}, {"Payload", on_refusal->payload}};
  account.outbox().add(delivery_effect, account.clock().now(), payload);
}

SentDelivery SentDelivery::parse(const Json& payload) {
  SentDelivery sent{.delivery = {.target = payload.at("Target"),
                                 .sender = payload.at("Sender"),
                                 .source = payload.at("Source"),
                                 .body = payload.at("Body"),
                                 .subject = payload.at("Subject"),
                                 .attributes = payload.at("Attributes"),
                                 .group_id = payload.at("GroupId"),
                                 .deduplication_id = payload.at("DeduplicationId")},
                    .on_refusal = std::nullopt};
  if (const auto on_refusal = payload.find("OnRefusal"); on_refusal != payload.end()) {
    sent.on_refusal = OnRefusal{on_refusal->at("Effect"), on_refusal->at("Payload")};
  }
  return sent;
}

}  // namespace cloche
