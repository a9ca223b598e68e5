#pragma once
// The loop of a Lambda function: asks the Runtime API (version 2018-06-01) for the next event, gives it to
// the handler, and sends back what it answers. What a handler throws becomes the invocation's error, with the
// exception's message; what is thrown while the function is made becomes the error of its init, and ends the
// process.
#include <functional>
#include <stdexcept>
#include <string>

#include "handlers/runtime/clock.h"
#include "handlers/runtime/environment.h"

namespace handlers {

struct Invocation {
  std::string event;  // JSON, as it came
  std::string request_id;
  Millis deadline = no_deadline;
  std::string function_arn;
  std::string trace_id;
};

/// An error with a type of its own ("ConfirmationFailed"); any other exception has its class's name.
struct FunctionError : std::runtime_error {
  FunctionError(std::string type, const std::string& message)
      : std::runtime_error(message), type(std::move(type)) {}
  std::string type;
};

/// The answer as JSON.
using Handler = std::function<std::string(const Invocation&)>;

/// `make` makes the handler, in the function's init phase. Answers the exit code of the process: it returns
/// only when the init fails or the Runtime API is gone.
int run_function(const Environment& environment, Clock& clock, const std::function<Handler()>& make);

}  // namespace handlers
