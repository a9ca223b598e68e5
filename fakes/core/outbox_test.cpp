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

}  // namespace
}  // namespace cloche
