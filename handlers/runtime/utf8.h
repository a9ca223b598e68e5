#pragma once
// Text as UTF-8: its characters are code points.
#include <cstddef>
#include <string_view>

namespace handlers {

/// The number of characters of well-formed text.
std::size_t characters(std::string_view text);
/// The bytes of the character that `text` begins with; 0 where it begins with none that is well-formed.
std::size_t character_size(std::string_view text);

}  // namespace handlers
