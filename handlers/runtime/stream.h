#pragma once
// A connection as bytes, plain or TLS, where every wait has a deadline.
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "handlers/runtime/clock.h"
#include "handlers/runtime/endpoint.h"

namespace handlers {

/// No connection, a broken one, or a deadline that passed. `sent` says whether the server may have got the
/// request, which decides whether it can be sent again.
struct ConnectionError : std::runtime_error {
  ConnectionError(const std::string& message, bool sent) : std::runtime_error(message), sent(sent) {}
  bool sent;
};

class Stream {
 public:
  virtual ~Stream() = default;
  /// Writes all of `bytes`, or throws ConnectionError.
  virtual void write(std::string_view bytes, Millis deadline) = 0;
  /// Reads at least one byte, or 0 where the other side has closed; throws ConnectionError.
  virtual std::size_t read(char* buffer, std::size_t size, Millis deadline) = 0;
  /// Whether the other side has closed, or sent what nobody asked for, while the connection was idle.
  virtual bool is_stale() = 0;
};

/// Certificates that are trusted, and how TLS is spoken; made at the first use, as reading the bundle takes
/// some milliseconds. `bundle` is a PEM file; empty: SSL_CERT_FILE, or where Amazon Linux and Debian have
/// theirs.
class TlsTrust {
 public:
  explicit TlsTrust(std::string bundle = "");
  ~TlsTrust();
  void* context();  // SSL_CTX; throws ConnectionError where no bundle can be read

 private:
  std::string bundle_;
  void* context_ = nullptr;
};

/// Connects to `endpoint`; for https with SNI, and a certificate that is checked for the host's name.
std::unique_ptr<Stream> connect_to(const Endpoint& endpoint, TlsTrust& trust, Clock& clock, Millis deadline);

}  // namespace handlers
