#include "emulator/lambda/platform_error.h"

#include <fmt/core.h>
#include <sys/wait.h>

#include <csignal>
#include <nlohmann/json.hpp>

namespace cloche::lambda {

namespace {

/// As Lambda words them, which are the names of Go's syscall package.
std::string signal_name(int number) {
  switch (number) {
    case SIGHUP:
      return "hangup";
    case SIGINT:
      return "interrupt";
    case SIGQUIT:
      return "quit";
    case SIGILL:
      return "illegal instruction";
    case SIGTRAP:
      return "trace/breakpoint trap";
    case SIGABRT:
      return "aborted";
    case SIGBUS:
      return "bus error";
    case SIGFPE:
      return "floating point exception";
    case SIGKILL:
      return "killed";
    case SIGUSR1:
      return "user defined signal 1";
    case SIGSEGV:
      return "segmentation fault";
    case SIGUSR2:
      return "user defined signal 2";
    case SIGPIPE:
      return "broken pipe";
    case SIGALRM:
      return "alarm clock";
    case SIGTERM:
      return "terminated";
    default:
      return fmt::format("signal {}", number);
  }
}

}  // namespace

std::string_view wire_name(PlatformError error) {
  switch (error) {
    case PlatformError::exit_error:
      return "Runtime.ExitError";
    case PlatformError::timed_out:
      return "Sandbox.Timedout";
    case PlatformError::invalid_entrypoint:
      return "Runtime.InvalidEntrypoint";
    case PlatformError::invalid_working_dir:
      return "Runtime.InvalidWorkingDir";
    case PlatformError::response_too_large:
      return "Function.ResponseSizeTooLarge";
    case PlatformError::init_error_unknown:
      return "Runtime.Unknown";
  }
  return "Runtime.Unknown";
}

std::string failure_payload(std::string_view type, std::string_view request_id, std::string_view message) {
  nlohmann::ordered_json payload;
  payload["errorType"] = type;
  payload["errorMessage"] = fmt::format("RequestId: {} Error: {}", request_id, message);
  return payload.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string exit_message(int wait_status) {
  if (WIFSIGNALED(wait_status))
    return "Runtime exited with error: signal: " + signal_name(WTERMSIG(wait_status));
  const int code = WEXITSTATUS(wait_status);
  if (code == 0) return "Runtime exited without providing a reason";
  return fmt::format("Runtime exited with error: exit status {}", code);
}

}  // namespace cloche::lambda
