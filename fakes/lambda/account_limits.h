#pragma once
// What an account may use of Lambda in a region (Lambda quotas).
#include <cstdint>

#include "fakes/lambda/store.h"
#include "fakes/wire/service.h"

namespace cloche::lambda {

inline constexpr std::int64_t max_code_storage = 80'530'636'800;  // 75 GB, of all versions
inline constexpr std::int64_t least_unreserved_concurrency = 100;

/// Throws CodeStorageExceededException where the account stores more.
void check_code_storage(Store& store);

}  // namespace cloche::lambda
