#include "scenarios/engine/matching.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "scenarios/engine/json_equality.h"
#include "scenarios/engine/reference.h"
#include "scenarios/engine/regular_expression.h"
#include "scenarios/engine/seen_json.h"
#include "scenarios/engine/suggestion.h"

namespace cloche::scenarios {

namespace {

constexpr std::size_t most_differences = 20;

/// Where in the value we are: a chain on the stack, written out only where something differs.
struct Level {
  const Level* above = nullptr;
  std::string_view name{};
  std::size_t index = 0;
  bool is_index = false;
};

std::string path_text(const Level* level) {
  if (level == nullptr) return "";
  std::string text = path_text(level->above);
  if (level->is_index) return text + fmt::format("[{}]", level->index);
  if (!text.empty() && !level->name.empty()) text += '.';
  return text.append(level->name);
}

class Matching {
 public:
  explicit Matching(bool exact) : exact_(exact) {}

  /// `got` is nullptr where there is nothing.
  void match(const Json& expected, const Json* got, const Level* at);
  std::vector<Difference> found;

  bool holds(const Json& expected, const Json* got) const {
    Matching other(exact_);
    other.match(expected, got, nullptr);
    return other.found.empty();
  }
  void differ(const Level* at, std::string expected, const Json* got) {
    if (found.size() < most_differences)
      found.push_back({path_text(at), std::move(expected), got == nullptr ? "nothing" : short_text(*got)});
    else
      ++more_;
  }
  std::vector<Difference> take() {
    if (more_ > 0) found.push_back({fmt::format("and {} more", more_), "", ""});
    return std::move(found);
  }
  bool exact() const { return exact_; }
  void set_exact(bool exact) { exact_ = exact; }

 private:
  void match_object(const Json& expected, const Json& got, const Level* at);
  void match_array(const Json& expected, const Json& got, const Level* at);

