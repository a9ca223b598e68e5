#include "emulator/deploy/parameters.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>

#include "emulator/deploy/json_pointer.h"
#include "fakes/wire/pattern.h"

namespace cloche::deploy {

namespace {

constexpr const char* list_type = "List<";
constexpr std::size_t longest_value = 4096;  // bytes, CloudFormation's quota

/// One parameter of the template.
struct Declared {
  const Template& source;
  std::string name;
  std::string pointer;
  const Json& definition;

  const Json* find(const char* property) const {
    const auto found = definition.find(property);
    return found == definition.end() ? nullptr : &*found;
  }
  [[noreturn]] void refuse(const char* property, const std::string& message,
                           const std::string& expected = "") const {
    throw source.error(property == nullptr ? pointer : pointer + "/" + property, message, expected);
  }
  /// What is said of a value that is wrong: the author's words, where there are some.
  [[noreturn]] void refuse_value(const std::string& message, const std::string& expected = "") const {
    const Json* words = find("ConstraintDescription");
    refuse(nullptr,
           words != nullptr && words->is_string()
               ? fmt::format("Parameter {} failed to satisfy constraint: {}", name, words->get<std::string>())
               : message,
           expected);
  }
};

bool is_list(const std::string& type) { return type == "CommaDelimitedList" || type.starts_with(list_type); }

/// The type of the elements of a list, or of the value itself.
std::string element_type(const std::string& type) {
  if (type == "CommaDelimitedList") return "String";
  return type.starts_with(list_type) && type.ends_with('>') ? type.substr(5, type.size() - 6) : type;
}

/// A parameter whose value names one of Systems Manager.
bool is_stored_elsewhere(const std::string& type) {
  return type == "AWS::SSM::Parameter::Name" ||
         (type.starts_with("AWS::SSM::Parameter::Value<") && type.ends_with('>'));
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html
bool is_known_type(const std::string& type) {
  if (is_stored_elsewhere(type)) return true;
  static constexpr std::string_view known[] = {"String",
                                               "Number",
                                               "AWS::EC2::AvailabilityZone::Name",
                                               "AWS::EC2::Image::Id",
                                               "AWS::EC2::Instance::Id",
                                               "AWS::EC2::KeyPair::KeyName",
                                               "AWS::EC2::SecurityGroup::GroupName",
                                               "AWS::EC2::SecurityGroup::Id",
                                               "AWS::EC2::Subnet::Id",
                                               "AWS::EC2::Volume::Id",
                                               "AWS::EC2::VPC::Id",
                                               "AWS::Route53::HostedZone::Id"};
  return std::ranges::find(known, std::string_view(element_type(type))) != std::end(known);
}

/// A default or allowed value as text: a number as it is written, a list with commas.
std::string as_text(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_array()) {
    std::string all;
    for (const Json& element : value) {
      if (!all.empty()) all += ',';
      all += as_text(element);
    }
    return all;
  }
  return value.is_null() ? "" : value.dump();
}

std::optional<double> number_of(const std::string& text) {
  double number = 0;
  const char* begin = text.data() + (text.starts_with('+') ? 1 : 0);
  const auto [end, error] = std::from_chars(begin, text.data() + text.size(), number);
  const bool is_read = error == std::errc() && end == text.data() + text.size() && std::isfinite(number);
  return text.empty() || !is_read ? std::nullopt : std::optional(number);
}

std::optional<double> limit(const Declared& parameter, const char* property) {
  const Json* value = parameter.find(property);
  if (value == nullptr) return std::nullopt;
  const auto number = number_of(as_text(*value));
  if (!number) {
    parameter.refuse(property, fmt::format("Template format error: Invalid value for {}", property),
                     "a number");
  }
  return number;
}

std::size_t characters(const std::string& text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
  return count;
}

void check_allowed(const Declared& parameter, const std::string& value) {
  const Json* allowed = parameter.find("AllowedValues");
  if (allowed == nullptr) return;
  std::vector<std::string> values;
  for (const Json& one : *allowed) {
    values.push_back(as_text(one));
    if (values.back() == value) return;
  }
  parameter.refuse_value(fmt::format("Parameter '{}' must be one of AllowedValues", parameter.name),
                         fmt::format("one of {}", fmt::join(values, ", ")));
}

void check_pattern(const Declared& parameter, const std::string& value) {
  const Json* pattern = parameter.find("AllowedPattern");
  if (pattern == nullptr) return;
  const std::string expression = as_text(*pattern);
  const auto matches = wire::matches_own(expression, value);
  if (!matches) {  // assumed: Java's expressions have no such limit
    parameter.refuse("AllowedPattern",
                     fmt::format("Template error: AllowedPattern of parameter '{}' takes too many steps to "
                                 "match the value",
                                 parameter.name),
                     "a pattern that does not try the same characters in many ways");
  }
  if (!*matches) {
    parameter.refuse_value(
        fmt::format("Parameter {} failed to satisfy constraint: Parameter {} must match pattern {}",
                    parameter.name, parameter.name, expression));
  }
}

void check_element(const Declared& parameter, const std::string& type, const std::string& value) {
  if (type == "Number") {
    const auto number = number_of(value);
    if (!number) parameter.refuse_value(fmt::format("Parameter '{}' must be a number", parameter.name));
    const auto least = limit(parameter, "MinValue");
    const auto most = limit(parameter, "MaxValue");
    if (least && *number < *least) {
      parameter.refuse_value(fmt::format("Parameter '{}' must be a number not less than {}", parameter.name,
                                         as_text(*parameter.find("MinValue"))));
    }
    if (most && *number > *most) {
      parameter.refuse_value(fmt::format("Parameter '{}' must be a number not greater than {}",
                                         parameter.name, as_text(*parameter.find("MaxValue"))));
    }
    check_allowed(parameter, value);
    return;
  }
  const auto length = static_cast<double>(characters(value));
  const auto least = limit(parameter, "MinLength");
  const auto most = limit(parameter, "MaxLength");
  if (least && length < *least) {
    parameter.refuse_value(fmt::format("Parameter '{}' must contain at least {} characters", parameter.name,
                                       as_text(*parameter.find("MinLength"))));
  }
  if (most && length > *most) {
    parameter.refuse_value(fmt::format("Parameter '{}' must contain at most {} characters", parameter.name,
                                       as_text(*parameter.find("MaxLength"))));
  }
  check_allowed(parameter, value);
  check_pattern(parameter, value);
}

std::string type_of(const Declared& parameter) {
  const Json* type = parameter.find("Type");
  if (type == nullptr) {
    parameter.refuse(
        nullptr, fmt::format("Template format error: Every Parameters object must contain a Type member."),
        "Type");
  }
  const std::string text = as_text(*type);
  if (!is_known_type(text)) {
    parameter.refuse("Type", fmt::format("Template format error: Unrecognized parameter type: {}", text),
                     "String, Number, CommaDelimitedList, List<Number> or List<String>");
  }
  return text;
}

bool flag(const Declared& parameter, const char* property) {
  const Json* value = parameter.find(property);
  return value != nullptr && (*value == true || as_text(*value) == "true");
}

void check_members(const Declared& parameter) {
  static constexpr std::string_view known[] = {
      "Type",     "Default",  "AllowedValues", "AllowedPattern",        "MinLength", "MaxLength",
      "MinValue", "MaxValue", "Description",   "ConstraintDescription", "NoEcho"};
  for (const auto& [name, value] : parameter.definition.items()) {
    if (std::ranges::find(known, std::string_view(name)) != std::end(known)) continue;
    throw parameter.source.error_at_key(parameter.pointer + "/" + pointer_step(name),
                                        fmt::format("Invalid template parameter property '{}'", name),
                                        fmt::format("one of {}", fmt::join(known, ", ")));
  }
}

void check_constraints(const Declared& parameter) {
  for (const char* property : {"MinLength", "MaxLength", "MinValue", "MaxValue"}) limit(parameter, property);
  const Json* allowed = parameter.find("AllowedValues");
  if (allowed != nullptr && !allowed->is_array()) {
    parameter.refuse("AllowedValues", "Template format error: Every AllowedValues member must be a list.",
                     "a list");
  }
  const Json* pattern = parameter.find("AllowedPattern");
  if (pattern == nullptr) return;
  if (const std::string_view error = wire::pattern_error(as_text(*pattern)); !error.empty()) {
    parameter.refuse(
        "AllowedPattern",
        fmt::format("Template format error: AllowedPattern of '{}' is not a regular expression: {}",
                    parameter.name, error));  // assumed
  }
}

/// Whatever its value is.
void check_declaration(const Declared& parameter) {
  check_members(parameter);
  type_of(parameter);
  check_constraints(parameter);
  const Json* standard = parameter.find("Default");
  if (standard != nullptr && standard->is_structured()) {
    parameter.refuse("Default", "Template format error: Every Default member must be a string.",
                     "a string; the elements of a list with commas between them");
  }
}

ParameterValue evaluate(const Declared& parameter, const std::string* given) {
  const std::string type = type_of(parameter);
  if (is_stored_elsewhere(type)) {
    parameter.refuse(
        "Type", fmt::format("the parameter type {} is not emulated, for there is no Systems Manager", type),
        "a String with a value");
  }
  const Json* standard = parameter.find("Default");
  const std::string text = given != nullptr ? *given : as_text(*standard);
  if (text.size() > longest_value) {  // assumed: the words
    parameter.refuse(nullptr,
                     fmt::format("Template error: the value of parameter '{}' is longer than {} bytes",
                                 parameter.name, longest_value));
  }
  ParameterValue result{{parameter.name, type, "", text, flag(parameter, "NoEcho"), given == nullptr}, text};
  if (const Json* description = parameter.find("Description"))
    result.parameter.description = as_text(*description);
  if (!is_list(type)) {
    check_element(parameter, type, text);
    return result;
  }
  result.value = Json::array();
  if (text.empty() && type != "List<Number>") return result;
  for (const std::string& element : elements_of(text)) {
    check_element(parameter, element_type(type), element);
    result.value.push_back(element);
  }
  return result;
}

const Json& declared_in(const Template& source) {
  static const Json none = Json::object();
  const auto found = source.document().find("Parameters");
  if (found == source.document().end()) return none;
  if (!found->is_object())
    throw source.error("/Parameters", "Template format error: Parameters must be an object", "an object");
  return *found;
}

/// Each in turn, when its declaration has been checked.
void for_each_declared(const Template& source, const std::function<void(const Declared&)>& act) {
  for (const auto& [name, definition] : declared_in(source).items()) {
    const std::string pointer = "/Parameters/" + pointer_step(name);
    if (!definition.is_object()) {
      throw source.error(pointer, "Template format error: Any Parameters member must be an object.",
                         "an object");
    }
    const Declared parameter{source, name, pointer, definition};
    check_declaration(parameter);
    act(parameter);
  }
}

}  // namespace

std::vector<std::string> elements_of(const std::string& text) {
  std::vector<std::string> elements;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(',', start), text.size());
    std::string element = text.substr(start, end - start);
    while (element.starts_with(' ')) element.erase(0, 1);
    while (element.ends_with(' ')) element.pop_back();
    elements.push_back(std::move(element));
    start = end + 1;
  }
  return elements;
}

