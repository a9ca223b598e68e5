#include "fakes/sts/service.h"

#include <array>

#include "fakes/sts/operations/operations.h"

namespace cloche::sts {

namespace {

constexpr std::array operations{
    wire::OperationEntry{"AssumeRole", &assume_role},
    wire::OperationEntry{"GetAccessKeyInfo", &get_access_key_info},
    wire::OperationEntry{"GetCallerIdentity", &get_caller_identity},
    wire::OperationEntry{"GetSessionToken", &get_session_token},
};

}  // namespace

const wire::ServiceDefinition& definition() {
  static const wire::ServiceDefinition definition{
      .name = "sts", .operations = operations, .schema = {}, .effects = {}};
  return definition;
}

}  // namespace cloche::sts
