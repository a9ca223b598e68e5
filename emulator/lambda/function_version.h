#pragma once
// All that an execution environment needs to know of a function, as plain data. Whoever keeps the functions
// (fakes/lambda) makes one for each version and state of its configuration, and hands the same one to every
// invocation.
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace cloche::lambda {

struct Credentials {
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token;
};

struct FunctionVersion {
  std::string function_arn;  // without a version: "arn:aws:lambda:us-east-1:000000000000:function:thumbnails"
  std::string name;
  std::string version = "$LATEST";
  std::string revision;  // another one for each change of code or configuration: environments of an older one
                         // are ended
  std::string runtime;   // "provided.al2023", "python3.12", "nodejs22.x"
  std::string handler;
  std::filesystem::path code;    // the directory with the unpacked code, absolute
  bool code_is_watched = false;  // hot reload: a change in it takes effect with the next invocation
  std::map<std::string, std::string> environment;
  std::chrono::milliseconds timeout{3000};
  int memory_mb = 128;
  std::string region = "us-east-1";
  std::string log_group;                     // "/aws/lambda/thumbnails"
  std::string endpoint_url;                  // AWS_ENDPOINT_URL; empty: not set
  std::function<Credentials()> credentials;  // the role's, asked for at each cold start, on any thread
};

using FunctionVersionPtr = std::shared_ptr<const FunctionVersion>;

}  // namespace cloche::lambda
