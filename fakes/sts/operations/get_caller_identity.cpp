#include <nlohmann/json.hpp>

#include "fakes/sts/operations/operations.h"

namespace cloche::sts {

Answer get_caller_identity(Call& call, const Structure&) {
  return Json{{"UserId", call.caller.user_id}, {"Account", call.caller.account}, {"Arn", call.caller.arn}};
}

}  // namespace cloche::sts
