#include "fakes/events/target_input.h"

#include <fmt/format.h>

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "fakes/core/json_tokens.h"
#include "fakes/events/errors.h"
#include "fakes/events/event.h"
#include "fakes/events/json_path.h"

namespace cloche::events {

namespace {

constexpr std::string_view reserved_prefix = "aws.";
constexpr std::string_view reserved_names[] = {"aws.events.rule-arn", "aws.events.rule-name",
                                               "aws.events.event.ingestion-time", "aws.events.event",
                                               "aws.events.event.json"};

bool is_variable_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_' ||
         c == '.';
}

/// The name of the placeholder "<name>" that `text` begins with; "" where it begins with none.
std::string_view placeholder(std::string_view text) {
  if (!text.starts_with('<')) return {};
  std::size_t end = 1;
  while (end < text.size() && is_variable_character(text[end])) ++end;
  return end > 1 && end < text.size() && text[end] == '>' ? text.substr(1, end - 1) : std::string_view();
}

/// Writes the template with `value(name, in_string)` in the place of each placeholder.
std::string fill(std::string_view text, const std::function<std::string(std::string_view, bool)>& value) {
  std::string result;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (const std::string_view name = placeholder(text.substr(i)); !name.empty()) {
      result += value(name, in_string);
      i += name.size() + 1;
      continue;
    }
    result += text[i];
    if (text[i] == '"') in_string = !in_string;
    if (text[i] == '\\' && in_string && i + 1 < text.size()) result += text[++i];
  }
  return result;
}

bool is_json_template(std::string_view text) {
  const auto start = text.find_first_not_of(" \t\r\n");
  return start != std::string_view::npos && (text[start] == '{' || text[start] == '[');
}

/// The value of each variable that exists.
std::map<std::string, OrderedJson, std::less<>> variables_of(const Json& transformer,
                                                             const Matched& matched) {
  const OrderedJson event = OrderedJson::parse(matched.event);
  std::map<std::string, OrderedJson, std::less<>> variables;
  if (transformer.contains("InputPathsMap")) {
    for (const auto& [name, path] : transformer["InputPathsMap"].items()) {
      if (auto value = find_path(event, path.get_ref<const std::string&>()))
        variables[name] = *std::move(value);
    }
  }
  OrderedJson head = event;
  head.erase("detail");
  variables["aws.events.rule-arn"] = matched.rule_arn;
  variables["aws.events.rule-name"] = matched.rule_name;
  variables["aws.events.event.ingestion-time"] = matched.ingestion_time;
  variables["aws.events.event"] = std::move(head);
  variables["aws.events.event.json"] = event;
  return variables;
}

// A variable whose path finds nothing "isn't created and won't appear in the output". Assumed: where a value
// must stand there is an empty string, for else it would be no JSON; and what stands in a string is escaped
// ("the JSON that is passed to the target is minified and escaped", says the same page that says values are
// not).
std::string transformed(const Json& transformer, const Matched& matched) {
  const auto variables = variables_of(transformer, matched);
  const auto& text = transformer["InputTemplate"].get_ref<const std::string&>();
  const std::string result = fill(text, [&](std::string_view name, bool in_string) -> std::string {
    const auto variable = variables.find(name);
    if (variable == variables.end()) return in_string ? "" : "\"\"";
    if (!in_string) return variable->second.dump();
    if (variable->second.is_string()) {
      const std::string quoted = variable->second.dump();
      return quoted.substr(1, quoted.size() - 2);
    }
    const std::string quoted = Json(variable->second.dump()).dump();
    return quoted.substr(1, quoted.size() - 2);
  });
  return is_json_template(text) ? compact_json(result) : result;
}

/// Where Jackson found text that is no JSON: "[Source: (String)\"…\"; line: 1, column: 2]"; nullopt where it
/// is.
std::optional<std::string> json_mistake(std::string_view text) {
  try {
    JsonTokens tokens(text);
    while (tokens.next() != JsonToken::end) tokens.value();
    return std::nullopt;
  } catch (const JsonTokenError& error) {
    const auto place = error.message.find("[Source");
    return place == std::string::npos ? error.message : error.message.substr(place);
  }
}

// The words are assumed, but for those of a template that is no JSON.
void check_transformer(const std::string& id, const Json& transformer) {
  const Json paths = transformer.value("InputPathsMap", Json::object());
  for (const auto& [name, path] : paths.items()) {
    if (name.starts_with(reserved_prefix)) {
      throw validation_error(fmt::format(
          "Reserved keyword {} cannot be used as a key in InputPathsMap for target {}.", name, id));
    }
    if (!path.get_ref<const std::string&>().starts_with('$')) {
      throw validation_error(fmt::format("Invalid InputPathsMap for target {}: {} is not a valid JSON path.",
                                         id, path.get<std::string>()));
    }
  }
  const auto& text = transformer["InputTemplate"].get_ref<const std::string&>();
  const std::string dummy = fill(text, [&](std::string_view name, bool in_string) -> std::string {
    const bool reserved = std::ranges::find(reserved_names, name) != std::end(reserved_names);
    if (!reserved && !paths.contains(std::string(name))) {
      throw validation_error(
          fmt::format("InputTemplate for target {} contains invalid placeholder {}.", id, name));
    }
    return in_string ? "" : "0";
  });
  const auto start = text.find_first_not_of(" \t\r\n");
  const bool is_string = start != std::string::npos && (text[start] == '"' || text[start] == '<');
  if (is_json_template(text)) {
    if (const auto mistake = json_mistake(dummy)) {
      throw validation_error(fmt::format("Invalid InputTemplate for target {} : {}.", id, *mistake));
    }
  } else if (!is_string) {  // "For strings, quotes are required."
    throw validation_error(fmt::format(
        "Invalid InputTemplate for target {} : [Source: (String)\"{}\"; line: 1, column: 2].", id, text));
  }
}

}  // namespace

std::string target_input(const Json& target, const Matched& matched) {
  if (target.contains("Input")) return target["Input"];
  if (target.contains("InputPath")) {
    const auto part =
        find_path(OrderedJson::parse(matched.event), target["InputPath"].get_ref<const std::string&>());
    return part ? part->dump() : "null";  // assumed: what is sent where there is nothing
  }
  if (target.contains("InputTransformer")) return transformed(target["InputTransformer"], matched);
  return matched.event;
}

void check_target_input(const Json& target) {
  const std::string& id = target["Id"].get_ref<const std::string&>();
  int inputs = 0;
  for (const char* input : {"Input", "InputPath", "InputTransformer"})
    inputs += target.contains(input) ? 1 : 0;
  if (inputs > 1) {
    throw validation_error(
        fmt::format("Only one of Input, InputPath, or InputTransformer must be provided for target {}.", id));
  }
  if (target.contains("Input") && !is_json(target["Input"].get_ref<const std::string&>())) {
    throw validation_error(fmt::format("Input for target {} is not a valid JSON text.", id));
  }
  if (target.contains("InputPath") && !target["InputPath"].get_ref<const std::string&>().starts_with('$')) {
    throw validation_error(fmt::format("InputPath for target {} is not a valid JSON path.", id));  // assumed
  }
  if (target.contains("InputTransformer")) check_transformer(id, target["InputTransformer"]);
}

}  // namespace cloche::events