  bool exact_;
  std::size_t more_ = 0;
};

std::string_view type_of(const Json& value) {
  switch (value.type()) {
    case Json::value_t::null:
      return "null";
    case Json::value_t::boolean:
      return "boolean";
    case Json::value_t::object:
      return "object";
    case Json::value_t::array:
      return "array";
    case Json::value_t::string:
      return "string";
    default:
      return "number";
  }
}

bool is_of_type(const Json& value, std::string_view type) {
  if (type != "integer") return type_of(value) == type;
  if (value.is_number_float()) return std::trunc(value.get<double>()) == value.get<double>();
  return value.is_number();
}

constexpr std::array<std::string_view, 7> types{"string", "number", "integer", "boolean",
                                                "array",  "object", "null"};

/// -1, 0, 1; nullopt where the two can't be compared.
std::optional<int> compared(const Json& a, const Json& b) {
  const auto sign = [](auto order) -> std::optional<int> {
    if (order == std::partial_ordering::unordered) return std::nullopt;
    return order < 0 ? -1 : order > 0 ? 1 : 0;
  };
  if (a.is_number() && b.is_number()) return sign(compared_numbers(a, b));
  if (!a.is_string() || !b.is_string()) return std::nullopt;
  return sign(std::partial_ordering(a.get_ref<const std::string&>() <=> b.get_ref<const std::string&>()));
}

std::size_t length_of(const Json& value) {
  if (!value.is_string()) return value.size();
  const auto& text = value.get_ref<const std::string&>();
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool has_length(const Json& value) { return value.is_string() || value.is_array() || value.is_object(); }

// ---- what $-members mean; `got` is there, unless `of_absent` ----

using Match = void (*)(Matching& matching, const Json& operand, const Json* got, const Level* at);

void match_exact(Matching& matching, const Json& operand, const Json* got, const Level* at) {
  const bool before = matching.exact();
  matching.set_exact(true);
  matching.match(operand, got, at);
  matching.set_exact(before);
}

void match_equals(Matching& matching, const Json& operand, const Json* got, const Level* at) {
  if (!are_equal(*got, operand)) matching.differ(at, "exactly " + short_text(operand), got);
}

void match_type(Matching& matching, const Json& operand, const Json* got, const Level* at) {
  const Json all = operand.is_array() ? operand : Json::array({operand});
  std::vector<std::string_view> names;
  for (const Json& type : all) {
    if (!type.is_string()) continue;
    names.push_back(type.get_ref<const std::string&>());
    if (is_of_type(*got, names.back())) return;
  }
  matching.differ(at, "the type " + in_words(names, "or"), got);
}

void match_pattern(Matching& matching, const Json& operand, const Json* got, const Level* at) {
  if (!operand.is_string() || !got->is_string() ||
      !found_in(operand.get_ref<const std::string&>(), got->get_ref<const std::string&>()))
    matching.differ(
        at,
        fmt::format("a string with /{}/", operand.is_string() ? operand.get<std::string>() : operand.dump()),
        got);
}

void match_any(Matching&, const Json&, const Json*, const Level*) {}

void match_absent(Matching& matching, const Json&, const Json* got, const Level* at) {
  if (got != nullptr) matching.differ(at, "nothing", got);
}

void match_range(Matching& matching, const Json& operand, const Json* got, const Level* at) {
  if (operand.is_array() && operand.size() == 2) {
    const auto low = compared(*got, operand[0]), high = compared(*got, operand[1]);
    if (low && high && *low >= 0 && *high <= 0) return;
  }
  matching.differ(at, "within " + short_text(operand), got);
}

template <bool (*Holds)(int)>
void match_order(Matching& matching, const Json& operand, const Json* got, const Level* at,
                 std::string_view words) {
  const auto order = compared(*got, operand);
  if (!order || !Holds(*order)) matching.differ(at, fmt::format("{} {}", words, short_text(operand)), got);
}
bool is_greater(int order) { return order > 0; }
bool is_not_less(int order) { return order >= 0; }
bool is_less(int order) { return order < 0; }
bool is_not_greater(int order) { return order <= 0; }

void match_gt(Matching& matching, const Json& operand, const Json* got, const Level* at) {
  match_order<is_greater>(matching, operand, got, at, "more than");
}
void match_gte(Matching& matching, const Json& operand, const Json* got, const Level* at) {
  match_order<is_not_less>(matching, operand, got, at, "at least");
}
void match_lt(Matching& matching, const Json& operand, const Json* got, const Level* at) {
  match_order<is_less>(matching, operand, got, at, "less than");
}
void match_lte(Matching& matching, const Json& operand, const Json* got, const Level* at) {
  match_order<is_not_greater>(matching, operand, got, at, "at most");
}

/// Gives each expected element one of its own, moving others where that helps (augmenting paths).
class Assignment {
 public:
  Assignment(const Matching& matching, const Json& expected, const Json& got)
      : matching_(matching), expected_(expected), got_(got), taken_by_(got.size()) {}

  /// The first expected element that finds none, or nullopt.
  std::optional<std::size_t> first_without() {
    for (std::size_t i = 0; i < expected_.size(); ++i) {
      seen_.assign(got_.size(), false);
      if (!place(i)) return i;
    }
    return std::nullopt;
  }

 private:
  bool place(std::size_t i) {
    for (std::size_t j = 0; j < got_.size(); ++j) {
      if (seen_[j] || !matching_.holds(expected_[i], &got_[j])) continue;
      seen_[j] = true;
      if (taken_by_[j] && !place(*taken_by_[j])) continue;
      taken_by_[j] = i;
      return true;
    }
    return false;
  }

  const Matching& matching_;
  const Json& expected_;
  const Json& got_;
  std::vector<std::optional<std::size_t>> taken_by_;
  std::vector<bool> seen_;
};

void match_unordered(Matching& matching, const Json& operand, const Json* got, const Level* at) {
  if (!operand.is_array() || !got->is_array()) return matching.differ(at, "an array", got);
  if (operand.size() != got->size())
    matching.differ(at, fmt::format("{} elements, in any order", operand.size()), got);
  if (const auto without = Assignment(matching, operand, *got).first_without())
    matching.differ(at, "an element for " + short_text(operand[*without]), got);
}

void match_length(Matching& matching, const Json& operand, const Json* got, const Level* at) {
  if (!has_length(*got)) return matching.differ(at, "something with a length", got);
  const Json length = length_of(*got);
  const Level level{at, "$length"};
  matching.match(operand, &length, &level);
}

void match_contains(Matching& matching, const Json& operand, const Json* got, const Level* at) {
  if (got->is_string() && operand.is_string()) {
    if (!got->get_ref<const std::string&>().contains(operand.get_ref<const std::string&>()))
      matching.differ(at, "a string with " + short_text(operand) + " in it", got);
    return;
  }
  const bool found = got->is_array() && std::ranges::any_of(*got, [&](const Json& element) {
                       return matching.holds(operand, &element);
                     });
  if (!found) matching.differ(at, "an array with " + short_text(operand) + " in it", got);
}

void match_each(Matching& matching, const Json& operand, const Json* got, const Level* at) {
  if (!got->is_array()) return matching.differ(at, "an array", got);
  for (std::size_t i = 0; i < got->size(); ++i) {
    const Level level{at, {}, i, true};
    matching.match(operand, &(*got)[i], &level);
  }
}

void match_not(Matching& matching, const Json& operand, const Json* got, const Level* at) {
  if (matching.holds(operand, got)) matching.differ(at, "not " + short_text(operand), got);
}

void match_one_of(Matching& matching, const Json& operand, const Json* got, const Level* at) {
  for (const Json& one : operand) {
    if (matching.holds(one, got)) return;
  }
  matching.differ(at, "one of " + short_text(operand), got);
}

void match_all_of(Matching& matching, const Json& operand, const Json* got, const Level* at) {
  for (const Json& one : operand) matching.match(one, got, at);
}

void match_json(Matching& matching, const Json& operand, const Json* got, const Level* at) {
  Json inside;
  const JsonText found =
      got->is_string() ? read_json_text(got->get_ref<const std::string&>(), inside) : JsonText::none;
  if (found == JsonText::too_deep)
    return matching.differ(at, "a string that holds JSON, which is nested too deeply here", got);
  if (found == JsonText::none) return matching.differ(at, "a string that holds JSON", got);
  const Level level{at, "$json"};
  matching.match(operand, &inside, &level);
}

enum class Operand { matcher, matchers, anything, yes, pattern, type, range };

struct Operator {
  std::string_view name;
  Operand operand;
  Match match;
  bool of_absent = false;  // may hold where there is nothing
};

constexpr Operator operators[] = {
    {"$exact", Operand::matcher, match_exact, true},
    {"$equals", Operand::anything, match_equals},
    {"$type", Operand::type, match_type},
    {"$pattern", Operand::pattern, match_pattern},
    {"$any", Operand::yes, match_any},
    {"$absent", Operand::yes, match_absent, true},
    {"$range", Operand::range, match_range},
    {"$gt", Operand::anything, match_gt},
    {"$gte", Operand::anything, match_gte},
    {"$lt", Operand::anything, match_lt},
    {"$lte", Operand::anything, match_lte},
    {"$unordered", Operand::matchers, match_unordered},
    {"$length", Operand::matcher, match_length},
    {"$contains", Operand::matcher, match_contains},
    {"$each", Operand::matcher, match_each},
    {"$not", Operand::matcher, match_not, true},
    {"$oneOf", Operand::matchers, match_one_of, true},
    {"$allOf", Operand::matchers, match_all_of, true},
    {"$json", Operand::matcher, match_json},
};

const Operator* operator_named(std::string_view name) {
  const auto found = std::ranges::find(operators, name, &Operator::name);
  return found == std::end(operators) ? nullptr : found;
}

/// An object of $-members, which the reader has checked; one that came by a reference is plain JSON if it has
/// others.
bool is_operators(const Json& expected) {
  if (!expected.is_object() || expected.empty()) return false;
  for (const auto& [name, operand] : expected.items()) {
    if (!name.starts_with('$') || operator_named(name) == nullptr) return false;
  }
  return true;
}

void Matching::match(const Json& expected, const Json* got, const Level* at) {
  if (is_operators(expected)) {
    for (const auto& [name, operand] : expected.items()) {
      const Operator& known = *operator_named(name);
      if (got == nullptr && !known.of_absent) {
        differ(at, short_text(expected), got);
        return;
      }
      known.match(*this, operand, got, at);
    }
    return;
  }
  if (got == nullptr) return differ(at, short_text(expected), got);
  if (expected.is_object()) return match_object(expected, *got, at);
  if (expected.is_array()) return match_array(expected, *got, at);
  if (!are_equal(expected, *got)) differ(at, short_text(expected), got);
}

void Matching::match_object(const Json& expected, const Json& got, const Level* at) {
  if (!got.is_object()) return differ(at, "an object", &got);
  for (const auto& [name, value] : expected.items()) {
    const auto found = got.find(name);
    const Level level{at, name};
    match(value, found == got.end() ? nullptr : &*found, &level);
  }
  if (!exact_) return;
  for (const auto& [name, value] : got.items()) {
    const Level level{at, name};
    if (!expected.contains(name)) differ(&level, "nothing", &value);
  }
}

void Matching::match_array(const Json& expected, const Json& got, const Level* at) {
  if (!got.is_array()) return differ(at, "an array", &got);
  if (expected.size() != got.size())
    return differ(at,
                  fmt::format("{} element{}: {}", expected.size(), expected.size() == 1 ? "" : "s",
                              short_text(expected)),
                  &got);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const Level level{at, {}, i, true};
    match(expected[i], &got[i], &level);
  }
}

std::vector<std::string_view> operator_names() {
  std::vector<std::string_view> names;
  for (const Operator& known : operators) names.push_back(known.name);
  return names;
}

bool is_reference(const LocatedJson& value) { return value.is_string() && has_reference(value.string()); }

[[noreturn]] void refuse_operand(const LocatedJson& operand, const std::string& file, std::string_view name,
                                 const std::string& wanted) {
  throw FileError(operand.in(file), fmt::format("{} takes {}", name, wanted));
}

void check_type(const LocatedJson& operand, const std::string& file) {
  const auto is_type = [](const LocatedJson& type) {
    return is_reference(type) || (type.is_string() && std::ranges::find(types, type.string()) != types.end());
  };
  const auto& list = operand.elements();
  if (!is_type(operand) && (list.empty() || !std::ranges::all_of(list, is_type)))
    refuse_operand(operand, file, "$type", in_words(types, "or") + ", or a list of them");
}

/// Of two elements.
void check_range(const LocatedJson& operand, const std::string& file) {
  const LocatedJson& low = operand.elements()[0];
  const LocatedJson& high = operand.elements()[1];
  if (is_reference(low) || is_reference(high)) return;
  if (compared(low.scalar(), high.scalar()).value_or(0) > 0)
    refuse_operand(operand, file, "$range", "the lowest first, and then the highest");
}

void check_operand(const Operator& known, const LocatedJson& operand, const std::string& file) {
  switch (known.operand) {
    case Operand::matcher:
      return check_matcher(operand, file);
    case Operand::matchers:
      if (!operand.is_array()) refuse_operand(operand, file, known.name, "an array of what to match");
      if (operand.elements().empty() && known.match != match_unordered)
        refuse_operand(operand, file, known.name, "at least one to match");
      return check_matcher(operand, file);
    case Operand::yes:
      if (operand.scalar() != Json(true)) refuse_operand(operand, file, known.name, "true, and nothing else");
      return;
    case Operand::pattern: {
      if (!operand.is_string())
        refuse_operand(operand, file, known.name, "a regular expression, as a string");
      if (is_reference(operand)) return;
      const auto error = expression_error(operand.string());
      if (error) refuse_operand(operand, file, known.name, "a regular expression; PCRE2 says: " + *error);
      return;
    }
    case Operand::type:
      return check_type(operand, file);
    case Operand::range:
      if (operand.elements().size() != 2)
        refuse_operand(operand, file, known.name, "an array of the lowest and the highest");
      return check_range(operand, file);
    case Operand::anything:
      return;
  }
}

}  // namespace

std::vector<Difference> differences(const Json& expected, const Json& got, bool exact) {
  return differences(expected, &got, "", exact);
}

std::vector<Difference> differences(const Json& expected, const Json* got, std::string_view path,
                                    bool exact) {
  Matching matching(exact);
  const Level root{nullptr, path};
  matching.match(expected, got, &root);
  return matching.take();
}

void check_matcher(const LocatedJson& matcher, const std::string& file) {
  for (const LocatedJson& element : matcher.elements()) check_matcher(element, file);
  const auto& members = matcher.members();
  const auto count = std::ranges::count_if(members, [](const auto& member) {
    return member.name.starts_with('$') && !member.name.starts_with("${");
  });
  for (const LocatedJson::Member& member : members) {
    const bool is_operator = member.name.starts_with('$') && !member.name.starts_with("${");
    if (!is_operator) {
      if (count > 0)
        throw FileError(member.in(file), fmt::format("\"{}\" stands beside a matcher: an object has either "
                                                     "$-members or plain ones ($allOf joins them)",
                                                     member.name));
      check_matcher(member.value, file);
      continue;
    }
    const Operator* known = operator_named(member.name);
    if (known == nullptr)
      throw FileError(member.in(file), fmt::format("there is no matcher {}{}", member.name,
                                                   suggestion(member.name, operator_names())));
    check_operand(*known, member.value, file);
  }
}

std::string short_text(const Json& value) {
  constexpr std::size_t longest = 300;
  std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (text.size() <= longest) return text;
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

}  // namespace cloche::scenarios
