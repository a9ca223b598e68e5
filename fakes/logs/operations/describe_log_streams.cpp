#include <fmt/core.h>

#include <charconv>

#include "fakes/logs/errors.h"
#include "fakes/logs/group_reference.h"
#include "fakes/logs/operations/operations.h"
#include "fakes/logs/paging.h"
#include "fakes/logs/sequence_token.h"

namespace cloche::logs {

namespace {

// A page's end is a stream's last event and name: "1767600000000 name".
Store::StreamPage::Start parse_start(std::string_view text) {
  Store::StreamPage::Start start;
  const char* const end = text.data() + text.size();
  const auto [space, error] = std::from_chars(text.data(), end, start.last_event);
  if (error != std::errc() || space == end || *space != ' ') throw invalid_next_token();
  start.name.assign(space + 1, end);
  return start;
}

Json describe_stream(const LogStream& stream, const std::string& group_arn) {
  Json document{{"logStreamName", stream.name},
                {"creationTime", to_millis(stream.created)},
                {"uploadSequenceToken", sequence_token(stream.id)},
                {"arn", group_arn + ":log-stream:" + stream.name},
                {"storedBytes", 0}};  // of a stream it is 0 since 2019 (API reference)
  if (stream.first_event) document["firstEventTimestamp"] = *stream.first_event;
  if (stream.last_event) document["lastEventTimestamp"] = *stream.last_event;
  if (stream.last_ingestion) document["lastIngestionTime"] = *stream.last_ingestion;
  return document;
}

}  // namespace

Answer describe_log_streams(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const std::string prefix = request.string_or("logStreamNamePrefix", "");
  Store::StreamPage page;
  page.by_last_event = request.string_or("orderBy", "LogStreamName") == "LastEventTime";
  if (page.by_last_event && request.has("logStreamNamePrefix")) {
    throw invalid_parameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
  }
  page.prefix = prefix;
  page.descending = request.boolean_or("descending", false);
  if (const auto start = page_start(request)) page.start = parse_start(*start);
  const std::int64_t limit = request.integer_or("limit", default_page);
  page.limit = limit + 1;

  const LogGroup group = identified_group(store, request);
  auto streams = store.streams(group.id, page);
  Json answer{{"logStreams", Json::array()}};
  if (static_cast<std::int64_t>(streams.size()) > limit) {
    streams.pop_back();
    answer["nextToken"] =
        next_token(fmt::format("{} {}", streams.back().last_event.value_or(0), streams.back().name));
  }
  const std::string arn = store.arn_of(group);
  for (const LogStream& stream : streams) answer["logStreams"].push_back(describe_stream(stream, arn));
  return answer;
}

}  // namespace cloche::logs
