#pragma once
// An event as EventBridge writes it: JSON whose members have their order, and whose `detail` is the text that
// the sender gave, without the white space between its parts.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/account.h"

namespace cloche::events {

struct Event {
  std::string id;  // a UUID
  std::string detail_type;
  std::string source;
  std::string account;
  Time time{};  // shown to the second
  std::string region;
  std::vector<std::string> resources;
  std::string detail = "{}";  // JSON

  std::string str() const;
};

/// JSON without white space between its parts; all else as it came. `text` is well-formed.
std::string compact_json(std::string_view text);

}  // namespace cloche::events
