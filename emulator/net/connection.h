#pragma once
// One client's connection: reads a request, has it answered, writes the answer, and goes on with the next.
// Requests that are pipelined wait in `input_` for their turn, which keeps their order.
//
// Two sides run beside each other: the input (head → body → done; a streamed body is still read while the
// handler works) and the output (none → head → pieces of a stream). When both are done the next request's
// head is due.
//
// All on the thread of its Loop, but for answer() and read_body().
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/net/loop.h"
#include "emulator/net/request_parser.h"
#include "emulator/net/server.h"

namespace cloche::net {

using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

/// What the connections of one port have in common.
struct Service {
  Handler handler;
  Planner planner;
  Limits limits;
  std::uint16_t port = 0;
  std::atomic<bool> closed = false;             // each connection ends with its next answer
  std::vector<std::shared_ptr<Loop>> followed;  // where connections follow their answers: all loops

  /// The loop whose thread this is, if it can be followed.
  std::shared_ptr<Loop> loop_here() const;
};

class Connection : public Peer, public std::enable_shared_from_this<Connection> {
 public:
  Connection(std::shared_ptr<Loop> loop, Socket socket, std::shared_ptr<const Service> service);

  void start();
  /// The handler's answer; from any thread.
  void answer(Response response);
  /// Asks for a streamed request body's next piece; from any thread.
  void read_body(BodyStream::Reader reader);

  void check_deadline(Loop::Clock::time_point now) override;
  void retire(bool stopping) override;
  void close() override;

 private:
  enum class Input { head, body, stream, done, lingering, closed };
  enum class Output { none, interim, head, piece, last_piece };
  using View = std::string_view;
  using Point = Loop::Clock::time_point;

  // Input.
  void wait_readable();
  void on_readable();
  void on_input_end();
  void advance(View fresh = {});
  void keep_untaken(View bytes, bool from_input);
  void want_input();
  std::size_t take(View bytes);
  std::size_t take_head(View bytes);
  std::size_t take_body(View bytes);
  void begin_body();
  void dispatch();
  void deliver_piece();
  void fail_reader(const char* reason);

  // Its loop.
  void join();
  bool follows(const std::shared_ptr<Loop>& answerer);
  void move_to(std::shared_ptr<Loop> loop);

  // Output.
  void refuse(int status, View reason);
  void respond();
  void write_head();
  void write();
  void on_written();
  void pull();
  void on_piece(BodyStream::Piece piece);
  void finish_exchange();
  void linger();

  std::shared_ptr<Loop> loop_;
  Socket socket_;
  std::shared_ptr<const Service> service_;
  Loop::Peers::iterator position_;
  std::string remote_address_;
  Point input_deadline_ = Point::max();
  Point output_deadline_ = Point::max();

  Input input_side_ = Input::head;
  Output output_side_ = Output::none;
  bool reading_ = false;       // a wait for input is out
  bool writing_ = false;       // and one for room in the send buffer
  bool advancing_ = false;     // advance() is on the stack
  bool in_handler_ = false;    // so is the handler: its answer is sent when it has returned
  bool handling_ = false;      // a request was handed over and has no answer yet
  bool closing_ = false;       // after this answer
  bool head_begun_ = false;    // some bytes of a head are in
  bool interim_sent_ = false;  // 100 Continue
  bool is_head_request_ = false;
  bool is_http_1_0_ = false;
  bool chunked_ = false;
  bool first_chunk_ = true;

  std::shared_ptr<Loop> answerer_;  // another loop, that has answered
  int answers_in_a_row_ = 0;        // so many requests

  std::optional<RequestParser> parser_;
  std::string input_;      // read, but not yet taken
  std::size_t taken_ = 0;  // of input_
  BodyStream::Reader reader_;

  std::optional<Response> response_;
  std::string head_;         // the next bytes to write
  View body_;                // those after them
  std::size_t written_ = 0;  // of both
  std::string piece_;
  std::uint64_t stream_left_ = 0;
};

}  // namespace cloche::net
