#include "emulator/deploy/sam/values.h"

#include <algorithm>
#include <cctype>

namespace cloche::deploy::sam {

const Json& member(const Json& object, std::string_view name) {
  static const Json null;
  if (!object.is_object()) return null;
  const auto found = object.find(name);
  return found == object.end() ? null : *found;
}

bool truthy(const Json& value) {
  switch (value.type()) {
    case Json::value_t::null:
    case Json::value_t::discarded:
      return false;
    case Json::value_t::boolean:
      return value.get<bool>();
    case Json::value_t::number_integer:
      return value.get<std::int64_t>() != 0;
    case Json::value_t::number_unsigned:
      return value.get<std::uint64_t>() != 0;
    case Json::value_t::number_float:
      return value.get<double>() != 0;
    case Json::value_t::string:
      return !value.get_ref<const std::string&>().empty();
    default:
      return !value.empty();
  }
}

std::string text_of(const Json& value) { return value.is_string() ? value.get<std::string>() : ""; }

std::string shown_quoted(const Json& value) {
  if (value.is_string()) {
    const std::string& text = value.get_ref<const std::string&>();
    const bool single = text.find('\'') != std::string::npos && text.find('"') == std::string::npos;
    const char quote = single ? '"' : '\'';
    std::string out(1, quote);
    for (const char c : text) {
      if (c == quote || c == '\\') out += '\\';
      if (c == '\n') {
        out += "\\n";
      } else {
        out += c;
      }
    }
    return out + quote;
  }
  return shown(value);
}

std::string shown(const Json& value) {
  std::string out;
  switch (value.type()) {
    case Json::value_t::null:
      return "None";
    case Json::value_t::boolean:
      return value.get<bool>() ? "True" : "False";
    case Json::value_t::string:
      return value.get<std::string>();
    case Json::value_t::array:
      for (const Json& element : value) out += (out.empty() ? "" : ", ") + shown_quoted(element);
      return "[" + out + "]";
    case Json::value_t::object:
      for (const auto& [name, part] : value.items()) {
        out += (out.empty() ? "" : ", ") + shown_quoted(name) + ": " + shown_quoted(part);
      }
      return "{" + out + "}";
    default:
      return value.dump();
  }
}

bool is_alphanumeric(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](unsigned char c) { return c < 0x80 && std::isalnum(c) != 0; });
}

bool is_intrinsic(const Json& value) {
  if (!value.is_object() || value.size() != 1) return false;
  const std::string& key = value.begin().key();
  return key == "Ref" || key == "Condition" || key.starts_with("Fn::");
}

bool is_intrinsic_if(const Json& value) { return is_intrinsic(value) && value.begin().key() == "Fn::If"; }

bool is_no_value(const Json& value) { return is_intrinsic(value) && member(value, "Ref") == "AWS::NoValue"; }

std::string logical_id_in(const Json& value) {
  if (!is_intrinsic(value)) return "";
  if (const Json& name = member(value, "Ref"); name.is_string()) return name.get<std::string>();
  const Json& attribute = member(value, "Fn::GetAtt");
  if (attribute.is_array() && attribute.size() == 2) return text_of(attribute[0]);
  const std::string text = text_of(attribute);
  const std::size_t dot = text.find('.');
  return dot == std::string::npos || text.find('.', dot + 1) != std::string::npos ? "" : text.substr(0, dot);
}

Json reference(std::string_view logical_id) { return {{"Ref", logical_id}}; }

Json get_att(std::string_view logical_id, std::string_view attribute) {
  return {{"Fn::GetAtt", Json::array({logical_id, attribute})}};
}

Json sub(std::string_view text) { return {{"Fn::Sub", text}}; }

Json sub(std::string_view text, Json variables) {
  return {{"Fn::Sub", Json::array({text, std::move(variables)})}};
}

Json conditional(std::string_view condition, Json then) {
  return conditional(condition, std::move(then), reference("AWS::NoValue"));
}

Json conditional(std::string_view condition, Json then, Json otherwise) {
  return {{"Fn::If", Json::array({condition, std::move(then), std::move(otherwise)})}};
}

Json any_of_conditions(const std::vector<std::string>& conditions) {
  Json list = Json::array();
  for (const std::string& condition : conditions) list.push_back({{"Condition", condition}});
  return {{"Fn::Or", std::move(list)}};
}

Json combined_conditions(std::vector<std::string> conditions, const std::string& name) {
  constexpr std::size_t most = 10;
  Json made = Json::object();
  if (conditions.size() < 2) return made;
  std::size_t number = (conditions.size() - 2) / (most - 1);
  while (conditions.size() > 1) {
    const std::string own = number > 0 ? name + std::to_string(number--) : name;
    const auto end = conditions.begin() + static_cast<std::ptrdiff_t>(std::min(most, conditions.size()));
    made[own] = any_of_conditions({conditions.begin(), end});
    conditions.erase(conditions.begin(), end);
    conditions.push_back(own);
  }
  return made;
}

Json tag_list(const Json& tags) {
  Json list = Json::array();
  if (!tags.is_object()) return list;
  for (const auto& [key, value] : tags.items()) {
    list.push_back({{"Key", key}, {"Value", value.is_null() ? Json("") : value}});
  }
  return list;
}

Json as_list(const Json& value) { return value.is_array() ? value : Json::array({value}); }

const Json& at_path(const Json& value, const std::vector<std::string>& path) {
  const Json* part = &value;
  std::string walked;
  for (const std::string& step : path) {
    if (part->is_null()) return *part;
    if (!part->is_object()) {
      throw DeepPathError{walked.empty() ? "It should be a map"
                                         : "The value of '" + walked + "' should be a map"};
    }
    part = &member(*part, step);
    walked += (walked.empty() ? "" : ".") + step;
  }
  return *part;
}

}  // namespace cloche::deploy::sam
