#include "scenarios/engine/suggestion.h"

#include <fmt/core.h>

#include <algorithm>
#include <numeric>

namespace cloche::scenarios {

namespace {

char folded(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// How many letters have to be changed, added or left out; capitals don't count.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (folded(a[i - 1]) == folded(b[j - 1]) ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string in_words(std::span<const std::string_view> names, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? fmt::format(" {} ", last) : ", ";
    text += names[i];
  }
  return text;
}

std::string suggestion(std::string_view given, std::span<const std::string_view> known) {
  constexpr std::size_t listed = 20;
  constexpr std::size_t longest = 100;  // of what is compared
  if (known.empty() || given.size() > longest) return "";
  const auto nearest =
      std::ranges::min_element(known, {}, [&](std::string_view name) { return distance(given, name); });
  if (distance(given, *nearest) <= std::max<std::size_t>(1, std::min(given.size(), nearest->size()) / 3))
    return fmt::format("; did you mean \"{}\"?", *nearest);
  return fmt::format("; known are {}{}", in_words(known.first(std::min(listed, known.size()))),
                     known.size() > listed ? ", …" : "");
}

}  // namespace cloche::scenarios
