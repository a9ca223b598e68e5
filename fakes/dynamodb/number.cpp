#include "fakes/dynamodb/number.h"

#include <algorithm>
#include <charconv>

#include "fakes/dynamodb/errors.h"

namespace cloche::dynamodb {

namespace {

ApiError not_a_number(std::string_view text) {
  std::string message = "The parameter cannot be converted to a numeric value";
  if (!text.empty()) message.append(": ").append(text);
  return validation_error(message);
}

ApiError overflow() {
  return validation_error(
      "Number overflow. Attempting to store a number with magnitude larger than supported range");
}

ApiError underflow() {
  return validation_error(
      "Number underflow. Attempting to store a number with magnitude smaller than supported range");
}

ApiError too_precise() {
  return validation_error("Attempting to store more than 38 significant digits in a Number");
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Division that rounds down, also below zero.
int half_rounded_down(int value) { return value >= 0 ? value / 2 : -((1 - value) / 2); }

}  // namespace

// Decimal digits by their place, wide enough for the sum of any two numbers: place p holds the digit of 10^p.
class Digits {
 public:
  static constexpr int lowest = Number::min_exponent - Number::max_digits;
  static constexpr int highest = Number::max_exponent + 1;

  void add(const Number& number, int sign) {
    for (int i = 0; i < number.count_; ++i)
      at(number.exponent_ - i) += sign * number.digits_[static_cast<std::size_t>(i)];
    if (number.count_ == 0) return;
    top_ = std::max(top_, number.exponent_ + 1);
    bottom_ = std::min(bottom_, number.exponent_ - number.count_ + 1);
  }

  // Brings every digit to 0…9; the whole must not be negative.
  void carry() {
    int carried = 0;
    for (int place = bottom_; place <= top_; ++place) {
      const int value = at(place) + carried;
      carried = value >= 0 ? value / 10 : -((9 - value) / 10);
      at(place) = value - 10 * carried;
    }
  }

  Number number(bool negative) {
    while (top_ >= bottom_ && at(top_) == 0) --top_;
    while (bottom_ < top_ && at(bottom_) == 0) ++bottom_;
    Number result;
    if (top_ < bottom_) return result;
    // Assumed: the service refuses a result that has too many digits, as it refuses such an operand, and
    // never rounds.
    if (top_ - bottom_ + 1 > Number::max_digits) throw too_precise();
    if (top_ > Number::max_exponent) throw overflow();
    if (top_ < Number::min_exponent) throw underflow();
    result.negative_ = negative;
    result.exponent_ = static_cast<std::int16_t>(top_);
    for (int place = top_; place >= bottom_; --place) {
      result.digits_[result.count_++] = static_cast<std::uint8_t>(at(place));
    }
    return result;
  }

 private:
  int& at(int place) { return digits_[static_cast<std::size_t>(place - lowest)]; }

