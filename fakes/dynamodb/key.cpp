#include "fakes/dynamodb/key.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "fakes/core/digest.h"
#include "fakes/core/fault.h"
#include "fakes/dynamodb/attribute_value.h"
#include "fakes/dynamodb/errors.h"
#include "fakes/dynamodb/number.h"

namespace cloche::dynamodb {

namespace {

constexpr std::size_t hash_prefix_size = 4;

// The bytes of a key attribute's value as the service sees them: what it hashes, and measures.
std::string raw_bytes(char type, const Json& value) {
  const Json& content = content_of(value);
  switch (type) {
    case 'S':
      return content.get<std::string>();
    case 'N':
      return Number::parse(content.get_ref<const std::string&>()).encode();
    case 'B':
      return bytes_of(content);
  }
  fail("no key attribute has the type '{}'", type);
}

// A byte 0 is written as 0 255, so that 0 0 can end a value and is less than all that may go on.
void append_escaped(std::string& key, std::string_view bytes) {
  for (const char byte : bytes) {
    key += byte;
    if (byte == '\0') key += '\xff';
  }
}

void append_bytes(std::string& key, char type, std::string_view bytes) {
  if (type == 'N') {
    key += bytes;
    key += '\0';  // less than any pair of digits
  } else {
    append_escaped(key, bytes);
    key.append(2, '\0');
  }
}

std::string hash_prefix(std::string_view raw) {
  return md5("Outliers" + std::string(raw)).substr(0, hash_prefix_size);
}

const Json& attribute_of(const Json& item, const KeyAttribute& attribute) {
  const auto found = item.find(attribute.name);
  if (found == item.end()) fail("a key lacks {}: {}", attribute.name, item.dump());
  return *found;
}

std::string_view type_in_words(const KeyAttribute& attribute) {
  return attribute.type == 'B' ? "binary" : "string";
}

void check_sizes(const KeyDefinition& definition, const Json& item) {
  const auto size_in = [&](const std::vector<KeyAttribute>& attributes) {
    std::size_t size = 0;
    for (const auto& attribute : attributes) {
      const auto value = item.find(attribute.name);
      if (value != item.end()) size += size_of(*value);
    }
    return size;
  };
  if (size_in(definition.hash) > max_hash_key_size) {
    throw invalid_parameters("Size of hashkey has exceeded the maximum size limit of2048 bytes");
  }
  if (size_in(definition.range) > max_range_key_size) {
    throw invalid_parameters("Aggregated size of all range keys has exceeded the size limit of 1024 bytes");
  }
}

template <class Function>
void for_each_attribute(const KeyDefinition& definition, Function function) {
  std::for_each(definition.hash.begin(), definition.hash.end(), function);
  std::for_each(definition.range.begin(), definition.range.end(), function);
}

}  // namespace

bool is_of_type(const KeyAttribute& attribute, const Json& value) {
  return name_of(kind_of(value)) == std::string_view(&attribute.type, 1);
}

bool is_empty(const Json& value) {
  const Json& content = content_of(value);
  return content.is_string() && content.get_ref<const std::string&>().empty();
}

// Of a key to look for, in 2020 it said "were invalid: The AttributeValue" (seen by dynalite's authors).
ApiError empty_key(const KeyAttribute& attribute, std::string_view index_name) {
  const std::string cannot = fmt::format(
      "The AttributeValue for a key attribute cannot contain an empty {} value.", type_in_words(attribute));
  const std::string invalid = "One or more parameter values are not valid. ";
  if (index_name.empty())
    return validation_error(fmt::format("{}{} Key: {}", invalid, cannot, attribute.name));
  return validation_error(fmt::format(
      "{}A value specified for a secondary index key is not supported. {} IndexName: {}, IndexKey: {}",
      invalid, cannot, index_name, attribute.name));
}

void check_key(const KeyDefinition& definition, const Json& key) {
  if (key.size() != definition.size()) throw key_does_not_match_schema();
  for_each_attribute(definition, [&](const KeyAttribute& attribute) {
    const auto value = key.find(attribute.name);
    if (value == key.end() || !is_of_type(attribute, *value)) throw key_does_not_match_schema();
  });
  for_each_attribute(definition, [&](const KeyAttribute& attribute) {
    if (is_empty(key[attribute.name])) throw empty_key(attribute);
  });
  check_sizes(definition, key);
}

void check_item_key(const KeyDefinition& definition, const Json& item) {
  for_each_attribute(definition, [&](const KeyAttribute& attribute) {
    const auto value = item.find(attribute.name);
    if (value == item.end())
      throw invalid_parameters(fmt::format("Missing the key {} in the item", attribute.name));
    if (!is_of_type(attribute, *value)) {
      throw invalid_parameters(fmt::format("Type mismatch for key {} expected: {} actual: {}", attribute.name,
                                           attribute.type, name_of(kind_of(*value))));
    }
    if (is_empty(*value)) throw empty_key(attribute);
  });
  check_sizes(definition, item);
}

void check_index_key(const IndexDefinition& index, const Json& item) {
  for_each_attribute(index.key, [&](const KeyAttribute& attribute) {
    const auto value = item.find(attribute.name);
    if (value == item.end()) return;
    if (!is_of_type(attribute, *value)) {
      throw invalid_parameters(
          fmt::format("Type mismatch for Index Key {} Expected: {} Actual: {} IndexName: {}", attribute.name,
                      attribute.type, name_of(kind_of(*value)), index.name));
    }
    if (is_empty(*value)) throw empty_key(attribute, index.name);
  });
  check_sizes(index.key, item);
}

void check_updated_index_key(const IndexDefinition& index, std::string_view updated, const Json& item) {
  const KeyAttribute* attribute = index.key.find(updated);
  const auto value = item.find(updated);
  if (attribute == nullptr || value == item.end()) return;
  if (!is_of_type(*attribute, *value)) {
    throw validation_error(
        "The update expression attempted to update the secondary index key to unsupported type");
  }
  if (is_empty(*value)) {
    throw validation_error(
        fmt::format("One or more parameter values are not valid. The update expression attempted to update a "
                    "secondary index key to a value that is not supported. The AttributeValue for a key "
                    "attribute cannot contain an empty {} value.",
                    type_in_words(*attribute)));
  }
  check_sizes(index.key, item);
}

std::string partition_key(const KeyDefinition& definition, const Json& hash_attributes) {
  std::string hashed;
  std::string parts;
  for (const auto& attribute : definition.hash) {
    const std::string raw = raw_bytes(attribute.type, attribute_of(hash_attributes, attribute));
    hashed += raw;
    append_bytes(parts, attribute.type, raw);
  }
  return hash_prefix(hashed) + parts;
}

void append_key_value(std::string& key, char type, const Json& value) {
  append_bytes(key, type, raw_bytes(type, value));
}

void append_key_prefix(std::string& key, char type, const Json& value) {
  if (type == 'N') fail("no number begins with another");
  append_escaped(key, raw_bytes(type, value));
}

std::string item_key(const KeyDefinition& definition, const Json& item) {
  std::string key = partition_key(definition, item);
  for (const auto& attribute : definition.range)
    append_key_value(key, attribute.type, attribute_of(item, attribute));
  return key;
}

std::optional<std::string> entry_key(const IndexDefinition& index, const KeyDefinition& table,
                                     const Json& item) {
  bool shown = true;
  for_each_attribute(index.key, [&](const KeyAttribute& attribute) {
    const auto value = item.find(attribute.name);
    shown = shown && value != item.end() && is_of_type(attribute, *value);
  });
  if (!shown) return std::nullopt;
  std::string key = item_key(index.key, item);
  if (index.global) {
    std::string raw;
    for_each_attribute(table, [&](const KeyAttribute& attribute) {
      raw += raw_bytes(attribute.type, attribute_of(item, attribute));
    });
    key += hash_prefix(raw);
  }
  return key + item_key(table, item);
}

std::pair<std::string, std::string> segment_bounds(std::int64_t segment, std::int64_t total_segments) {
  // The space of prefixes is cut into equal parts; that the service rounds up where it does not divide is
  // assumed.
  const auto bound = [&](std::int64_t number) -> std::string {
    const std::int64_t prefix = ((number << 32) + total_segments - 1) / total_segments;
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>((prefix >> shift) & 0xff);
    return bytes;
  };
  return {segment == 0 ? "" : bound(segment), segment + 1 == total_segments ? "" : bound(segment + 1)};
}

Json key_of(const Json& item, const KeyDefinition& table, const KeyDefinition* index) {
  Json key = Json::object();
  const auto copy = [&](const KeyAttribute& attribute) {
    key[attribute.name] = attribute_of(item, attribute);
  };
  for_each_attribute(table, copy);
  if (index != nullptr) for_each_attribute(*index, copy);
  return key;
}

}  // namespace cloche::dynamodb
