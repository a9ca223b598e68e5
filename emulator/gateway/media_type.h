#pragma once
// Which payloads are binary: those of the media types that the API lists.
#include <string>
#include <string_view>
#include <vector>

namespace cloche::gateway {

/// Whether a Content-Type ("image/png; a=b"), or the first type of an Accept, is one of the API's binary
/// ones. These may end in "/*", or be "*/*".
bool is_binary(const std::vector<std::string>& binary_types, std::string_view type);

/// "image/png" of "image/png; q=1, text/html".
std::string_view first_media_type(std::string_view header);

}  // namespace cloche::gateway
