#pragma once
// For tests of SNS: an account with topics in it, and what left it. The effects that fall due are made to
// happen by `settle`, where deliveries are noted rather than delivered.
#include <string>
#include <vector>

#include "fakes/sns/publishing.h"
#include "fakes/sns/service.h"
#include "fakes/sns/store.h"
#include "fakes/wire/operation_test.h"

namespace cloche::sns {

inline const std::string queue_arn = "arn:aws:sqs:us-east-1:000000000000:queue";
inline const std::string dead_letter_arn = "arn:aws:sqs:us-east-1:000000000000:dead";
inline const std::string function_arn = "arn:aws:lambda:us-east-1:000000000000:function:f";

struct Sns : wire::OperationTest {
  Sns() : OperationTest({&definition()}) {}

  std::string create(const std::string& name, const Json& attributes = Json::object()) {
    return call("CreateTopic", {{"Name", name}, {"Attributes", attributes}})["TopicArn"];
  }
  std::string subscribe(const std::string& topic, const std::string& protocol, const std::string& endpoint,
                        const Json& attributes = Json::object()) {
    return call("Subscribe", {{"TopicArn", topic},
                              {"Protocol", protocol},
                              {"Endpoint", endpoint},
                              {"Attributes", attributes},
                              {"ReturnSubscriptionArn", true}})["SubscriptionArn"];
  }
  std::string publish(const std::string& topic, const std::string& message, Json more = Json::object()) {
    more["TopicArn"] = topic;
    more["Message"] = message;
    return call("Publish", more)["MessageId"];
  }
  Json topic_attributes(const std::string& arn) {
    return call("GetTopicAttributes", {{"TopicArn", arn}})["Attributes"];
  }
  Json subscription_attributes(const std::string& arn) {
    return call("GetSubscriptionAttributes", {{"SubscriptionArn", arn}})["Attributes"];
  }
  std::string message_of(const std::string& operation, const Json& request) {
    return error(operation, request).message;
  }
  std::vector<Mail> mails() {
    return account.transact([&] { return Store(account).mails(); });
  }

  /// Makes happen what is due, and answers the deliveries that were; those to `refused` are refused.
  std::vector<Delivery> settle(const std::string& refused = "") {
    std::vector<Delivery> deliveries;
    while (true) {
      const bool more = account.transact([&] {
        const auto row = account.outbox().first();
        if (!row || row->due > account.clock().now()) return false;
        account.outbox().remove(row->id);
        const Json payload = Json::parse(row->payload);
        if (row->kind != delivery_effect) {
          for (const wire::EffectEntry& effect : definition().effects) {
            if (effect.kind == row->kind) effect.function(account, payload);
          }
          return true;
        }
        SentDelivery sent = SentDelivery::parse(payload);
        if (sent.delivery.target != refused) {
          deliveries.push_back(std::move(sent.delivery));
        } else if (sent.on_refusal) {
          Json refusal = sent.on_refusal->payload;
          refusal["ErrorCode"] = "AWS.SimpleQueueService.NonExistentQueue";
          refusal["ErrorMessage"] = "no";
          account.outbox().add(sent.on_refusal->effect, account.clock().now(), refusal);
        }
        return true;
      });
      if (!more) return deliveries;
    }
  }
};

}  // namespace cloche::sns
