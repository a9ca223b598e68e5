// A load generator: sends a fixed set of raw HTTP/1.1 requests in turn over keep-alive connections, one
// request at a time on each, checks every answer, and prints as JSON how many went through and how long they
// took.
//
//   load --port N --requests FILE [--connections C] [--seconds S | --count N] [--expect TEXT]
//
// FILE holds the requests as they go over the wire, one after the other, with their Content-Length. An answer
// must have status 200 and TEXT in its body; the first that has not ends the run with exit code 1.
#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/core.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Options {
  std::uint16_t port = 0;
  std::string file;
  std::size_t connections = 16;
  double seconds = 5;
  std::size_t count = 0;  // 0: as many as go into `seconds`
  std::string expected;
};

/// The length of the body that `head` (lower case) announces; npos for a chunked one.
std::size_t body_length(std::string_view head) {
  if (head.find("\r\ntransfer-encoding: chunked") != std::string_view::npos) return std::string_view::npos;
  constexpr std::string_view name = "\r\ncontent-length:";
  const auto at = head.find(name);
  return at == std::string_view::npos ? 0 : std::strtoul(head.data() + at + name.size(), nullptr, 10);
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return result;
}

/// The end of the message that begins `bytes`, or npos where it is not all there.
std::size_t message_end(std::string_view bytes) {
  const auto head_end = bytes.find("\r\n\r\n");
  if (head_end == std::string_view::npos) return head_end;
  const std::size_t length = body_length(lower(bytes.substr(0, head_end + 2)));
  if (length != std::string_view::npos) {
    const std::size_t end = head_end + 4 + length;
    return end <= bytes.size() ? end : std::string_view::npos;
  }
  const auto last_chunk = bytes.find("\r\n0\r\n\r\n", head_end + 2);
  return last_chunk == std::string_view::npos ? last_chunk : last_chunk + 7;
}

std::vector<std::string> read_requests(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  const std::string all = text.str();
  std::vector<std::string> requests;
  for (std::string_view rest = all; !rest.empty();) {
    const std::size_t end = message_end(rest);
    if (end == std::string_view::npos) throw std::runtime_error(file + " ends within a request");
    requests.emplace_back(rest.substr(0, end));
    rest.remove_prefix(end);
  }
  if (requests.empty()) throw std::runtime_error(file + " holds no request");
  return requests;
}

struct Connection {
  int socket = -1;
  std::string received;
  Clock::time_point sent;
};

class Run {
 public:
  explicit Run(const Options& options) : options_(options), requests_(read_requests(options.file)) {}

  void go() {
    poller_ = epoll_create1(EPOLL_CLOEXEC);
    connections_.resize(options_.connections);
    for (std::size_t i = 0; i < connections_.size(); ++i) open(i);
    begin_ = Clock::now();
    for (Connection& connection : connections_) send(connection);
    std::vector<epoll_event> events(256);
    while (answered_ < sent_) {
      const int ready = epoll_wait(poller_, events.data(), static_cast<int>(events.size()), 10'000);
      if (ready == 0) throw std::runtime_error("no answer within 10 s");
      for (int i = 0; i < ready; ++i) receive(connections_[events[static_cast<std::size_t>(i)].data.u64]);
    }
    end_ = Clock::now();
  }

  void print() {
    std::sort(latencies_.begin(), latencies_.end());
    const double seconds = std::chrono::duration<double>(end_ - begin_).count();
    const auto at = [&](double share) {
      return latencies_[static_cast<std::size_t>(share * static_cast<double>(latencies_.size() - 1))] /
             1000.0;
    };
    fmt::print(
        R"({{"connections":{},"requests":{},"seconds":{:.3f},"per_second":{:.0f},"p50_us":{:.1f},"p99_us":{:.1f}}})"
        "\n",
        connections_.size(), answered_, seconds, static_cast<double>(answered_) / seconds, at(0.5), at(0.99));
  }

 private:
  void open(std::size_t index) {
    Connection& connection = connections_[index];
    connection.socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(options_.port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connection.socket < 0 ||
        ::connect(connection.socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
      throw std::runtime_error(fmt::format("cannot connect number {}: errno {}", index + 1, errno));
    }
    const int on = 1;
    setsockopt(connection.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = index;
    epoll_ctl(poller_, EPOLL_CTL_ADD, connection.socket, &event);
  }

  bool is_due() const {
    if (options_.count > 0) return sent_ < options_.count;
    return Clock::now() - begin_ < std::chrono::duration<double>(options_.seconds);
  }

  void send(Connection& connection) {
    if (!is_due()) return;
    std::string_view bytes = requests_[sent_++ % requests_.size()];
    connection.sent = Clock::now();
    while (!bytes.empty()) {
      const auto size = ::send(connection.socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (size < 0) throw std::runtime_error("the server closed a connection");
      bytes.remove_prefix(static_cast<std::size_t>(size));
    }
  }

  void receive(Connection& connection) {
    char buffer[65536];
    const auto size = ::recv(connection.socket, buffer, sizeof buffer, 0);
    if (size <= 0) throw std::runtime_error("the server closed a connection");
    connection.received.append(buffer, static_cast<std::size_t>(size));
    const std::size_t end = message_end(connection.received);
    if (end == std::string::npos) return;
    const auto took = Clock::now() - connection.sent;
    latencies_.push_back(static_cast<std::uint32_t>(std::chrono::nanoseconds(took).count()));
    check(std::string_view(connection.received).substr(0, end));
    connection.received.erase(0, end);
    ++answered_;
    send(connection);
  }

  void check(std::string_view answer) const {
    const auto body = answer.substr(answer.find("\r\n\r\n") + 4);
    if (answer.substr(9, 3) == "200" && body.find(options_.expected) != std::string_view::npos) return;
    throw std::runtime_error(fmt::format("a wrong answer:\n{}", answer));
  }

  const Options& options_;
  std::vector<std::string> requests_;
  std::vector<Connection> connections_;
  std::vector<std::uint32_t> latencies_;  // ns
  int poller_ = -1;
  std::size_t sent_ = 0;
  std::size_t answered_ = 0;
  Clock::time_point begin_;
  Clock::time_point end_;
};

}  // namespace

int main(int count, char** arguments) {
  Options options;
  CLI::App app("Sends raw HTTP requests over keep-alive connections and measures.");
  app.add_option("--port", options.port)->required();
  app.add_option("--requests", options.file)->required()->check(CLI::ExistingFile);
  app.add_option("--connections", options.connections);
  app.add_option("--seconds", options.seconds);
  app.add_option("--count", options.count);
  app.add_option("--expect", options.expected);
  CLI11_PARSE(app, count, arguments);
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  try {
    Run run(options);
    run.go();
    run.print();
  } catch (const std::exception& error) {
    fmt::print(stderr, "load: {}\n", error.what());
    return 1;
  }
}
