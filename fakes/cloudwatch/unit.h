#pragma once
// The units in which data are put. A metric's data in one unit are kept apart from those in another.
#include <array>
#include <optional>
#include <string_view>

namespace cloche::cloudwatch {

enum class Unit : unsigned char {
  seconds,
  microseconds,
  milliseconds,
  bytes,
  kilobytes,
  megabytes,
  gigabytes,
  terabytes,
  bits,
  kilobits,
  megabits,
  gigabits,
  terabits,
  percent,
  count,
  bytes_per_second,
  kilobytes_per_second,
  megabytes_per_second,
  gigabytes_per_second,
  terabytes_per_second,
  bits_per_second,
  kilobits_per_second,
  megabits_per_second,
  gigabits_per_second,
  terabits_per_second,
  count_per_second,
  none,
};

/// By the enum's order.
inline constexpr std::array<std::string_view, 27> unit_names{"Seconds",
                                                             "Microseconds",
                                                             "Milliseconds",
                                                             "Bytes",
                                                             "Kilobytes",
                                                             "Megabytes",
                                                             "Gigabytes",
                                                             "Terabytes",
                                                             "Bits",
                                                             "Kilobits",
                                                             "Megabits",
                                                             "Gigabits",
                                                             "Terabits",
                                                             "Percent",
                                                             "Count",
                                                             "Bytes/Second",
                                                             "Kilobytes/Second",
                                                             "Megabytes/Second",
                                                             "Gigabytes/Second",
                                                             "Terabytes/Second",
                                                             "Bits/Second",
                                                             "Kilobits/Second",
                                                             "Megabits/Second",
                                                             "Gigabits/Second",
                                                             "Terabits/Second",
                                                             "Count/Second",
                                                             "None"};

constexpr std::string_view name_of(Unit unit) { return unit_names[static_cast<std::size_t>(unit)]; }

constexpr std::optional<Unit> unit_of(std::string_view name) {
  for (std::size_t i = 0; i < unit_names.size(); ++i) {
    if (unit_names[i] == name) return static_cast<Unit>(i);
  }
  return std::nullopt;
}

}  // namespace cloche::cloudwatch
