#pragma once
// The operations of CloudWatch Logs; each is in the file of its name.
#include "fakes/wire/service.h"

namespace cloche::logs {

using wire::Answer;
using wire::Call;
using wire::Structure;

Answer create_log_group(Call& call, const Structure& request);

}  // namespace cloche::logs
