// The emulator over real sockets; what can be seen without them is tested without.
#include "emulator/front/emulator.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "emulator/front/in_process.h"
#include "emulator/net/client.h"

namespace cloche::front {
namespace {

struct Served {
  Emulator emulator{{.address = "127.0.0.1", .port = 0, .threads = 2, .accounts = {.data = {}, .seed = 1}},
                    in_process::definitions()};
  net::Engine engine{1};
  net::Client client{engine};

  wire::HttpResponse send(std::uint16_t port, wire::HttpRequest request) {
    request.headers.set("Host", "localhost:" + std::to_string(port));
    return client.send({"127.0.0.1", port}, std::move(request));
  }
  wire::HttpResponse admin(std::uint16_t port, const std::string& method, const std::string& path,
                           const std::string& body = "") {
    return send(port, {method, path, {}, body});
  }
  wire::HttpResponse call(std::uint16_t port, std::string_view operation, const Json& input) {
    return send(port, InProcess::request(operation, input.dump()));
  }
  static std::uint16_t port_of(const wire::HttpResponse& forked) {
    return net::Address::of_url(parse_json(forked.body).at("endpoint").get<std::string>()).port;
  }
};

const Json table{{"TableName", "Music"},
                 {"AttributeDefinitions", Json::array()},
                 {"KeySchema", {{{"AttributeName", "a"}, {"KeyType", "HASH"}}}}};

TEST_CASE("a fork is served on a port of its own until it is ended, and then the port is closed") {
  Served served;
  const auto main = served.emulator.port();
  const auto fork = Served::port_of(served.admin(main, "POST", "/_cloche/fork"));
  CHECK(fork != main);
  CHECK(served.call(fork, "CreateTable", table).status == 200);
  CHECK(parse_json(served.call(fork, "ListTables", Json::object()).body)["TableNames"].size() == 1);
  CHECK(parse_json(served.call(main, "ListTables", Json::object()).body)["TableNames"].empty());
  const auto second = Served::port_of(served.admin(fork, "POST", "/_cloche/fork"));
  CHECK(parse_json(served.call(second, "ListTables", Json::object()).body)["TableNames"].size() == 1);

  CHECK(served.admin(fork, "DELETE", "/_cloche/fork").status == 200);
  // The port closes right after that answer; the task that closes it is posted, so another answer may still
  // slip out.
  bool closed = false;
  for (int i = 0; i < 1000 && !closed; ++i) {
    try {
      served.admin(fork, "GET", "/_cloche/clock");
    } catch (const net::NoAnswer&) {
      closed = true;
    }
  }
  CHECK(closed);
  CHECK(served.admin(second, "GET", "/_cloche/clock").status == 200);
}

TEST_CASE("the clock of one account moves while another's is asked") {
  Served served;
  const auto main = served.emulator.port();
  CHECK(served.admin(main, "POST", "/_cloche/clock", R"({"freeze":true,"set":"2030-01-05T09:00:00Z"})")
            .status == 200);
  CHECK(served.call(main, "PutItem", {{"TableName", "Music"}, {"Item", Json::object()}}).status == 200);
  CHECK(served.admin(main, "POST", "/_cloche/clock", R"({"advance":"1s"})").status == 200);
  CHECK(parse_json(served.call(main, "ListTables", Json::object()).body)["TableNames"].size() == 1);
  CHECK(parse_json(served.admin(main, "GET", "/_cloche/clock?account=123456789012").body)["frozen"] == false);
}

TEST_CASE("a body as large as the largest zip of a function, in base64, is taken") {
  Served served;
  const std::string body(70'000'000, 'x');  // which a reset refuses for what it is, and not for its size
  CHECK(served.admin(served.emulator.port(), "POST", "/_cloche/reset", body).status == 400);
}

TEST_CASE("a port that is taken is said so") {
  Served served;
  CHECK_THROWS_AS(
      Emulator({.address = "127.0.0.1", .port = served.emulator.port(), .threads = 1, .accounts = {}}),
      std::runtime_error);
}

}  // namespace
}  // namespace cloche::front
