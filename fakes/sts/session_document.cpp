#include "fakes/sts/session_document.h"

#include <nlohmann/json.hpp>

namespace cloche::sts {

Json credentials_document(const iam::NewSession& session) {
  return {{"AccessKeyId", session.access_key_id},
          {"SecretAccessKey", session.secret},
          {"SessionToken", session.token},
          {"Expiration", to_millis(session.expires)}};
}

}  // namespace cloche::sts