  std::array<int, highest - lowest + 1> digits_{};
  int top_ = lowest;
  int bottom_ = highest;
};

Number::Number(std::int64_t value) : Number(parse(std::to_string(value))) {}

Number Number::parse(std::string_view text) {
  Number number;
  std::size_t i = 0;
  const auto at = [&](std::size_t index) { return index < text.size() ? text[index] : '\0'; };
  if (at(i) == '+' || at(i) == '-') number.negative_ = text[i++] == '-';

  // The significant digits, and the place of the first of them relative to the point.
  bool any = false;
  bool point = false;
  int trailing_zeros = 0;   // seen since the last digit that was kept
  int count = 0;            // of significant digits, kept or not
  std::int64_t place = -1;  // of the first significant digit; counts up before the point, and down after it
  for (;; ++i) {
    const char c = at(i);
    if (c == '.' && !point) {
      point = true;
    } else if (is_digit(c)) {
      any = true;
      if (count == 0 && c == '0') {
        if (point) --place;
        continue;
      }
      if (!point) ++place;
      if (c == '0') {
        ++trailing_zeros;
      } else {
        for (; trailing_zeros > 0; --trailing_zeros, ++count) {
          if (count < max_digits) number.digits_[static_cast<std::size_t>(count)] = 0;
        }
        if (count < max_digits)
          number.digits_[static_cast<std::size_t>(count)] = static_cast<std::uint8_t>(c - '0');
        ++count;
      }
    } else {
      break;
    }
  }
  if (!any) throw not_a_number(text);

  std::int64_t exponent = 0;
  if (at(i) == 'e' || at(i) == 'E') {
    ++i;
    const bool plus = at(i) == '+';
    if (plus) ++i;
    const char* const end = text.data() + text.size();
    std::int32_t value = 0;  // Java's BigDecimal, which the service reads with, has an exponent of 32 bits
    const auto [stop, error] = std::from_chars(text.data() + i, end, value);
    if (error != std::errc() || (plus && value < 0) || (plus && at(i) == '-')) throw not_a_number(text);
    exponent = value;
    i = static_cast<std::size_t>(stop - text.data());
  }
  if (i != text.size()) throw not_a_number(text);

  if (count == 0) return {};
  if (count > max_digits) throw too_precise();
  exponent += place;
  if (exponent > max_exponent) throw overflow();
  if (exponent < min_exponent) throw underflow();
  number.count_ = static_cast<std::uint8_t>(count);
  number.exponent_ = static_cast<std::int16_t>(exponent);
  return number;
}

std::string Number::str() const {
  if (count_ == 0) return "0";
  std::string text;
  if (negative_) text += '-';
  if (exponent_ < 0) {
    text += "0.";
    text.append(static_cast<std::size_t>(-exponent_ - 1), '0');
  }
  for (int i = 0; i < count_; ++i) {
    if (exponent_ >= 0 && i == exponent_ + 1) text += '.';
    text += static_cast<char>('0' + digits_[static_cast<std::size_t>(i)]);
  }
  if (exponent_ >= count_) text.append(static_cast<std::size_t>(exponent_ - count_ + 1), '0');
  return text;
}

bool Number::is_plain(std::string_view text) {
  if (text == "0") return true;
  if (text.size() > 20) return false;
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::string_view whole = text.substr(0, text.find('.'));
  const std::string_view rest = text.substr(whole.size());
  if (whole.empty() || !std::all_of(whole.begin(), whole.end(), is_digit)) return false;
  if (rest.empty()) return whole.front() != '0';
  if (whole.front() == '0' && whole.size() > 1) return false;
  return rest.size() > 1 && rest.back() != '0' && std::all_of(rest.begin() + 1, rest.end(), is_digit);
}

std::string Number::encode() const {
  if (count_ == 0) return "\x80";
  std::string bytes;
  const int exponent = half_rounded_down(exponent_) + 1;  // value = 0.PPPP… × 100^exponent
  bytes += static_cast<char>(negative_ ? 0x3f - exponent : 0xc0 + exponent);
  const bool leading_zero = exponent_ % 2 == 0;  // the first pair has one digit
  const auto digit = [&](int i) { return i >= 0 && i < count_ ? digits_[static_cast<std::size_t>(i)] : 0; };
  for (int i = leading_zero ? -1 : 0; i < count_; i += 2) {
    const int pair = 10 * digit(i) + digit(i + 1);
    bytes += static_cast<char>(negative_ ? 101 - pair : 1 + pair);
  }
  if (negative_) bytes += static_cast<char>(102);  // more than any pair: -1 comes after -1.5
  return bytes;
}

std::size_t Number::size() const {
  if (count_ == 0) return 1;
  const int pairs = (count_ + (exponent_ % 2 == 0 ? 1 : 0) + 1) / 2;
  return static_cast<std::size_t>(1 + pairs + (negative_ ? 1 : 0));
}

Number Number::operator-() const {
  Number result = *this;
  result.negative_ = !negative_ && count_ > 0;
  return result;
}

Number operator+(const Number& a, const Number& b) {
  const bool a_is_larger = a.compare_magnitude(b) >= 0;
  const Number& larger = a_is_larger ? a : b;
  const Number& smaller = a_is_larger ? b : a;
  Digits digits;
  digits.add(larger, 1);
  digits.add(smaller, larger.negative_ == smaller.negative_ ? 1 : -1);
  digits.carry();
  return digits.number(larger.negative_);
}

std::strong_ordering Number::compare_magnitude(const Number& other) const {
  if (count_ == 0 || other.count_ == 0) return count_ <=> other.count_;
  if (const auto order = exponent_ <=> other.exponent_; order != 0) return order;
  return std::lexicographical_compare_three_way(digits_.begin(), digits_.begin() + count_,
                                                other.digits_.begin(), other.digits_.begin() + other.count_);
}

std::strong_ordering operator<=>(const Number& a, const Number& b) {
  if (a.negative_ != b.negative_)
    return a.negative_ ? std::strong_ordering::less : std::strong_ordering::greater;
  return a.negative_ ? b.compare_magnitude(a) : a.compare_magnitude(b);
}

}  // namespace cloche::dynamodb
