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
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace cloche::net {

/// The other end of a connection: a client of ours, or a server whose client we are.
class Peer {
 public:
  virtual ~Peer() = default;
  virtual void check_deadline(std::chrono::steady_clock::time_point now) = 0;
  /// A port was closed, or (`stopping`) the loop ends: closes what is idle and concerned.
  virtual void retire(bool stopping) = 0;
  virtual void close() = 0;
};

class Loop {
 public:
  using Task = std::move_only_function<void()>;
  using Peers = std::list<std::shared_ptr<Peer>>;
  using Clock = std::chrono::steady_clock;

  Loop();

  /// Runs until stop() was called and the last peer is gone.
  void run();
  bool runs_here() { return context.get_executor().running_in_this_thread(); }
  /// False (and the task dropped) where the thread has ended.
  bool post(Task task);

  // From here on: on the loop's thread only.

  Peers::iterator add(std::shared_ptr<Peer> peer);
  void remove(Peers::iterator position);
  /// Has deadlines checked often enough for a timeout like this.
  void watch(std::chrono::milliseconds timeout);
  /// Runs the task then, unless the loop ends before.
  void run_at(Clock::time_point at, Task task);
  /// Tells every peer to retire().
  void retire_peers();
  /// Peers close as soon as they are idle, and after `grace` whatever they do; then the thread ends.
  void stop(std::chrono::milliseconds grace);
  bool stopping() const { return stopping_; }
  /// "Date: Wed, 25 Nov 2026 21:07:02 GMT\r\n"
  std::string_view date_line();

  boost::asio::io_context context{1};
  std::vector<char> scratch;
  Peers peers;
  std::atomic<std::size_t> connection_count = 0;  // of clients

 private:
  void run_due();
  void sweep_later();
  void sweep();
  void for_each_peer(const std::function<void(Peer&)>& act);
  void end_if_done();

  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  boost::asio::steady_timer sweeper_;
  boost::asio::steady_timer grace_;
  boost::asio::steady_timer alarm_;  // of the first of what is due later
  std::multimap<Clock::time_point, Task> later_;
  std::chrono::milliseconds interval_;
  bool sweeping_ = false;
  bool stopping_ = false;

  std::mutex mutex_;
  bool ended_ = false;

  std::int64_t date_second_ = -1;
  std::string date_line_;
};

}  // namespace cloche::net
