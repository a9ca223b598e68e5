#pragma once
// What a transaction that is canceled answers: a reason for each of its parts, in their order, "None" where a
// part was not the cause (API reference, TransactionCanceledException).
#include <span>
#include <string>
#include <string_view>

#include "fakes/core/api_error.h"
#include "fakes/core/json.h"

namespace cloche::dynamodb {

/// A CancellationReason.
Json reason(std::string_view code, std::string_view message);
Json no_reason();

ApiError transaction_canceled(std::span<const Json> reasons);

}  // namespace cloche::dynamodb
