#pragma once
// What is asked of Lambda's control plane when a function is invoked: which version of which function that
// is, how it runs, how many at once, and what becomes of an asynchronous event. All of it runs inside a unit
// of work of the account.
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "fakes/core/account.h"

namespace cloche::lambda {

/// A version of a function as it runs, in one state of its code and configuration. Immutable.
struct FunctionVersionToRun {
  std::string arn;  // the function's, without a qualifier
  std::string name;
  std::string version;   // "$LATEST", "7"
  std::string revision;  // another one for each change of code or configuration; opaque
  std::string region;
  std::string state;  // "Active"; "Pending" while it is being created

  std::string code_sha256;     // base64; of a hot-reloaded one, of its directory's name
  std::filesystem::path code;  // absolute: the unpacked code, or
  bool hot_reload =
      false;  // the directory in which it is written: a change takes effect with the next invocation

  std::string runtime;  // "python3.12"
  std::string handler;
  std::string role;  // ARN
  std::map<std::string, std::string> environment;
  std::chrono::seconds timeout{3};
  int memory_mb = 128;
  int ephemeral_storage_mb = 512;
  std::string architecture;  // "x86_64", "arm64"
  std::string tracing_mode;  // "PassThrough", "Active"

  std::string log_group;              // "/aws/lambda/name" unless LoggingConfig names another
  std::string log_format;             // "Text", "JSON"
  std::string application_log_level;  // "": not set
  std::string system_log_level;

  std::string dead_letter_target;  // ARN of a queue or topic; "": none
};

using FunctionVersionToRunPtr = std::shared_ptr<const FunctionVersionToRun>;

struct ResolvedFunction {
  FunctionVersionToRunPtr version;
  std::string invoked_arn;  // as it was asked for: with the qualifier, where there was one
  std::string qualifier;    // "": none
};

/// The version that an invocation of `name_or_arn` in `region` runs; of an alias with weights, one drawn from
/// the account's ids. Throws the errors of Invoke: ResourceNotFoundException ("Function not found: <arn>"),
/// InvalidParameterValueException where name and qualifier contradict each other, AccessDeniedException for a
/// function of another account, ResourceConflictException where it is still being created.
ResolvedFunction resolve(Account& account, std::string_view region, std::string_view name_or_arn,
                         const std::string* qualifier = nullptr);

/// How many may run at once. In terms of emulator/lambda's ConcurrencyLimits, which is a layer above.
struct ConcurrencyOfFunction {
  std::optional<int> reserved;  // the function's own
  int unreserved = 0;           // what the account has for all functions without a reservation
};
ConcurrencyOfFunction concurrency_of(Account& account, std::string_view region,
                                     std::string_view function_name);

/// What becomes of an asynchronous event.
struct EventInvokeConfig {
  int maximum_retry_attempts = 2;
  std::chrono::seconds maximum_event_age{21600};
  std::string on_success;  // ARNs of destinations; "": none
  std::string on_failure;
};
/// Of the function by that qualifier: "" and "$LATEST" are the same, an alias has its own. The defaults where
/// nothing was configured.
EventInvokeConfig event_invoke_config(Account& account, std::string_view region,
                                      std::string_view function_name, std::string_view qualifier);

}  // namespace cloche::lambda
