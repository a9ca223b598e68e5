#include "fakes/core/ip_address.h"

#include <charconv>
#include <vector>

namespace cloche {

namespace {

/// A whole number of `text` in `base`, of at most `digits` digits.
std::optional<unsigned> number(std::string_view text, int base, std::size_t digits) {
  unsigned value = 0;
  if (text.empty() || text.size() > digits) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<IpAddress> parse_v4(std::string_view text) {
  IpAddress address;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::size_t dot = text.find('.');
    if ((dot == std::string_view::npos) != (i == 3)) return std::nullopt;
    const auto byte = number(text.substr(0, dot), 10, 3);
    if (!byte || *byte > 255) return std::nullopt;
    address.bytes[i] = static_cast<std::uint8_t>(*byte);
    text.remove_prefix(dot == std::string_view::npos ? text.size() : dot + 1);
  }
  return address;
}

/// The 16-bit groups of `text`, which "" has none of; nullopt where one is none.
std::optional<std::vector<unsigned>> groups(std::string_view text) {
  std::vector<unsigned> found;
  while (!text.empty()) {
    const std::size_t colon = text.find(':');
    const auto group = number(text.substr(0, colon), 16, 4);
    if (!group || found.size() == 8) return std::nullopt;
    found.push_back(*group);
    if (colon == std::string_view::npos) break;
    text.remove_prefix(colon + 1);
    if (text.empty()) return std::nullopt;
  }
  return found;
}

std::optional<IpAddress> parse_v6(std::string_view text) {
  const std::size_t gap = text.find("::");
  const auto head = groups(text.substr(0, gap));
  const auto tail = groups(gap == std::string_view::npos ? std::string_view() : text.substr(gap + 2));
  if (!head || !tail) return std::nullopt;
  const std::size_t given = head->size() + tail->size();
  if (gap == std::string_view::npos ? given != 8 : given > 7) return std::nullopt;

  IpAddress address{.length = 16, .bytes = {}};
  const auto put = [&address](std::size_t index, unsigned group) {
    address.bytes[2 * index] = static_cast<std::uint8_t>(group >> 8);
    address.bytes[2 * index + 1] = static_cast<std::uint8_t>(group & 0xFF);
  };
  for (std::size_t i = 0; i < head->size(); ++i) put(i, (*head)[i]);
  for (std::size_t i = 0; i < tail->size(); ++i) put(8 - tail->size() + i, (*tail)[i]);
  return address;
}

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
  return text.find(':') == std::string_view::npos ? parse_v4(text) : parse_v6(text);
}

IpRange ip_range(const IpAddress& address, int mask) {
  IpRange range{address, address};
  for (std::size_t bit = static_cast<std::size_t>(mask); bit < address.length * 8; ++bit) {
    const auto varying = static_cast<std::uint8_t>(0x80u >> (bit % 8));
    range.first.bytes[bit / 8] &= static_cast<std::uint8_t>(~varying);
    range.last.bytes[bit / 8] |= varying;
  }
  return range;
}

}  // namespace cloche
