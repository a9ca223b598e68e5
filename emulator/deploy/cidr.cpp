#include "emulator/deploy/cidr.h"

#include <fmt/core.h>

#include <charconv>
#include <cstdint>
#include <nlohmann/json.hpp>

namespace cloche::deploy {

namespace {

std::optional<unsigned> number(std::string_view text, unsigned most) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value > most) return std::nullopt;
  return value;
}

std::optional<std::uint32_t> address(std::string_view text) {
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i) {
    const std::size_t dot = text.find('.');
    if ((dot == std::string_view::npos) != (i == 3)) return std::nullopt;
    const auto part = number(text.substr(0, dot), 255);
    if (!part) return std::nullopt;
    value = value << 8 | *part;
    if (i < 3) text.remove_prefix(dot + 1);
  }
  return value;
}

}  // namespace

std::optional<Json> cidr_blocks(const std::string& block, const std::string& count, const std::string& bits) {
  const std::size_t slash = block.find('/');
  if (slash == std::string::npos) return std::nullopt;
  const auto first = address(std::string_view(block).substr(0, slash));
  const auto prefix = number(std::string_view(block).substr(slash + 1), 32);
  const auto wanted = number(count, 256);
  const auto own_bits = number(bits, 32);
  if (!first || !prefix || !wanted || !own_bits || *wanted == 0 || *own_bits == 0) return std::nullopt;
  const std::uint64_t size = std::uint64_t{1} << *own_bits;
  const std::uint64_t room = std::uint64_t{1} << (32 - *prefix);
  if (size * *wanted > room) return std::nullopt;
  const std::uint64_t begin = *first & ~(room - 1);
  Json blocks = Json::array();
  for (std::uint64_t i = 0; i < *wanted; ++i) {
    const std::uint64_t at = begin + i * size;
    blocks.push_back(fmt::format("{}.{}.{}.{}/{}", at >> 24 & 255, at >> 16 & 255, at >> 8 & 255, at & 255,
                                 32 - *own_bits));
  }
  return blocks;
}

}  // namespace cloche::deploy
