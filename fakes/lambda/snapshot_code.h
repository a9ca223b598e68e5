#pragma once
// The code of functions lies beside the account's database; a snapshot takes it along, in a table that no
// account has, so that it can be restored by a Cloche that never saw that code. Directories of hot reload are
// named, and not taken along.
#include <memory>
#include <vector>

#include "fakes/core/account.h"
#include "fakes/lambda/code_store.h"

namespace cloche::lambda {

/// Puts the zips of the functions in `image`, which is of this account, into it.
void pack_code(const Account& account, Database& image);
using CodeInUsePtrs = std::vector<std::shared_ptr<const CodeInUse>>;
/// Takes them out of it and keeps them for this account; what is answered lives until functions name them.
CodeInUsePtrs unpack_code(const Account& account, Database& image);

}  // namespace cloche::lambda
