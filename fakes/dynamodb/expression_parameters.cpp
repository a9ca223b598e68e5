#include "fakes/dynamodb/expression_parameters.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "fakes/dynamodb/errors.h"

namespace cloche::dynamodb {

namespace {

bool is_given(const wire::Structure& request, std::string_view member) {
  // Not by has(): not every request has every member.
  const auto found = request.document().find(member);
  return found != request.document().end() && !found->is_null();
}

bool is_any_given(const wire::Structure& request, std::span<const std::string_view> members) {
  return std::ranges::any_of(members, [&](std::string_view member) { return is_given(request, member); });
}

std::vector<std::string_view> given(const wire::Structure& request,
                                    std::span<const std::string_view> members) {
  std::vector<std::string_view> found;
  for (const std::string_view member : members) {
    if (is_given(request, member)) found.push_back(member);
  }
  return found;
}

}  // namespace

void check_expression_parameters(const wire::Structure& request,
                                 std::span<const std::string_view> expressions,
                                 std::span<const std::string_view> legacy) {
  const bool has_expressions = is_any_given(request, expressions);
  if (has_expressions && is_any_given(request, legacy)) {
    throw validation_error(
        fmt::format("Can not use both expression and non-expression parameters in the same request: "
                    "Non-expression parameters: "
                    "{{{}}} Expression parameters: {{{}}}",
                    fmt::join(given(request, legacy), ", "), fmt::join(given(request, expressions), ", ")));
  }
  if (!has_expressions && request.has("ExpressionAttributeNames")) {
    throw validation_error("ExpressionAttributeNames can only be specified when using expressions");
  }
  if (request.shape().member("ExpressionAttributeValues") == nullptr ||
      !request.has("ExpressionAttributeValues"))
    return;
  // A projection has no values.
  std::vector<std::string_view> with_values(expressions.begin(), expressions.end());
  std::erase(with_values, "ProjectionExpression");
  if (with_values.empty() || is_any_given(request, with_values)) return;
  throw validation_error(
      fmt::format("ExpressionAttributeValues can only be specified when using expressions: {} {} null",
                  fmt::join(with_values, " and "), with_values.size() > 1 ? "are" : "is"));
}

}  // namespace cloche::dynamodb
