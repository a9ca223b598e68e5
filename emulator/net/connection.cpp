#include "emulator/net/connection.h"

#include <fmt/core.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <charconv>
#include <cstdio>

#include "emulator/net/response_head.h"

namespace cloche::net {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

namespace {

constexpr std::chrono::milliseconds linger_timeout{1000};
/// A connection moves after so many answers by the same other loop: not for a chance one, as moving costs
/// two.
constexpr int answers_before_moving = 3;
/// Buffers of an idle connection that are larger than this go back.
constexpr std::size_t kept_capacity = 4096;

void report(std::string_view what) { fmt::print(stderr, "net: {}\n", what); }

Response plain(int status, std::string_view text) {
  return {{status, {{"Content-Type", "text/plain"}}, fmt::format("{}\n", text)}};
}

Response internal_error() { return plain(500, "Internal Server Error"); }

/// The Responder: one that is dropped still answers.
class Answerer {
 public:
  explicit Answerer(std::shared_ptr<Connection> connection) : connection_(std::move(connection)) {}
  Answerer(Answerer&&) noexcept = default;
  Answerer& operator=(Answerer&&) noexcept = default;
  ~Answerer() {
    if (!connection_) return;
    report("a handler ended without an answer");
    connection_->answer(internal_error());
  }
  void operator()(Response response) {
    if (const auto connection = std::move(connection_)) connection->answer(std::move(response));
  }

 private:
  std::shared_ptr<Connection> connection_;
};

/// The reader of a response's stream: one that is dropped is a failed piece.
class PieceTaker {
 public:
  explicit PieceTaker(std::move_only_function<void(BodyStream::Piece)> take) : take_(std::move(take)) {}
  PieceTaker(PieceTaker&& other) noexcept : take_(std::exchange(other.take_, nullptr)) {}
  ~PieceTaker() {
    if (take_) take_({.bytes = {}, .last = true, .failure = "the stream's reader was dropped"});
  }
  void operator()(BodyStream::Piece piece) {
    if (auto take = std::exchange(take_, nullptr)) take(std::move(piece));
  }

 private:
  std::move_only_function<void(BodyStream::Piece)> take_;
};

class RequestBody : public BodyStream {
 public:
  explicit RequestBody(std::shared_ptr<Connection> connection) : connection_(std::move(connection)) {}
  void read(Reader reader) override { connection_->read_body(std::move(reader)); }

