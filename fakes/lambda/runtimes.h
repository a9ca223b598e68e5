#pragma once
// The identifiers of runtimes: what Lambda knows, what it no longer takes, and what Cloche runs. Whether the
// machine has what a runtime needs (its python3, its node) is known a layer above: Account::runtime_refusal.
#include <string_view>

#include "fakes/core/account.h"

namespace cloche::lambda {

/// Throws where no function of this runtime can be created: InvalidParameterValueException in Lambda's words
/// for one that it does not know or no longer takes, "not emulated" and why for one that does not run here.
void check_runtime(const Account& account, std::string_view runtime);

}  // namespace cloche::lambda
