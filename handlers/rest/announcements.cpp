#include "handlers/rest/announcements.h"

namespace handlers {

void announce(AwsClient& client, const std::string& type, const Json& detail) {
  const Json entry{{"Source", announcement_source}, {"DetailType", type}, {"Detail", detail.dump()}};
  const Json output =
      client.call(events_service, "PutEvents", {{"Entries", Json::array({entry})}}, Repeat::only_if_refused);
  if (output.value("FailedEntryCount", 0) == 0) return;
  const Json& failed = output.at("Entries").at(0);
  throw AwsError("events", 200, failed.value("ErrorCode", ""), failed.value("ErrorMessage", ""), failed);
}

}  // namespace handlers
