#include "fakes/logs/subscription_filter.h"

#include <nlohmann/json.hpp>

#include "fakes/core/arn.h"
#include "fakes/core/delivery.h"
#include "fakes/core/digest.h"
#include "fakes/logs/errors.h"
#include "fakes/logs/store.h"

namespace cloche::logs {

namespace {

// Of the messages of one invocation, before they are packed: what then fits into an asynchronous one.
constexpr std::size_t max_invocation_bytes = 128 * 1024;

}  // namespace

void check_destination(const std::string& arn) {
  const auto destination = Arn::parse(arn);
  if (!destination) throw invalid_parameter("Invalid destination ARN: " + arn);  // assumed: the words
  const std::string& service = destination->service;
  if (service == "lambda" && destination->resource.starts_with("function:")) return;
  if (service == "kinesis" || service == "firehose" || service == "logs") {
    throw not_emulated("A subscription filter to " + service);
  }
  throw invalid_parameter("PutSubscriptionFilter operation cannot work with destinationArn for vendor " +
                          service);
}

SubscriptionFilter SubscriptionFilter::of(const Filter& filter) {
  SubscriptionFilter made(FilterPattern::parse(filter.pattern));
  made.name_ = filter.name;
  made.destination_ = Json::parse(filter.definition).at("destinationArn");
  return made;
}

Json SubscriptionFilter::document_of(const LogEvent& event, const EventPosition& position) const {
  Json document{{"id", event_id(position)}, {"timestamp", to_millis(event.at)}, {"message", event.message}};
  if (pattern_.is_fields()) {
    const auto values = pattern_.match(event.message);
    Json& fields = document["extractedFields"] = Json::object();
    for (const auto& [name, value] : *values) fields[name.substr(1)] = value;  // without its '$'
  }
  return document;
}

void SubscriptionFilter::apply(Account& account, std::string_view region, std::string_view group,
                               std::string_view stream, std::span<const LogEvent> events,
                               std::span<const EventPosition> positions) const {
  Json list = Json::array();
  std::size_t bytes = 0;
  const auto send = [&] {
    if (list.empty()) return;
    const Json document{{"messageType", "DATA_MESSAGE"},
                        {"owner", account.number()},
                        {"logGroup", group},
                        {"logStream", stream},
                        {"subscriptionFilters", {name_}},
                        {"logEvents", std::exchange(list, Json::array())}};
    const Json event{{"awslogs", {{"data", base64(gzip(document.dump()))}}}};
    deliver(account,
            {.target = destination_,
             .sender = "logs." + std::string(region) + ".amazonaws.com",
             .source = make_arn("logs", region, account.number(), "log-group:" + std::string(group) + ":*"),
             .body = event.dump()});
    bytes = 0;
  };
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (!pattern_.matches(events[i].message)) continue;
    if (bytes + events[i].message.size() > max_invocation_bytes) send();
    bytes += events[i].message.size();
    list.push_back(document_of(events[i], positions[i]));
  }
  send();
}

}  // namespace cloche::logs
