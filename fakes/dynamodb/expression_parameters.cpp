#include "fakes/dynamodb/expression_parameters.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <vector>

#include "fakes/dynamodb/errors.h"

namespace cloche::dynamodb {

namespace {

std::vector<std::string_view> given(const wire::Structure& request,
                                    std::span<const std::string_view> members) {
  std::vector<std::string_view> found;
  for (const std::string_view member : members) {
    if (request.shape().member(member) != nullptr && request.has(member)) found.push_back(member);
  }
  return found;
}

}  // namespace

void check_expression_parameters(const wire::Structure& request,
                                 std::span<const std::string_view> expressions,
                                 std::span<const std::string_view> legacy) {
  const auto used = given(request, expressions);
  const auto old = given(request, legacy);
  if (!used.empty() && !old.empty()) {
    throw validation_error(
        fmt::format("Can not use both expression and non-expression parameters in the same request: "
                    "Non-expression parameters: "
                    "{{{}}} Expression parameters: {{{}}}",
                    fmt::join(old, ", "), fmt::join(used, ", ")));
  }
  if (used.empty() && request.has("ExpressionAttributeNames")) {
    throw validation_error("ExpressionAttributeNames can only be specified when using expressions");
  }
  // A projection has no values.
  std::vector<std::string_view> with_values(expressions.begin(), expressions.end());
  std::erase(with_values, "ProjectionExpression");
  if (with_values.empty() || !request.has("ExpressionAttributeValues") || !given(request, with_values).empty()) return;
  throw validation_error(
      fmt::format("ExpressionAttributeValues can only be specified when using expressions: {} {} null",
                  fmt::join(with_values, " and "), with_values.size() > 1 ? "are" : "is"));
}

}  // namespace cloche::dynamodb
