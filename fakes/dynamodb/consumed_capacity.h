#pragma once
// The capacity that a request consumes (Developer Guide, "Read and write operations": consumption), and how
// ReturnConsumedCapacity shows it. Throughput is not limited: this only counts.
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "fakes/core/json.h"
#include "fakes/dynamodb/table_definition.h"
#include "fakes/wire/structure.h"

namespace cloche::dynamodb {

/// What a request asks to see.
enum class CapacityDetail : std::uint8_t { none, total, indexes };
CapacityDetail capacity_detail(const wire::Structure& request);

enum class ReadMode : std::uint8_t { eventual, consistent, transaction };
enum class WriteMode : std::uint8_t { single, transaction };

/// Of reading `bytes` at once: one unit for each 4 KB and for the rest, at least one; half of it where the
/// read need not be consistent, twice in a transaction.
double read_units(std::int64_t bytes, ReadMode mode);
/// Of writing `bytes`: one unit for each KB and for the rest, at least one; twice in a transaction.
double write_units(std::int64_t bytes, WriteMode mode = WriteMode::single);

/// The units that one request consumed of one table and its indexes.
class ConsumedCapacity {
 public:
  void add(double units) { table_ += units; }
  void add(const IndexDefinition& index, double units) {
    (index.global ? global_ : local_)[index.name] += units;
  }

  /// Adds what the write of an item consumes: of the table by the larger of the item before and after, of an
  /// index by each entry that it puts or removes, and nothing where what the index shows stays the same.
  /// Null: there is no item.
  void add_write(const TableDefinition& table, const Json* before, std::int64_t size_before,
                 const Json* after, std::int64_t size_after, WriteMode mode = WriteMode::single);

  double total() const;

  /// The structure ConsumedCapacity; null where nothing is to be shown. `table_name` is the table's name or
  /// ARN, as the request has it. `split` names the member that a transaction shows beside:
  /// "ReadCapacityUnits", "WriteCapacityUnits".
  Json show(CapacityDetail detail, std::string_view table_name, std::string_view split = "") const;

 private:
  double table_ = 0;
  std::map<std::string, double> local_;  // by index; with 0 where an index was looked at only
  std::map<std::string, double> global_;
};

}  // namespace cloche::dynamodb
