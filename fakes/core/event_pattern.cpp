#include "fakes/core/event_pattern.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

namespace cloche {

namespace {

using Kind = ValuePattern::Kind;

/// Lower case of the alphabets that have it: ASCII, Latin-1, Greek and Cyrillic. Other characters are equal
/// to themselves alone. The library folds all of Unicode.
std::string folded(std::string_view text) {
  std::string result(text);
  for (std::size_t i = 0; i < result.size(); ++i) {
    auto& c = result[i];
    if (c >= 'A' && c <= 'Z') {
      c = static_cast<char>(c + 32);
      continue;
    }
    if (i + 1 >= result.size()) break;
    const unsigned code =
        (static_cast<unsigned char>(c) & 0x1Fu) << 6 | (static_cast<unsigned char>(result[i + 1]) & 0x3Fu);
    if ((static_cast<unsigned char>(c) & 0xE0) != 0xC0) continue;
    unsigned lower = code;
    if (code >= 0xC0 && code <= 0xDE && code != 0xD7) lower = code + 32;
    if (code >= 0x391 && code <= 0x3A9) lower = code + 32;
    if (code >= 0x400 && code <= 0x40F) lower = code + 80;
    if (code >= 0x410 && code <= 0x42F) lower = code + 32;
    c = static_cast<char>(0xC0u | lower >> 6);
    result[i + 1] = static_cast<char>(0x80u | (lower & 0x3Fu));
  }
  return result;
}

/// `pattern`: `*` is any characters, `\*` and `\\` are themselves. Greedy, going back to the last `*` only,
/// so that it takes at most length times length.
bool matches_wildcard(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t star_text = 0;
  while (t < text.size() || p < pattern.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_text = t;
      continue;
    }
    if (p < pattern.size() && t < text.size()) {
      const std::size_t literal = pattern[p] == '\\' ? p + 1 : p;
      if (pattern[literal] == text[t]) {
        p = literal + 1;
        ++t;
        continue;
      }
    }
    if (star == std::string_view::npos || star_text >= text.size()) return false;
    p = star + 1;
    t = ++star_text;
  }
  return true;
}

/// A value of the event, as it is compared.
struct Value {
  const Json& json;
  const std::string* string;           // nullptr: no string
  std::optional<std::int64_t> number;  // of a JSON number in range

  Value(const Json& value, const PatternNumbers& numbers)
      : json(value),
        string(value.is_string() ? value.get_ptr<const std::string*>() : nullptr),
        number(value.is_number() ? numbers.read(value.dump()) : std::nullopt) {}
};

bool equals_text(Kind kind, const std::string& text, const Value& value, const PatternNumbers& numbers) {
  if (kind == Kind::number) {
    if (!value.json.is_number()) return false;
    const auto number = numbers.read(text);
    return (number && value.number) ? *number == *value.number : value.json.dump() == text;
  }
  if (kind == Kind::literal)
    return (value.json.is_boolean() || value.json.is_null()) && value.json.dump() == text;
  if (value.string == nullptr) return false;
  const std::string& string = *value.string;
  switch (kind) {
    case Kind::string:
      return string == text;
    case Kind::prefix:
      return string.starts_with(text);
    case Kind::suffix:
      return string.ends_with(text);
    case Kind::ignore_case:
      return folded(string) == folded(text);
    case Kind::prefix_ignore_case:
      return folded(string).starts_with(folded(text));
    case Kind::suffix_ignore_case:
      return folded(string).ends_with(folded(text));
    case Kind::wildcard:
      return matches_wildcard(text, string);
    default:
      return false;
  }
}

bool is_in(const ValuePattern::Interval& interval, std::int64_t number) {
  return (interval.above_low ? number > interval.low : number >= interval.low) &&
         (interval.below_high ? number < interval.high : number <= interval.high);
}

bool allows(const ValuePattern& pattern, const Value& value, const PatternNumbers& numbers) {
  switch (pattern.kind) {
    case Kind::exists:
      return true;
    case Kind::absent:
      return false;
    case Kind::numeric:
      return value.number && is_in(pattern.interval, *value.number);
    case Kind::address: {
      const auto address = value.string != nullptr ? IpAddress::parse(*value.string) : std::nullopt;
      return address && pattern.addresses.contains(*address);
    }
    default:
      return std::ranges::any_of(pattern.texts, [&](const std::string& text) {
               return equals_text(pattern.kind, text, value, numbers);
             }) != pattern.negated;
  }
}

/// In which element of which array a value is: (array, index) pairs, from the outermost in.
using Membership = std::vector<std::pair<int, int>>;

bool agree(const Membership& a, const Membership& b) {
  for (const auto& [array, index] : a) {
    for (const auto& [other_array, other_index] : b) {
      if (array == other_array && index != other_index) return false;
    }
  }
  return true;
}

/// What an event has for the fields of a pattern.
class Findings {
 public:
  Findings(const std::vector<EventPattern::Field>& fields, const PatternNumbers& numbers)
      : fields_(fields), numbers_(numbers), found_(fields.size()), present_(fields.size()) {}

