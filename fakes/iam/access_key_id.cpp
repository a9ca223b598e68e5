#include "fakes/iam/access_key_id.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>

#include "fakes/core/fault.h"

namespace cloche::iam {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::size_t id_length = 20;
// The 16 characters after the kind are 80 bits. The first 10 characters are 50: the mark, the account, 9 of
// the random ones.
constexpr std::size_t head_length = 10;
constexpr int head_random_bits = 9;
constexpr std::uint64_t mark = std::uint64_t{1} << 49;
constexpr std::uint64_t account_mask = (std::uint64_t{1} << 40) - 1;

}  // namespace

std::string new_access_key_id(Ids& ids, std::string_view kind, std::string_view account_number) {
  std::uint64_t account = 0;
  const char* const end = account_number.data() + account_number.size();
  const auto [stop, error] = std::from_chars(account_number.data(), end, account);
  if (error != std::errc() || stop != end || account > account_mask)
    fail("'{}' is no account number", account_number);

  constexpr std::uint64_t random_mask = (std::uint64_t{1} << head_random_bits) - 1;
  const std::uint64_t head = mark | account << head_random_bits | (ids.number() & random_mask);
  std::string id(kind);
  for (std::size_t i = head_length; i-- > 0;) id += alphabet[(head >> (5 * i)) & 31];
  return id + ids.base32(id_length - id.size());
}

std::optional<std::string> account_of_access_key(std::string_view access_key_id) {
  if (access_key_id.size() != id_length) return std::nullopt;
  if (!access_key_id.starts_with(long_term_key) && !access_key_id.starts_with(session_key))
    return std::nullopt;
  std::uint64_t head = 0;
  for (std::size_t i = 0; i < id_length - 4; ++i) {
    const auto digit = alphabet.find(access_key_id[4 + i]);
    if (digit == std::string_view::npos) return std::nullopt;
    if (i < head_length) head = head << 5 | digit;
  }
  if ((head & mark) == 0) return std::nullopt;
  const std::uint64_t account = (head >> head_random_bits) & account_mask;
  if (account > 999'999'999'999) return std::nullopt;
  return fmt::format("{:012}", account);
}

}  // namespace cloche::iam
