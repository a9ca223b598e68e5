#pragma once
// Which parameters of a request may stand together: those of expressions, and those from before there were
// expressions.
#include <span>
#include <string_view>

#include "fakes/wire/structure.h"

namespace cloche::dynamodb {

/// Throws ValidationException where a request has members of both kinds, or names or values without an
/// expression to use them. Each list is in the order in which the service's messages name its members; a
/// shape may lack some of `legacy`.
void check_expression_parameters(const wire::Structure& request,
                                 std::span<const std::string_view> expressions,
                                 std::span<const std::string_view> legacy);

}  // namespace cloche::dynamodb
