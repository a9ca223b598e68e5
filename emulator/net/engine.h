#pragma once
// The inside of an Engine: its loops and threads, and its ports. Connections are dealt out to the loops in
// turn, so that no two threads ever share one.
#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "emulator/net/connection.h"
#include "emulator/net/loop.h"
#include "emulator/net/server.h"

namespace cloche::net {

/// An open port. Lives on the first loop.
class Port : public std::enable_shared_from_this<Port> {
 public:
  Port(const std::vector<std::shared_ptr<Loop>>& loops, std::shared_ptr<Service> service);

  /// Binds and listens, on the caller's thread; throws std::runtime_error.
  void open(const std::string& address, std::uint16_t port);
  void accept();
  void close();
  const std::shared_ptr<Service>& service() const { return service_; }

 private:
  void on_refused(const boost::system::error_code& error);

  const std::vector<std::shared_ptr<Loop>>& loops_;
  std::shared_ptr<Service> service_;
  boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, boost::asio::io_context::executor_type> acceptor_;
  boost::asio::steady_timer retry_;
  std::size_t next_ = 0;
  bool exhausted_ = false;
};

struct Engine::Implementation {
  explicit Implementation(unsigned threads);

  /// Runs `task` on `loop`'s thread and waits for it, unless this is that thread.
  static void run_on(Loop& loop, const std::function<void()>& task);

  std::vector<std::shared_ptr<Loop>> loops;
  std::vector<std::thread> threads;
  std::mutex mutex;
  std::vector<std::shared_ptr<Port>> ports;
  std::atomic<std::size_t> next_loop = 0;
  std::chrono::milliseconds grace{10'000};
};

}  // namespace cloche::net
