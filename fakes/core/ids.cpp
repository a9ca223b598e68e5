#include "fakes/core/ids.h"

#include <bit>
#include <random>

#include "fakes/core/database.h"
#include "fakes/core/fault.h"

namespace cloche {

std::uint64_t Generator::next() {
  std::uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31);
}

std::string Generator::text(std::size_t length, std::string_view alphabet) {
  std::string result(length, '\0');
  std::uint64_t bits = 0;
  std::uint64_t left = 0;  // how many values the bits in hand still hold
  for (char& c : result) {
    if (left < alphabet.size()) {
      bits = next();
      left = ~std::uint64_t{0};
    }
    c = alphabet[bits % alphabet.size()];
    bits /= alphabet.size();
    left /= alphabet.size();
  }
  return result;
}

std::string Generator::uuid() {
  std::string result = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";
  std::uint64_t bits = 0;
  int left = 0;
  for (char& c : result) {
    if (c != 'x' && c != 'y') continue;
    if (left == 0) {
      bits = next();
      left = 16;
    }
    const auto nibble = bits & 0xF;
    c = "0123456789abcdef"[c == 'y' ? (nibble & 0x3) | 0x8 : nibble];
    bits >>= 4;
    --left;
  }
  return result;
}

Ids::Ids(Database& database) : database_(database) { reload(); }

void Ids::reload() {
  Statement row = database_.prepare("SELECT id_state FROM core_account");
  if (!row.step()) fail("the account has no ids");
  saved_ = std::bit_cast<std::uint64_t>(row.integer(0));
  generator_ = Generator(saved_);
}

void Ids::save() {
  if (generator_.state() == saved_) return;
  database_.run("UPDATE core_account SET id_state = ?1", std::bit_cast<std::int64_t>(generator_.state()));
  saved_ = generator_.state();
}

std::uint64_t random_seed() {
  std::random_device device;
  return (std::uint64_t{device()} << 32) | device();
}

}  // namespace cloche
