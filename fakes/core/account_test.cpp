#include "fakes/core/account.h"

#include <doctest/doctest.h>

#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "fakes/core/api_error.h"
#include "fakes/core/fault.h"

namespace cloche {
namespace {

constexpr std::array<std::string_view, 1> steps{"CREATE TABLE note (text TEXT)"};
constexpr std::array schemas{Schema{"test", steps}};

struct Notes {
  int count = 0;
};

std::unique_ptr<Account> make_account(std::uint64_t seed = 1) {
  return std::make_unique<Account>(Database::in_memory(), schemas, Account::Settings{.seed = seed});
}

std::int64_t count(Account& account) {
  return account.transact([&] {
    Statement row = account.database().prepare("SELECT count(*) FROM note");
    row.step();
    return row.integer(0);
  });
}

TEST_CASE("an ApiError undoes the whole unit of work: rows, ids, clock, outbox and caches") {
  auto account = make_account();
  const auto untouched = make_account();
  CHECK_THROWS_AS(account->transact([&] {
    account->database().run("INSERT INTO note VALUES ('x')");
    account->ids().uuid();
    account->clock().freeze();
    account->outbox().add("test", account->clock().now(), Json::object());
    account->cache<Notes>().count = 1;
    throw ApiError("ValidationException", "no");
  }),
                  ApiError);
  CHECK(count(*account) == 0);
  CHECK_FALSE(account->clock().frozen());
  CHECK(account->cache<Notes>().count == 0);
  account->transact([&] { CHECK_FALSE(account->outbox().first().has_value()); });
  CHECK(account->transact([&] { return account->ids().uuid(); }) ==
        untouched->transact([&] { return untouched->ids().uuid(); }));
}

TEST_CASE("a fork keeps number, seed, clock and content, and has a future of its own") {
  auto account = make_account();
  account->transact([&] {
    account->clock().freeze();
    account->database().run("INSERT INTO note VALUES ('x')");
  });
  auto fork = account->fork();
  CHECK(fork->number() == account->number());
  CHECK(fork->clock().now() == account->clock().now());
  fork->transact([&] { fork->database().run("INSERT INTO note VALUES ('y')"); });
  CHECK(count(*account) == 1);
  CHECK(count(*fork) == 2);
}

TEST_CASE("an account that is opened again goes on where it was, whatever the settings say") {
  auto account = make_account(7);
  const auto first = account->transact([&] { return account->ids().uuid(); });
  const std::string snapshot = account->snapshot();
  const auto second = account->transact([&] { return account->ids().uuid(); });
  Account again(Database::restore(snapshot), schemas, {.number = "111111111111", .seed = 9});
  CHECK(again.number() == "000000000000");
  CHECK(again.seed() == 7);
  CHECK(again.transact([&] { return again.ids().uuid(); }) == second);
  CHECK(first != second);
}

TEST_CASE("who listens hears of a changed outbox once it is committed, and not when it is rolled back") {
  auto account = make_account();
  int heard = 0;
  account->on_outbox_change([&](Time due) {
    ++heard;
    CHECK(due == account->clock().now());
  });
  account->transact([&] { account->clock().freeze(); });
  account->transact([&] { account->outbox().add("test", account->clock().now(), Json::object()); });
  CHECK(heard == 1);
  CHECK_THROWS(account->transact([&] {
    account->outbox().add("test", account->clock().now(), Json::object());
    throw ApiError("X", "");
  }));
  account->transact([] {});
  CHECK(heard == 1);
}

TEST_CASE("a reset account is as it was when it was new, in memory or in a file") {
  const auto path =
      (std::filesystem::temp_directory_path() / ("cloche-reset-" + std::to_string(random_seed()) + ".sqlite"))
          .string();
  for (const bool in_file : {false, true}) {
    CAPTURE(in_file);
    Account account(in_file ? Database::open(path) : Database::in_memory(), schemas, {.seed = 7});
    const auto first = account.transact([&] {
      account.database().run("INSERT INTO note VALUES ('x')");
      account.clock().freeze();
      account.cache<Notes>().count = 1;
      account.outbox().add("test", account.clock().now(), Json::object());
      return account.ids().uuid();
    });
    account.reset();
    CHECK(count(account) == 0);
    CHECK_FALSE(account.clock().frozen());
    CHECK(account.cache<Notes>().count == 0);
    CHECK(account.transact([&] { return account.ids().uuid(); }) == first);
    account.transact([&] { CHECK_FALSE(account.outbox().first().has_value()); });
  }
  {
    Account again(Database::open(path), schemas, {});
    CHECK(again.seed() == 7);
    CHECK(count(again) == 0);
  }
  for (const char* ending : {"", "-wal", "-shm"}) std::filesystem::remove(path + ending);
}

TEST_CASE("an account takes the content of a snapshot of its own number, and of no other") {
  auto account = make_account();
  account->transact([&] { account->database().run("INSERT INTO note VALUES ('x')"); });
  const std::string snapshot = account->snapshot();
  account->transact([&] { account->database().run("INSERT INTO note VALUES ('y')"); });
  Database image = account->read_snapshot(snapshot);
  account->restore(image);
  CHECK(count(*account) == 1);
  Account other(Database::in_memory(), schemas, {.number = "111111111111", .seed = 1});
  CHECK_THROWS_AS(other.read_snapshot(snapshot), Fault);
  CHECK_THROWS_AS(account->read_snapshot("not a database"), Fault);
  CHECK(count(*account) == 1);
}

TEST_CASE("what was deferred is done before anybody looks, and what fails is undone alone") {
  auto account = make_account();
  const auto defer = [&](bool fails) {
    account->defer([&account, fails] {
      account->database().run("INSERT INTO note VALUES ('late')");
      if (fails) throw ApiError("Refused", "no");
    });
  };
  defer(false);
  defer(true);
  CHECK(count(*account) == 1);
  defer(false);
  const auto count_only = [&] {
    Statement row = account->database().prepare("SELECT count(*) FROM note");
    row.step();
    return row.integer(0);
  };
  CHECK(account->transact(Account::Deferred::waits, count_only) == 1);
  CHECK(count(*account->fork()) == 2);
  account->reset();
  CHECK(count(*account) == 0);
}

TEST_CASE("a bell is heard when its unit of work is committed, and not when it is undone") {
  auto account = make_account();
  std::string heard;
  account->on_ring([&](std::string_view bell) { heard.append(bell).push_back(' '); });
  CHECK_THROWS_AS(account->transact([&] {
    account->ring("undone");
    throw ApiError("Refused", "no");
  }),
                  ApiError);
  account->transact([&] {
    account->ring("a");
    account->ring("b");
    CHECK(heard.empty());
  });
  account->transact([] {});
  CHECK(heard == "a b ");
}

}  // namespace
}  // namespace cloche
