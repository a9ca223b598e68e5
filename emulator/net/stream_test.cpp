// Bodies in pieces, both ways.
#include <doctest/doctest.h>
#include <fmt/core.h>

#include <atomic>
#include <future>
#include <mutex>
#include <thread>

#include "emulator/net/raw_client.h"
#include "emulator/net/server.h"

namespace cloche::net {
namespace {

using namespace std::chrono_literals;

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

Plan stream_it(const Request&) { return {.stream = true, .body_bytes = {}, .refusal = {}}; }

/// Pieces that are there from the start.
class Pieces : public BodyStream {
 public:
  explicit Pieces(std::vector<std::string> pieces) : pieces_(std::move(pieces)) {}
  void read(Reader reader) override {
    Piece piece;
    if (next_ < pieces_.size()) piece.bytes = pieces_[next_++];
    piece.last = next_ == pieces_.size();
    reader(std::move(piece));
  }

 private:
  std::vector<std::string> pieces_;
  std::size_t next_ = 0;
};

/// `size` bytes in pieces of 64 KiB; knows how many were asked for, and tells when it goes.
class Endless : public BodyStream {
 public:
  explicit Endless(std::uint64_t size) : left_(size) {}
  ~Endless() override { gone.set_value(); }
  void read(Reader reader) override {
    Piece piece;
    piece.bytes.assign(static_cast<std::size_t>(std::min<std::uint64_t>(left_, 65536)), 'x');
    left_ -= piece.bytes.size();
    piece.last = left_ == 0;
    asked += piece.bytes.size();
    if (on_read) on_read();
    reader(std::move(piece));
  }
  std::atomic<std::uint64_t> asked = 0;
  std::function<void()> on_read;
  std::promise<void> gone;

