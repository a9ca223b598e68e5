#pragma once
// The HTTP/1.1 server. An Engine owns the I/O threads; each listen() opens a port of its own with its own
// handler, so that a fork gets an endpoint. Nothing of Boost shows here.
//
// Threads: a handler is called on an I/O thread and must not wait; it answers by calling its Responder once,
// then or later, from any thread. Requests that are pipelined on one connection are answered in their order.
//
// Bodies are held whole, unless a Planner asks for a stream; a response is whole, unless it brings one.
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "emulator/net/body_stream.h"
#include "fakes/wire/http_message.h"

namespace cloche::net {

struct Request : wire::HttpRequest {
  std::string remote_address;  // "127.0.0.1"
  std::uint16_t local_port = 0;
  std::shared_ptr<BodyStream> stream =
      nullptr;  // the body, where the plan was to stream it; `body` is empty then
};

/// The server adds `Date` where it is missing, and all that frames the body: Content-Length,
/// Transfer-Encoding and the like from a handler are ignored, but for the Content-Length of an answer to HEAD
/// (or of a 304) and `Connection: close`.
struct Response : wire::HttpResponse {
  std::shared_ptr<BodyStream> stream = nullptr;  // the body, instead of `body`
  std::optional<std::uint64_t> stream_length =
      std::nullopt;  // its length where it is known; else it is sent in chunks
};

/// Called once. One that is dropped without a call answers 500.
using Responder = std::move_only_function<void(Response)>;
/// What it throws is answered with 500 and reported on stderr.
using Handler = std::function<void(Request, Responder)>;

struct Limits {
  std::size_t header_bytes = 64 * 1024;       // beyond: 431
  std::size_t body_bytes = 32 * 1024 * 1024;  // of a body that is not streamed; beyond: 413
  std::chrono::milliseconds header_timeout{
      30'000};  // from the first byte of a request to the end of its headers
  std::chrono::milliseconds body_timeout{60'000};   // between two reads of a body
  std::chrono::milliseconds write_timeout{60'000};  // between two writes of an answer
  std::chrono::milliseconds idle_timeout{300'000};  // of a kept-alive connection
  /// A connection whose requests are answered by another I/O thread again and again moves to it, and spares
  /// each answer the way from thread to thread. For ports whose handlers keep their Responders.
  bool follows_answers = false;
};

/// What is to become of a request that has a body, decided by its head before any of the body is asked for.
struct Plan {
  bool stream = false;  // true: `Request::stream`, as long as it likes
  std::optional<std::size_t> body_bytes =
      std::nullopt;  // another limit than that of Limits (or, streamed, than none)
  std::optional<Response> refusal = std::nullopt;  // answers this, reads no body, and closes the connection
};
using Planner = std::function<Plan(const Request& head)>;

class Engine {
 public:
  explicit Engine(unsigned threads);
  /// Stops: no new connections, running requests finish (within `grace`), then the threads end. Not from an
  /// I/O thread.
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// Opens `address`:`port` (0: a free one) and answers the port; throws std::runtime_error where it is
  /// taken.
  std::uint16_t listen(const std::string& address, std::uint16_t port, Handler handler,
                       const Limits& limits = {}, Planner planner = {});
  /// Closes a port and its idle connections; running requests finish. The port is free when it returns.
  void close(std::uint16_t port);

  /// Runs `task` on an I/O thread soon.
  void post(std::move_only_function<void()> task);

  /// Runs `task` on an I/O thread when `delay` has passed; not at all where the engine stops before.
  void after(std::chrono::milliseconds delay, std::move_only_function<void()> task);

  /// How long the destructor lets running requests finish; 10 s.
  void set_grace(std::chrono::milliseconds grace);

  /// Open connections, those of a closed port that are still at work included.
  std::size_t connections() const;

 private:
  friend class Client;
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace cloche::net
