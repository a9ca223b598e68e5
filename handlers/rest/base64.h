#pragma once
// Base64, as API Gateway writes a binary body, and its variant for URLs without padding, for page tokens.
#include <optional>
#include <string>
#include <string_view>

namespace handlers {

std::optional<std::string> base64_decode(std::string_view text);
std::string base64url_encode(std::string_view bytes);
std::optional<std::string> base64url_decode(std::string_view text);

}  // namespace handlers
