#pragma once
// The part of JSON path that EventBridge reads: "$", "$.detail.state", "$.resources[0]",
// "$.detail.items[*].name". Names are letters, digits, dashes, underscores and slashes. A text that is no
// such path finds nothing: the service does not check them when a rule is written.
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

namespace cloche::events {

/// JSON that keeps the order of its members, for what is shown to a target again.
using OrderedJson = nlohmann::ordered_json;

/// What `path` finds; with a wildcard, an array of all that it finds. nullopt where there is nothing.
std::optional<OrderedJson> find_path(const OrderedJson& document, std::string_view path);

}  // namespace cloche::events
