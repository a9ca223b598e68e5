#pragma once
// A subscription filter: what it sends of events as they come in. A Lambda function gets them as
// {"awslogs": {"data": …}}, gzip and base64 of a JSON document. (User Guide, "Log group-level subscription
// filters".)
#include <span>
#include <string>
#include <string_view>

#include "fakes/core/account.h"
#include "fakes/logs/event_batch.h"
#include "fakes/logs/event_position.h"
#include "fakes/logs/filter_pattern.h"

namespace cloche::logs {

struct Filter;

class SubscriptionFilter {
 public:
  /// Of a filter as it is kept: its pattern, and {"destinationArn": …}.
  static SubscriptionFilter of(const Filter& filter);

  /// Sends those of the events that match to the filter's destination; `positions` are theirs.
  void apply(Account& account, std::string_view region, std::string_view group, std::string_view stream,
             std::span<const LogEvent> events, std::span<const EventPosition> positions) const;

 private:
  explicit SubscriptionFilter(FilterPattern pattern) : pattern_(std::move(pattern)) {}
  Json document_of(const LogEvent& event, const EventPosition& position) const;

  FilterPattern pattern_;
  std::string name_;
  std::string destination_;
};

/// Throws ApiError where the destination is none that a filter can have, or none that is emulated.
void check_destination(const std::string& arn);

}  // namespace cloche::logs
