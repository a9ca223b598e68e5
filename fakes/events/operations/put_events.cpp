#include <nlohmann/json.hpp>
#include <optional>

#include "fakes/events/errors.h"
#include "fakes/events/event.h"
#include "fakes/events/operations/operations.h"
#include "fakes/events/routing.h"

namespace cloche::events {

namespace {

// Since 2026: 1 MiB, of all entries together; it was 256 KiB.
constexpr std::size_t request_bytes = 1024 * 1024;
constexpr std::size_t time_bytes = 14;

/// The User Guide, "Calculating PutEvents event entry size".
std::size_t entry_size(const Structure& entry) {
  std::size_t size = entry.has("Time") ? time_bytes : 0;
  for (const char* member : {"Source", "DetailType", "Detail"}) size += entry.string_or(member, "").size();
  for (const std::string& resource : entry.strings("Resources")) size += resource.size();
  return size;
}

bool is_json_object(const std::string& text) {
  try {
    return parse_json(text, 1000).is_object();
  } catch (const JsonSyntaxError&) {
    return false;
  }
}

/// What an entry is answered that is not taken; nullopt where it is.
std::optional<Json> refusal(const Structure& entry) {
  const auto refused = [](const char* code, const std::string& message) {
    return Json{{"ErrorCode", code}, {"ErrorMessage", message}};
  };
  for (const std::string member : {"Source", "DetailType", "Detail"}) {
    if (entry.string_or(member, "").empty()) {
      return refused("InvalidArgument",
                     "Parameter " + member + " is not valid. Reason: " + member + " is a required argument.");
    }
  }
  if (!is_json_object(entry.string("Detail"))) return refused("MalformedDetail", "Detail is malformed.");
  if (entry.string("Source").starts_with("aws.")) {
    return refused("NotAuthorizedForSourceException", "Not authorized for the source.");
  }
  return std::nullopt;
}

Event event_of(const Call& call, const Structure& entry) {
  Event event;
  event.id = call.account.ids().uuid();
  event.detail_type = entry.string("DetailType");
  event.source = entry.string("Source");
  event.account = call.account.number();
  event.time = entry.has("Time") ? entry.timestamp("Time") : call.account.clock().now();
  event.region = call.region;
  event.resources = entry.strings("Resources");
  event.detail = entry.string("Detail");
  return event;
}

}  // namespace

Answer put_events(Call& call, const Structure& request) {
  if (request.has("EndpointId")) throw not_emulated("PutEvents to a global endpoint");
  const std::vector<Structure> entries = request.structures("Entries");
  std::size_t size = 0;
  for (const Structure& entry : entries) size += entry_size(entry);
  if (size > request_bytes)
    throw validation_error("Total size of the entries in the request is over the limit.");

  Json results = Json::array();
  std::int64_t failed = 0;
  for (const Structure& entry : entries) {
    if (auto refused = refusal(entry)) {
      results.push_back(*std::move(refused));
      ++failed;
      continue;
    }
    const Event event = event_of(call, entry);
    // An event for a bus that is not there is taken all the same, and goes nowhere: seen from the real
    // service.
    route(call.account, named_bus(call, entry), event.str(), Origin::sender);
    results.push_back({{"EventId", event.id}});
  }
  return Json{{"FailedEntryCount", failed}, {"Entries", std::move(results)}};
}

}  // namespace cloche::events
