#pragma once
// ClientRequestToken: a request that comes again with its token is the one that was carried out, and nothing
// more is done; another request with that token is refused. Assumed: each stack knows its own tokens, and
// never forgets one.
#include <string>
#include <string_view>

#include "fakes/cloudformation/store.h"
#include "fakes/core/json.h"

namespace cloche::deploy {

/// "" where the request has none.
std::string token_of(const Json& request);

/// Whether the stack has carried out this very request. Throws TokenAlreadyExistsException where it has
/// carried out another with this token.
bool is_repeated(const cloudformation::Stack& stack, std::string_view operation, const Json& request);

void remember_token(cloudformation::Stack& stack, std::string_view operation, const Json& request);

/// The tokens of `from` are those of `stack` too.
void take_tokens(const cloudformation::Stack& from, cloudformation::Stack& stack);

}  // namespace cloche::deploy
