#include "fakes/logs/delivered.h"

#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "fakes/core/arn.h"
#include "fakes/logs/errors.h"
#include "fakes/logs/group_reference.h"
#include "fakes/logs/log_writer.h"

namespace cloche::logs {

namespace {

struct Entry {
  Time at{};
  std::string message;
};

/// The event that an input transformer describes. The form is that of the AWS CDK (LogGroupTargetInput).
std::optional<Entry> described_entry(const std::string& body) {
  const Json document = Json::parse(body, nullptr, false);
  if (!document.is_object() || document.size() != 2 || !document.contains("timestamp") ||
      !document.contains("message"))
    return std::nullopt;
  const Json& timestamp = document["timestamp"];
  const Json& message = document["message"];
  if (!timestamp.is_string() || !message.is_string()) return std::nullopt;
  const auto at = parse_iso8601(timestamp.get_ref<const std::string&>());
  if (!at) return std::nullopt;
  return Entry{*at, message};
}

}  // namespace

void receive_delivery(Account& account, const Delivery& delivery) {
  const auto arn = Arn::parse(delivery.target);
  if (!arn || arn->account != account.number()) throw group_not_found();
  Store store(account, arn->region);
  const LogGroup group = group_of_identifier(store, delivery.target);
  const Entry entry = described_entry(delivery.body).value_or(Entry{account.clock().now(), delivery.body});
  // AWS has many streams with names like this; that each event has its own is assumed.
  const std::array events{LogEvent{entry.at, entry.message}};
  write_events(account, arn->region, group.name, account.ids().uuid(), events);
}

}  // namespace cloche::logs
