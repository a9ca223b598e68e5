#pragma once
// The Lambda Runtime API, version 2018-06-01, as HTTP: routes, headers, and the errors that a runtime gets.
// What a call means to the environment, and whether its state allows it, is the environment's own to say
// (RuntimeCalls).
//
// Which environment speaks? Each has a port of its own on 127.0.0.1, so the listener tells. Runtimes build
// their URLs as http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/… and many take the variable apart at its ':'
// (AWS's own for Node.js does), so a prefix in it cannot be relied on; a TCP peer has no credentials to ask
// for; and a wildcard listener, told apart by addresses 127.x.y.z, would listen beyond 127.0.0.1. A listener
// costs a descriptor and some 30 µs of a cold start.
//
// Threads: a call comes on an I/O thread of the engine.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "emulator/net/server.h"

namespace cloche::lambda {

/// The limit of a synchronous answer, 6 MB and some room for its envelope, as Lambda's own message gives it.
inline constexpr std::size_t max_response_bytes = 6'291'556;

/// What a runtime posts of a handler that failed, or of an init that did.
struct FunctionFailure {
  std::string payload;  // the body: {"errorMessage":…,"errorType":…,"stackTrace":[…]} as a rule
  std::string type;     // header Lambda-Runtime-Function-Error-Type; else `errorType` of the body
};

/// What the environment says of a call.
struct Verdict {
  enum class Kind { accepted, wrong_request_id, wrong_state, too_large };
  Kind kind = Kind::accepted;
  std::string_view from = "";  // wrong_state: "State transition from `from` to `to` failed"
  std::string_view to = "";
};

/// One environment, as its runtime sees it.
class RuntimeCalls {
 public:
  virtual ~RuntimeCalls() = default;
  /// Keeps the responder until there is an invocation (next_response()); refuses by verdict_response().
  virtual void next(net::Responder responder) = 0;
  virtual Verdict response(std::string_view request_id, std::string body) = 0;
  virtual Verdict error(std::string_view request_id, FunctionFailure failure) = 0;
  virtual Verdict init_error(FunctionFailure failure) = 0;
};

/// What `next` answers with.
struct NextInvocation {
  std::string_view request_id;
  std::int64_t deadline_ms;  // since the epoch, on the system's clock: runtimes compare it with theirs
  std::string_view invoked_function_arn;
  std::string_view trace_id;
  std::string_view client_context;
  std::string_view cognito_identity;
};
net::Response next_response(const NextInvocation& invocation, std::string payload);
net::Response verdict_response(const Verdict& verdict);

class RuntimeApi {
 public:
  explicit RuntimeApi(net::Engine& engine) : engine_(engine) {}

  /// Opens a port for one environment, and answers it.
  std::uint16_t open(std::shared_ptr<RuntimeCalls> environment);
  /// Not from an I/O thread.
  void close(std::uint16_t port) { engine_.close(port); }

 private:
  net::Engine& engine_;
};

}  // namespace cloche::lambda
