#pragma once
// What the application tells the world: events on the account's default bus of EventBridge, from which rules
// bring them to who wants to know.
#include <string>

#include "handlers/runtime/aws_client.h"

namespace handlers {

inline constexpr const char* announcement_source = "career-genese";

/// Puts one event of this type ("Submission confirmed"). Not sent again where it may have been taken, as
/// EventBridge would not know it: then the caller fails, and is tried again as a whole. Throws what AwsClient
/// throws.
void announce(AwsClient& client, const std::string& type, const json::object& detail);

}  // namespace handlers
