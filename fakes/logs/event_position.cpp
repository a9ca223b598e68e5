#include "fakes/logs/event_position.h"

#include <array>

namespace cloche::logs {

namespace {

constexpr std::size_t digits = 56;

// An unsigned number of 192 bits, the lowest word first: the time in milliseconds times 2^144 (so the real
// service's ids can be read), the batch times 2^40, the index.
using Words = std::array<std::uint32_t, 6>;
constexpr int batch_bit = 40;
constexpr int time_bit = 144;

void put(Words& words, std::uint64_t value, int bit) {
  for (int i = 0; i < 64; ++i) {
    if ((value >> i & 1U) == 0 || bit + i >= 192) continue;
    words[static_cast<std::size_t>((bit + i) / 32)] |= 1U << ((bit + i) % 32);
  }
}

std::int64_t take(const Words& words, int bit, int length) {
  std::uint64_t value = 0;
  for (int i = 0; i < length; ++i) {
    const std::uint64_t set = words[static_cast<std::size_t>((bit + i) / 32)] >> ((bit + i) % 32) & 1U;
    value |= set << i;
  }
  return static_cast<std::int64_t>(value);
}

}  // namespace

EventPosition just_before(const EventPosition& position) {
  if (position.index > 0) return {position.at, position.batch, position.index - 1};
  if (position.batch > 0) return {position.at, position.batch - 1, (1LL << batch_bit) - 1};
  return position;
}

EventPosition just_after(const EventPosition& position) {
  return {position.at, position.batch, position.index + 1};
}

std::string event_id(const EventPosition& position) {
  Words words{};
  put(words, static_cast<std::uint64_t>(position.index), 0);
  put(words, static_cast<std::uint64_t>(position.batch), batch_bit);
  put(words, static_cast<std::uint64_t>(to_millis(position.at)), time_bit);
  std::string text(digits, '0');
  for (std::size_t i = digits; i-- > 0;) {
    std::uint64_t remainder = 0;
    for (std::size_t word = words.size(); word-- > 0;) {
      const std::uint64_t value = remainder << 32 | words[word];
      words[word] = static_cast<std::uint32_t>(value / 10);
      remainder = value % 10;
    }
    text[i] = static_cast<char>('0' + remainder);
  }
  return text;
}

std::optional<EventPosition> parse_event_id(std::string_view text) {
  if (text.size() != digits) return std::nullopt;
  Words words{};
  for (const char digit : text) {
    if (digit < '0' || digit > '9') return std::nullopt;
    std::uint64_t carry = static_cast<std::uint64_t>(digit - '0');
    for (std::uint32_t& word : words) {
      carry += std::uint64_t{word} * 10;
      word = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
  }
  return EventPosition{from_millis(take(words, time_bit, 192 - time_bit)), take(words, batch_bit, 63),
                       take(words, 0, batch_bit)};
}

}  // namespace cloche::logs
