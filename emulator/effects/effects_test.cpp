#include "emulator/effects/effects.h"

#include <doctest/doctest.h>

#include <future>
#include <nlohmann/json.hpp>

#include "fakes/core/api_error.h"
#include "fakes/core/clock_set_back.h"

namespace cloche::effects {
namespace {

constexpr std::array<std::string_view, 1> steps{"CREATE TABLE happened (what TEXT, at INTEGER)"};
constexpr std::array schemas{Schema{"test", steps}};
const Time start = from_millis(1'767'603'600'000);

// Notes that it happened, and when.
void note(Account& account, const Json& payload) {
  account.database().run("INSERT INTO happened VALUES (?1, ?2)", payload.at("what").get<std::string>(),
                         (account.clock().now() - start).count());
}

// Notes, and goes on after a second as often as it is told to.
void repeat(Account& account, const Json& payload) {
  note(account, {{"what", "repeat"}});
  const int left = payload.at("left").get<int>();
  if (left > 0) account.outbox().add("repeat", account.clock().now() + Duration(1000), {{"left", left - 1}});
}

void refuse(Account& account, const Json&) {
  note(account, {{"what", "refused"}});
  throw ApiError("ValidationException", "no");
}

void note_refusal(Account& account, const Json& payload) { note(account, {{"what", payload.dump()}}); }

template <char name>
void note_set_back(Account& account, const Json& payload) {
  const auto by = std::to_string(clock_was_set_back_by(payload).count());
  note(account, {{"what", std::string(1, name) + " by " + by}});
}

struct World {
  std::shared_ptr<Account> account = std::make_shared<Account>(
      Database::in_memory(), schemas, Account::Settings{.seed = 1, .time = [this] { return Time(now); }});
  std::atomic<Time> now = start;
  std::vector<wire::EffectEntry> inside{
      {"note", &note}, {"repeat", &repeat}, {"refuse", &refuse}, {"refused", &note_refusal}};
  std::vector<OutsideEffect> outside;
  std::vector<Receiver> receivers;
  std::unique_ptr<Effects> effects;

