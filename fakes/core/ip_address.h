#pragma once
// IP addresses and ranges of them, as texts of clients have them: in event patterns and in policies.
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace cloche {

/// The bytes of an address: 4 or 16. Ordered within its family.
struct IpAddress {
  std::size_t length = 4;
  std::array<std::uint8_t, 16> bytes{};

  bool operator==(const IpAddress&) const = default;

  /// Reads "10.0.0.1" or "2001:db8::1"; nullopt where it is neither.
  static std::optional<IpAddress> parse(std::string_view text);
};

struct IpRange {
  IpAddress first;
  IpAddress last;

  bool contains(const IpAddress& address) const {
    return address.length == first.length && address.bytes >= first.bytes && address.bytes <= last.bytes;
  }
};

/// The addresses that share the first `mask` bits of `address`.
IpRange ip_range(const IpAddress& address, int mask);

}  // namespace cloche
