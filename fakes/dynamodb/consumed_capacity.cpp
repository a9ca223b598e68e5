#include "fakes/dynamodb/consumed_capacity.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "fakes/dynamodb/attribute_value.h"
#include "fakes/dynamodb/index_entries.h"
#include "fakes/dynamodb/key.h"

namespace cloche::dynamodb {

namespace {

double blocks(std::int64_t bytes, std::int64_t block) {
  return static_cast<double>(std::max<std::int64_t>(1, (bytes + block - 1) / block));
}

// Whether the index shows the same of two items.
bool shows_same(const TableDefinition& table, const IndexDefinition& index, const Json& before,
                const Json& after) {
  const auto same_in = [&](const Json& one, const Json& other) {
    for (auto attribute = one.begin(); attribute != one.end(); ++attribute) {
      if (!index.projects(table.key, attribute.key())) continue;
      const auto found = other.find(attribute.key());
      if (found == other.end() || !equal(*found, attribute.value())) return false;
    }
    return true;
  };
  return same_in(before, after) && same_in(after, before);
}

double index_units(const TableDefinition& table, const IndexDefinition& index, const Json* before,
                   const Json* after, WriteMode mode) {
  const auto entry = [&](const Json* item) {
    return item == nullptr ? std::nullopt : entry_key(index, table.key, *item);
  };
  const auto units = [&](const Json& item) { return write_units(projected_size(table, index, item), mode); };
  const auto old_entry = entry(before);
  const auto new_entry = entry(after);
  if (old_entry && new_entry && *old_entry == *new_entry) {
    return shows_same(table, index, *before, *after) ? 0 : std::max(units(*before), units(*after));
  }
  return (old_entry ? units(*before) : 0) + (new_entry ? units(*after) : 0);
}

double sum(const std::map<std::string, double>& units) {
  return std::accumulate(units.begin(), units.end(), 0.0,
                         [](double all, const auto& entry) { return all + entry.second; });
}

Json show_units(double units, std::string_view split) {
  Json shown{{"CapacityUnits", units}};
  if (!split.empty()) shown[std::string(split)] = units;
  return shown;
}

}  // namespace

CapacityDetail capacity_detail(const wire::Structure& request) {
  const std::string* const asked = request.find_string("ReturnConsumedCapacity");
  if (asked == nullptr || *asked == "NONE") return CapacityDetail::none;
  return *asked == "TOTAL" ? CapacityDetail::total : CapacityDetail::indexes;
}

double read_units(std::int64_t bytes, ReadMode mode) {
  return blocks(bytes, 4096) * (mode == ReadMode::eventual ? 0.5 : mode == ReadMode::consistent ? 1.0 : 2.0);
}

double write_units(std::int64_t bytes, WriteMode mode) {
  return blocks(bytes, 1024) * (mode == WriteMode::transaction ? 2.0 : 1.0);
}

void ConsumedCapacity::add_write(const TableDefinition& table, const Json* before, std::int64_t size_before,
                                 const Json* after, std::int64_t size_after, WriteMode mode) {
  add(write_units(std::max(size_before, size_after), mode));
  for (const auto& index : table.indexes) {
    if (const double units = index_units(table, index, before, after, mode); units > 0) add(index, units);
  }
}

double ConsumedCapacity::total() const { return table_ + sum(local_) + sum(global_); }

Json ConsumedCapacity::show(CapacityDetail detail, std::string_view table_name,
                            std::string_view split) const {
  if (detail == CapacityDetail::none) return nullptr;
  Json shown = show_units(total(), split);
  shown["TableName"] = table_name;
  if (detail == CapacityDetail::total) return shown;
  shown["Table"] = show_units(table_, split);
  for (const auto& [member, indexes] :
       {std::pair{"LocalSecondaryIndexes", &local_}, std::pair{"GlobalSecondaryIndexes", &global_}}) {
    for (const auto& [name, units] : *indexes) shown[member][name] = show_units(units, split);
  }
  return shown;
}

}  // namespace cloche::dynamodb
