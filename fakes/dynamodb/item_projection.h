#pragma once
// What GetItem and its kin want to see of an item: the ProjectionExpression or AttributesToGet of a request.
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "fakes/core/json.h"
#include "fakes/dynamodb/bound_expression.h"
#include "fakes/dynamodb/expression_attributes.h"
#include "fakes/dynamodb/expression_cache.h"
#include "fakes/dynamodb/projection.h"
#include "fakes/dynamodb/table_definition.h"
#include "fakes/wire/structure.h"

namespace cloche::dynamodb {

/// Throws ValidationException where a request that reads an item has parameters that can't stand together.
void check_projection_parameters(const wire::Structure& request);

class ItemProjection {
 public:
  /// `request` must outlive it. Throws ValidationException for all that is wrong without the table.
  ItemProjection(const wire::Structure& request, ExpressionCache& cache);

  void check(const TableDefinition& table) const;

  /// What is to be seen of an item, which is JSON text; the text itself where all is.
  Json show(std::string_view item) const;

 private:
  std::unique_ptr<ExpressionAttributes> attributes_;  // what the expression points into
  std::optional<Bound<ProjectionTree>> expression_;
  std::optional<Projection> projection_;
};

}  // namespace cloche::dynamodb
