#include "emulator/net/outgoing.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>
#include <cstdio>
#include <exception>

namespace cloche::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr std::chrono::seconds idle_timeout{30};

std::string pool_key(const Address& to) { return fmt::format("{}:{}", to.host, to.port); }

bool is_localhost(std::string_view host) {
  constexpr std::string_view name = "localhost";
  if (host.size() < name.size() || !wire::equal_ignoring_case(host.substr(host.size() - name.size()), name))
    return false;
  return host.size() == name.size() || host[host.size() - name.size() - 1] == '.';
}

std::string request_head(const Address& to, const wire::HttpRequest& request) {
  std::string head =
      fmt::format("{} {} HTTP/1.1\r\n", request.method, request.target.empty() ? "/" : request.target);
  if (!request.headers.has("Host")) {
    const bool is_ipv6 = to.host.contains(':');
    head += is_ipv6 ? fmt::format("Host: [{}]", to.host) : fmt::format("Host: {}", to.host);
    head += to.port == 80 ? "\r\n" : fmt::format(":{}\r\n", to.port);
  }
  for (const wire::Header& header : request.headers) {
    if (wire::equal_ignoring_case(header.name, "Content-Length")) continue;
    head += fmt::format("{}: {}\r\n", header.name, header.value);
  }
  const bool takes_body = request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
  if (takes_body || !request.body.empty()) head += fmt::format("Content-Length: {}\r\n", request.body.size());
  return head + "\r\n";
}

}  // namespace

void Exchange::end(Client::Outcome outcome) {
  auto call = std::exchange(callback, nullptr);
  if (!call) return;
  try {
    call(std::move(outcome));
  } catch (const std::exception& error) {
    fmt::print(stderr, "net: the callback of a request to {}:{} threw: {}\n", to.host, to.port, error.what());
  }
}

void Outgoing::send(const std::shared_ptr<Loop>& loop, const std::shared_ptr<Pool>& pool,
                    std::unique_ptr<Exchange> exchange) {
  if (loop->stopping()) return;  // the exchange's end says so
  loop->watch(exchange->timeout);
  auto& idle = pool->idle[pool_key(exchange->to)];
  if (!idle.empty()) {
    const auto kept = idle.back();
    idle.pop_back();
    return kept->begin(std::move(exchange));
  }
  const auto fresh = std::make_shared<Outgoing>(loop, pool, exchange->to);
  fresh->position_ = loop->add(fresh);
  fresh->exchange_ = std::move(exchange);
  fresh->connect();
}

Outgoing::Outgoing(std::shared_ptr<Loop> loop, std::shared_ptr<Pool> pool, Address to)
    : loop_(std::move(loop)),
      pool_(std::move(pool)),
      to_(std::move(to)),
      socket_(loop_->context),
      resolver_(loop_->context) {}

void Outgoing::begin(std::unique_ptr<Exchange> exchange) {
  exchange_ = std::move(exchange);
  write();
}

void Outgoing::connect() {
  error_code error;
  const std::string host = is_localhost(to_.host) ? "127.0.0.1" : to_.host;
  const auto address = asio::ip::make_address(host, error);
  if (!error) return connect_to({address, to_.port});
  resolver_.async_resolve(
      host, std::to_string(to_.port),
      [self = shared_from_this()](const error_code& failure, const tcp::resolver::results_type& found) {
        if (self->closed_) return;
        if (failure || found.empty()) return self->fail(fmt::format("unknown host: {}", self->to_.host));
        self->connect_to(found.begin()->endpoint());
      });
}

void Outgoing::connect_to(const tcp::endpoint& endpoint) {
  socket_.async_connect(endpoint, [self = shared_from_this()](error_code error) {
    if (self->closed_) return;
    if (!error) self->socket_.non_blocking(true, error);
    if (!error) self->socket_.set_option(tcp::no_delay(true), error);
    if (error) return self->fail(fmt::format("cannot connect: {}", error.message()));
    self->write();
  });
}

