#pragma once
// SHA-256 and its HMAC, as bytes and in hexadecimal.
#include <array>
#include <string>
#include <string_view>

namespace handlers {

using Digest = std::array<unsigned char, 32>;

Digest sha256(std::string_view text);
Digest hmac_sha256(std::string_view key, std::string_view text);

std::string hex(const Digest& digest);
inline std::string_view bytes_of(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace handlers
