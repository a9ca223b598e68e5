#include "fakes/dynamodb/tags.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "fakes/core/arn.h"
#include "fakes/dynamodb/errors.h"

namespace cloche::dynamodb {

void check_tags(const std::vector<wire::Structure>& tags) {
  std::set<std::string> keys;
  for (const auto& tag : tags) {
    const std::string& key = tag.string("Key");
    if (key.starts_with("aws:")) throw validation_error("Tag Key cannot be prefixed with aws:, Key:" + key);
    if (!keys.insert(key).second) {
      throw validation_error("Duplicate Tag Keys provided as input: Duplicate Tag Key found " + key);
    }
  }
  check_tag_count(tags.size());
}

void check_tag_count(std::size_t count) {
  if (count > max_tags) {
    throw validation_error("Number of Tags exceed the current limit for the provided ResourceArn");
  }
}

void check_resource_arn(const wire::Call& call, const wire::Structure& request) {
  const std::string* arn = request.find_string("ResourceArn");
  if (arn == nullptr) throw validation_error("Invalid TableArn");
  // Six parts, none empty, and a slash with something on both sides in the last.
  std::string_view rest = *arn;
  bool well_formed = true;
  for (int part = 0; part < 5 && well_formed; ++part) {
    const auto colon = rest.find(':');
    well_formed = colon != std::string_view::npos && colon > 0;
    if (well_formed) rest.remove_prefix(colon + 1);
  }
  const auto slash = rest.find('/', 1);
  if (well_formed && slash != std::string_view::npos && slash + 1 < rest.size()) return;
  throw ApiError("AccessDeniedException",
                 fmt::format("User: {} is not authorized to perform: dynamodb:{} on resource: {}",
                             call.caller.arn, call.operation.name, arn->empty() ? "*" : *arn));
}

void check_given(const wire::Structure& request, std::string_view list) {
  if (request.has(list)) return;
  std::string path(list);
  path[0] = static_cast<char>(path[0] + ('a' - 'A'));
  throw validation_error(fmt::format(
      "1 validation error detected: Value null at '{}' failed to satisfy constraint: Member must not be null",
      path));
}

void check_table_arn(std::string_view resource_arn) {
  const auto arn = Arn::parse(resource_arn);
  constexpr std::string_view prefix = "table/";
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (arn && arn->service == "dynamodb" && !arn->region.empty() && !arn->account.empty() &&
      std::ranges::all_of(arn->account, is_digit) && arn->resource.starts_with(prefix)) {
    const std::string_view name = std::string_view(arn->resource).substr(prefix.size());
    if (name.size() >= 3 && name.find('/') == std::string_view::npos) return;
  }
  throw validation_error(
      fmt::format("Invalid TableArn: Invalid ResourceArn provided as input {}", resource_arn));
}

const TableDefinition& tagged_table(Store& store, std::string_view resource_arn,
                                    const std::string& not_found) {
  const TableDefinition* table = store.find_table(resource_arn);
  if (table == nullptr) throw ApiError("ResourceNotFoundException", not_found);
  return *table;
}

}  // namespace cloche::dynamodb
