#include <nlohmann/json.hpp>

#include "fakes/iam/access_key_id.h"
#include "fakes/sts/errors.h"
#include "fakes/sts/operations/operations.h"

namespace cloche::sts {

// The API reference: it says nothing of whether the key exists. The account is read from the id itself.
Answer get_access_key_info(Call&, const Structure& request) {
  const auto account = iam::account_of_access_key(request.string("AccessKeyId"));
  if (!account) throw invalid_access_key_id();
  return Json{{"Account", *account}};
}

}  // namespace cloche::sts
