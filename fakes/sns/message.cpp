#include "fakes/sns/message.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "fakes/core/digest.h"
#include "fakes/sns/errors.h"
#include "fakes/wire/http_message.h"

namespace cloche::sns {

namespace {

constexpr std::size_t max_subject = 100;
constexpr std::size_t max_attribute_name = 256;

std::size_t characters_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// The API reference: UTF-8 text with no line breaks or control characters, less than 100 characters long.
/// Assumed: that 100 are taken, as they always were.
void check_subject(const std::string& subject) {
  const bool has_control =
      std::ranges::any_of(subject, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
  if (subject.empty() || has_control || characters_of(subject) > max_subject)
    throw invalid_parameter("Subject");
}

bool is_number(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

// The developer guide's rules for names; the words are assumed.
void check_attribute_name(std::string_view name) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  };
  const std::string_view head = name.substr(0, name.find('.'));
  const bool is_reserved =
      wire::equal_ignoring_case(head, "aws") || wire::equal_ignoring_case(head, "amazon");
  if (name.empty() || name.size() > max_attribute_name || !std::ranges::all_of(name, allowed) ||
      name.starts_with('.') || name.ends_with('.') || name.find("..") != std::string_view::npos ||
      is_reserved) {
    throw invalid_value(fmt::format("Invalid message attribute name '{}'.", name));
  }
}

void check_attribute_type(std::string_view name, std::string_view type) {
  if (type.empty()) {
    throw invalid_value(
        fmt::format("The message attribute '{}' must contain non-empty message attribute type.", name));
  }
  const std::string_view kind = type.substr(0, type.find('.'));
  if (kind != "String" && kind != "Number" && kind != "Binary") {
    throw invalid_value(
        fmt::format("The message attribute '{}' has an invalid message attribute type, the set of supported "
                    "type prefixes is Binary, "
                    "Number, and String.",
                    name));
  }
}

/// Checks an attribute, in the form of a Delivery; answers how many bytes it counts.
std::size_t check_attribute(const std::string& name, const Json& attribute) {
  check_attribute_name(name);
  const std::string type = attribute.value("DataType", "");
  check_attribute_type(name, type);
  const bool is_binary = type.starts_with("Binary");
  const std::string value = attribute.value(is_binary ? "BinaryValue" : "StringValue", "");
  if (value.empty()) {
    throw invalid_value(
        fmt::format("The message attribute '{}' must contain non-empty message attribute value for message "
                    "attribute type '{}'.",
                    name, type));
  }
  if (type.starts_with("Number") && !is_number(value)) {
    throw invalid_value(fmt::format("Could not cast message attribute '{}' value to number.", name));
  }
  return name.size() + type.size() + (is_binary ? value.size() / 4 * 3 : value.size());
}

Json read_attributes(const wire::Structure& request) {
  Json attributes = Json::object();
  for (const auto& [name, value] : request.entries("MessageAttributes")) {
    Json attribute{{"DataType", value.string_or("DataType", "")}};
    if (const std::string* text = value.find_string("StringValue")) attribute["StringValue"] = *text;
    if (value.has("BinaryValue")) attribute["BinaryValue"] = base64(value.blob("BinaryValue"));
    attributes[name] = std::move(attribute);
  }
  return attributes;
}

/// MessageStructure "json". As the service answers; a value that is no string is as if it were not there.
void read_structure(Message& message) {
  const Json document = Json::parse(message.body, nullptr, false);
  if (!document.is_object()) {
    throw invalid_parameter("Message Structure - JSON message body failed to parse");
  }
  for (const auto& [protocol, text] : document.items()) {
    if (text.is_string()) message.by_protocol[protocol] = text.get<std::string>();
  }
  const auto otherwise = message.by_protocol.find("default");
  if (otherwise == message.by_protocol.end()) {
    throw invalid_parameter("Message Structure - No default entry in JSON message body");
  }
  message.body = otherwise->second;
}

void check(Message& message) {
  if (message.body.empty()) throw invalid_parameter("Empty message");
  if (message.subject) check_subject(*message.subject);
  message.size = message.body.size();
  for (const auto& [name, attribute] : message.attributes.items())
    message.size += check_attribute(name, attribute);
  if (message.size > max_message) throw invalid_parameter("Message too long");
}

}  // namespace

const std::string& Message::text_for(const std::string& protocol) const {
  const auto found = by_protocol.find(protocol);
  return found == by_protocol.end() ? body : found->second;
}

Message Message::read(const wire::Structure& request) {
  Message message{.body = request.string("Message"), .attributes = read_attributes(request)};
  if (const std::string* subject = request.find_string("Subject")) message.subject = *subject;
  message.group_id = request.string_or("MessageGroupId", "");
  message.deduplication_id = request.string_or("MessageDeduplicationId", "");
  check(message);
  const std::string structure = request.string_or("MessageStructure", "");
  if (structure == "json") {
    read_structure(message);
  } else if (!structure.empty()) {
    throw invalid_parameter("MessageStructure");  // assumed
  }
  return message;
}

Message Message::of(const Delivery& delivery) {
  Message message{.body = delivery.body,
                  .attributes = delivery.attributes,
                  .group_id = delivery.group_id,
                  .deduplication_id = delivery.deduplication_id};
  if (!delivery.subject.empty()) message.subject = delivery.subject;
  check(message);
  return message;
}

}  // namespace cloche::sns
