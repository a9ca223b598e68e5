#include "fakes/lambda/account_limits.h"

#include "fakes/lambda/errors.h"

namespace cloche::lambda {

void check_code_storage(Store& store) {
  if (store.total_code_size() > max_code_storage) {
    throw user_error("CodeStorageExceededException", "Code storage limit exceeded.");
  }
}

}  // namespace cloche::lambda
