#include <fmt/core.h>

#include <array>
#include <memory>
#include <optional>
#include <string>

#include "fakes/dynamodb/errors.h"
#include "fakes/dynamodb/expression_attributes.h"
#include "fakes/dynamodb/expression_cache.h"
#include "fakes/dynamodb/expression_check.h"
#include "fakes/dynamodb/expression_parameters.h"
#include "fakes/dynamodb/key.h"
#include "fakes/dynamodb/key_access.h"
#include "fakes/dynamodb/legacy_conditions.h"
#include "fakes/dynamodb/operations/operations.h"
#include "fakes/dynamodb/page.h"

namespace cloche::dynamodb {

namespace {

struct Segment {
  std::int64_t number = 0;
  std::int64_t total = 1;
};

std::optional<Segment> segment_of(const Structure& request) {
  const auto number = request.find_integer("Segment");
  const auto total = request.find_integer("TotalSegments");
  if (number && !total) {
    throw validation_error(
        "The TotalSegments parameter is required but was not present in the request when Segment parameter "
        "is present");
  }
  if (!number && total) {
    throw validation_error(
        "The Segment parameter is required but was not present in the request when parameter TotalSegments "
        "is present");
  }
  if (!number) return std::nullopt;
  if (*number >= *total) {
    throw validation_error(
        fmt::format("The Segment parameter is zero-based and must be less than parameter TotalSegments: "
                    "Segment: {} is not "
                    "less than TotalSegments: {}",
                    *number, *total));
  }
  return Segment{*number, *total};
}

struct Scan {
  Scan(const Structure& request, ExpressionCache& cache);

  Page page;
  std::optional<StartKey> start;
  std::optional<Segment> segment;
  std::unique_ptr<ExpressionAttributes> attributes;  // what the expressions point into
};

// All that can be checked without the table, in the service's order.
Scan::Scan(const Structure& request, ExpressionCache& cache) : page(request) {
  static constexpr std::array<std::string_view, 2> expressions{"ProjectionExpression", "FilterExpression"};
  static constexpr std::array<std::string_view, 3> legacy{"AttributesToGet", "ScanFilter",
                                                          "ConditionalOperator"};
  check_expression_parameters(request, expressions, legacy);
  if (request.has("AttributesToGet")) {
    page.projection = legacy_projection(request.strings("AttributesToGet"));
    page.projection_parameter = "AttributesToGet";
  }
  const std::string conditional_operator = request.string_or("ConditionalOperator", "");
  if (const Json* filter = request.find_json("ScanFilter")) {
    page.filter = legacy_filter(*filter, conditional_operator);
  } else {
    check_conditional_operator(conditional_operator, 0);
  }
  start.emplace(request);
  segment = segment_of(request);

  attributes = std::make_unique<ExpressionAttributes>(request.find_json("ExpressionAttributeNames"),
                                                      request.find_json("ExpressionAttributeValues"));
  page.bind_expressions(cache, *attributes);
  attributes->check_all_used();
  page.check_select();
}

}  // namespace

Answer scan(Call& call, const Structure& request) {
  Scan scan(request, call.account.cache<ExpressionCache>());
  Page& page = scan.page;
  const StartKey& start = *scan.start;
  Store store(call.account, call.region);
  page.find_place(store);

  if (page.index != nullptr) start.check_index(*page.table, *page.index);
  page.resolve_projection();
  start.check_table_key(*page.table, page.index);
  std::string place;
  if (start.given()) place = start.place(*page.table, page.index);
  if (scan.segment) {
    const auto [first, last] = segment_bounds(scan.segment->number, scan.segment->total);
    page.range.from = first;
    if (!last.empty()) page.range.to = last;
    if (start.given()) start.check_segment(scan.segment->number, scan.segment->total, place);
  }
  if (page.filter) check_scalar_keys(*page.filter, *page.table);
  if (page.expression) check_scalar_keys(*page.expression, *page.table);

  if (start.given()) page.range.start_after(place);
  return read_page(store, page);
}

}  // namespace cloche::dynamodb
