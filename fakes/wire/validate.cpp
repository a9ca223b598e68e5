#include "fakes/wire/validate.h"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "fakes/core/api_error.h"
#include "fakes/wire/pattern.h"
#include "fakes/wire/value_text.h"

namespace cloche::wire {

namespace {

using model::First;
using model::Kind;
using model::Member;
using model::Shape;

constexpr std::size_t most_errors = 10;  // that one message names

/// Where a value is: a chain of names from the root, put into words only if something is wrong.
struct Place {
  const Place* outer = nullptr;
  std::string_view member{};  // of a structure
  std::string_view key{};     // of a map, where there is no member
  std::size_t number = 0;     // in a list, from 1
};

std::string path(const Place& place) {
  std::string text =
      place.outer != nullptr && place.outer->outer != nullptr ? path(*place.outer) + "." : std::string();
  if (!place.member.empty()) return text + lower_first(place.member);
  return text + (place.number != 0 ? std::to_string(place.number) : std::string(place.key)) + ".member";
}

/// The length of a string as Java counts it, in UTF-16 units.
std::size_t utf16_length(const std::string& text) {
  std::size_t length = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) length += byte >= 0xF0 ? 2 : 1;
  }
  return length;
}

/// What min and max bound: a number's value, a string's length, the size of the others.
double measure(const Shape& shape, const Json& value) {
  if (model::is_number(shape.kind)) return value.get<double>();
  if (shape.kind == Kind::string)
    return static_cast<double>(utf16_length(value.get_ref<const std::string&>()));
  if (shape.kind == Kind::blob) return static_cast<double>(value.get_binary().size());
  return static_cast<double>(value.size());
}

/// In the place of a name: the operation checks it.
bool is_arn(const Json& value) {
  return value.is_string() && value.get_ref<const std::string&>().starts_with("arn:");
}

bool is_constrained(const Shape& shape) {
  return shape.has_min || shape.has_max || !shape.pattern.empty() || !shape.enumeration.empty();
}

template <class Texts>
std::string join(const Texts& texts, std::string_view separator) {
  std::string joined;
  for (const auto& text : texts) {
    if (!joined.empty()) joined += separator;
    joined += text;
  }
  return joined;
}

// The constraints in words, and whether a value keeps them.

std::string lower_words(const Shape& shape) {
  return fmt::format("Member must have {} greater than or equal to {}",
                     model::is_number(shape.kind) ? "value" : "length", shape.min);
}
std::string upper_words(const Shape& shape) {
  return fmt::format("Member must have {} less than or equal to {}",
                     model::is_number(shape.kind) ? "value" : "length", shape.max);
}
std::string pattern_words(const Shape& shape) {
  return fmt::format("Member must satisfy regular expression pattern: {}", shape.pattern);
}
std::string enumeration_words(const Shape& shape) {
  return fmt::format("Member must satisfy enum value set: [{}]", join(shape.enumeration, ", "));
}

bool keeps_lower(const Shape& shape, const Json& value) {
  return !shape.has_min || measure(shape, value) >= shape.min;
}
bool keeps_upper(const Shape& shape, const Json& value) {
  return !shape.has_max || measure(shape, value) <= shape.max;
}
bool keeps_pattern(const Shape& shape, const Json& value) {
  return shape.pattern.empty() || matches(shape.expression, value.get_ref<const std::string&>());
}
bool keeps_enumeration(const Shape& shape, const Json& value) {
  return shape.enumeration.empty() ||
         std::ranges::find(shape.enumeration, std::string_view(value.get_ref<const std::string&>())) !=
             shape.enumeration.end();
}
bool keeps_all(const Shape& shape, const Json& value) {
  return keeps_enumeration(shape, value) && keeps_upper(shape, value) && keeps_lower(shape, value) &&
         keeps_pattern(shape, value);
}

