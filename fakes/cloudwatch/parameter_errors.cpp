#include "fakes/cloudwatch/parameter_errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "fakes/cloudwatch/errors.h"

namespace cloche::cloudwatch {

namespace {
constexpr std::size_t most_dimensions = 30;
constexpr std::size_t longest_value = 1024;
}  // namespace

void ParameterErrors::add(std::string_view code, std::string message) {
  if (code_.empty()) {
    code_ = code;
    messages_ = std::move(message);
  } else if (code_ == code) {
    messages_ += "\n" + message;
  }
}

void ParameterErrors::missing(std::string_view parameter) {
  add("MissingParameter", fmt::format("The parameter {} is required.", parameter));
}

void ParameterErrors::value(std::string message) { add("InvalidParameterValue", std::move(message)); }

void ParameterErrors::combination(std::string message) {
  add("InvalidParameterCombination", std::move(message));
}

void ParameterErrors::invalid(std::string_view parameter, std::string_view text) {
  value(fmt::format("The value {} for parameter {} is invalid.", text, parameter));
}

void ParameterErrors::not_in_set(std::string_view parameter, std::string_view set) {
  value(fmt::format("The parameter {} must be a value in the set [ {} ].", parameter, set));
}

void ParameterErrors::too_many(std::string_view collection, std::size_t most) {
  value(fmt::format("The collection {} must not have a size greater than {}.", collection, most));
}

void ParameterErrors::text(std::string_view parameter, const std::string* text, std::size_t longest) {
  // An empty text is none.
  if (text == nullptr || text->empty()) {
    missing(parameter);
  } else if (text->size() > longest) {
    value(fmt::format("The parameter {} must be shorter than {} characters.", parameter, longest + 1));
  }
}

void ParameterErrors::finish() const {
  if (!code_.empty()) throw ApiError(code_, messages_, 400);
}

std::string member_of(std::string_view list, std::size_t index) {
  return fmt::format("{}.member.{}", list, index + 1);
}

std::vector<MetricName::Dimension> read_dimensions(ParameterErrors& errors, const wire::Structure& owner,
                                                   const std::string& prefix) {
  std::vector<MetricName::Dimension> dimensions;
  const std::string list = prefix + "Dimensions";
  const auto given = owner.structures("Dimensions");
  if (given.size() > most_dimensions) {
    errors.too_many(list, most_dimensions);
    return dimensions;
  }
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const std::string member = member_of(list, i);
    const std::string* name = given[i].find_string("Name");
    const std::string* value = given[i].find_string("Value");
    errors.text(member + ".Name", name, longest_name);
    errors.text(member + ".Value", value, longest_value);
    if (name == nullptr || value == nullptr) continue;
    // As API_Dimension says: ASCII, no control characters, and no colon in front of a name.
    const auto is_control = [](char c) {
      return static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7e;
    };
    if (name->starts_with(':') || std::ranges::any_of(*name, is_control))
      errors.invalid(member + ".Name", *name);
    if (std::ranges::any_of(*value, is_control)) errors.invalid(member + ".Value", *value);
    if (!names.insert(*name).second)
      errors.combination(fmt::format("The dimension name {} is given more than once.", *name));  // assumed
    dimensions.emplace_back(*name, *value);
  }
  return dimensions;
}

std::optional<Unit> read_unit(ParameterErrors& errors, const wire::Structure& owner,
                              const std::string& prefix) {
  const std::string* name = owner.find_string("Unit");
  if (name == nullptr) return std::nullopt;
  const auto unit = unit_of(*name);
  if (!unit) errors.not_in_set(prefix + "Unit", fmt::format("{}", fmt::join(unit_names, ", ")));
  return unit;
}

}  // namespace cloche::cloudwatch
