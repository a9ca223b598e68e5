#include "fakes/core/home.h"

#include <doctest/doctest.h>

#include <array>

using namespace cloche;

namespace {

constexpr std::array<std::string_view, 1> steps{"CREATE TABLE thing (text TEXT)"};
constexpr std::array schemas{Schema{"test", steps}};
constexpr std::array columns{AddressColumn{"thing", "text"}};

struct Served {
  Account account{Database::in_memory(), schemas, {}};

  std::string after_move(const std::string& text, std::uint16_t port) {
    account.transact([&] {
      account.database().run("DELETE FROM thing");
      account.database().run("INSERT INTO thing VALUES (?1)", text);
    });
    move_home(account, port, columns);
    auto row = account.database().query("SELECT text FROM thing");
    row.step();
    return row.string(0);
  }
};

}  // namespace

TEST_CASE("Addresses lead to the port at which an account is served, where it was at another before") {
  Served served;
  const std::string queue = "http://localhost:4566/000000000000/orders";
  CHECK(served.after_move(queue, 4566) == queue);
  CHECK(served.after_move(queue, 9) == "http://localhost:9/000000000000/orders");
  CHECK(served.after_move("http://127.0.0.1:9", 45) == "http://127.0.0.1:45");
  CHECK(served.after_move(R"({"a":"http://abc.execute-api.localhost:45/prod","b":"http://localhost:45"})",
                          46) ==
        R"({"a":"http://abc.execute-api.localhost:46/prod","b":"http://localhost:46"})");
  CHECK(served.after_move("http://localhost:46 and http://localhost:46/x", 47) ==
        "http://localhost:47 and http://localhost:47/x");
}

TEST_CASE("What only looks like an address of Cloche stays") {
  Served served;
  served.after_move("", 4566);
  const std::string others =
      "http://localhost:45660/a http://localhost:456 http://example.com:4566/a http://notlocalhost:4566 "
      "https://localhost:4566 http://localhost/:4566 :4566";
  CHECK(served.after_move(others, 9) == others);
}

TEST_CASE("A fork, and a snapshot restored elsewhere, know where the original was served") {
  Served served;
  const std::string queue = "http://localhost:4566/q";
  served.after_move(queue, 4566);
  const auto fork = served.account.fork();
  move_home(*fork, 9, columns);
  auto row = fork->database().query("SELECT text FROM thing");
  CHECK(row.step());
  CHECK(row.text(0) == "http://localhost:9/q");
  auto own = served.account.database().query("SELECT text FROM thing");
  CHECK(own.step());
  CHECK(own.text(0) == queue);
}
