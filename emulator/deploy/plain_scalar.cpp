#include "emulator/deploy/plain_scalar.h"

#include <array>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

namespace cloche::deploy {

namespace {

std::optional<bool> boolean(std::string_view text) {
  static constexpr std::array<std::string_view, 12> yes = {"true", "True", "TRUE", "yes", "Yes",
                                                           "YES",  "on",   "On",   "ON"};
  static constexpr std::array<std::string_view, 12> no = {"false", "False", "FALSE", "no", "No",
                                                          "NO",    "off",   "Off",   "OFF"};
  if (text.empty()) return std::nullopt;
  for (const std::string_view word : yes) {
    if (text == word) return true;
  }
  for (const std::string_view word : no) {
    if (text == word) return false;
  }
  return std::nullopt;
}

bool all_of(std::string_view text, std::string_view allowed) {
  return !text.empty() && text.find_first_not_of(allowed) == std::string_view::npos;
}

std::string without_marks(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c != '_') digits += c;
  }
  return digits;
}

std::optional<Json> whole(std::string_view digits, int base, bool negative) {
  const std::string text = without_marks(digits);
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (!negative) return Json(value);
  if (value > static_cast<std::uint64_t>(INT64_MAX)) return std::nullopt;
  return Json(-static_cast<std::int64_t>(value));
}

/// 1:30 is 90; every part after the first is below 60.
std::optional<Json> sexagesimal(std::string_view digits, bool negative) {
  std::uint64_t value = 0;
  bool first = true;
  while (true) {
    const std::size_t colon = digits.find(':');
    const std::string part = without_marks(digits.substr(0, colon));
    if (!all_of(part, "0123456789") || part.size() > 9) return std::nullopt;
    if (!first && (part.size() > 2 || (part.size() == 2 && part[0] > '5'))) return std::nullopt;
    if (value > static_cast<std::uint64_t>(INT64_MAX) / 120) return std::nullopt;
    value = value * 60 + std::stoull(part);
    if (colon == std::string_view::npos) break;
    digits.remove_prefix(colon + 1);
    first = false;
  }
  return negative ? Json(-static_cast<std::int64_t>(value)) : Json(value);
}

std::optional<Json> integer(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  if (text == "0") return Json(0U);
  if (text.starts_with("0b") && all_of(text.substr(2), "01_")) return whole(text.substr(2), 2, negative);
  if (text.starts_with("0x") && all_of(text.substr(2), "0123456789abcdefABCDEF_")) {
    return whole(text.substr(2), 16, negative);
  }
  if (text[0] == '0') {
    return all_of(text.substr(1), "01234567_") ? whole(text.substr(1), 8, negative) : std::nullopt;
  }
  if (text[0] < '1' || text[0] > '9') return std::nullopt;
  if (all_of(text, "0123456789_")) return whole(text, 10, negative);
  if (text.find(':') != std::string_view::npos && all_of(text, "0123456789_:"))
    return sexagesimal(text, negative);
  return std::nullopt;
}

/// With a point, and a sign after the e where there is one (YAML 1.1: 1e3 is text).
std::optional<Json> decimal(std::string_view text) {
  std::string_view rest = text;
  if (rest.starts_with('-') || rest.starts_with('+')) rest.remove_prefix(1);
  const std::size_t point = rest.find('.');
  if (point == std::string_view::npos || rest.size() < 2) return std::nullopt;
  if (point > 0 && (!all_of(rest.substr(0, point), "0123456789_") || rest[0] == '_')) return std::nullopt;
  std::string_view fraction = rest.substr(point + 1);
  const std::size_t exponent = fraction.find_first_of("eE");
  if (exponent != std::string_view::npos) {
    std::string_view power = fraction.substr(exponent + 1);
    if (!power.starts_with('-') && !power.starts_with('+')) return std::nullopt;
    if (!all_of(power.substr(1), "0123456789")) return std::nullopt;
    fraction = fraction.substr(0, exponent);
  }
  if (!fraction.empty() && !all_of(fraction, "0123456789_")) return std::nullopt;
  if (point == 0 && (fraction.empty() || fraction[0] == '_')) return std::nullopt;
  std::string digits = without_marks(text);
  if (digits.starts_with('+')) digits.erase(0, 1);
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size() || !std::isfinite(value))
    return std::nullopt;
  return Json(value);
}

}  // namespace

Json plain_scalar(const std::string& text) {
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") return nullptr;
  if (const auto found = boolean(text)) return *found;
  const char first = text[0];
  if ((first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.') {
    if (const auto found = integer(text)) return *found;
    if (const auto found = decimal(text)) return *found;
  }
  return text;
}

}  // namespace cloche::deploy
