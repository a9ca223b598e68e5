// The yardstick of tools/benchmark: Beast alone, on one I/O thread, answering a fixed JSON body of 300 bytes.
// What Cloche needs beyond this is what Cloche costs. Prints its port and runs until it is killed. Given the
// port of another, it asks that one first, and so is one of several hops.
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

std::string fixed_body() {
  std::string body = R"({"Item":{"id":{"S":"item-1"},"text":{"S":")";
  const std::string end = R"("}}})";
  body.append(300 - body.size() - end.size(), 'x');
  return body + end;
}

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, std::optional<tcp::endpoint> next) : stream_(std::move(socket)) {
    if (!next) return;
    next_.emplace(stream_.get_executor());
    next_->connect(*next);
    next_->socket().set_option(tcp::no_delay(true));
  }

  void read() {
    request_ = {};
    http::async_read(stream_, buffer_, request_,
                     [self = shared_from_this()](beast::error_code error, std::size_t) {
                       if (!error) self->next_ ? self->ask_next() : self->write();
                     });
  }

 private:
  void ask_next() {
    request_.prepare_payload();
    http::async_write(*next_, request_, [self = shared_from_this()](beast::error_code error, std::size_t) {
      if (error) return;
      self->response_ = {};
      http::async_read(*self->next_, self->next_buffer_, self->response_,
                       [self](beast::error_code failure, std::size_t) {
                         if (!failure) self->write();
                       });
    });
  }

  void write() {
    response_ = {};
    response_.version(request_.version());
    response_.result(http::status::ok);
    response_.set(http::field::content_type, "application/x-amz-json-1.0");
    response_.keep_alive(request_.keep_alive());
    response_.body() = body_;
    response_.prepare_payload();
    http::async_write(stream_, response_, [self = shared_from_this()](beast::error_code error, std::size_t) {
      if (!error && self->response_.keep_alive()) self->read();
    });
  }

  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  http::request<http::string_body> request_;
  http::response<http::string_body> response_;
  const std::string body_ = fixed_body();
  std::optional<beast::tcp_stream> next_;
  beast::flat_buffer next_buffer_;
};

void accept(tcp::acceptor& acceptor, const std::optional<tcp::endpoint>& next) {
  acceptor.async_accept([&acceptor, &next](beast::error_code error, tcp::socket socket) {
    if (!error) {
      socket.set_option(tcp::no_delay(true));
      std::make_shared<Session>(std::move(socket), next)->read();
    }
    accept(acceptor, next);
  });
}

}  // namespace

int main(int count, char** arguments) {
  asio::io_context context{1};
  std::optional<tcp::endpoint> next;
  if (count > 1) {
    next.emplace(asio::ip::make_address("127.0.0.1"),
                 static_cast<std::uint16_t>(std::strtoul(arguments[1], nullptr, 10)));
  }
  tcp::acceptor acceptor(context, {asio::ip::make_address("127.0.0.1"), 0});
  std::printf("%u\n", static_cast<unsigned>(acceptor.local_endpoint().port()));
  std::fflush(stdout);
  accept(acceptor, next);
  context.run();
}
