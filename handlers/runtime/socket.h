#pragma once
// A TCP socket that does not block, and the waits for it.
#include <memory>
#include <utility>

#include "handlers/runtime/stream.h"

namespace handlers {

class Socket {
 public:
  explicit Socket(int descriptor) : descriptor_(descriptor) {}
  Socket(Socket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Socket& operator=(Socket&&) = delete;
  ~Socket();

  /// Resolves the host's name and tries its addresses in their order. Throws ConnectionError.
  static Socket connect(const Endpoint& endpoint, Clock& clock, Millis deadline);

  int descriptor() const { return descriptor_; }
  /// Waits for poll(2)'s `events`; throws ConnectionError where the deadline passes first.
  void await(short events, Clock& clock, Millis deadline) const;
  bool is_readable() const;

 private:
  int descriptor_;
};

std::unique_ptr<Stream> tls_stream(Socket socket, const Endpoint& endpoint, TlsTrust& trust, Clock& clock,
                                   Millis deadline);

}  // namespace handlers
