#include "fakes/sqs/message_attributes.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

#include "fakes/core/digest.h"
#include "fakes/core/fault.h"
#include "fakes/sqs/errors.h"
#include "fakes/wire/http_message.h"

namespace cloche::sqs {

namespace {

constexpr std::size_t most_attributes = 10;
constexpr std::size_t longest_name = 256;
constexpr std::size_t longest_type = 256;

std::string text_or_empty(const Json& value, const char* member) {
  const auto found = value.find(member);
  return found == value.end() || found->is_null() ? std::string() : found->get<std::string>();
}

std::string bytes_or_empty(const Json& value) {
  const auto found = value.find("BinaryValue");
  if (found == value.end() || found->is_null()) return {};
  return std::string(blob_bytes(*found));
}

/// "String", "Number" or "Binary"; a custom label may follow after a dot.
std::string_view kind_of(std::string_view type) { return type.substr(0, type.find('.')); }

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '.';
}

void check_name(std::string_view name) {
  if (name.empty()) throw invalid_parameter("The request must contain non-empty message attribute name.");
  // Assumed: the words of the rest; the rules are documented.
  if (name.size() > longest_name) {
    throw invalid_parameter(
        fmt::format("Message (user) attribute name '{}' is too long. It must be shorter than {} "
                    "bytes.",
                    name, longest_name));
  }
  if (!std::ranges::all_of(name, is_name_character) || name.starts_with('.') || name.ends_with('.') ||
      name.find("..") != std::string_view::npos) {
    throw invalid_parameter(
        fmt::format("Message (user) attribute name '{}' is invalid. It can contain alphanumeric "
                    "characters, hyphens, underscores and periods; it can't start or end with a "
                    "period, or have periods in succession.",
                    name));
  }
  if (wire::starts_with_ignoring_case(name, "aws.") || wire::starts_with_ignoring_case(name, "amazon.")) {
    throw invalid_parameter(
        fmt::format("Message (user) attribute name '{}' is invalid. It must not start with the "
                    "reserved prefixes AWS. and Amazon.",
                    name));
  }
}

bool is_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return end == text.data() + text.size() && error != std::errc::invalid_argument &&
         text.find_first_of("nN") == std::string_view::npos;  // neither "nan" nor "infinity"
}

void check_value(std::string_view name, const Json& value, std::string_view whose) {
  const auto has_list = [&](const char* member) {
    const auto found = value.find(member);
    return found != value.end() && !found->empty();
  };
  if (has_list("StringListValues") || has_list("BinaryListValues")) {
    throw ApiError("UnsupportedOperation",
                   "Message attribute list values in SendMessage operation are not supported.");
  }
  const std::string type = text_or_empty(value, "DataType");
  const std::string_view kind = kind_of(type);
  if (type.empty()) {
    throw invalid_parameter(fmt::format("Message ({}) attribute '{}' must contain a non-empty data type.",
                                        whose, name));  // assumed
  }
  if (kind != "String" && kind != "Number" && kind != "Binary") {
    throw invalid_parameter(
        fmt::format("The type of message ({}) attribute '{}' is invalid. You must use only the "
                    "following supported type prefixes: Binary, Number, String.",
                    whose, name));
  }
  if (type.size() > longest_type) {
    throw invalid_parameter(
        fmt::format("The type of message ({}) attribute '{}' is too long. It must be shorter than "
                    "{} bytes.",
                    whose, name, longest_type));  // assumed
  }
  const std::string text = text_or_empty(value, "StringValue");
  if (kind == "Binary" ? bytes_or_empty(value).empty() : text.empty()) {
    throw invalid_parameter(fmt::format(
        "Message ({}) attribute '{}' must contain a non-empty value of type '{}'.", whose, name, kind));
  }
  if (kind == "Number" && !is_number(text)) {
    throw invalid_parameter(
        fmt::format("Can't cast the value of message ({}) attribute '{}' to a number.", whose, name));
  }
  if (!has_only_valid_characters(text)) throw invalid_characters();
}

void append_length(std::string& bytes, std::size_t length) {
  for (const int shift : {24, 16, 8, 0}) bytes += static_cast<char>(length >> shift & 0xFF);
}

