#pragma once
// The HTTP/1.1 server. An Engine owns the I/O threads; each listen() opens a port of its own with its own handler, so
// that a fork gets an endpoint. Nothing of Boost shows here.
//
// Threads: a handler is called on an I/O thread and must not wait; it answers by calling its Responder once, then or
// later, from any thread. Requests that are pipelined on one connection are answered in their order.
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "fakes/wire/http_message.h"

namespace cloche::net {

struct Request : wire::HttpRequest {
  std::string remote_address;  // "127.0.0.1"
  std::uint16_t local_port = 0;
};

struct Response : wire::HttpResponse {};

using Responder = std::move_only_function<void(Response)>;
using Handler = std::function<void(Request, Responder)>;

struct Limits {
  std::size_t header_bytes = 64 * 1024;
  std::size_t body_bytes = 32 * 1024 * 1024;
  std::chrono::seconds header_timeout{30};   // from the first byte of a request to the end of its headers
  std::chrono::seconds body_timeout{60};     // between two reads of a body
  std::chrono::seconds idle_timeout{300};    // of a kept-alive connection
};

class Engine {
 public:
  explicit Engine(unsigned threads);
  /// Stops: no new connections, running requests finish (up to a bound), then the threads end.
  ~Engine();
  Engine(const Engine&) = delete;

  /// Opens `address`:`port` (0: a free one) and answers the port; throws std::runtime_error where it is taken.
  std::uint16_t listen(const std::string& address, std::uint16_t port, Handler handler, const Limits& limits = {});
  /// Closes a port and its idle connections; running requests finish.
  void close(std::uint16_t port);

  /// Runs `task` on an I/O thread soon.
  void post(std::move_only_function<void()> task);

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace cloche::net
