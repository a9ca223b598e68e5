#include "fakes/dynamodb/consumed_capacity.h"

#include <doctest/doctest.h>

#include "fakes/dynamodb/attribute_value.h"

namespace cloche::dynamodb {
namespace {

TableDefinition table() {
  TableDefinition table;
  table.key = {{{"a", 'S'}}, {}};
  IndexDefinition local;
  local.name = "local";
  local.key = {{{"a", 'S'}}, {{"l", 'S'}}};
  local.projection = ProjectionType::keys_only;
  IndexDefinition global;
  global.name = "global";
  global.global = true;
  global.key = {{{"g", 'S'}}, {}};
  table.indexes = {local, global};
  return table;
}

Json consumed(const Json& before, const Json& after, WriteMode mode = WriteMode::single) {
  ConsumedCapacity consumed;
  const auto size = [](const Json& item) {
    return item.is_null() ? 0 : static_cast<std::int64_t>(item_size(item));
  };
  consumed.add_write(table(), before.is_null() ? nullptr : &before, size(before),
                     after.is_null() ? nullptr : &after, size(after), mode);
  Json shown = consumed.show(CapacityDetail::indexes, "t");
  Json units{{"all", shown["CapacityUnits"]}, {"table", shown["Table"]["CapacityUnits"]}};
  if (shown.contains("LocalSecondaryIndexes"))
    units["local"] = shown["LocalSecondaryIndexes"]["local"]["CapacityUnits"];
  if (shown.contains("GlobalSecondaryIndexes"))
    units["global"] = shown["GlobalSecondaryIndexes"]["global"]["CapacityUnits"];
  return units;
}

Json j(const char* text) { return Json::parse(text); }

TEST_CASE("reading counts blocks of 4 KB, writing blocks of 1 KB, at least one") {
  CHECK(read_units(0, ReadMode::eventual) == 0.5);
  CHECK(read_units(4096, ReadMode::consistent) == 1);
  CHECK(read_units(4097, ReadMode::consistent) == 2);
  CHECK(read_units(4097, ReadMode::eventual) == 1);
  CHECK(read_units(1, ReadMode::transaction) == 2);
  CHECK(write_units(0) == 1);
  CHECK(write_units(1024) == 1);
  CHECK(write_units(1025) == 2);
  CHECK(write_units(1, WriteMode::transaction) == 2);
}

TEST_CASE("a write consumes for each index entry that it puts or removes") {
  // Developer Guide, "Provisioned throughput considerations for global secondary indexes".
  const Json nothing;
  const Json plain = j(R"({"a": {"S": "1"}})");
  const Json both = j(R"({"a": {"S": "1"}, "l": {"S": "l"}, "g": {"S": "g"}, "x": {"S": "x"}})");
  CHECK(consumed(nothing, plain) == j(R"({"all": 1.0, "table": 1.0})"));
  CHECK(consumed(nothing, both) == j(R"({"all": 3.0, "table": 1.0, "local": 1.0, "global": 1.0})"));
  CHECK(consumed(both, nothing) == j(R"({"all": 3.0, "table": 1.0, "local": 1.0, "global": 1.0})"));
  CHECK(consumed(both, both) == j(R"({"all": 1.0, "table": 1.0})"));
  Json moved = both;
  moved["g"]["S"] = "h";
  CHECK(consumed(both, moved) == j(R"({"all": 3.0, "table": 1.0, "global": 2.0})"));
  Json changed = both;
  changed["x"]["S"] = "y";
  CHECK(consumed(both, changed) == j(R"({"all": 2.0, "table": 1.0, "global": 1.0})"));
  Json big = both;
  big["x"]["S"] = std::string(3000, 'x');
  CHECK(consumed(both, big) == j(R"({"all": 6.0, "table": 3.0, "global": 3.0})"));
  CHECK(consumed(nothing, both, WriteMode::transaction) ==
        j(R"({"all": 6.0, "table": 2.0, "local": 2.0, "global": 2.0})"));
}

TEST_CASE("consumed capacity is shown as it was asked for") {
  ConsumedCapacity consumed;
  consumed.add(1.5);
  CHECK(consumed.show(CapacityDetail::none, "t").is_null());
  CHECK(consumed.show(CapacityDetail::total, "t") == j(R"({"CapacityUnits": 1.5, "TableName": "t"})"));
  CHECK(
      consumed.show(CapacityDetail::indexes, "t", "ReadCapacityUnits") ==
      j(R"({"CapacityUnits": 1.5, "ReadCapacityUnits": 1.5, "TableName": "t", "Table": {"CapacityUnits": 1.5, "ReadCapacityUnits": 1.5}})"));
}

}  // namespace
}  // namespace cloche::dynamodb
