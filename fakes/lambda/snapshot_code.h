#pragma once
// The code of functions lies beside the account's database; a snapshot takes it along, in a table that no
// account has, so that it can be restored by a Cloche that never saw that code. Directories of hot reload are
// named, and not taken along.
#include "fakes/core/account.h"

namespace cloche::lambda {

/// Puts the zips of the functions in `image`, which is of this account, into it.
void pack_code(const Account& account, Database& image);
/// Takes them out of it and keeps them for this account.
void unpack_code(const Account& account, Database& image);

}  // namespace cloche::lambda
