#pragma once
// The HTTP/1.1 client, on an Engine's threads: connections are kept and used again, bodies are whole. For
// what the emulator calls itself, for scenarios, and for tests.
//
// Threads: send() may be called from any thread; the one that waits must not be called on an I/O thread.
// A client that goes away closes its idle connections; what is under way still ends with its callback.
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "fakes/wire/http_message.h"

namespace cloche::net {

class Engine;

/// Where a server is. "localhost" and every name below it are 127.0.0.1, as browsers have it (RFC 6761
/// section 6.3).
struct Address {
  std::string host;
  std::uint16_t port = 80;

  /// Reads "http://host[:port]", with a '/' after it or without, and IPv6 in brackets; throws
  /// std::invalid_argument.
  static Address of_url(std::string_view url);
};

/// No answer came: not connected, broken off, not HTTP, or too late.
class NoAnswer : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Client {
 public:
  struct Outcome {
    wire::HttpResponse response;
    std::string failure;  // not empty: there is no response, and why
  };
  using Callback = std::move_only_function<void(Outcome)>;
  static constexpr std::chrono::milliseconds default_timeout{30'000};

  explicit Client(Engine& engine);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// Host, Content-Length and what else frames the message are added where they are missing. `timeout` is for
  /// the whole exchange. A request is sent once, but for one that goes out on a kept connection which turns
  /// out to be closed.
  void send(const Address& to, wire::HttpRequest request, Callback callback,
            std::chrono::milliseconds timeout = default_timeout);
  /// The same, waiting; throws NoAnswer.
  wire::HttpResponse send(const Address& to, wire::HttpRequest request,
                          std::chrono::milliseconds timeout = default_timeout);

  /// Nobody waits any more: every send() that does ends with NoAnswer, and so does each to come.
  void give_up();

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace cloche::net
