#pragma once
// A connection to a server: carries one exchange after the other, and waits in its pool between them. On the
// thread of its loop, as is the pool.
#include <boost/asio/ip/tcp.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "emulator/net/client.h"
#include "emulator/net/loop.h"
#include "emulator/net/response_parser.h"

namespace cloche::net {

/// One request and what is to become of its answer. Its callback is called, whatever happens.
struct Exchange {
  Address to;
  wire::HttpRequest request;
  Client::Callback callback;
  std::chrono::milliseconds timeout{};
  Loop::Clock::time_point deadline;
  bool sent_again = false;

  ~Exchange() { end({.response = {}, .failure = "the client's engine has stopped"}); }
  void end(Client::Outcome outcome);
};

class Outgoing;

/// A client's idle connections of one loop, by "host:port".
struct Pool {
  std::map<std::string, std::vector<std::shared_ptr<Outgoing>>> idle;
  bool ended = false;  // the client is gone: nothing is kept
};

class Outgoing : public Peer, public std::enable_shared_from_this<Outgoing> {
 public:
  /// Sends a request on an idle connection of the pool, or on a new one.
  static void send(const std::shared_ptr<Loop>& loop, const std::shared_ptr<Pool>& pool,
                   std::unique_ptr<Exchange> exchange);

  Outgoing(std::shared_ptr<Loop> loop, std::shared_ptr<Pool> pool, Address to);

  void check_deadline(Loop::Clock::time_point now) override;
  void retire(bool stopping) override;
  void close() override;

 private:
  using Socket =
      boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;
  using Resolver =
      boost::asio::ip::basic_resolver<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

  void begin(std::unique_ptr<Exchange> exchange);
  void connect();
  void connect_to(const boost::asio::ip::tcp::endpoint& endpoint);
  void write();
  void wait_readable();
  void on_readable();
  void on_end_of_input(const boost::system::error_code& error);
  void take(std::string_view bytes);
  void finish();
  void fail(std::string reason);
  bool is_idle() const { return !exchange_; }

  std::shared_ptr<Loop> loop_;
  std::shared_ptr<Pool> pool_;
  Address to_;
  Socket socket_;
  Resolver resolver_;
  Loop::Peers::iterator position_;
  Loop::Clock::time_point idle_deadline_ = Loop::Clock::time_point::max();
  std::unique_ptr<Exchange> exchange_;
  std::optional<ResponseParser> parser_;
  std::string input_;  // read, but not yet taken
  std::string head_;
  std::string body_;
  bool closed_ = false;
  bool reading_ = false;
  bool writing_ = false;
  bool used_before_ = false;
};

}  // namespace cloche::net