/// All constraints of the elements of a list, or of the keys or values of a map, in one bracket.
std::string all_words(const Shape& shape) {
  std::vector<std::string> words;
  if (shape.has_max) words.push_back(upper_words(shape));
  if (shape.has_min) words.push_back(lower_words(shape));
  if (!shape.pattern.empty()) words.push_back(pattern_words(shape));
  if (!shape.enumeration.empty()) words.push_back(enumeration_words(shape));
  return fmt::format("[{}]", join(words, ", "));
}

class Validator {
 public:
  explicit Validator(const model::Service& service) : service_(service) {}

  void structure(const Shape& shape, const Json& document, const Place& place) {
    std::size_t left = document.size();  // members that were not come across
    for (const Member& member : shape.members) {
      if (full()) return;
      const Place here{.outer = &place, .member = member.name};
      const auto found = left != 0 ? document.find(member.name) : document.end();
      if (found != document.end()) --left;
      if (found == document.end() || found->is_null()) {
        if (member.required) report(member, Json(), here, "Member must not be null");
      } else if (!member.shape->opaque && !(member.first == First::own_words && is_arn(*found))) {
        constraints(member, *found, here);
        content(*member.shape, member, *found, here);
      }
    }
  }

  /// Members that are checked alone, before all others.
  void first_members(const Shape& shape, const Json& document) {
    for (const Member& member : shape.members) {
      if (member.first == First::no) continue;
      const auto found = document.find(member.name);
      const bool absent = found == document.end() || found->is_null();
      if (absent) {
        if (member.first != First::alone) require_in_own_words(member);
      } else if (member.first == First::own_words) {
        length_in_own_words(member, *found);
      } else if (member.first == First::in_full) {
        in_full(member, *found);
      } else {
        alone(member, *found);
      }
    }
  }

  void finish() {
    if (errors_.empty()) return;
    refuse(fmt::format("{} validation error{} detected: {}", errors_.size(), errors_.size() == 1 ? "" : "s",
                       join(errors_, "; ")));
  }

 private:
  void alone(const Member& member, const Json& value) {
    const Shape& shape = *member.shape;
    const Place root;
    const Place here{.outer = &root, .member = member.name};
    if (!keeps_lower(shape, value)) {
      report(member, value, here, lower_words(shape));
    } else if (!keeps_upper(shape, value)) {
      report(member, value, here, upper_words(shape));
    } else if (!is_arn(value) && !keeps_pattern(shape, value)) {
      report(member, value, here, pattern_words(shape));
    }
    finish();
  }

  void in_full(const Member& member, const Json& value) {
    if (is_arn(value)) return;
    const Shape& shape = *member.shape;
    const Place root;
    const Place here{.outer = &root, .member = member.name};
    if (!keeps_lower(shape, value)) report(member, value, here, lower_words(shape));
    if (!keeps_upper(shape, value)) report(member, value, here, upper_words(shape));
    if (!keeps_pattern(shape, value)) report(member, value, here, pattern_words(shape));
    finish();
  }

  void require_in_own_words(const Member& member) const {
    if (!member.required) return;
    refuse(fmt::format("The parameter '{}' is required but was not present in the request", member.name));
  }

  void length_in_own_words(const Member& member, const Json& value) const {
    const Shape& shape = *member.shape;
    if (!is_arn(value) && (!keeps_lower(shape, value) || !keeps_upper(shape, value))) {
      refuse(fmt::format("{} must be at least {} characters long and at most {} characters long", member.name,
                         shape.min, shape.max));
    }
  }

  /// The constraints of the member's own shape.
  void constraints(const Member& member, const Json& value, const Place& place) {
    const Shape& shape = *member.shape;
    if (!is_constrained(shape) || member.first == First::alone || member.first == First::in_full) return;
    if (!keeps_enumeration(shape, value)) report(member, value, place, enumeration_words(shape));
    if (!keeps_pattern(shape, value)) report(member, value, place, pattern_words(shape));
    if (member.first == First::own_words) return;  // its length was checked
    if (!keeps_lower(shape, value)) report(member, value, place, lower_words(shape));
    if (!keeps_upper(shape, value)) report(member, value, place, upper_words(shape));
  }

