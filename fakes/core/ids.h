#pragma once
// Where every id comes from: one seeded generator an account, so that a run with a seed is repeatable. Its state is
// saved with the transaction that used it. Request ids come from a generator of their own that is not saved, so that
// reading costs no write.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace cloche {

class Database;

/// SplitMix64: 64 bits of state, so a seed and a place in its sequence are one number each.
class Generator {
 public:
  explicit Generator(std::uint64_t state) : state_(state) {}
  std::uint64_t next();
  std::uint64_t state() const { return state_; }
  /// `length` characters, each drawn from `alphabet`.
  std::string text(std::size_t length, std::string_view alphabet);
  /// A version 4 UUID in lower case.
  std::string uuid();

 private:
  std::uint64_t state_;
};

class Ids {
 public:
  explicit Ids(Database& database);

  std::string uuid() { return generator_.uuid(); }
  std::string hex(std::size_t length) { return generator_.text(length, "0123456789abcdef"); }
  std::string lower_alphanumeric(std::size_t length) { return generator_.text(length, "0123456789abcdefghijklmnopqrstuvwxyz"); }
  /// As in AWS's unique ids ("AKIA…", "AIDA…"): capitals and 2 to 7.
  std::string base32(std::size_t length) { return generator_.text(length, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"); }
  std::string text(std::size_t length, std::string_view alphabet) { return generator_.text(length, alphabet); }
  std::uint64_t number() { return generator_.next(); }

  /// Saves the place in the sequence, if it moved; part of the account's commit.
  void save();
  /// Reads the database again (after a roll-back).
  void reload();

 private:
  Database& database_;
  Generator generator_{0};
  std::uint64_t saved_ = 0;
};

/// A seed for who gave none.
std::uint64_t random_seed();

}  // namespace cloche
