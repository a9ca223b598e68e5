#include <algorithm>
#include <nlohmann/json.hpp>

#include "fakes/iam/access_key_id.h"
#include "fakes/iam/credentials.h"
#include "fakes/sts/errors.h"
#include "fakes/sts/operations/operations.h"
#include "fakes/sts/session_document.h"

namespace cloche::sts {

namespace {
// The API reference: a user's sessions are for 12 hours unless it says otherwise, the root's for one hour at
// most.
constexpr std::int64_t user_seconds = 43200;
constexpr std::int64_t root_seconds = 3600;
}  // namespace

Answer get_session_token(Call& call, const Structure& request) {
  if (call.caller.access_key_id.starts_with(iam::session_key)) {
    throw access_denied("Cannot call GetSessionToken with session credentials");
  }
  if (request.has("SerialNumber") || request.has("TokenCode"))
    throw not_emulated("GetSessionToken with an MFA device");

  const bool root = call.caller.user_id == call.account.number();
  std::int64_t seconds = request.integer_or("DurationSeconds", user_seconds);
  if (root) seconds = std::min(seconds, root_seconds);
  const iam::NewSession session = iam::create_session(
      call.account, root ? std::string() : call.caller.user_id, std::chrono::seconds(seconds));
  return Json{{"Credentials", credentials_document(session)}};
}

}  // namespace cloche::sts