  /// What a structure, list or map holds; `owner` is the member that it is the value of.
  void content(const Shape& shape, const Member& owner, const Json& value, const Place& place) {
    if (shape.kind == Kind::structure) {
      structure(shape, value, place);
    } else if (shape.kind == Kind::list) {
      list(shape, owner, value, place);
    } else if (shape.kind == Kind::map) {
      map(shape, owner, value, place);
    }
  }

  void list(const Shape& shape, const Member& owner, const Json& value, const Place& place) {
    const Member& element = *shape.element;
    if (element.shape->opaque) return;
    if (is_leaf(*element.shape) && is_constrained(*element.shape)) {
      if (std::ranges::any_of(value, [&](const Json& each) { return breaks(*element.shape, each); })) {
        report(owner, value, place, "Member must satisfy constraint: " + all_words(*element.shape));
      }
      return;
    }
    std::size_t number = 0;
    for (const Json& each : value) {
      if (full()) return;
      const Place here{.outer = &place, .number = ++number};
      inner(element, each, here);
    }
  }

  void map(const Shape& shape, const Member& owner, const Json& value, const Place& place) {
    const Shape& key = *shape.key->shape;
    const Member& element = *shape.element;
    if (is_constrained(key)) {
      for (const auto& [name, each] : value.get_ref<const Json::object_t&>()) {
        if (keeps_all(key, name)) continue;
        report(owner, value, place, "Map keys must satisfy constraint: " + all_words(key));
        break;
      }
    }
    if (element.shape->opaque) return;
    if (is_constrained(*element.shape)) {
      if (std::ranges::any_of(value, [&](const Json& each) { return breaks(*element.shape, each); })) {
        report(owner, value, place, "Map value must satisfy constraint: " + all_words(*element.shape));
      }
      if (is_leaf(*element.shape)) return;
    }
    for (const auto& [name, each] : value.get_ref<const Json::object_t&>()) {
      if (full()) return;
      const Place here{.outer = &place, .key = name};
      inner(element, each, here);
    }
  }

  /// An element of a list, or a value of a map, that holds something itself or may be whatever its kind
  /// allows.
  void inner(const Member& element, const Json& value, const Place& place) {
    if (value.is_null()) {
      report(element, value, place, "Member must not be null");  // assumed
    } else {
      content(*element.shape, element, value, place);
    }
  }

  static bool breaks(const Shape& shape, const Json& value) {
    return value.is_null() || !keeps_all(shape, value);
  }

  static bool is_leaf(const Shape& shape) {
    return shape.kind != Kind::structure && shape.kind != Kind::list && shape.kind != Kind::map;
  }

  bool full() const { return errors_.size() >= most_errors; }

  void report(const Member& member, const Json& value, const Place& place, const std::string& constraint) {
    if (full()) return;
    std::string text;
    if (value.is_null()) {
      text = " null";
    } else if (!member.sensitive) {
      text = " '" + value_text(service_, *member.shape, value) + "'";
    }  // of a secret nothing is printed: "Value at 'password' failed …"
    errors_.push_back(
        fmt::format("Value{} at '{}' failed to satisfy constraint: {}", text, path(place), constraint));
  }

  [[noreturn]] void refuse(std::string message) const {
    throw ApiError(std::string(service_.validation_error), std::move(message), 400);
  }

  const model::Service& service_;
  std::vector<std::string> errors_;
};

}  // namespace

void validate(const model::Service& service, const Shape& shape, const Json& document) {
  Validator validator(service);
  validator.first_members(shape, document);
  validator.structure(shape, document, Place{});
  validator.finish();
}

}  // namespace cloche::wire
