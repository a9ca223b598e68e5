#include "emulator/front/request_ids.h"

#include "fakes/core/ids.h"

namespace cloche::front {

namespace {

// As DynamoDB's own, seen from the real service: 130 bits in base32hex, and a tail that is always the same.
std::string long_id(Generator& generator) {
  constexpr std::string_view digits = "0123456789ABCDEFGHIJKLMNOPQRSTUV";
  std::string id = "..........................VV4KQNSO5AEMVJF66Q9ASUAAJG";
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < 26; ++i) {
    if (i % 12 == 0) bits = generator.next();
    id[i] = digits[bits & 31];
    bits >>= 5;
  }
  return id;
}

}  // namespace

// The generator of each request starts at a number that is one step of another generator away from the next
// one's, so that their sequences have nothing in common.
std::string RequestIds::next(bool long_form) {
  Generator generator(Generator(number()).next());
  return long_form ? long_id(generator) : generator.uuid();
}

std::string RequestIds::trace(std::string_view header, Time now) {
  constexpr std::string_view root = "Root=";
  if (const auto at = header.find(root); at != std::string_view::npos) {
    const std::string_view value = header.substr(at + root.size());
    const std::string_view id = value.substr(0, value.find(';'));
    if (!id.empty() && id.size() <= 128) return std::string(id);
  }
  Generator generator(Generator(number()).next());
  constexpr std::string_view digits = "0123456789abcdef";
  std::string id = "1-........-........................";
  auto seconds = static_cast<std::uint64_t>(to_millis(now) / 1000);
  for (std::size_t i = 9; i >= 2; --i, seconds >>= 4) id[i] = digits[seconds & 15];
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < 24; ++i, bits >>= 4) {
    if (i % 16 == 0) bits = generator.next();
    id[11 + i] = digits[bits & 15];
  }
  return id;
}

}  // namespace cloche::front
