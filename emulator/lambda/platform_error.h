#pragma once
// The error types that Lambda itself answers with, when a function's process rather than its handler failed,
// and their words. What a handler throws has a type of its own, which passes through as its runtime posted
// it.
#include <string>
#include <string_view>

namespace cloche::lambda {

enum class PlatformError {
  exit_error,  // the process ended, by itself, by a signal, or for its memory
  timed_out,
  invalid_entrypoint,  // no bootstrap, or none that the kernel can run
  invalid_working_dir,
  response_too_large,
  init_error_unknown,  // a runtime that posted an init error without a type
};

/// "Runtime.ExitError"
std::string_view wire_name(PlatformError error);
/// What the caller of Invoke gets: {"errorType":"…","errorMessage":"RequestId: … Error: …"}; `type` as on the
/// wire.
std::string failure_payload(std::string_view type, std::string_view request_id, std::string_view message);
/// "Runtime exited with error: exit status 1" and the like, of a wait status.
std::string exit_message(int wait_status);

}  // namespace cloche::lambda
