#include "fakes/sns/notification.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "fakes/core/arn.h"
#include "fakes/core/digest.h"

namespace cloche::sns {

namespace {

using OrderedJson = nlohmann::ordered_json;

std::string signature() { return base64("Cloche does not sign notifications."); }

std::string host(std::string_view region) {
  return fmt::format("https://sns.{}.{}", region,
                     partition_of(region) == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com");
}

std::string certificate_url(std::string_view region) {
  return fmt::format("{}/SimpleNotificationService-{:032}.pem", host(region), 0);
}

std::string unsubscribe_url(const Address& address) {
  return fmt::format("{}/?Action=Unsubscribe&SubscriptionArn={}", host(address.region),
                     address.subscription_arn);
}

std::string confirmation_url(const Address& address, std::string_view token) {
  return fmt::format("{}/?Action=ConfirmSubscription&TopicArn={}&Token={}", host(address.region),
                     address.topic_arn, token);
}

/// {"name": {"Type": …, "Value": …}}
OrderedJson attributes_of(const Message& message) {
  OrderedJson attributes = OrderedJson::object();
  for (const auto& [name, attribute] : message.attributes.items()) {
    const std::string type = attribute.at("DataType");
    const std::string value = attribute.at(type.starts_with("Binary") ? "BinaryValue" : "StringValue");
    attributes[name] = {{"Type", type}, {"Value", value}};
  }
  return attributes;
}

std::string written(const OrderedJson& value) {
  return value.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

/// A member a line, a space before and after the colon; what is nested is a member a line too, its own
/// content without spaces.
std::string laid_out(const OrderedJson& members) {
  std::string text = "{";
  const char* separator = "\n";
  for (const auto& [name, value] : members.items()) {
    text += fmt::format("{}  {} : ", separator, written(name));
    separator = ",\n";
    if (!value.is_object()) {
      text += written(value);
      continue;
    }
    text += "{";
    const char* inner_separator = "\n";
    for (const auto& [inner_name, inner] : value.items()) {
      text += fmt::format("{}    {} : {}", inner_separator, written(inner_name), written(inner));
      inner_separator = ",\n";
    }
    text += "\n  }";
  }
  return text + "\n}";
}

void add_signature(OrderedJson& members, std::string_view region, const char* certificate) {
  members["SignatureVersion"] = "1";
  members["Signature"] = signature();
  members[certificate] = certificate_url(region);
}

Address address_of(Store& store, const Subscription& subscription) {
  return {subscription.region, store.topic_arn_of(subscription), store.arn_of(subscription)};
}

std::string sender_of(const Topic& topic) {
  return fmt::format("{} <no-reply@sns.amazonaws.com>", topic.attribute("DisplayName", "AWS Notifications"));
}

Mail mail_to(Account& account, const Topic& topic, const Subscription& subscription, const char* kind) {
  Store store(account);
  return {.sent = account.clock().now(),
          .kind = kind,
          .topic_arn = store.arn_of(topic),
          .subscription_arn = store.arn_of(subscription),
          .sender = sender_of(topic),
          .recipient = subscription.endpoint,
          .subject = "",
          .body = ""};
}

}  // namespace

std::string notification_text(const Address& address, const Message& message, const std::string& text,
                              Time time) {
  OrderedJson members{{"Type", "Notification"}, {"MessageId", message.id}};
  const bool is_fifo = !message.sequence_number.empty();
  if (is_fifo) members["SequenceNumber"] = message.sequence_number;
  members["TopicArn"] = address.topic_arn;
  if (message.subject) members["Subject"] = *message.subject;
  members["Message"] = text;
  members["Timestamp"] = iso8601(time);
  // As the developer guide shows notifications of FIFO topics: without.
  if (!is_fifo) add_signature(members, address.region, "SigningCertURL");
  members["UnsubscribeURL"] = unsubscribe_url(address);
  if (!message.attributes.empty()) members["MessageAttributes"] = attributes_of(message);
  return laid_out(members);
}

std::string lambda_event(const Address& address, const Message& message, const std::string& text, Time time) {
  OrderedJson sns{{"Type", "Notification"}, {"MessageId", message.id}, {"TopicArn", address.topic_arn}};
  sns["Subject"] = message.subject ? OrderedJson(*message.subject) : OrderedJson(nullptr);
  sns["Message"] = text;
  sns["Timestamp"] = iso8601(time);
  add_signature(sns, address.region, "SigningCertUrl");
  sns["UnsubscribeUrl"] = unsubscribe_url(address);
  sns["MessageAttributes"] = attributes_of(message);
  const OrderedJson record{{"EventSource", "aws:sns"},
                           {"EventVersion", "1.0"},
                           {"EventSubscriptionArn", address.subscription_arn},
                           {"Sns", sns}};
  return written({{"Records", OrderedJson::array({record})}});
}

// The texts of mails are those that people get, as far as they were seen; assumed else.
void mail_notification(Account& account, const Topic& topic, const Subscription& subscription,
                       const Message& message) {
  Store store(account);
  const std::string& text = message.text_for(subscription.protocol);
  const Address address = address_of(store, subscription);
  Mail mail = mail_to(account, topic, subscription, "Notification");
  mail.subject = message.subject.value_or("AWS Notification Message");
  mail.body =
      subscription.protocol == "email-json"
          ? notification_text(address, message, text, mail.sent)
          : fmt::format(
                "{}\n\n--\nIf you wish to stop receiving notifications from this topic, please click or "
                "visit the link below to unsubscribe:\n{}\n",
                text, unsubscribe_url(address));
  store.add_mail(mail);
}

void mail_confirmation(Account& account, const Topic& topic, const Subscription& subscription) {
  Store store(account);
  const Address address = address_of(store, subscription);
  const std::string url = confirmation_url(address, subscription.token);
  Mail mail = mail_to(account, topic, subscription, "SubscriptionConfirmation");
  mail.subject = "AWS Notification - Subscription Confirmation";
  mail.token = subscription.token;
  if (subscription.protocol == "email-json") {
    OrderedJson members{
        {"Type", "SubscriptionConfirmation"},
        {"MessageId", account.ids().uuid()},
        {"Token", subscription.token},
        {"TopicArn", address.topic_arn},
        {"Message",
         fmt::format("You have chosen to subscribe to the topic {}.\nTo confirm the subscription, visit the "
                     "SubscribeURL included in this message.",
                     address.topic_arn)},
        {"SubscribeURL", url},
        {"Timestamp", iso8601(mail.sent)}};
    add_signature(members, address.region, "SigningCertURL");
    mail.body = laid_out(members);
  } else {
    mail.body = fmt::format(
        "You have chosen to subscribe to the topic:\n{}\n\nTo confirm this subscription, click or visit the "
        "link below (If "
        "this was in error no action is necessary):\n{}\n",
        address.topic_arn, url);
  }
  store.add_mail(mail);
}

}  // namespace cloche::sns
