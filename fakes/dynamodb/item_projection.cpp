#include "fakes/dynamodb/item_projection.h"

#include <array>
#include <string>

#include "fakes/dynamodb/expression_check.h"
#include "fakes/dynamodb/expression_parameters.h"
#include "fakes/dynamodb/key_access.h"
#include "fakes/dynamodb/legacy_conditions.h"

namespace cloche::dynamodb {

void check_projection_parameters(const wire::Structure& request) {
  static constexpr std::array<std::string_view, 1> expressions{"ProjectionExpression"};
  static constexpr std::array<std::string_view, 1> legacy{"AttributesToGet"};
  check_expression_parameters(request, expressions, legacy);
}

ItemProjection::ItemProjection(const wire::Structure& request, ExpressionCache& cache) {
  // An element of a transaction has no parameters from before there were expressions.
  if (request.shape().member("AttributesToGet") != nullptr && request.has("AttributesToGet")) {
    projection_ = legacy_projection(request.strings("AttributesToGet"));
  }
  const std::string* const text = request.find_string("ProjectionExpression");
  if (text == nullptr) return;
  attributes_ =
      std::make_unique<ExpressionAttributes>(request.find_json("ExpressionAttributeNames"), nullptr);
  expression_ = bind_projection(cache.projection(*text), *attributes_);
  attributes_->check_all_used();
  projection_.emplace(*expression_);
}

void ItemProjection::check(const TableDefinition& table) const {
  if (expression_) check_scalar_keys(*expression_, table);
}

Json ItemProjection::show(std::string_view item) const {
  return projection_ ? projection_->apply(Json::parse(item)) : json_fragment(item);
}

}  // namespace cloche::dynamodb
