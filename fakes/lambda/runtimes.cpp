#include "fakes/lambda/runtimes.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

#include "fakes/lambda/errors.h"

namespace cloche::lambda {

namespace {

// Lambda's documentation, "Lambda runtimes", of 2026. `provided` is no longer taken there, and is here:
// Cloche runs it. The order in which Lambda prints them is not known.
constexpr std::string_view supported[] = {
    "nodejs24.x", "nodejs22.x", "nodejs20.x", "nodejs18.x", "nodejs16.x",   "python3.14",     "python3.13",
    "python3.12", "python3.11", "python3.10", "python3.9",  "python3.8",    "java25",         "java21",
    "java17",     "java11",     "java8.al2",  "dotnet10",   "dotnet8",      "dotnet6",        "ruby4.0",
    "ruby3.4",    "ruby3.3",    "ruby3.2",    "provided",   "provided.al2", "provided.al2023"};

// Of these no function can be created or updated for years.
constexpr std::string_view no_longer_taken[] = {
    "nodejs",        "nodejs4.3",     "nodejs4.3-edge", "nodejs6.10",    "nodejs8.10",
    "nodejs10.x",    "nodejs12.x",    "nodejs14.x",     "python2.7",     "python3.6",
    "python3.7",     "java8",         "go1.x",          "dotnetcore1.0", "dotnetcore2.0",
    "dotnetcore2.1", "dotnetcore3.1", "ruby2.5",        "ruby2.7"};

bool runs_here(std::string_view runtime) {
  return runtime.starts_with("provided") || runtime.starts_with("python") || runtime.starts_with("nodejs");
}

}  // namespace

void check_runtime(const Account& account, std::string_view runtime) {
  if (std::ranges::find(no_longer_taken, runtime) != std::end(no_longer_taken)) {
    throw invalid_parameter(fmt::format(
        "The runtime parameter of {} is no longer supported for creating or updating AWS Lambda functions. "
        "We recommend you use a supported runtime while creating or updating functions.",
        runtime));
  }
  if (std::ranges::find(supported, runtime) == std::end(supported)) {
    throw invalid_parameter(fmt::format(
        "Value {} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [{}] or be "
        "a valid ARN",
        runtime, fmt::join(supported, ", ")));
  }
  if (!runs_here(runtime)) {
    throw ApiError(
        "NotEmulated",
        fmt::format("The runtime {} is not emulated by Cloche, which runs provided.al2023, provided.al2, "
                    "provided, python3.x and nodejs*.x.",
                    runtime),
        501);
  }
  if (const auto reason = account.runtime_refusal(runtime)) throw ApiError("NotEmulated", *reason, 501);
}

}  // namespace cloche::lambda
