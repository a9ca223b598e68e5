#pragma once
// Where addresses of Cloche stand in Lambda's tables: in functions' variables.
#include <array>

#include "fakes/core/home.h"

namespace cloche::lambda {

inline constexpr std::array address_columns{AddressColumn{"lambda_versions", "document"}};

}  // namespace cloche::lambda
