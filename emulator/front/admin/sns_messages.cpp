// GET /_cloche/sns/messages: the mails that SNS has sent to subscriptions by email, the last one last: those
// that ask for a confirmation, with the token that ConfirmSubscription wants, and notifications.
#include <nlohmann/json.hpp>

#include "emulator/front/admin/resources.h"
#include "fakes/sns/store.h"

namespace cloche::front::admin {

void get_sns_messages(AdminCall& call) {
  Account& account = *call.world.account;
  Json messages = Json::array();
  for (const sns::Mail& mail : account.transact([&] { return sns::Store(account).mails(); })) {
    messages.push_back({{"time", iso8601(mail.sent)},
                        {"kind", mail.kind},
                        {"topic_arn", mail.topic_arn},
                        {"subscription_arn", mail.subscription_arn},
                        {"from", mail.sender},
                        {"to", mail.recipient},
                        {"subject", mail.subject},
                        {"body", mail.body},
                        {"token", mail.token.empty() ? Json(nullptr) : Json(mail.token)}});
  }
  call.answer.json(200, {{"messages", std::move(messages)}});
}

}  // namespace cloche::front::admin
