#include "fakes/dynamodb/key_access.h"

#include <fmt/core.h>

#include <optional>

#include "fakes/dynamodb/attribute_value.h"
#include "fakes/dynamodb/errors.h"

namespace cloche::dynamodb {

namespace {

void check_scalar(const Path& path, const Bindings& bindings, const TableDefinition& table) {
  if (path.size() == 1) return;
  const std::string& name = bindings.name(path.front());
  const auto refuse = [&](std::string_view what) -> ApiError {
    return validation_error(fmt::format(
        "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: {}: {}",
        what, name));
  };
  if (table.key.has(name)) throw refuse("Key");
  for (const auto& index : table.indexes) {
    if (index.key.has(name)) throw refuse("IndexKey");
  }
}

// The kind of value that a clause is sure to give its attribute.
std::optional<Kind> kind_given(const UpdateClause& clause, const Bindings& bindings) {
  if (clause.action == UpdateAction::remove || clause.path.size() > 1) return std::nullopt;
  switch (clause.operand.op) {
    case Operator::value:
      return kind_of(*bindings.values[clause.operand.value]);
    case Operator::plus:
    case Operator::minus:
      return Kind::N;
    case Operator::list_append:
      return Kind::L;
    default:
      return std::nullopt;
  }
}

void check_index_type(const UpdateClause& clause, const Bindings& bindings, const TableDefinition& table) {
  const auto kind = kind_given(clause, bindings);
  if (!kind) return;
  for (const auto& index : table.indexes) {
    const KeyAttribute* attribute = index.key.find(bindings.name(clause.path.front()));
    if (attribute == nullptr || name_of(*kind) == std::string_view(&attribute->type, 1)) continue;
    throw invalid_parameters(
        fmt::format("Type mismatch for Index Key {} Expected: {} Actual: {} IndexName: {}", attribute->name,
                    attribute->type, name_of(*kind), index.name));
  }
}

}  // namespace

void check_scalar_keys(const Condition& condition, const TableDefinition& table) {
  for_each_path(condition.tree->root,
                [&](const Path& path) { check_scalar(path, condition.bindings, table); });
}

void check_scalar_keys(const Bound<ProjectionTree>& projection, const TableDefinition& table) {
  for (const auto& path : projection.tree->paths) check_scalar(path, projection.bindings, table);
}

void check_filter_avoids_key(const Condition& filter, const KeyDefinition& key, std::string_view parameter) {
  for_each_path(filter.tree->root, [&](const Path& path) {
    const std::string& name = filter.bindings.name(path.front());
    if (key.has(name)) {
      throw validation_error(fmt::format(
          "{} can only contain non-primary key attributes: Primary key attribute: {}", parameter, name));
    }
  });
}

void check_update_of_keys(const Update& update, const TableDefinition& table) {
  const Bindings& bindings = update.bindings;
  for (const auto& clause : update.tree->clauses) {
    const std::string& name = bindings.name(clause.path.front());
    if (table.key.has(name)) {
      throw invalid_parameters(
          fmt::format("Cannot update attribute {}. This attribute is part of the key", name));
    }
  }
  for (const auto& clause : update.tree->clauses) check_index_type(clause, bindings, table);
  for (const auto& clause : update.tree->clauses) {
    check_scalar(clause.path, bindings, table);
    for_each_path(clause.operand, [&](const Path& path) { check_scalar(path, bindings, table); });
  }
}

}  // namespace cloche::dynamodb