void append_counted(std::string& bytes, std::string_view part) {
  append_length(bytes, part.size());
  bytes += part;
}

}  // namespace

void check_message_attributes(const Json& attributes) {
  if (attributes.size() > most_attributes) {
    throw invalid_parameter(fmt::format("Number of message attributes [{}] exceeds the allowed maximum [{}].",
                                        attributes.size(), most_attributes));
  }
  for (const auto& [name, value] : attributes.items()) {
    check_name(name);
    check_value(name, value, "user");
  }
}

void check_system_attributes(const Json& attributes) {
  for (const auto& [name, value] : attributes.items()) {
    if (name != "AWSTraceHeader") {
      throw invalid_parameter(
          fmt::format("Message system attribute name '{}' is invalid. The only one that can be "
                      "sent is AWSTraceHeader.",
                      name));  // assumed
    }
    check_value(name, value, "system");
    if (text_or_empty(value, "DataType") != "String")
      throw invalid_parameter(
          "The type of message system attribute 'AWSTraceHeader' must be 'String'.");  // assumed
  }
}

std::size_t size_of(const Json& attributes) {
  std::size_t size = 0;
  for (const auto& [name, value] : attributes.items()) {
    const std::string type = text_or_empty(value, "DataType");
    size += name.size() + type.size() +
            (kind_of(type) == "Binary" ? bytes_or_empty(value) : text_or_empty(value, "StringValue")).size();
  }
  return size;
}

std::string md5_of(const Json& attributes) {
  if (attributes.empty()) return {};
  std::string bytes;
  for (const auto& [name, value] : attributes.items()) {  // in the order of names, as the rule wants it
    const std::string type = text_or_empty(value, "DataType");
    const bool is_binary = kind_of(type) == "Binary";
    append_counted(bytes, name);
    append_counted(bytes, type);
    bytes += is_binary ? '\x02' : '\x01';
    append_counted(bytes, is_binary ? bytes_or_empty(value) : text_or_empty(value, "StringValue"));
  }
  return hex(md5(bytes));
}

Json asked_for(const Json& attributes, const std::vector<std::string>& names) {
  Json found = Json::object();
  for (const auto& [name, value] : attributes.items()) {
    const std::string& own = name;
    const bool is_asked = std::ranges::any_of(names, [&](const std::string& asked) {
      if (asked == "All" || asked == own) return true;
      return asked.ends_with(".*") && own.starts_with(std::string_view(asked).substr(0, asked.size() - 2));
    });
    if (is_asked) found[name] = value;
  }
  return found;
}

std::string keep_attributes(const Json& attributes) {
  Json kept = Json::object();
  for (const auto& [name, value] : attributes.items()) {
    const std::string type = text_or_empty(value, "DataType");
    kept[name]["DataType"] = type;
    if (kind_of(type) == "Binary") {
      kept[name]["BinaryValue"] = base64(bytes_or_empty(value));
    } else {
      kept[name]["StringValue"] = text_or_empty(value, "StringValue");
    }
  }
  return kept.dump();
}

Json kept_attributes(Json attributes) {
  for (auto& [name, value] : attributes.items()) {
    const auto binary = value.find("BinaryValue");
    if (binary == value.end()) continue;
    const auto bytes = base64_decode(binary->get_ref<const std::string&>());
    if (!bytes) fail("attribute {} of a message is kept in no base64", name);
    *binary = json_blob(*bytes);
  }
  return attributes;
}

bool has_only_valid_characters(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20) {
      if (byte != '\t' && byte != '\n' && byte != '\r') return false;
    } else if (byte == 0xEF && i + 2 < text.size()) {
      // U+FFFE and U+FFFF are EF BF BE and EF BF BF. Surrogates are ED A0 to ED BF.
      if (static_cast<unsigned char>(text[i + 1]) == 0xBF && static_cast<unsigned char>(text[i + 2]) >= 0xBE)
        return false;
    } else if (byte == 0xED && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) >= 0xA0) {
      return false;
    }
  }
  return true;
}

}  // namespace cloche::sqs
