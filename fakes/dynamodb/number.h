#pragma once
// DynamoDB's number: a decimal of up to 38 significant digits, zero or of a magnitude from 1E-130 to
// 9.9999999999999999999999999999999999999E+125. A value of this class always keeps to these limits.
//
// Two texts of one value ("1", "1.0", "10e-1") make the same Number, whose text is the one that the service
// answers: plain decimal, never an exponent.
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace cloche::dynamodb {

class Number {
 public:
  static constexpr int max_digits = 38;
  static constexpr int max_exponent = 125;
  static constexpr int min_exponent = -130;

  /// Zero.
  Number() = default;
  explicit Number(std::int64_t value);

  /// Reads what the service reads: [+-] digits, perhaps with a point, perhaps with an exponent. Throws a
  /// ValidationException with the service's words where it is no number, too precise, too large or too small.
  static Number parse(std::string_view text);

  /// "-15789000", "0.00001".
  std::string str() const;
  /// Whether `text` is what str() makes of it. A quick look, which says no of what has more than 20
  /// characters.
  static bool is_plain(std::string_view text);

  /// Bytes that compare (memcmp) as the numbers do, none a prefix of another's but zero's, which is one byte:
  /// sign and exponent in one byte, then the digits in base 100. These are also the bytes that the service
  /// hashes a number key by (seen from the order of its scans).
  std::string encode() const;

  /// Bytes that it counts for in an item's size: one, one more for each two digits, one more if it is
  /// negative.
  std::size_t size() const;

  bool is_zero() const { return count_ == 0; }
  bool is_negative() const { return negative_; }

  Number operator-() const;
  /// Exact; throws a ValidationException where the result is no Number.
  friend Number operator+(const Number& a, const Number& b);
  friend Number operator-(const Number& a, const Number& b) { return a + -b; }

  friend std::strong_ordering operator<=>(const Number& a, const Number& b);
  friend bool operator==(const Number& a, const Number& b) { return (a <=> b) == 0; }

 private:
  friend class Digits;
  std::strong_ordering compare_magnitude(const Number& other) const;

  // (-1)^negative × d0.d1d2… × 10^exponent; neither the first nor the last digit is 0; zero has no digits.
  bool negative_ = false;
  std::uint8_t count_ = 0;
  std::int16_t exponent_ = 0;
  std::array<std::uint8_t, max_digits> digits_{};
};

}  // namespace cloche::dynamodb