 private:
  std::shared_ptr<Connection> connection_;
};

}  // namespace

std::shared_ptr<Loop> Service::loop_here() const {
  const auto here = std::ranges::find_if(followed, [](const auto& loop) { return loop->runs_here(); });
  return here != followed.end() ? *here : nullptr;
}

Connection::Connection(std::shared_ptr<Loop> loop, Socket socket, std::shared_ptr<const Service> service)
    : loop_(std::move(loop)), socket_(std::move(socket)), service_(std::move(service)) {}

void Connection::start() {
  const Limits& limits = service_->limits;
  join();
  error_code error;
  const auto remote = socket_.remote_endpoint(error);
  if (!error) remote_address_ = remote.address().to_string();
  if (!error) socket_.non_blocking(true, error);
  if (!error) socket_.set_option(asio::ip::tcp::no_delay(true), error);
  if (error || service_->closed) return close();
  parser_.emplace(limits.header_bytes);
  input_deadline_ = Loop::Clock::now() + limits.idle_timeout;
  wait_readable();
}

void Connection::join() {
  const Limits& limits = service_->limits;
  position_ = loop_->add(shared_from_this());
  ++loop_->connection_count;
  loop_->watch(
      std::min({limits.header_timeout, limits.body_timeout, limits.write_timeout, limits.idle_timeout}));
}

/// Whether it is to move to the loop that has answered; nullptr: none that it could.
bool Connection::follows(const std::shared_ptr<Loop>& answerer) {
  if (answerer == nullptr || answerer == loop_) {
    answers_in_a_row_ = 0;
    return false;
  }
  answers_in_a_row_ = answerer == answerer_ ? answers_in_a_row_ + 1 : 1;
  answerer_ = answerer;
  return answers_in_a_row_ >= answers_before_moving && input_side_ == Input::done && !loop_->stopping();
}

/// With an answer that is to be sent. Nothing of it is under way here: its request is in, and no more is read
/// before the answer is out. Where the other loop has ended it goes.
void Connection::move_to(std::shared_ptr<Loop> loop) {
  const auto self = shared_from_this();
  error_code error;
  const auto protocol = socket_.local_endpoint(error).protocol();
  if (error) return close();
  Socket moved(loop->context, protocol, socket_.release());
  loop_->remove(position_);
  --loop_->connection_count;
  answers_in_a_row_ = 0;
  socket_ = std::move(moved);
  loop_ = std::move(loop);
  loop_->post([self] {
    self->join();
    error_code failure;
    self->socket_.non_blocking(true, failure);
    self->respond();
  });
}

/// Where a request runs, respond() sees to it.
void Connection::retire(bool stopping) {
  // What was sent in part only would be waited for until it comes: at the end nobody does.
  const bool is_half_sent = stopping && input_side_ == Input::body && !handling_;
  if (service_->closed && (is_half_sent || (input_side_ == Input::head && output_side_ == Output::none)))
    close();
}

void Connection::check_deadline(Point now) {
  if (now >= output_deadline_) return close();
  if (now < input_deadline_) return;
  input_deadline_ = Point::max();
  if (input_side_ == Input::lingering || (input_side_ == Input::head && !head_begun_)) return close();
  refuse(408, "The request did not arrive in time");
}

void Connection::close() {
  if (input_side_ == Input::closed) return;
  const auto self = shared_from_this();
  input_side_ = Input::closed;
  output_side_ = Output::none;
  input_deadline_ = output_deadline_ = Point::max();
  handling_ = false;
  error_code ignored;
  socket_.close(ignored);
  loop_->remove(position_);
  --loop_->connection_count;
  fail_reader("the connection was closed");
  if (!in_handler_) response_.reset();
}

// ---- input

void Connection::wait_readable() {
  if (reading_) return;
  reading_ = true;
  socket_.async_wait(Socket::wait_read, [self = shared_from_this()](const error_code& error) {
    self->reading_ = false;
    if (!error && self->input_side_ != Input::closed) self->on_readable();
  });
}

void Connection::on_readable() {
  error_code error;
  const std::size_t size = socket_.read_some(asio::buffer(loop_->scratch), error);
  if (error == asio::error::would_block) return wait_readable();
  if (error) return on_input_end();
  if (input_side_ == Input::lingering) return wait_readable();
  advance({loop_->scratch.data(), size});
}

void Connection::on_input_end() {
  // A client that has sent all that it wanted to and closed its side still gets what it asked for.
  if (output_side_ != Output::none && input_side_ != Input::stream) return;
  close();
}

/// Takes what was read: one request after the other, until there is an answer to wait for or more to read.
void Connection::advance(View fresh) {
  if (advancing_ || input_side_ == Input::closed) return;
  const auto self = shared_from_this();
  advancing_ = true;
  const bool from_input = taken_ < input_.size();
  if (from_input && !fresh.empty()) {
    if (taken_ > input_.size() / 2) {
      input_.erase(0, taken_);
      taken_ = 0;
    }
    input_.append(fresh);
  }
  View bytes = from_input ? View(input_).substr(taken_) : fresh;
  while (!bytes.empty()) {
    const std::size_t used = take(bytes);
    if (used == 0) break;
    bytes.remove_prefix(used);
  }
  keep_untaken(bytes, from_input);
  advancing_ = false;
  want_input();
}

void Connection::keep_untaken(View bytes, bool from_input) {
  if (bytes.empty()) {
    input_.clear();
    taken_ = 0;
    if (input_.capacity() > kept_capacity) input_ = {};
  } else if (from_input) {
    taken_ = input_.size() - bytes.size();
  } else {
    input_.assign(bytes);
    taken_ = 0;
  }
}

/// Waits for more bytes where they are needed.
void Connection::want_input() {
  const bool body_wanted = input_side_ == Input::body || (input_side_ == Input::stream && reader_);
  if (body_wanted) {
    const std::size_t untaken = input_.size() - taken_;
    // More than this is no body but what frames it: the line of a chunk, or trailers.
    if (untaken > service_->limits.header_bytes) return refuse(400, "A chunk's frame is too long");
    if (parser_->expects_continue && !interim_sent_ && parser_->body_size == 0 && untaken == 0 &&
        output_side_ == Output::none) {
      interim_sent_ = true;
      output_side_ = Output::interim;
      head_ = "HTTP/1.1 100 Continue\r\n\r\n";
      write();
      if (input_side_ == Input::closed) return;
    }
    input_deadline_ = Loop::Clock::now() + service_->limits.body_timeout;
  } else if (input_side_ == Input::stream || input_side_ == Input::done) {
    input_deadline_ = Point::max();
  }
  if (body_wanted || input_side_ == Input::head) wait_readable();
}

std::size_t Connection::take(View bytes) {
  switch (input_side_) {
    case Input::head:
      return take_head(bytes);
    case Input::body:
      return take_body(bytes);
    case Input::stream:
      return reader_ ? take_body(bytes) : 0;
    case Input::done:
      return 0;
    case Input::lingering:
    case Input::closed:
      break;
  }
  return bytes.size();
}

std::size_t Connection::take_head(View bytes) {
  std::size_t used = 0;
  if (!head_begun_) {  // RFC 9112 section 2.2: empty lines before a request are ignored
    while (bytes.substr(used, 2) == "\r\n") used += 2;
    if (used == bytes.size()) return used;
  }
  error_code error;
  used += parser_->put(asio::const_buffer(bytes.data() + used, bytes.size() - used), error);
  if (error == http::error::need_more) {
    if (!head_begun_) input_deadline_ = Loop::Clock::now() + service_->limits.header_timeout;
    head_begun_ = true;
    return used;
  }
  if (error) {
    const bool too_long = error == http::error::header_limit;
    refuse(too_long ? 431 : 400, too_long ? "The request's headers are too long" : error.message());
    return bytes.size();
  }
  head_begun_ = false;
  begin_body();
  return used;
}

/// The head is in: decides what is to become of the body.
void Connection::begin_body() {
  Request& request = parser_->request;
  is_head_request_ = request.method == "HEAD";
  is_http_1_0_ = parser_->http_1_0;
  closing_ = !parser_->keep_alive();
  request.remote_address = remote_address_;
  request.local_port = service_->port;
  if (parser_->expects_something_else) return refuse(417, "Only 100-continue can be expected");
  if (parser_->is_done()) {
    input_side_ = Input::done;
    return dispatch();
  }
  Plan plan;
  try {
    if (service_->planner) plan = service_->planner(request);
  } catch (const std::exception& error) {
    report(fmt::format("the planner of port {} threw: {}", service_->port, error.what()));
    plan.refusal = internal_error();
  }
  if (plan.refusal) {
    closing_ = true;
    input_side_ = Input::lingering;
    response_ = std::move(plan.refusal);
    return respond();
  }
  parser_->body_limit = plan.body_bytes.value_or(plan.stream ? UINT64_MAX : service_->limits.body_bytes);
  const auto length = parser_->content_length();
  if (length && *length > parser_->body_limit) return refuse(413, "The request's body is too long");
  parser_->eager(true);
  if (is_http_1_0_) parser_->expects_continue = false;
  if (plan.stream) {
    input_side_ = Input::stream;
    request.stream = std::make_shared<RequestBody>(shared_from_this());
    return dispatch();
  }
  input_side_ = Input::body;
  if (length) request.body.reserve(static_cast<std::size_t>(*length));
}

std::size_t Connection::take_body(View bytes) {
  error_code error;
  const std::size_t used = parser_->put(asio::const_buffer(bytes.data(), bytes.size()), error);
  if (error && error != http::error::need_more) {
    const bool too_long = error == http::error::body_limit;
    refuse(too_long ? 413 : 400, too_long ? "The request's body is too long" : error.message());
    return bytes.size();
  }
  const bool streamed = input_side_ == Input::stream;
  if (parser_->is_done()) input_side_ = Input::done;
  if (streamed) {
    deliver_piece();
  } else if (input_side_ == Input::done) {
    dispatch();
  }
  return used;
}

void Connection::dispatch() {
  Request request = std::move(parser_->request);
  parser_->request.body.clear();  // where the pieces of a stream go
  handling_ = in_handler_ = true;
  try {
    service_->handler(std::move(request), Responder(Answerer(shared_from_this())));
  } catch (const std::exception& error) {
    report(fmt::format("the handler of port {} threw: {}", service_->port, error.what()));
  } catch (...) {
    report(fmt::format("the handler of port {} threw", service_->port));
  }
  in_handler_ = false;
  if (response_) respond();
}

void Connection::deliver_piece() {
  const bool last = input_side_ == Input::done;
  std::string& bytes = parser_->request.body;
  if (bytes.empty() && !last) return;
  auto reader = std::exchange(reader_, nullptr);
  try {
    reader({.bytes = std::exchange(bytes, {}), .last = last, .failure = {}});
  } catch (const std::exception& error) {
    report(fmt::format("the reader of a body of port {} threw: {}", service_->port, error.what()));
    refuse(500, "Internal Server Error");
  }
}

void Connection::fail_reader(const char* reason) {
  if (auto reader = std::exchange(reader_, nullptr)) reader({.bytes = {}, .last = true, .failure = reason});
}

void Connection::read_body(BodyStream::Reader reader) {
  if (!loop_->runs_here() || !advancing_) {
    loop_->post([self = shared_from_this(), reader = std::move(reader)]() mutable {
      self->reader_ = std::move(reader);
      if (self->input_side_ == Input::stream) return self->advance();
      self->fail_reader("the body cannot be read any more");
    });
    return;
  }
  reader_ = std::move(reader);  // advance() sees to it
  if (input_side_ != Input::stream) fail_reader("the body cannot be read any more");
}

// ---- output

void Connection::answer(Response response) {
  if (!loop_->runs_here() || !in_handler_) {
    loop_->post([self = shared_from_this(), answerer = service_->loop_here(),
                 response = std::move(response)]() mutable {
      if (!self->handling_) return;
      self->handling_ = false;
      self->response_ = std::move(response);
      self->follows(answerer) ? self->move_to(std::move(answerer)) : self->respond();
    });
  } else if (handling_) {
    handling_ = false;
    response_ = std::move(response);
  }
}

/// Answers in the handler's stead, and closes: what comes next on this connection cannot be trusted, or is
/// not awaited.
void Connection::refuse(int status, View reason) {
  if (output_side_ != Output::none && output_side_ != Output::interim) return close();
  const auto self = shared_from_this();
  handling_ = false;
  closing_ = true;
  input_side_ = Input::lingering;
  fail_reader("the request was refused");
  response_ = plain(status, reason);
  respond();
}

void Connection::respond() {
  if (input_side_ == Input::closed) return response_.reset();
  if (service_->closed || input_side_ == Input::stream) closing_ = true;
  write_head();
  write();
}

void Connection::write_head() {
  if (output_side_ == Output::interim) {
    head_.erase(0, written_);
  } else {
    head_.clear();
  }
  written_ = 0;
  output_side_ = Output::head;
  if (response_->status < 200 || response_->status > 999) {
    report(fmt::format("a handler of port {} answered with status {}", service_->port, response_->status));
    response_ = internal_error();
  }
  Framing framing{.close = closing_, .http_1_0 = is_http_1_0_, .to_head = is_head_request_};
  append_response_head(head_, *response_, framing, loop_->date_line());
  closing_ = framing.close;
  chunked_ = framing.chunked;
  if (!framing.has_body) response_->stream.reset();
  body_ = framing.has_body && !response_->stream ? View(response_->body) : View();
  first_chunk_ = true;
  stream_left_ = response_->stream_length.value_or(0);
}

void Connection::write() {
  error_code error;
  while (written_ < head_.size() + body_.size()) {
    const std::size_t of_head = std::min(written_, head_.size());
    const std::size_t of_body = written_ - of_head;
    const std::array buffers{asio::const_buffer(head_.data() + of_head, head_.size() - of_head),
                             asio::const_buffer(body_.data() + of_body, body_.size() - of_body)};
    written_ += socket_.write_some(buffers, error);
    if (error == asio::error::would_block) break;
    if (error) return close();
  }
  if (!error) {
    output_deadline_ = Point::max();
    return on_written();
  }
  output_deadline_ = Loop::Clock::now() + service_->limits.write_timeout;
  if (writing_) return;
  writing_ = true;
  socket_.async_wait(Socket::wait_write, [self = shared_from_this()](const error_code& failure) {
    self->writing_ = false;
    if (!failure && self->output_side_ != Output::none) self->write();
  });
}

void Connection::on_written() {
  switch (output_side_) {
    case Output::interim:
      output_side_ = Output::none;
      head_.clear();
      written_ = 0;
      return;
    case Output::head:
    case Output::piece:
      return response_->stream ? pull() : finish_exchange();
    case Output::last_piece:
      return finish_exchange();
    case Output::none:
      return;
  }
}

void Connection::pull() {
  piece_ = {};
  const auto stream = response_->stream;
  // By way of the loop's queue: a stream that always has something must neither grow the stack nor keep
  // others waiting.
  PieceTaker taker([self = shared_from_this()](BodyStream::Piece piece) {
    self->loop_->post([self, piece = std::move(piece)]() mutable { self->on_piece(std::move(piece)); });
  });
  try {
    stream->read(std::move(taker));
  } catch (const std::exception& error) {
    report(fmt::format("a stream of port {} threw: {}", service_->port, error.what()));
  }
}

void Connection::on_piece(BodyStream::Piece piece) {
  if (input_side_ == Input::closed || !response_) return;
  if (!chunked_ && response_->stream_length && !piece.failed()) {
    if (piece.bytes.size() > stream_left_ || (piece.last && piece.bytes.size() < stream_left_)) {
      piece.failure = "it is not as long as was said";
    }
    stream_left_ -= piece.bytes.size();
  }
  if (piece.failed()) {  // the client must see that the body is not whole
    report(fmt::format("a response's stream broke off at port {}: {}", service_->port, piece.failure));
    return close();
  }
  output_side_ = piece.last ? Output::last_piece : Output::piece;
  head_.clear();
  written_ = 0;
  piece_ = std::move(piece.bytes);
  const std::size_t size = piece_.size();
  if (chunked_) {
    if (size > 0) {
      head_ = fmt::format("{}{:x}\r\n", first_chunk_ ? "" : "\r\n", size);
      first_chunk_ = false;
    }
    if (piece.last) piece_ += first_chunk_ ? "0\r\n\r\n" : "\r\n0\r\n\r\n";
  }
  body_ = piece_;
  write();
}

void Connection::finish_exchange() {
  response_.reset();
  body_ = {};
  piece_ = {};
  head_.clear();
  written_ = 0;
  if (head_.capacity() > kept_capacity) head_ = {};
  output_side_ = Output::none;
  if (closing_) return linger();
  interim_sent_ = is_head_request_ = is_http_1_0_ = false;
  input_side_ = Input::head;
  parser_.emplace(service_->limits.header_bytes);
  input_deadline_ = Loop::Clock::now() + service_->limits.idle_timeout;
  advance();
}

/// Closes our side, and the rest when the client has seen it: closing at once would reset the connection
/// where something of the client's is still under way, and the answer could be lost with it (RFC 9112
/// section 9.6).
void Connection::linger() {
  const auto self = shared_from_this();
  input_side_ = Input::lingering;
  fail_reader("the request was answered before its body was read");
  error_code error;
  socket_.shutdown(Socket::shutdown_send, error);
  if (error) return close();
  input_deadline_ = Loop::Clock::now() + linger_timeout;
  wait_readable();
}

}  // namespace cloche::net
