#pragma once
// The write of one item, from what a request asks for to what it leaves: the read-modify-write that PutItem,
// UpdateItem, DeleteItem, the batches and the transactions share. Its steps are called in their order, each
// once:
//
//   ItemWrite write(WriteKind::put, request, expressions);   checks all that can be seen without the table
//   write.find_place(store);                    the table and the item's key; checks them against each other
//   write.read(store);                          what the item is before; may be left out where needs_before()
//   says so write.condition_holds(); write.decide();                             what the item will be
//   write.perform(store);
//
// The request must outlive it.
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "fakes/core/json.h"
#include "fakes/dynamodb/attribute_value_input.h"
#include "fakes/dynamodb/bound_expression.h"
#include "fakes/dynamodb/consumed_capacity.h"
#include "fakes/dynamodb/expression_attributes.h"
#include "fakes/dynamodb/expression_cache.h"
#include "fakes/dynamodb/item_writer.h"
#include "fakes/dynamodb/store.h"
#include "fakes/dynamodb/update_evaluator.h"
#include "fakes/wire/structure.h"

namespace cloche::dynamodb {

enum class WriteKind : std::uint8_t { put, update, remove, check /* only a condition, in a transaction */ };

class ItemWrite {
 public:
  /// `request` is the input of PutItem, UpdateItem or DeleteItem, or an element of TransactWriteItems.
  ItemWrite(WriteKind kind, const wire::Structure& request, ExpressionCache& expressions);
  /// A put or remove without a condition, of BatchWriteItem; `item` is an item or a key as the request has
  /// it.
  ItemWrite(WriteKind kind, std::string table_name, const Json& item);

  void find_place(Store& store);
  /// Whether condition, update or table ask for what the item was before.
  bool needs_before() const;
  void read(Store& store) { before_ = find_version(store, *table_, key_); }
  bool condition_holds() const;
  void decide();
  void perform(Store& store);

  /// Adds what it consumed; before() must have been read.
  void add_to(ConsumedCapacity& capacity, WriteMode mode) const;

  WriteKind kind() const { return kind_; }
  const TableDefinition& table() const { return *table_; }
  const std::string& table_name() const { return table_name_; }  // as the request has it
  const std::string& key() const { return key_; }                // encoded
  /// Of a put the item, else the key.
  const Json& item() const { return *item_; }
  const std::optional<ItemVersion>& before() const { return before_; }
  const std::optional<ItemVersion>& after() const { return after_; }
  /// nullptr where the request has none.
  const Update* update() const { return update_ ? &*update_ : nullptr; }

 private:
  void read_legacy(const wire::Structure& request);
  void read_expressions(const wire::Structure& request, ExpressionCache& expressions);
  Json updated() const;

  WriteKind kind_;
  std::string table_name_;
  NormalItem item_;
  std::unique_ptr<ExpressionAttributes> attributes_;  // what the bound expressions point into
  std::optional<Condition> condition_;
  std::optional<Update> update_;
  UpdateStyle update_style_ = UpdateStyle::expression;

  const TableDefinition* table_ = nullptr;
  std::string key_;
  std::optional<ItemVersion> before_;
  std::optional<ItemVersion> after_;
};

}  // namespace cloche::dynamodb
