#include "handlers/runtime/socket.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <nss.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace handlers {

namespace {

class TcpStream : public Stream {
 public:
  TcpStream(Socket socket, Clock& clock) : socket_(std::move(socket)), clock_(clock) {}

  void write(std::string_view bytes, Millis deadline) override {
    while (!bytes.empty()) {
      const ssize_t written = send(socket_.descriptor(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (written >= 0) {
        bytes.remove_prefix(static_cast<std::size_t>(written));
      } else if (errno == EAGAIN) {
        socket_.await(POLLOUT, clock_, deadline);
      } else if (errno != EINTR) {
        throw ConnectionError(std::string("sending: ") + std::strerror(errno), true);
      }
    }
  }

  std::size_t read(char* buffer, std::size_t size, Millis deadline) override {
    for (;;) {
      const ssize_t received = recv(socket_.descriptor(), buffer, size, 0);
      if (received >= 0) return static_cast<std::size_t>(received);
      if (errno == EAGAIN) {
        socket_.await(POLLIN, clock_, deadline);
      } else if (errno != EINTR) {
        throw ConnectionError(std::string("receiving: ") + std::strerror(errno), true);
      }
    }
  }

  bool is_stale() override { return socket_.is_readable(); }

 private:
  Socket socket_;
  Clock& clock_;
};

struct Addresses {
  explicit Addresses(const Endpoint& endpoint) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    const std::string port = std::to_string(endpoint.port);
    const auto look_up = [&](int flags) {
      hints.ai_flags = flags;
      return getaddrinfo(endpoint.host.c_str(), port.c_str(), &hints, &first);
    };
    int failed = look_up(AI_NUMERICHOST | AI_NUMERICSERV);
    if (failed != 0) {
      // Statically linked, glibc has only these two sources built in; another one that nsswitch.conf names
      // would be loaded from the machine's glibc, which is not ours.
      __nss_configure_lookup("hosts", "files dns");
      failed = look_up(AI_ADDRCONFIG | AI_NUMERICSERV);
    }
    if (failed != 0)
      failed = look_up(AI_NUMERICSERV);  // a machine that has only its loopback has no configured address
    if (failed != 0)
      throw ConnectionError("no address of " + endpoint.host + ": " + gai_strerror(failed), false);
  }
  Addresses(const Addresses&) = delete;
  Addresses& operator=(const Addresses&) = delete;
  ~Addresses() { freeaddrinfo(first); }

  addrinfo* first = nullptr;
};

/// "" where `socket` is connected to `address`, else why not.
std::string try_connect(const Socket& socket, const addrinfo& address, Clock& clock, Millis deadline) {
  if (::connect(socket.descriptor(), address.ai_addr, address.ai_addrlen) == 0) return "";
  if (errno != EINPROGRESS) return std::strerror(errno);
  try {
    socket.await(POLLOUT, clock, deadline);
  } catch (const ConnectionError& error) {
    return error.what();
  }
  int error = 0;
  socklen_t size = sizeof error;
  getsockopt(socket.descriptor(), SOL_SOCKET, SO_ERROR, &error, &size);
  return error == 0 ? "" : std::strerror(error);
}

}  // namespace

Socket::~Socket() {
  if (descriptor_ >= 0) close(descriptor_);
}

Socket Socket::connect(const Endpoint& endpoint, Clock& clock, Millis deadline) {
  const Addresses addresses(endpoint);
  std::string why;
  for (const addrinfo* address = addresses.first; address != nullptr; address = address->ai_next) {
    Socket socket(
        ::socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, address->ai_protocol));
    if (socket.descriptor() < 0) {
      why = std::strerror(errno);
      continue;
    }
    why = try_connect(socket, *address, clock, deadline);
    if (why.empty()) {
      const int on = 1;
      setsockopt(socket.descriptor(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      return socket;
    }
  }
  throw ConnectionError("connecting to " + endpoint.host_header() + ": " + why, false);
}

void Socket::await(short events, Clock& clock, Millis deadline) const {
  pollfd wanted{.fd = descriptor_, .events = events, .revents = 0};
  for (;;) {
    const Millis left = deadline == no_deadline ? -1 : std::max<Millis>(0, deadline - clock.now());
    const int ready = poll(&wanted, 1, static_cast<int>(std::min<Millis>(left, 1 << 30)));
    if (ready > 0) return;
    if (ready == 0) throw ConnectionError("no answer in time", true);
    if (errno != EINTR) throw ConnectionError(std::string("waiting: ") + std::strerror(errno), true);
  }
}

bool Socket::is_readable() const {
  pollfd wanted{.fd = descriptor_, .events = POLLIN, .revents = 0};
  return poll(&wanted, 1, 0) != 0;
}

std::unique_ptr<Stream> connect_to(const Endpoint& endpoint, TlsTrust& trust, Clock& clock, Millis deadline) {
  Socket socket = Socket::connect(endpoint, clock, deadline);
  if (endpoint.tls) return tls_stream(std::move(socket), endpoint, trust, clock, deadline);
  return std::make_unique<TcpStream>(std::move(socket), clock);
}

}  // namespace handlers
