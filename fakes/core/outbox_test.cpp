#include "fakes/core/outbox.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "fakes/core/account.h"

namespace cloche {
namespace {

TEST_CASE("rows come in the order in which they are due, and among equals as they were added") {
  Account account(Database::in_memory(), {}, {.seed = 1});
  Outbox& outbox = account.outbox();
  outbox.add("late", from_millis(20), Json::object());
  outbox.add("first", from_millis(10), {{"n", 1}});
  outbox.add("second", from_millis(10), Json::object());
  std::string order;
  while (const auto row = outbox.first()) {
    order += row->kind + " ";
    outbox.remove(row->id);
  }
  CHECK(order == "first second late ");
}

TEST_CASE("a keyed row is replaced when it is scheduled again, and can be cancelled") {
  Account account(Database::in_memory(), {}, {.seed = 1});
  Outbox& outbox = account.outbox();
  outbox.schedule("timer", "a", from_millis(10), Json::object());
  outbox.schedule("timer", "a", from_millis(30), Json::object());
  outbox.schedule("timer", "b", from_millis(20), Json::object());
  CHECK(outbox.due("timer", "a") == from_millis(30));
  REQUIRE(outbox.first().has_value());
  CHECK(outbox.first()->key == "b");
  outbox.cancel("timer", "b");
  CHECK(outbox.first()->key == "a");
  CHECK_FALSE(outbox.due("timer", "b").has_value());
}

TEST_CASE("a row that is set aside is not tried again, and not lost") {
  Account account(Database::in_memory(), {}, {});
  account.transact([&] {
    account.outbox().schedule("test", "k", from_millis(5), Json{{"a", 1}});
    account.outbox().add("other", from_millis(9), Json::object());
    account.outbox().set_aside(*account.outbox().first(), "it failed");
    CHECK(account.outbox().first()->kind == "other");
    const auto failures = account.outbox().failures();
    REQUIRE(failures.size() == 1);
    CHECK(failures[0].row.key == "k");
    CHECK(failures[0].row.payload == R"({"a":1})");
    CHECK(failures[0].why == "it failed");
  });
}

TEST_CASE("a row that is taken stays, and is the first again when the account is opened again") {
  Account account(Database::in_memory(), {}, {});
  account.transact([&] {
    const auto first = account.outbox().add("a", from_millis(1), Json::object());
    const auto second = account.outbox().add("b", from_millis(1), Json::object());
    CHECK(account.outbox().earliest_added() == from_millis(1));
    account.outbox().take(first);
    CHECK(account.outbox().first()->id == second);
    account.outbox().take(second);
    CHECK_FALSE(account.outbox().first().has_value());
  });
  const auto again = account.fork();
  again->transact([&] { CHECK(again->outbox().first()->kind == "a"); });
}

}  // namespace
}  // namespace cloche
