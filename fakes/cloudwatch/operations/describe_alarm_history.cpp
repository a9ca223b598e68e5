#include <algorithm>
#include <charconv>

#include "fakes/cloudwatch/alarm_store.h"
#include "fakes/cloudwatch/errors.h"
#include "fakes/cloudwatch/operations/operations.h"
#include "fakes/cloudwatch/paging.h"

namespace cloche::cloudwatch {

namespace {

constexpr std::int64_t items_in_page = 100;
constexpr std::chrono::hours kept_for = std::chrono::days(30);

}  // namespace

Answer describe_alarm_history(Call& call, const Structure& request) {
  const Time now = call.account.clock().now();
  const Time from = std::max(request.find_timestamp("StartDate").value_or(now - kept_for), now - kept_for);
  const Time to = request.find_timestamp("EndDate").value_or(now);
  auto items = AlarmStore(call.account, call.region).history(request.find_string("AlarmName"), from, to);

  const auto types = request.strings("AlarmTypes");
  const bool metric = types.empty() || std::ranges::find(types, "MetricAlarm") != types.end();
  const bool composite = std::ranges::find(types, "CompositeAlarm") != types.end() ||
                         (types.empty() && request.has("AlarmName"));  // assumed: of a named alarm, all
  const std::string* type = request.find_string("HistoryItemType");
  std::erase_if(items, [&](const HistoryItem& item) {
    return (item.composite ? !composite : !metric) || (type != nullptr && *type != item.type);
  });
  const bool descending = request.string_or("ScanBy", "TimestampDescending") == "TimestampDescending";
  if (descending) std::ranges::reverse(items);
  if (const std::string* token = request.find_string("NextToken")) {
    const auto place = place_of(*token);
    std::int64_t last = 0;
    if (!place || std::from_chars(place->data(), place->data() + place->size(), last).ec != std::errc())
      throw invalid_next_token();
    const auto found = std::ranges::find(items, last, &HistoryItem::id);
    items.erase(items.begin(), found == items.end() ? found : found + 1);
  }

  Json document{{"AlarmHistoryItems", Json::array()}};
  const auto limit = static_cast<std::size_t>(request.integer_or("MaxRecords", items_in_page));
  if (items.size() > limit) {
    items.resize(limit);
    document["NextToken"] = next_token(std::to_string(items.back().id));
  }
  for (const HistoryItem& item : items) {
    document["AlarmHistoryItems"].push_back({{"AlarmName", item.alarm},
                                             {"AlarmType", item.composite ? "CompositeAlarm" : "MetricAlarm"},
                                             {"Timestamp", to_millis(item.at)},
                                             {"HistoryItemType", item.type},
                                             {"HistorySummary", item.summary},
                                             {"HistoryData", item.data}});
  }
  return document;
}

}  // namespace cloche::cloudwatch
