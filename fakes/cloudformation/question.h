#pragma once
// The operations that need what a fake may not know: how templates are read and deployed. Such a request
// becomes a question: a row of the outbox that emulator/deploy takes, does what was asked, and answers in a
// unit of work of its own; the request waits for that, and its client sees what it would see of AWS when all
// has come to rest.
#include <string>
#include <string_view>

#include "fakes/core/account.h"
#include "fakes/core/api_error.h"
#include "fakes/wire/service.h"

namespace cloche::cloudformation {

/// The effect, outside of the account. Its payload: {"Id", "Operation", "Region", "Host", "Request"}.
inline constexpr std::string_view question_effect = "cloudformation.question";

/// Asks, or answers with what came. Every operation of this kind has this function.
wire::Answer ask(wire::Call& call, const wire::Structure& request);

/// Inside a unit of work: what is answered to the question of this id.
void answer_question(Account& account, const std::string& id, const Json& document);
void refuse_question(Account& account, const std::string& id, const ApiError& error);

}  // namespace cloche::cloudformation