  void go() {
    effects = std::make_unique<Effects>(std::move(inside), std::move(outside), std::move(receivers));
    effects->look_after(account);
  }
  void add(std::string_view kind, Duration after, const Json& payload) {
    account->transact([&] { account->outbox().add(kind, account->clock().now() + after, payload); });
  }
  std::future<void> begin(ClockChange change) {
    auto promise = std::make_shared<std::promise<void>>();
    effects->change_clock(*account, change, [promise] { promise->set_value(); });
    return promise->get_future();
  }
  void change(ClockChange change) { begin(change).get(); }
  void idle() {
    std::promise<void> promise;
    effects->when_idle(*account, [&] { promise.set_value(); });
    promise.get_future().get();
  }
  std::int64_t count(std::string_view query) {
    return account->transact([&] {
      Statement row = account->database().prepare(query);
      row.step();
      return row.integer(0);
    });
  }
  std::string happened() {
    return account->transact([&] {
      std::string text;
      Statement row = account->database().prepare("SELECT what, at FROM happened ORDER BY rowid");
      while (row.step()) text += row.string(0) + "@" + row.string(1) + " ";
      return text;
    });
  }
  Time clock() {
    return account->transact([&] { return account->clock().now(); });
  }
};

TEST_CASE("what is due happens at once, and what is not waits") {
  World world;
  world.go();
  world.add("note", Duration(0), {{"what", "now"}});
  world.add("note", Duration(1), {{"what", "later"}});
  world.idle();
  CHECK(world.happened() == "now@0 ");
}

TEST_CASE("a clock that is advanced stops at every moment at which something is due, new effects included") {
  for (const bool frozen : {true, false}) {
    CAPTURE(frozen);
    World world;
    world.go();
    world.change({.freeze = frozen, .set = {}, .advance = {}});
    world.add("note", Duration(1500), {{"what", "b"}});
    world.add("note", Duration(500), {{"what", "a"}});
    world.add("note", Duration(9000), {{"what", "never"}});
    world.add("repeat", Duration(0), {{"left", 5}});
    world.change({.freeze = {}, .set = {}, .advance = Duration(2500)});
    CHECK(world.happened() == "repeat@0 a@500 repeat@1000 b@1500 repeat@2000 ");
    CHECK(world.clock() == start + Duration(2500));
    world.change({.freeze = {}, .set = start + Duration(4000), .advance = {}});
    CHECK(world.happened() == "repeat@0 a@500 repeat@1000 b@1500 repeat@2000 repeat@3000 repeat@4000 ");
  }
}

TEST_CASE("when they stop, who waits for a clock or for idle is told at once, and so is who asks later") {
  World world;
  std::promise<void> started;
  world.outside = {{"endless", [&](Account&, const Json&, Settled) { started.set_value(); }}};
  world.go();
  world.change({.freeze = true, .set = {}, .advance = {}});
  world.add("endless", Duration(0), Json::object());
  auto change = world.begin({.freeze = {}, .set = {}, .advance = Duration(1000)});
  std::promise<void> idle;
  world.effects->when_idle(*world.account, [&] { idle.set_value(); });
  started.get_future().wait();
  CHECK(!world.effects->stopped());
  world.effects->stop();
  CHECK(world.effects->stopped());
  change.get();
  idle.get_future().get();
  world.change({.freeze = {}, .set = {}, .advance = Duration(1000)});
  CHECK(world.clock() == start);
}

TEST_CASE("services are told that a clock was set back, when all has settled that was due before") {
  for (const bool frozen : {true, false}) {
    CAPTURE(frozen);
    World world;
    world.inside.push_back({"b.clock_set_back", &note_set_back<'b'>});
    world.inside.push_back({"a.clock_set_back", &note_set_back<'a'>});
    world.go();
    world.change({.freeze = frozen, .set = {}, .advance = {}});
    world.add("note", Duration(0), {{"what", "before"}});
    world.change({.freeze = {}, .set = start - Duration(1000), .advance = {}});
    CHECK(world.happened() == "before@0 a by 1000@-1000 b by 1000@-1000 ");
    CHECK(world.clock() == start - Duration(1000));
    world.change({.freeze = {}, .set = start, .advance = {}});
    CHECK(world.happened() == "before@0 a by 1000@-1000 b by 1000@-1000 ");
  }
}

TEST_CASE("a clock that is set back makes nothing happen") {
  World world;
  world.go();
  world.change({.freeze = true, .set = {}, .advance = {}});
  world.add("note", Duration(100), {{"what", "a"}});
  world.change({.freeze = {}, .set = start - Duration(1000), .advance = {}});
  CHECK(world.happened().empty());
  CHECK(world.clock() == start - Duration(1000));
  world.change({.freeze = {}, .set = {}, .advance = Duration(1100)});
  CHECK(world.happened() == "a@100 ");
}

TEST_CASE("a running clock wakes by itself when something falls due") {
  auto account = std::make_shared<Account>(Database::in_memory(), schemas, Account::Settings{.seed = 1});
  static std::promise<void> happened;
  Effects effects({{"tell", [](Account&, const Json&) { happened.set_value(); }}}, {});
  effects.look_after(account);
  account->transact(
      [&] { account->outbox().add("tell", account->clock().now() + Duration(20), Json::object()); });
  happened.get_future().get();
}

TEST_CASE("an effect that throws is undone and set aside, and the next ones happen") {
  World world;
  world.go();
  world.add("refuse", Duration(0), Json::object());
  world.add("unknown", Duration(0), Json::object());
  world.add("note", Duration(0), {{"what", "next"}});
  world.idle();
  CHECK(world.happened() == "next@0 ");
  world.account->transact([&] {
    const auto failures = world.account->outbox().failures();
    REQUIRE(failures.size() == 2);
    CHECK(failures[0].why == "ValidationException: no");
    CHECK(failures[1].why == "no effect of the kind unknown");
    CHECK_FALSE(world.account->outbox().first().has_value());
  });
}

TEST_CASE("an effect outside holds the clock until it is done, and its row stays until then") {
  World world;
  std::promise<Settled> started;
  world.outside.push_back(
      {"call", [&](Account&, const Json&, Settled done) { started.set_value(std::move(done)); }});
  world.go();
  world.change({.freeze = true, .set = {}, .advance = {}});
  world.add("call", Duration(100), Json::object());
  world.add("note", Duration(100), {{"what", "beside"}});
  world.add("note", Duration(200), {{"what", "after"}});
  auto settled = world.begin({.freeze = {}, .set = {}, .advance = Duration(1000)});
  Settled done = started.get_future().get();
  CHECK(settled.wait_for(std::chrono::seconds(0)) == std::future_status::timeout);
  CHECK(world.count("SELECT count(*) FROM core_outbox WHERE kind = 'call'") == 1);
  CHECK(world.happened().find("after") == std::string::npos);
  done();
  settled.get();
  CHECK(world.happened() == "beside@100 after@200 ");
  CHECK(world.clock() == start + Duration(1000));
  CHECK(world.count("SELECT count(*) FROM core_outbox") == 0);
}

TEST_CASE("deferred work is done before the clock moves on, and before the account counts as idle") {
  World world;
  const auto leave = [&](Duration after, const char* what) {
    world.account->defer([&world, after, what] {
      world.account->outbox().add("note", world.account->clock().now() + after, {{"what", what}});
    });
  };
  world.outside.push_back({"call", [&](Account&, const Json&, Settled done) {
                             leave(Duration(400), "on the way");
                             done();
                           }});
  world.go();
  world.change({.freeze = true, .set = {}, .advance = {}});
  world.add("call", Duration(100), Json::object());
  world.change({.freeze = {}, .set = {}, .advance = Duration(1000)});
  CHECK(world.happened() == "on the way@500 ");
  leave(Duration(0), "at last");
  world.idle();
  CHECK(!world.account->has_deferred());
  CHECK(world.happened() == "on the way@500 at last@1000 ");
}

TEST_CASE("a delivery is taken by the service that its target names, or refused and its sender told") {
  World world;
  world.receivers = {{"inbox", [](Account& account, const Delivery& delivery) {
                        note(account, {{"what", delivery.body + " for " + delivery.target}});
                        if (delivery.body == "too much") throw ApiError("Full", "It is full.");
                      }}};
  world.go();
  const std::string inbox = "arn:aws:inbox:us-east-1:000000000000:mine";
  const auto send = [&](std::string target, std::string body, std::optional<OnRefusal> on_refusal) {
    world.account->transact([&] {
      deliver(*world.account,
              {.target = std::move(target),
               .sender = "test.amazonaws.com",
               .source = "a test",
               .body = std::move(body)},
              on_refusal);
    });
  };
  send(inbox, "a letter", std::nullopt);
  send(inbox, "too much", OnRefusal{"refused", {{"mine", 1}}});
  send("arn:aws:nowhere:us-east-1:000000000000:x", "lost", OnRefusal{"refused", Json::object()});
  send(inbox, "too much", std::nullopt);
  world.idle();
  CHECK(
      world.happened() ==
      "a letter for " + inbox +
          "@0 "
          R"({"ErrorCode":"Full","ErrorMessage":"It is full.","mine":1}@0 )"
          R"({"ErrorCode":"NotEmulated","ErrorMessage":"A delivery to arn:aws:nowhere:us-east-1:000000000000:x is not emulated by Cloche."}@0 )");
  world.account->transact([&] { CHECK(world.account->outbox().failures().empty()); });
}

TEST_CASE("while an account is paused nothing happens, and who asks waits until it is resumed as often") {
  World world;
  world.go();
  world.change({.freeze = true, .set = {}, .advance = {}});
  world.effects->pause(*world.account);
  world.effects->pause(*world.account);
  auto settled = world.begin({.freeze = {}, .set = {}, .advance = Duration(1000)});
  world.add("note", Duration(0), {{"what", "meanwhile"}});
  world.effects->resume(*world.account);
  CHECK(settled.wait_for(std::chrono::seconds(0)) == std::future_status::timeout);
  CHECK(world.happened().empty());
  world.effects->resume(*world.account);
  settled.get();
  CHECK(world.happened() == "meanwhile@0 ");
  CHECK(world.clock() == start + Duration(1000));
  world.add("note", Duration(0), {{"what", "after"}});
  world.idle();
  CHECK(world.happened() == "meanwhile@0 after@1000 ");
}

TEST_CASE("an account that is forgotten is left alone, and who waits for it is told") {
  World world;
  Settled never;
  std::promise<void> started;
  world.outside.push_back({"call", [&](Account&, const Json&, Settled done) {
                             never = std::move(done);
                             started.set_value();
                           }});
  world.go();
  world.add("call", Duration(0), Json::object());
  started.get_future().get();
  auto settled = world.begin({.freeze = {}, .set = {}, .advance = Duration(1000)});
  world.effects->forget(*world.account);
  settled.get();
  world.add("note", Duration(0), {{"what", "a"}});
  CHECK(world.happened().empty());
}

}  // namespace
}  // namespace cloche::effects
