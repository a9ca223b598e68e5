#pragma once
// What GetFunction of Lambda says is where a function's zip can be had (Code.Location). AWS names a bucket of
// its own, by a URL that is signed already; here it is a path of this server, which wants no signature: only
// who knows the code's hash finds it.
#include "emulator/net/server.h"
#include "fakes/lambda/code_store.h"

namespace cloche::front {

bool is_code_download(const net::Request& request);

/// The zip, or the answer of a bucket that does not have it.
net::Response download_code(const net::Request& request, const lambda::CodeStore& store);

}  // namespace cloche::front
