#include "fakes/sns/filter_policy.h"

#include <algorithm>
#include <optional>
#include <set>

#include "fakes/core/event_pattern.h"
#include "fakes/sns/topic_attributes.h"

namespace cloche::sns {

namespace {

// The developer guide, "Filter policy constraints".
constexpr PatternNumbers numbers{.largest = 1e9};
constexpr std::size_t max_policy = 262144;
constexpr std::size_t max_keys = 5;
constexpr double max_combinations = 150;

bool is_empty(const std::string& policy) {
  if (policy.empty()) return true;
  const Json document = Json::parse(policy, nullptr, false);
  return document.is_object() && document.empty();
}

/// How many names the first level of the policy has; those in `$or` count too.
std::size_t key_count(const EventPattern& pattern, const Json& policy) {
  std::set<std::string> names;
  for (const EventPattern::Field& field : pattern.fields()) {
    std::string name = field.path;
    // A name may hold points itself.
    if (field.depth > 1) {
      for (const auto& [key, value] : policy.items()) {
        if (field.path.starts_with(key + ".")) name = key;
      }
    }
    names.insert(std::move(name));
  }
  return names.size();
}

/// The product of the numbers of values, each times the depth at which they stand (in the body alone), of
/// each alternative.
double combinations(const EventPattern& pattern) {
  double sum = 0;
  for (const EventPattern::Alternative& alternative : pattern.alternatives()) {
    double product = 1;
    for (const std::size_t place : alternative) {
      const EventPattern::Field& field = pattern.fields()[place];
      product *= static_cast<double>(field.values.size()) * field.depth;
    }
    sum += product;
  }
  return sum;
}

/// The attributes as patterns see them. nullopt where one is not what its type says: such a message passes no
/// filter. Binary and custom types are not looked at.
std::optional<Json> event_of(const Json& attributes) {
  Json event = Json::object();
  for (const auto& [name, attribute] : attributes.items()) {
    const std::string type = attribute.at("DataType");
    if (type.starts_with("Binary")) continue;
    const std::string text = attribute.at("StringValue");
    if (type == "String") {
      event[name] = text;
    } else if (type == "Number" || type == "String.Array") {
      Json value = Json::parse(text, nullptr, false);
      if (type == "Number" ? !value.is_number() : !value.is_array()) return std::nullopt;
      event[name] = std::move(value);
    }
  }
  return event;
}

}  // namespace

void check_filter_policy(const std::string& policy, bool of_body) {
  if (is_empty(policy)) return;
  if (policy.size() > max_policy) throw AttributeError{"FilterPolicy: Filter policy is too long"};  // assumed
  std::optional<EventPattern> pattern;
  try {
    pattern = EventPattern::parse(policy, numbers);
  } catch (const EventPatternError& error) {
    throw AttributeError{"FilterPolicy: " + error.message};
  }
  const auto is_nested = [](const EventPattern::Field& field) { return field.depth > 1; };
  if (!of_body && std::ranges::any_of(pattern->fields(), is_nested)) {
    throw AttributeError{
        "FilterPolicy: Filter policy scope MessageAttributes does not support nested filter policy"};
  }
  if (key_count(*pattern, Json::parse(policy, nullptr, false)) > max_keys) {
    throw AttributeError{"FilterPolicy: Filter policy can not have more than 5 keys"};
  }
  if (combinations(*pattern) > max_combinations)
    throw AttributeError{"FilterPolicy: Filter policy is too complex"};
}

bool passes(const std::string& policy, bool of_body, const Message& message, const std::string& text) {
  if (is_empty(policy)) return true;
  const EventPattern pattern = EventPattern::parse(policy, numbers);
  if (of_body) {
    try {
      return pattern.matches(parse_json(text));
    } catch (const JsonSyntaxError&) {
      return false;
    }
  }
  const auto event = event_of(message.attributes);
  return event && pattern.matches(*event);
}

}  // namespace cloche::sns
