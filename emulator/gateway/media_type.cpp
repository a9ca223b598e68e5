#include "emulator/gateway/media_type.h"

#include <algorithm>

#include "fakes/wire/http_message.h"

namespace cloche::gateway {

std::string_view first_media_type(std::string_view header) {
  std::string_view type = header.substr(0, header.find_first_of(",;"));
  while (type.starts_with(' ')) type.remove_prefix(1);
  while (type.ends_with(' ')) type.remove_suffix(1);
  return type;
}

bool is_binary(const std::vector<std::string>& binary_types, std::string_view header) {
  if (binary_types.empty()) return false;
  const std::string_view type = first_media_type(header);
  const std::string_view family = type.substr(0, type.find('/'));
  return std::ranges::any_of(binary_types, [&](std::string_view binary) {
    if (binary == "*/*") return true;
    if (binary.ends_with("/*")) return wire::equal_ignoring_case(binary.substr(0, binary.size() - 2), family);
    return wire::equal_ignoring_case(binary, type);
  });
}

}  // namespace cloche::gateway
