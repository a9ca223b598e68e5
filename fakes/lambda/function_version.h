#pragma once
// A version of a function as it runs, in one state of its code and configuration, as plain data: what
// emulator/lambda needs to run it. Immutable; the same one is handed to every invocation.
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace cloche::lambda {

class CodeInUse;  // code_store.h

struct FunctionVersion {
  std::string function_arn;  // without a version: "arn:aws:lambda:us-east-1:000000000000:function:thumbnails"
  std::string name;
  std::string version = "$LATEST";
  std::string revision;  // another one for each change of code or configuration: environments of an older one
                         // are ended
  std::string region = "us-east-1";
  std::string state = "Active";  // "Pending" while it is being created

  std::string code_sha256;                       // base64; of a hot-reloaded one, of its directory's name
  std::filesystem::path code;                    // the directory with the unpacked code, absolute
  std::shared_ptr<const CodeInUse> code_in_use;  // where Cloche keeps the code itself
  bool code_is_watched = false;  // hot reload: a change in it takes effect with the next invocation

  std::string runtime;  // "provided.al2023", "python3.12", "nodejs22.x"
  std::string handler;
  std::string role;  // ARN
  std::map<std::string, std::string> environment;
  std::chrono::milliseconds timeout{3000};
  int memory_mb = 128;
  int ephemeral_storage_mb = 512;
  std::string architecture;  // "x86_64", "arm64"
  std::string tracing_mode;  // "PassThrough", "Active"

  std::string log_group;              // "/aws/lambda/thumbnails"
  std::string log_format;             // "Text", "JSON"
  std::string application_log_level;  // "": not set
  std::string system_log_level;

  std::string dead_letter_target;  // ARN of a queue or topic; "": none
};

using FunctionVersionPtr = std::shared_ptr<const FunctionVersion>;

}  // namespace cloche::lambda
