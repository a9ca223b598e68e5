#pragma once
// Which program runs a function: `bootstrap` of its own code for the provided runtimes, the machine's python3
// or node with a bootstrap of ours (bootstraps/) for the managed ones.
//
// Immutable after construction, so shared by all threads.
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/lambda/function_version.h"

namespace cloche::lambda {

class Runtimes {
 public:
  /// Writes our bootstraps below `directory`, and finds python3 and node on this process's PATH.
  explicit Runtimes(const std::filesystem::path& directory);

  /// Why functions of `runtime` cannot run here, in a sentence for who creates one; nullopt where they can.
  std::optional<std::string> unsupported_runtime_reason(std::string_view runtime) const;

  struct Launch {
    std::string executable;
    std::vector<std::string> arguments;
    std::string runtime_directory;         // LAMBDA_RUNTIME_DIR
    std::vector<std::string> environment;  // what only this runtime has: "NAME=value"
  };
  /// A Fault for a runtime that is not supported.
  Launch launch(const FunctionVersion& function) const;

 private:
  std::string python_for(std::string_view runtime) const;

  std::filesystem::path directory_;
  std::string python_;  // empty: not installed
  std::string node_;
};

bool is_provided(std::string_view runtime);

}  // namespace cloche::lambda