 private:
  std::uint64_t left_;
};

/// Reads a body to its end and answers with what `sum` says of it.
void collect(std::shared_ptr<BodyStream> stream, std::shared_ptr<std::string> all, Responder respond) {
  BodyStream& from = *stream;
  from.read([stream, all, respond = std::move(respond)](BodyStream::Piece piece) mutable {
    if (piece.failed()) return;
    *all += piece.bytes;
    if (piece.last) return respond({{200, {}, *all}});
    collect(std::move(stream), std::move(all), std::move(respond));
  });
}

TEST_CASE("a streamed answer of unknown length goes out in chunks, and the connection stays") {
  Engine engine(1);
  const auto port = engine.listen("127.0.0.1", 0, [](Request request, Responder respond) {
    Response response{{200, {{"Date", "d"}}, ""}};
    std::vector<std::string> pieces{"hello", "", " world, longer than 16"};
    if (request.target == "/empty") pieces = {""};
    if (request.target == "/tail") pieces = {"hello", ""};
    response.stream = std::make_shared<Pieces>(std::move(pieces));
    respond(std::move(response));
  });
  RawClient client(port);
  const std::string head = "HTTP/1.1 200 OK\r\nDate: d\r\nTransfer-Encoding: chunked\r\n\r\n";
  client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(client.read_until("\r\n0\r\n\r\n") ==
        head + "5\r\nhello\r\n16\r\n world, longer than 16\r\n0\r\n\r\n");
  client.send("GET /tail HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(client.read_until("\r\n0\r\n\r\n") == head + "5\r\nhello\r\n0\r\n\r\n");
  client.send("GET /empty HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(client.read_until("0\r\n\r\n") == head + "0\r\n\r\n");
  client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.0\r\n\r\n");
  CHECK(client.read_until("\r\n\r\n") == "HTTP/1.1 200 OK\r\nDate: d\r\n\r\n");
  // HTTP/1.0 has no chunks: the body ends with the connection.
  CHECK(client.read_all() ==
        "HTTP/1.1 200 OK\r\nDate: d\r\nConnection: close\r\n\r\nhello world, longer than 16");
}

TEST_CASE("a streamed answer of known length has that length; one that is not as long ends the connection") {
  Engine engine(1);
  const auto port = engine.listen("127.0.0.1", 0, [](Request request, Responder respond) {
    Response response{{200, {{"Date", "d"}}, ""}};
    response.stream = std::make_shared<Pieces>(std::vector<std::string>{"hello", " world"});
    response.stream_length = request.target == "/longer" ? 12 : request.target == "/shorter" ? 10 : 11;
    respond(std::move(response));
  });
  RawClient client(port);
  client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(client.read_answer(true) == "HTTP/1.1 200 OK\r\nDate: d\r\nContent-Length: 11\r\n\r\n");
  CHECK(client.read_answer() == "HTTP/1.1 200 OK\r\nDate: d\r\nContent-Length: 11\r\n\r\nhello world");
  client.send("GET /longer HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(client.read_all().ends_with("Content-Length: 12\r\n\r\nhello"));
  RawClient second(port);
  second.send("GET /shorter HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(second.read_all().ends_with("Content-Length: 10\r\n\r\nhello"));
}

class Broken : public BodyStream {
 public:
  explicit Broken(std::string how) : how_(std::move(how)) {}
  void read(Reader reader) override {
    if (std::exchange(begun_, true)) {
      if (how_ == "/throws") throw std::runtime_error("thrown by a test");
      if (how_ == "/fails") reader({.bytes = {}, .last = true, .failure = "failed by a test"});
      return;  // else the reader is dropped
    }
    reader({.bytes = "begun", .last = false, .failure = {}});
  }

 private:
  std::string how_;
  bool begun_ = false;
};

TEST_CASE("a streamed answer that fails, throws or is forgotten breaks off without an end") {
  Engine engine(1);
  const auto port = engine.listen("127.0.0.1", 0, [](Request request, Responder respond) {
    Response response;
    response.stream = std::make_shared<Broken>(request.target);
    respond(std::move(response));
  });
  for (const std::string target : {"/throws", "/fails", "/forgets"}) {
    RawClient client(port);
    client.send("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(client.read_all().ends_with("5\r\nbegun"));
  }
}

TEST_CASE("a streamed request body is read piece by piece, and the connection stays") {
  Engine engine(2);
  const auto port = engine.listen(
      "127.0.0.1", 0,
      [](Request request, Responder respond) {
        if (!request.stream) return respond({{200, {}, "no body"}});
        CHECK(request.body.empty());
        collect(request.stream, std::make_shared<std::string>(), std::move(respond));
      },
      {}, stream_it);
  RawClient client(port);
  for (int i = 0; i < 3; ++i) {
    client.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\nhello");
    client.send(" world");
    std::string answer = client.read_answer();
    CHECK(answer.ends_with("\r\n\r\nhello world"));
    CHECK_FALSE(contains(answer, "Connection: close"));
    client.send("PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n worl");
    client.send("d\r\n0\r\n\r\n");
    CHECK(client.read_answer().ends_with("\r\n\r\nhello world"));
    client.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(client.read_answer().ends_with("\r\n\r\nno body"));
    CHECK(client.read_answer().ends_with("\r\n\r\nno body"));
  }
}

TEST_CASE("100 Continue waits until a streamed body is asked for, and is not sent where it never is") {
  Engine engine(1);
  std::promise<std::pair<std::shared_ptr<BodyStream>, Responder>> held;
  const auto port = engine.listen(
      "127.0.0.1", 0,
      [&](Request request, Responder respond) {
        if (request.target == "/refuse") return respond({{403, {}, "no"}});
        held.set_value({request.stream, std::move(respond)});
      },
      {}, stream_it);
  RawClient refused(port);
  refused.send("PUT /refuse HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  const std::string answer = refused.read_all();
  CHECK(answer.starts_with("HTTP/1.1 403 Forbidden\r\n"));
  CHECK(contains(answer, "Connection: close\r\n"));
  RawClient client(port);
  client.send("PUT /take HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  auto [stream, respond] = held.get_future().get();
  collect(stream, std::make_shared<std::string>(), std::move(respond));
  CHECK(client.read_until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("body");
  CHECK(client.read_answer().ends_with("\r\n\r\nbody"));
}

TEST_CASE("a body can be streamed back while it comes") {
  Engine engine(1);
  const auto port = engine.listen(
      "127.0.0.1", 0,
      [](Request request, Responder respond) {
        Response response;
        response.stream = request.stream;
        respond(std::move(response));
      },
      {}, stream_it);
  RawClient client(port);
  client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
  client.read_until("\r\n\r\n");
  client.send("3\r\none\r\n");
  CHECK(client.read_until("one") == "3\r\none");
  client.send("3\r\ntwo\r\n");
  CHECK(client.read_until("two") == "\r\n3\r\ntwo");
  client.send("0\r\n\r\n");
  CHECK(client.read_all() == "\r\n0\r\n\r\n");
}

TEST_CASE("who reads a body is told when the client goes, is too slow, too long, or sends nonsense") {
  Engine engine(1);
  Limits limits;
  limits.body_timeout = 40ms;
  std::promise<std::string> failure;
  const auto port = engine.listen(
      "127.0.0.1", 0,
      [&](Request request, Responder respond) {
        const auto stream = request.stream;
        stream->read([&, stream, respond = std::move(respond)](BodyStream::Piece piece) mutable {
          if (piece.failed()) return failure.set_value(piece.failure);
          stream->read([&, stream, respond = std::move(respond)](BodyStream::Piece next) mutable {
            failure.set_value(next.failure);
            respond({{200, {}, "ignored where the connection has gone"}});
          });
        });
      },
      limits, [](const Request&) { return Plan{.stream = true, .body_bytes = 100, .refusal = {}}; });
  const std::string head = "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n";
  const auto fails = [&](const std::string& rest, bool end, const std::string& answer) {
    failure = {};
    RawClient client(port);
    client.send(head + rest);
    if (end) client.shut_down_sending();
    CHECK_FALSE(failure.get_future().get().empty());
    CHECK(client.read_all().starts_with(answer));
  };
  fails("", true, "");
  fails("", false, "HTTP/1.1 408 ");
  fails("zz\r\n", false, "HTTP/1.1 400 ");
  fails("70\r\n" + std::string(0x70, 'x'), false, "HTTP/1.1 413 ");
}

TEST_CASE("a slow reader holds a streamed answer back") {
  constexpr std::uint64_t size = 64 * 1024 * 1024;
  constexpr std::uint64_t most_ahead = 24 * 1024 * 1024;  // what two kernel buffers may hold, and some
  Engine engine(1);
  std::atomic<std::uint64_t> received = 0;
  std::atomic<std::uint64_t> ahead = 0;
  const auto port = engine.listen("127.0.0.1", 0, [&](Request, Responder respond) {
    auto stream = std::make_shared<Endless>(size);
    stream->on_read = [&, from = stream.get()] {
      ahead = std::max<std::uint64_t>(ahead, from->asked - std::min<std::uint64_t>(from->asked, received));
    };
    Response response;
    response.stream = std::move(stream);
    response.stream_length = size;
    respond(std::move(response));
  });
  RawClient client(port);
  client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  client.read_until("\r\n\r\n");
  while (received < size) received += client.read(65536).size();
  CHECK(ahead < most_ahead);
}

TEST_CASE("a slow handler holds a streamed request back") {
  constexpr std::uint64_t size = 64 * 1024 * 1024;
  constexpr std::uint64_t most_ahead = 24 * 1024 * 1024;
  Engine engine(1);
  std::atomic<std::uint64_t> sent = 0;
  std::atomic<std::uint64_t> ahead = 0;
  std::promise<std::pair<std::shared_ptr<BodyStream>, Responder>> held;
  const auto port = engine.listen(
      "127.0.0.1", 0,
      [&](Request request, Responder respond) {
        held.set_value({request.stream, std::move(respond)});
      },
      {}, stream_it);
  RawClient client(port);
  std::thread sender([&] {
    client.send(fmt::format("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n", size));
    const std::string piece(65536, 'x');
    while (sent < size && client.send(piece)) sent += piece.size();
  });
  auto [stream, respond] = held.get_future().get();
  std::uint64_t taken = 0;
  for (bool last = false; !last;) {
    std::promise<BodyStream::Piece> promise;
    stream->read([&](BodyStream::Piece piece) { promise.set_value(std::move(piece)); });
    const auto piece = promise.get_future().get();
    REQUIRE_FALSE(piece.failed());
    CHECK(piece.bytes.size() <= 1024 * 1024);
    taken += piece.bytes.size();
    ahead = std::max<std::uint64_t>(ahead, sent - std::min<std::uint64_t>(sent, taken));
    last = piece.last;
  }
  respond({{200, {}, "taken"}});
  sender.join();
  CHECK(taken == size);
  CHECK(ahead < most_ahead);
  CHECK(client.read_answer().ends_with("taken"));
}

TEST_CASE("a client that does not read its answer is dropped, and so is what the answer was made from") {
  Engine engine(1);
  Limits limits;
  limits.write_timeout = 40ms;
  std::promise<std::future<void>> gone;
  const auto port = engine.listen(
      "127.0.0.1", 0,
      [&](Request, Responder respond) {
        auto stream = std::make_shared<Endless>(UINT64_MAX);
        gone.set_value(stream->gone.get_future());
        Response response;
        response.stream = std::move(stream);
        respond(std::move(response));
      },
      limits);
  RawClient client(port);
  client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  gone.get_future().get().wait();
  CHECK(contains(client.read_all(), "HTTP/1.1 200 OK\r\n"));
}

}  // namespace
}  // namespace cloche::net
