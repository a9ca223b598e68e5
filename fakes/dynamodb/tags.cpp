#include "fakes/dynamodb/tags.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <set>

#include "fakes/core/arn.h"
#include "fakes/dynamodb/errors.h"
#include "fakes/wire/pattern.h"

namespace cloche::dynamodb {

namespace {

constexpr std::size_t max_key_length = 128;
constexpr std::size_t max_value_length = 256;

// Letters, digits and spaces of any script, and these signs; lengths are counted in characters.
bool is_tag_text(const std::string& text, std::size_t max_length) {
  const auto begins = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; };
  return static_cast<std::size_t>(std::ranges::count_if(text, begins)) <= max_length &&
         wire::matches(R"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)", text);
}

void check_tag_value(const std::string* value) {
  if (value != nullptr && is_tag_text(*value, max_value_length)) return;
  throw validation_error("The Tag Value provided is invalid, Value: " + (value == nullptr ? "null" : *value));
}

// What of an ARN's five colons is missing, in the words that other AWS services have for it (assumed).
std::string_view missing_part(std::string_view arn) {
  static constexpr std::array<std::string_view, 4> parts{"Second colon partition", "Third colon vendor",
                                                         "Fourth colon (region/namespace delimiter)",
                                                         "Fifth colon (namespace/relative-id delimiter)"};
  const auto after_first = static_cast<std::size_t>(std::ranges::count(arn, ':')) - 1;
  return after_first < parts.size() ? parts[after_first] : "";
}

ApiError resource_not_found_by_arn(std::string_view arn) {
  return {"ResourceNotFoundException",
          fmt::format("Requested resource not found: ResourceArn: {} not found", arn)};
}

}  // namespace

void check_tag_key(const std::string* key) {
  if (key != nullptr && !key->empty() && is_tag_text(*key, max_key_length)) return;
  throw validation_error("The Tag Key provided is invalid, Key: " + (key == nullptr ? "null" : *key));
}

void check_tags(const std::vector<wire::Structure>& tags) {
  std::set<std::string> keys;
  for (const auto& tag : tags) {
    const std::string* const key = tag.find_string("Key");
    check_tag_key(key);
    check_tag_value(tag.find_string("Value"));
    if (key->starts_with("aws:"))
      throw validation_error("Tag Key cannot be prefixed with aws:, Key: " + *key);
    if (!keys.insert(*key).second) {
      throw validation_error("Duplicate Tag Keys provided as input: Duplicate Tag Key found " + *key);
    }
  }
  check_tag_count(tags.size());
}

void check_tag_count(std::size_t count) {
  if (count > max_tags) {
    throw validation_error("Number of Tags exceed the current limit for the provided ResourceArn");
  }
}

void check_resource_arn(const wire::Structure& request) {
  const std::string* const arn = request.find_string("ResourceArn");
  if (arn == nullptr) throw validation_error("Invalid TableArn");
  if (!arn->starts_with("arn:")) throw invalid_parameters("ARNs must start with 'arn:': " + *arn);
  if (const std::string_view part = missing_part(*arn); !part.empty())
    throw invalid_parameters(fmt::format("{} not found: {}", part, *arn));
}

void check_given(const wire::Structure& request, std::string_view list) {
  if (request.has(list)) return;
  std::string path(list);
  path[0] = static_cast<char>(path[0] + ('a' - 'A'));
  throw validation_error(fmt::format(
      "1 validation error detected: Value null at '{}' failed to satisfy constraint: Member must not be null",
      path));
}

void check_table_arn(const wire::Call& call, std::string_view resource_arn) {
  const auto arn = Arn::parse(resource_arn);
  if (!arn || arn->service != "dynamodb")
    throw invalid_parameters(fmt::format("Provided Arn is not a DynamoDB resource arn: {}", resource_arn));
  constexpr std::string_view prefix = "table/";
  const auto invalid = [&] {
    return validation_error(
        fmt::format("Invalid TableArn: Invalid ResourceArn provided as input {}", resource_arn));
  };
  if (arn->region != call.region || !arn->resource.starts_with(prefix)) throw invalid();
  if (arn->account != call.account.number()) throw ApiError("AccessDeniedException", "Access is denied");
  const std::string_view name = std::string_view(arn->resource).substr(prefix.size());
  if (name.find("/stream/") != std::string_view::npos) throw resource_not_found_by_arn(resource_arn);
  if (name.find('/') != std::string_view::npos) {
    throw invalid_parameters(fmt::format(
        "Invalid resource arn provided, only table or stream is accepted. Provided resource arn: {}",
        resource_arn));
  }
  if (name.size() < 3) throw invalid();
}

const TableDefinition& tagged_table(Store& store, std::string_view resource_arn) {
  const TableDefinition* table = store.find_table(resource_arn);
  if (table == nullptr) throw resource_not_found_by_arn(resource_arn);
  return *table;
}

}  // namespace cloche::dynamodb
