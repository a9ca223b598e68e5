#include "handlers/rest/announcements.h"

namespace handlers {

void announce(AwsClient& client, const std::string& type, const json::object& detail) {
  const json::object entry{
      {"Source", announcement_source}, {"DetailType", type}, {"Detail", to_text(detail)}};
  json::object output =
      client.call(events_service, "PutEvents", {{"Entries", json::array{entry}}}, Repeat::only_if_refused);
  const Json* failed_count = output.if_contains("FailedEntryCount");
  if (failed_count == nullptr || *failed_count == 0) return;
  json::object& failed = output.at("Entries").at(0).as_object();
  throw AwsError("events", 200, std::string(text_member(failed, "ErrorCode").value_or("")),
                 std::string(text_member(failed, "ErrorMessage").value_or("")), std::move(failed));
}

}  // namespace handlers