  void look_at_object(const Json& object, const std::string& prefix, const Membership& membership) {
    for (const auto& [name, value] : object.items()) {
      const std::string path = prefix.empty() ? name : prefix + "." + name;
      if (leads_to_a_field(path)) look_at(value, path, membership);
    }
  }

  /// Whether all fields of `alternative` are found in elements that agree.
  bool satisfy(const EventPattern::Alternative& alternative) const {
    std::vector<const std::vector<Membership>*> candidates;
    for (const std::size_t field : alternative) {
      if (allows_absence(field) && !present_[field]) continue;
      if (found_[field].empty()) return false;
      // One that is in no element agrees with all.
      if (!std::ranges::count(found_[field], Membership())) candidates.push_back(&found_[field]);
    }
    int steps = max_steps;
    return choose(candidates, 0, {}, steps);
  }

 private:
  // Elements that agree are looked for by trying. Assumed: that nobody's event needs more steps than this;
  // who does finds no match.
  static constexpr int max_steps = 200000;

  void look_at(const Json& value, const std::string& path, const Membership& membership) {
    if (value.is_object()) {
      look_at_object(value, path, membership);
    } else if (value.is_array()) {
      look_at_array(value, path, membership);
    } else {
      note(value, path, membership);
    }
  }

  void look_at_array(const Json& array, const std::string& path, const Membership& membership) {
    const int id = arrays_++;
    int index = 0;
    for (const Json& element : array) {
      if (element.is_structured()) {
        Membership inside = membership;
        inside.emplace_back(id, index);
        look_at(element, path, inside);
      } else {
        note(element, path, membership);
      }
      ++index;
    }
  }

  void note(const Json& json, const std::string& path, const Membership& membership) {
    const Value value(json, numbers_);
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      if (fields_[i].path != path) continue;
      present_[i] = true;
      const bool allowed = std::ranges::any_of(
          fields_[i].values, [&](const ValuePattern& each) { return allows(each, value, numbers_); });
      if (allowed && (found_[i].empty() || found_[i].back() != membership)) found_[i].push_back(membership);
    }
  }

  bool leads_to_a_field(std::string_view path) const {
    return std::ranges::any_of(fields_, [path](const EventPattern::Field& field) {
      return field.path.starts_with(path) &&
             (field.path.size() == path.size() || field.path[path.size()] == '.');
    });
  }

  bool allows_absence(std::size_t field) const {
    return std::ranges::any_of(fields_[field].values,
                               [](const ValuePattern& each) { return each.kind == Kind::absent; });
  }

  static bool choose(const std::vector<const std::vector<Membership>*>& candidates, std::size_t index,
                     const Membership& chosen, int& steps) {
    if (index == candidates.size()) return true;
    for (const Membership& each : *candidates[index]) {
      if (--steps < 0) return false;
      if (!agree(chosen, each)) continue;
      Membership both = chosen;
      both.insert(both.end(), each.begin(), each.end());
      if (choose(candidates, index + 1, both, steps)) return true;
    }
    return false;
  }

  const std::vector<EventPattern::Field>& fields_;
  const PatternNumbers& numbers_;
  std::vector<std::vector<Membership>> found_;
  std::vector<bool> present_;
  int arrays_ = 0;
};

}  // namespace

std::optional<std::int64_t> PatternNumbers::read(std::string_view text) const {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (!(value >= -largest && value <= largest)) return std::nullopt;
  return std::llround(value * 1e6);
}

bool EventPattern::matches(const Json& event) const {
  if (!event.is_object()) return false;
  Findings findings(fields_, numbers_);
  findings.look_at_object(event, "", {});
  return std::ranges::any_of(alternatives_,
                             [&](const Alternative& alternative) { return findings.satisfy(alternative); });
}

}  // namespace cloche
