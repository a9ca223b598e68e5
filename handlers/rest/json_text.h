#pragma once
// JSON that comes from outside: read strictly and to a bounded depth.
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

namespace handlers {

using Json = nlohmann::json;

bool is_utf8(std::string_view text);
/// The number of characters (code points) of UTF-8.
std::size_t characters(std::string_view text);

/// The document; nullopt where `text` is not JSON, or nested deeper than `deepest` containers.
std::optional<Json> read_json(std::string_view text, int deepest);

}  // namespace handlers
