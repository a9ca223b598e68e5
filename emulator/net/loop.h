#pragma once
// One I/O thread: its io_context, the connections that live on it, and what they share: a buffer to read into
// (so that an idle connection holds none), the Date of this second, and a sweep that looks for connections
// past their deadline (one coarse timer a thread, instead of one armed and cancelled with every read).
//
// Only the loop's own thread touches a connection. A loop outlives its thread for as long as somebody holds a
// Responder.
#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace cloche::net {

class Connection;

class Loop {
 public:
  using Task = std::move_only_function<void()>;
  using Connections = std::list<std::shared_ptr<Connection>>;
  using Clock = std::chrono::steady_clock;

  Loop();

  /// Runs until stop() was called and the last connection is gone.
  void run();
  bool runs_here() { return context.get_executor().running_in_this_thread(); }
  /// False (and the task dropped) where the thread has ended.
  bool post(Task task);

  // From here on: on the loop's thread only.

  Connections::iterator add(std::shared_ptr<Connection> connection,
                            std::chrono::milliseconds shortest_timeout);
  void remove(Connections::iterator position);
  /// Connections of ports that are closed now close as soon as they are idle.
  void retire_closed();
  /// All connections close as soon as they are idle, and after `grace` whatever they do.
  void stop(std::chrono::milliseconds grace);
  /// "Date: Wed, 25 Nov 2026 21:07:02 GMT\r\n"
  std::string_view date_line();

  boost::asio::io_context context{1};
  std::vector<char> scratch;
  Connections connections;
  std::atomic<std::size_t> connection_count = 0;

 private:
  void sweep_later();
  void sweep();
  void end_if_done();

  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  boost::asio::steady_timer sweeper_;
  boost::asio::steady_timer grace_;
  std::chrono::milliseconds interval_{1000};
  bool sweeping_ = false;
  bool stopping_ = false;

  std::mutex mutex_;
  bool ended_ = false;

  std::int64_t date_second_ = -1;
  std::string date_line_;
};

}  // namespace cloche::net
