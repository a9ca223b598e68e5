#pragma once
// What Query and Scan have in common: what they want to see of the items that they read, and the reading of
// one page.
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "fakes/core/json.h"
#include "fakes/dynamodb/bound_expression.h"
#include "fakes/dynamodb/consumed_capacity.h"
#include "fakes/dynamodb/expression_attributes.h"
#include "fakes/dynamodb/expression_cache.h"
#include "fakes/dynamodb/projection.h"
#include "fakes/dynamodb/start_key.h"
#include "fakes/dynamodb/store.h"
#include "fakes/wire/structure.h"

namespace cloche::dynamodb {

/// The page that a request asks for. It is filled step by step, in the order of the service's checks.
struct Page {
  /// Takes what needs neither the table nor a check of its own.
  explicit Page(const wire::Structure& request);

  /// Takes FilterExpression and ProjectionExpression; throws ValidationException where one is wrong. What it
  /// keeps points into `attributes`.
  void bind_expressions(ExpressionCache& cache, ExpressionAttributes& attributes);
  /// Finds table and index; throws ValidationException where the table has no such index, or it can't be read
  /// consistently.
  void find_place(Store& store);
  /// Throws ValidationException where Select, the projection and what is read do not go together.
  void check_select() const;
  /// The same where a global index does not project what is asked for; else it may be that the items have to
  /// be fetched.
  void resolve_projection();

  const KeyDefinition& key() const { return index != nullptr ? index->key : table->key; }

  const wire::Structure& request;
  std::string table_name;  // or ARN, as the request has it
  std::string select;      // "" where the request does not say
  std::optional<Condition> filter;
  std::optional<Bound<ProjectionTree>> expression;
  std::optional<Projection> projection;
  std::string projection_parameter;  // where `projection` comes from

  const TableDefinition* table = nullptr;
  const IndexDefinition* index = nullptr;
  bool fetches = false;  // the item behind each entry of a local index
  KeyRange range;
  bool is_single = false;  // it reads one item at most, so there is nothing to go on with
};

/// Reads from the beginning of the range until `Limit` items or 1 MB have been read, or the range ends: the
/// answer of a Query or Scan.
Json read_page(Store& store, const Page& page);

}  // namespace cloche::dynamodb