void Outgoing::write() {
  parser_.emplace(exchange_->request.method == "HEAD");
  head_ = request_head(to_, exchange_->request);
  body_ = exchange_->request.body;  // a copy, as the request may have to go out again
  writing_ = true;
  asio::async_write(
      socket_, std::array{asio::const_buffer(asio::buffer(head_)), asio::const_buffer(asio::buffer(body_))},
      [self = shared_from_this()](const error_code& error, std::size_t) {
        self->writing_ = false;
        // A server that answers before it has read all, and closes, is heard out all the same.
        if (error && !self->closed_) self->wait_readable();
      });
  wait_readable();
}

void Outgoing::wait_readable() {
  if (reading_ || closed_) return;
  reading_ = true;
  socket_.async_wait(Socket::wait_read, [self = shared_from_this()](const error_code& error) {
    self->reading_ = false;
    if (!error && !self->closed_) self->on_readable();
  });
}

void Outgoing::on_readable() {
  error_code error;
  const std::size_t size = socket_.read_some(asio::buffer(loop_->scratch), error);
  if (error == asio::error::would_block) return wait_readable();
  if (is_idle()) return close();  // the server has closed, or says what nobody asked for
  if (error) return on_end_of_input(error);
  const std::string_view fresh(loop_->scratch.data(), size);
  if (input_.empty()) return take(fresh);
  input_.append(fresh);
  take(std::exchange(input_, {}));
}

void Outgoing::on_end_of_input(const error_code& error) {
  if (parser_->got_some()) {
    error_code broken;
    if (error == asio::error::eof) parser_->put_eof(broken);
    if (parser_->is_done()) return finish();
    return fail("the connection ended within the answer");
  }
  if (!used_before_ || exchange_->sent_again) return fail(fmt::format("no answer: {}", error.message()));
  // It was closed while it waited in the pool, so the server has not seen the request.
  auto exchange = std::move(exchange_);
  exchange->sent_again = true;
  const auto self = shared_from_this();
  close();
  send(loop_, pool_, std::move(exchange));
}

void Outgoing::take(std::string_view bytes) {
  while (!bytes.empty()) {
    error_code error;
    const std::size_t used = parser_->put(asio::const_buffer(bytes.data(), bytes.size()), error);
    bytes.remove_prefix(used);
    if (error == boost::beast::http::error::need_more) break;
    if (error) return fail(fmt::format("the answer is no HTTP: {}", error.message()));
    if (!parser_->is_done()) continue;
    const int status = parser_->response.status;
    if (status >= 200 || status == 101) {
      used_before_ = bytes.empty();  // what follows an answer unasked is no answer
      return finish();
    }
    parser_.emplace(exchange_->request.method == "HEAD");  // 100 Continue and its like come before the answer
  }
  input_.assign(bytes);
  wait_readable();
}

void Outgoing::finish() {
  const auto self = shared_from_this();
  auto exchange = std::move(exchange_);
  Client::Outcome outcome{.response = std::move(parser_->response), .failure = {}};
  const bool keep = parser_->keep_alive() && used_before_ && !writing_ && !pool_->ended && !loop_->stopping();
  parser_.reset();
  body_.clear();
  if (keep) {
    idle_deadline_ = Loop::Clock::now() + idle_timeout;
    pool_->idle[pool_key(to_)].push_back(self);
    wait_readable();
  } else {
    close();
  }
  exchange->end(std::move(outcome));
}

void Outgoing::fail(std::string reason) {
  auto exchange = std::move(exchange_);
  close();
  if (exchange) exchange->end({.response = {}, .failure = std::move(reason)});
}

void Outgoing::check_deadline(Loop::Clock::time_point now) {
  if (is_idle()) {
    if (now >= idle_deadline_) close();
  } else if (now >= exchange_->deadline) {
    fail(fmt::format("no answer within {} ms", exchange_->timeout.count()));
  }
}

void Outgoing::retire(bool stopping) {
  if (stopping && is_idle()) close();
}

void Outgoing::close() {
  if (closed_) return;
  const auto self = shared_from_this();
  closed_ = true;
  error_code ignored;
  socket_.close(ignored);
  resolver_.cancel();
  if (const auto kept = pool_->idle.find(pool_key(to_)); kept != pool_->idle.end())
    std::erase(kept->second, self);
  loop_->remove(position_);
  exchange_.reset();
}

}  // namespace cloche::net
