#pragma once
// Who signed a request. A key that Cloche gave out belongs to the account that made it, and its signature is
// verified; a 12-digit key is the root of the account of that number; any other is the root of the default
// account, and neither has a secret to verify against.
#include <string_view>

#include "emulator/front/exchange.h"

namespace cloche::front {

class Accounts;

/// The account that an access key names at the main endpoint.
World& account_of_key(Accounts& accounts, std::string_view access_key_id);

/// Throws ApiError where the signature is missing though the operation needs one, is malformed, or does not
/// verify.
wire::Caller authenticated_caller(const Exchange& exchange);

}  // namespace cloche::front