void check_parameters(const Template& source, Defaults defaults) {
  for_each_declared(source, [&](const Declared& parameter) {
    const bool is_looked_at = defaults == Defaults::must_fit && parameter.find("Default") != nullptr;
    if (is_looked_at && !is_stored_elsewhere(type_of(parameter))) evaluate(parameter, nullptr);
  });
}

std::map<std::string, ParameterValue> parameter_values(const Template& source,
                                                       const std::map<std::string, std::string>& given) {
  std::map<std::string, ParameterValue> values;
  const Json& parameters = declared_in(source);
  std::vector<std::string> unknown;
  for (const auto& [name, value] : given) {
    if (!parameters.contains(name)) unknown.push_back(name);
  }
  if (!unknown.empty()) {
    throw source.error_at_key("/Parameters", fmt::format("Parameters: [{}] do not exist in the template",
                                                         fmt::join(unknown, ", ")));
  }
  std::vector<std::string> missing;
  for (const auto& [name, definition] : parameters.items()) {
    if (definition.is_object() && !definition.contains("Default") && !given.contains(name))
      missing.push_back(name);
  }
  for_each_declared(source, [&](const Declared& parameter) {
    const auto value = given.find(parameter.name);
    if (value == given.end() && parameter.find("Default") == nullptr) return;
    values.emplace(parameter.name, evaluate(parameter, value == given.end() ? nullptr : &value->second));
  });
  if (!missing.empty()) {
    throw source.error_at_key("/Parameters/" + pointer_step(missing.front()),
                              fmt::format("Parameters: [{}] must have values", fmt::join(missing, ", ")),
                              "a value, or a Default");
  }
  return values;
}

}  // namespace cloche::deploy
