#pragma once
// The environment variables that a function's process sees: those that Lambda defines, and the function's
// own; nothing of Cloche's. (Lambda Developer Guide, "Defined runtime environment variables".)
//
// What cannot be as on Lambda without a mount namespace: LAMBDA_TASK_ROOT is not /var/task but where the code
// lies, and /tmp is the machine's. TMPDIR names the directory that stands in for it, which is the
// environment's own and ends with it.
#include <cstdint>
#include <string>
#include <vector>

#include "emulator/lambda/runtimes.h"
#include "fakes/lambda/function_version.h"

namespace cloche::lambda {

struct Credentials {
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token;
};

/// What is the environment's own.
struct Place {
  std::string log_stream;
  std::string temporary_directory;
  std::uint16_t runtime_api_port = 0;
  std::string endpoint_url = "";  // where the function reaches Cloche, AWS_ENDPOINT_URL; "": not set
  Credentials credentials = {};
};

/// "NAME=value", ordered by name.
std::vector<std::string> environment_variables(const FunctionVersion& function,
                                               const Runtimes::Launch& launch, const Place& place);

}  // namespace cloche::lambda
