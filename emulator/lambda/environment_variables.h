#pragma once
// The environment variables that a function's process sees: those that Lambda defines, and the function's
// own; nothing of Cloche's. (Lambda Developer Guide, "Defined runtime environment variables".)
//
// What cannot be as on Lambda without a mount namespace: LAMBDA_TASK_ROOT is not /var/task but where the code
// lies, and /tmp is the machine's. TMPDIR names the directory that stands in for it, which is the
// environment's own and ends with it.
//
// A variable that holds an address of Cloche (a queue's URL, which a client may take for its endpoint) was
// set where the function was deployed; in a fork it holds the fork's, so that what is done in a fork stays
// there, and after a start at another port the present one.
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

/// Where a function reaches Cloche.
struct Home {
  std::string endpoint_url = "";                 // AWS_ENDPOINT_URL; "": not set
  std::vector<std::uint16_t> former_ports = {};  // of what this account was forked from, or served at before
};

/// What is the environment's own.
struct Place {
  std::string log_stream;
  std::string temporary_directory;
  std::uint16_t runtime_api_port = 0;
  Home home = {};
  Credentials credentials = {};
};

/// "NAME=value", ordered by name.
std::vector<std::string> environment_variables(const FunctionVersion& function,
                                               const Runtimes::Launch& launch, const Place& place);

}  // namespace cloche::lambda
