#pragma once
// Which account a request to an API means that came in by the main endpoint: the one that has an API of this
// id.
#include <string_view>

#include "emulator/front/accounts.h"

namespace cloche::front {

/// The default account where none has it.
World& owner_of_api(Accounts& accounts, std::string_view api);

}  // namespace cloche::front
