#pragma once
// Filter policies: which messages a subscription wants, as an event pattern (fakes/core/event_pattern.h) on
// the message's attributes or on its body.
#include <string>
#include <string_view>

#include "fakes/sns/message.h"

namespace cloche::sns {

/// Throws AttributeError where `policy` is none, or asks for more than SNS allows. `of_body`: its scope is
/// the body, whose members nest.
void check_filter_policy(const std::string& policy, bool of_body);

/// Whether a subscription with this policy ("", "{}": none) gets the message; `text` is what it would get.
bool passes(const std::string& policy, bool of_body, const Message& message, const std::string& text);

}  // namespace cloche::sns
