#pragma once
// The operations of STS; service.cpp has their table.
#include "fakes/wire/service.h"

namespace cloche::sts {

using wire::Answer;
using wire::Call;
using wire::Structure;

Answer assume_role(Call& call, const Structure& request);
Answer get_access_key_info(Call& call, const Structure& request);
Answer get_caller_identity(Call& call, const Structure& request);
Answer get_session_token(Call& call, const Structure& request);

}  // namespace cloche::sts
