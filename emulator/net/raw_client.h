#pragma once
// For tests: a socket on which bytes are written as they are, and answers read one by one.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace cloche::net {

class RawClient {
 public:
  explicit RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (socket_ < 0 || ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
      const int error = errno;
      if (socket_ >= 0) ::close(socket_);
      throw std::runtime_error("cannot connect: " + std::to_string(error));
    }
    const int on = 1;  // each send() a segment of its own
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  RawClient(RawClient&& other) noexcept
      : socket_(std::exchange(other.socket_, -1)), received_(std::move(other.received_)) {}
  RawClient(const RawClient&) = delete;
  ~RawClient() {
    if (socket_ >= 0) ::close(socket_);
  }

  int socket() const { return socket_; }

  /// False where the server has gone.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent < 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void shut_down_sending() { ::shutdown(socket_, SHUT_WR); }

  /// Reads on until `text` has come, and takes all up to its end; throws where the connection ends before.
  std::string read_until(std::string_view text) {
    for (;;) {
      const auto at = received_.find(text);
      if (at != std::string::npos) return take(at + text.size());
      if (!receive()) throw std::runtime_error("the connection ended after: " + received_);
    }
  }
  std::string read(std::size_t size) {
    while (received_.size() < size) {
      if (!receive()) throw std::runtime_error("the connection ended after: " + received_);
    }
    return take(size);
  }
  /// One answer: its head, and its body by its Content-Length (none, where `head_only`).
  std::string read_answer(bool head_only = false) {
    std::string answer = read_until("\r\n\r\n");
    const auto length = answer.find("Content-Length: ");
    if (!head_only && length != std::string::npos) answer += read(std::stoul(answer.substr(length + 16)));
    return answer;
  }
  /// All to the end of the connection.
  std::string read_all() {
    while (receive()) {
    }
    return take(received_.size());
  }
  /// Whether the server closes without another byte.
  bool is_closed() { return received_.empty() && !receive(); }

 private:
  std::string take(std::size_t size) {
    std::string taken = received_.substr(0, size);
    received_.erase(0, size);
    return taken;
  }
  bool receive() {
    pollfd waiting{socket_, POLLIN, 0};
    if (::poll(&waiting, 1, 20'000) == 0) throw std::runtime_error("nothing came after: " + received_);
    char buffer[65536];
    const auto size = ::recv(socket_, buffer, sizeof buffer, 0);
    if (size <= 0) return false;
    received_.append(buffer, static_cast<std::size_t>(size));
    return true;
  }

  int socket_;
  std::string received_;
};

}  // namespace cloche::net
